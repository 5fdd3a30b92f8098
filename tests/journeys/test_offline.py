"""A supervisor where there is no signal: the network is cut, the phone dies, and one visit arrives, once, whole."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from PIL import Image
from playwright.sync_api import expect
from pockets import Pocket

from watching import PASSWORD, appoint, institution
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts, media, photographs
from zhongdu.fieldwork.queries import Visit
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "示例·陈望秋"
LOGIN = "chen"


# A disk that is full: this Chromium does not heed the quota its own tools set, so the browser's answer is played.
FULL = """() => { IDBObjectStore.prototype.put = function () {
  this.transaction.abort(); throw new DOMException("no room", "QuotaExceededError"); }; }"""


@pytest.fixture
def asked(shaoxing: Any) -> Visit:
    """A supervisor who serves, and one open visit that is asked of them."""
    appointment = appoint(shaoxing, LOGIN, since=clock.today() - timedelta(days=30))
    vault.put(appointment.number, {"name": NAME})
    return ask(shaoxing, appointment)


def ask(place: Any, appointment: Any, **more: Any) -> Visit:
    shop = institution(place, more.pop("shop", "示例惠民大药房"))
    told = {"way": "open", "checklist": "checklist.annex2", "due": clock.today() + timedelta(days=7)} | more
    officer = place.officer(Role.CASE_OFFICER)
    made: Visit = perform(acts.assign_visit, appointment, officer, institution=shop.code, **told)
    return made


@pytest.fixture
def pocket(
    chromium: Any, live_server: Any, settings: Any, tmp_path: Path, server_errors: list[str]
) -> Iterator[Callable[[], Pocket]]:
    """Make a phone of its own memory, signed in as the supervisor; what it complains of fails the journey."""
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    made: list[Pocket] = []

    def make() -> Pocket:
        made.append(Pocket(chromium.browser_type, tmp_path / f"phone{len(made)}", live_server.url))
        made[-1].sign_in(LOGIN, PASSWORD)
        return made[-1]

    yield make
    for each in made:
        each.die()
    complaints = [complaint for each in made for complaint in each.complaints]
    assert not complaints + server_errors, "\n".join(["the browser complained:", *complaints, *server_errors])


def noise(seed: int, side: int = 1000) -> bytes:
    """A photograph that does not compress: what a camera makes, in size."""
    picture = Image.frombytes("RGB", (side, side), Random(seed).randbytes(side * side * 3))
    written = BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()


def arrived(visit: Visit, photos: int = 0) -> None:
    """Exactly one visit, with all its parts, and the record whole."""
    visit.refresh_from_db()
    assert visit.state == "done"
    assert Event.objects.filter(docket=visit.docket_id, act="fieldwork.record_visit").count() == 1
    assert photographs.of(visit.number).count() == photos
    assert list(breaks()) == []


@pytest.mark.clauses("shaoxing:7", "shaoxing:annex2", "shaoxing:10")
def test_from_the_bag_to_the_record_without_a_network(asked: Visit, pocket: Any, step: Any) -> None:
    phone = pocket()
    phone.pack()
    step(phone, "外出巡查")
    phone.cut()
    phone.goto("/my/visits/")
    expect(phone.get_by_role("heading", name="外出巡查")).to_be_visible()
    phone.fill("惠民", NAME)
    phone.photograph(noise(1))
    step(phone, "填写")
    phone.reload()
    phone.locator(".cards a").filter(has_text="惠民").first.click()
    expect(phone.get_by_label("签名")).to_have_value(NAME)
    expect(phone.locator(".photos-kept img")).to_have_count(1)
    phone.sign()
    phone.waits(1)
    step(phone, "等着上传")
    phone.mend()
    phone.waits(0)
    step(phone, "已上传")
    arrived(asked, photos=1)


# --- the network goes, the phone goes ----------------------------------------------------------------


def test_a_phone_that_dies_while_answering_has_every_word(asked: Visit, pocket: Any) -> None:
    phone = pocket()
    phone.pack()
    phone.cut()
    phone.goto("/my/field/")
    phone.fill("惠民", NAME)
    phone.photograph(noise(2, 400))
    phone.get_by_label("其他问题").press_sequentially("还有赠品。")
    expect(phone.locator(".saved").get_by_text("已存在手机里")).to_be_visible()
    phone.page.wait_for_timeout(300)
    phone.revive()
    phone.cut()
    phone.goto("/my/field/")
    phone.locator(".cards a").filter(has_text="惠民").first.click()
    expect(phone.get_by_label("其他问题")).to_have_value("货架上有洗衣液和面膜。还有赠品。")
    expect(phone.locator("input[type=radio]:checked")).to_have_count(4)
    expect(phone.locator(".photos-kept img")).to_have_count(1)
    phone.sign()
    phone.waits(1)
    phone.revive()
    phone.goto("/my/field/")
    phone.sign_in_again(LOGIN, PASSWORD)
    phone.waits(0)
    arrived(asked, photos=1)


def test_cut_and_killed_in_the_middle_of_a_photograph_it_goes_on_where_it_broke_off(
    asked: Visit, pocket: Any
) -> None:
    phone = pocket()
    phone.pack()
    phone.goto("/my/field/")
    phone.fill("惠民", NAME)
    phone.photograph(noise(3, 1400))
    offsets: list[int] = []

    def two_pieces(route: Any) -> None:
        if route.request.method == "POST" and len(offsets) == 2:
            return route.abort("internetdisconnected")
        if route.request.method == "POST":
            offsets.append(int(route.request.headers["upload-offset"]))
        return route.continue_()

    phone.route("/my/field/parts/*/", two_pieces)
    phone.sign()
    expect(phone.locator(".pocket-band").get_by_text("现在没有网络")).to_be_visible()
    phone.waits(1)
    assert offsets == [0, 262_144]
    phone.revive()
    went_on: list[int] = []

    def watch(route: Any) -> None:
        if route.request.method == "POST":
            went_on.append(int(route.request.headers["upload-offset"]))
        route.continue_()

    phone.route("/my/field/parts/*/", watch)
    phone.goto("/my/field/")
    phone.sign_in_again(LOGIN, PASSWORD)
    phone.waits(0)
    assert went_on[0] == 524_288, "what had arrived is not sent again"
    arrived(asked, photos=1)


def test_an_answer_that_never_came_back_makes_no_second_visit(asked: Visit, pocket: Any) -> None:
    phone = pocket()
    phone.pack()
    phone.fill("惠民", NAME)

    def swallow(route: Any) -> None:
        route.fetch()  # the server does its part
        route.abort("connectionreset")

    phone.route("/my/field/packages/", swallow)
    phone.sign()
    expect(phone.locator(".pocket-band").get_by_text("现在没有网络")).to_be_visible()
    arrived(asked)
    expect(phone.get_by_role("button", name="改一改")).to_have_count(0)  # it may be there already
    phone.revive()
    phone.goto("/my/field/")
    phone.sign_in_again(LOGIN, PASSWORD)
    phone.waits(0)
    arrived(asked)
    assert asked.packages.count() == 1


def test_a_double_tap_and_two_tabs_are_one_visit(asked: Visit, pocket: Any) -> None:
    phone = pocket()
    phone.pack()
    phone.cut()
    phone.fill("惠民", NAME)
    phone.get_by_role("button", name="签名并交上去").evaluate("button => { button.click(); button.click(); }")
    expect(phone.get_by_role("button", name="签名并交上去")).to_have_count(0)
    phone.waits(1)
    other = phone.context.new_page()
    other.goto("/my/field/")
    phone.mend()
    for tab in (phone.page, other):
        tab.evaluate("window.dispatchEvent(new Event('online'))")
    phone.waits(0)
    expect(other.locator(".pocket-band").get_by_text("都已上传")).to_be_visible(timeout=20_000)
    arrived(asked)
    assert asked.packages.count() == 1


def test_an_expired_sign_in_keeps_everything_and_goes_on_after_it(
    asked: Visit, pocket: Any, step: Any
) -> None:
    phone = pocket()
    phone.pack()
    phone.fill("惠民", NAME)
    Session.objects.all().delete()
    phone.sign()
    expect(phone.locator(".pocket-band").get_by_text("登录过期了")).to_be_visible()
    phone.waits(1)
    step(phone, "登录过期")
    phone.sign_in_again(LOGIN, PASSWORD)
    phone.waits(0)
    arrived(asked)


def test_a_clock_set_wrong_is_put_right_and_told(
    asked: Visit, pocket: Any, visitor: Any, shaoxing: Any, step: Any
) -> None:
    phone = pocket()
    phone.context.add_init_script(
        "{ const real = Date.now.bind(Date); const Was = Date; const off = -3 * 3600e3;"
        "  Date = class extends Was { constructor(...a) { a.length ? super(...a) : super(real() + off); } static now() { return real() + off; } }; }"
    )
    phone.pack()
    phone.fill("惠民", NAME)
    before = clock.now()
    phone.sign()
    phone.waits(0)
    arrived(asked)
    assert abs((asked.done_at - before).total_seconds()) < 180, "by the server's clock, not three hours ago"
    shaoxing.user(Role.CASE_OFFICER)
    desk = visitor("desktop")
    desk.goto("/sign-in/")
    desk.get_by_label("用户名").or_(desk.get_by_label("登录名")).fill(f"case_officer-{shaoxing.bureau.code}")
    desk.get_by_label("密码").fill(PASSWORD)
    desk.get_by_role("button", name="登录").click()
    desk.goto(f"/desk/visits/{asked.number}/")
    expect(desk.get_by_text("手机时间比服务器慢3小时")).to_be_visible()
    step(desk, "采集情况")


def test_a_full_disk_is_said_at_once_and_loses_nothing_that_was_kept(
    asked: Visit, pocket: Any, step: Any
) -> None:
    phone = pocket()
    phone.pack()
    phone.fill("惠民", NAME)
    phone.photograph(noise(4, 300))
    phone.page.evaluate(FULL)
    phone.page.locator("#photos").set_input_files(
        {"name": "big.jpg", "mimeType": "image/jpeg", "buffer": noise(5, 900)}
    )
    expect(phone.get_by_text("手机空间满了", exact=False).first).to_be_visible()
    step(phone, "空间满了")
    expect(phone.locator(".photos-kept img")).to_have_count(1)
    phone.reload()  # there is room again
    phone.locator(".cards a").filter(has_text="惠民").first.click()
    expect(phone.locator(".photos-kept img")).to_have_count(1)
    phone.sign()
    phone.waits(0)
    arrived(asked, photos=1)


# --- whose phone it is -------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:7")
def test_a_covert_visit_is_locked_neutral_and_takes_no_place(
    asked: Visit, pocket: Any, shaoxing: Any, step: Any
) -> None:
    covert = ask(shaoxing, asked.appointment, way="covert", shop="示例暗访药房")
    phone = pocket()
    phone.pack()
    phone.cut()
    phone.locator(".cards a").filter(has_text="示例暗访药房").click()
    phone.get_by_label("口令").fill("13579")
    phone.get_by_label("再输一遍").fill("13579")
    phone.get_by_role("button", name="设好").click()
    expect(phone.get_by_text("口令要6到12位数字")).to_be_visible()
    step(phone, "设口令")
    phone.get_by_label("口令").fill("135790")
    phone.get_by_label("再输一遍").fill("135790")
    phone.get_by_role("button", name="设好").click()
    expect(phone.get_by_text("我的事项").first).to_be_visible()
    assert phone.page.title() == "我的事项" and phone.get_by_role("heading", name="位置").count() == 0
    phone.answer()
    phone.get_by_label("签名").fill(NAME)
    step(phone, "暗访-填写")
    phone.get_by_role("button", name="收起").click()
    expect(phone.get_by_role("heading", name="备忘")).to_be_visible()
    step(phone, "锁上")
    said = phone.page.locator("body").inner_text() + phone.page.title()
    assert not any(word in said for word in ("药房", "巡查", "暗访", NAME)), "a bystander reads nothing"
    assert lies_in_clear(phone, "示例暗访药房", "洗衣液", NAME) == [], "nor does whoever copies the memory"
    phone.reload()
    phone.get_by_label("口令").fill("000000")
    phone.get_by_role("button", name="打开").click()
    expect(phone.get_by_text("口令不对")).to_be_visible()
    phone.get_by_label("口令").fill("135790")
    phone.get_by_role("button", name="打开").click()
    phone.locator(".cards a").filter(has_text="示例暗访药房").click()
    phone.sign()
    phone.waits(1)
    phone.mend()
    phone.waits(0)
    arrived(covert)
    kept = vault.read(covert.number, "visit_capture")["visit_capture"]
    assert (kept["place"], kept["fixes"]) == ("forbidden", [])


def lies_in_clear(phone: Any, *words: str) -> list[str]:
    """Which of these words stand in what the browser keeps of the field page."""
    kept = phone.page.evaluate(
        """async () => {
          const db = await new Promise((done) => { const asked = indexedDB.open("zhongdu-field"); asked.onsuccess = () => done(asked.result); });
          const texts = [];
          for (const name of db.objectStoreNames) {
            const rows = await new Promise((done) => { const asked = db.transaction(name).objectStore(name).getAll(); asked.onsuccess = () => done(asked.result); });
            for (const row of rows) texts.push(JSON.stringify(row, (_, value) => value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value));
          }
          db.close();
          for (const cache of await caches.keys()) for (const request of await (await caches.open(cache)).keys())
            if (!request.url.includes("/static/")) texts.push(await (await caches.match(request)).text());
          return texts.join();
        }"""
    )
    return [word for word in words if word in kept]


def test_what_lies_on_the_phone_is_sealed_also_without_a_pin(asked: Visit, pocket: Any) -> None:
    phone = pocket()
    phone.pack()
    phone.fill("惠民", NAME)
    assert lies_in_clear(phone, "惠民", "洗衣液", NAME) == []


def test_another_account_on_the_same_phone_sees_and_sends_nothing(
    asked: Visit, pocket: Any, shaoxing: Any, step: Any
) -> None:
    phone = pocket()
    phone.pack()
    phone.fill("惠民", NAME)
    phone.cut()
    phone.sign()
    phone.waits(1)
    appoint(shaoxing, "wang", since=clock.today() - timedelta(days=30))
    phone.context.clear_cookies()
    phone.mend()
    phone.sign_in("wang", PASSWORD)
    expect(phone.get_by_text("1 份巡查还没有上传")).to_be_visible()
    step(phone, "今天-有没传的")
    phone.goto("/my/field/")
    expect(phone.get_by_text("另一个账号的资料")).to_be_visible()
    step(phone, "另一个账号")
    assert "惠民" not in phone.page.content()
    asked.refresh_from_db()
    assert asked.state == "assigned"
    phone.context.clear_cookies()
    phone.sign_in(LOGIN, PASSWORD)
    phone.goto("/my/field/")
    phone.waits(0)
    arrived(asked)


def test_signing_out_wipes_the_phone_and_asks_first_where_something_waits(
    asked: Visit, pocket: Any, step: Any
) -> None:
    phone = pocket()
    phone.pack()
    phone.fill("惠民", NAME)
    phone.cut()
    phone.sign()
    phone.waits(1)
    phone.route("/my/field/bag/", lambda route: route.abort())
    phone.mend()
    phone.leave()
    expect(phone.get_by_text("还有 1 份没有上传")).to_be_visible()
    step(phone, "退出前")
    phone.get_by_role("button", name="不清除").click()
    phone.unroute("/my/field/bag/")
    phone.get_by_role("button", name="现在上传").click()
    phone.waits(0)
    arrived(asked)
    phone.leave()
    phone.page.wait_for_url(lambda url: "/my/" not in url)
    assert phone.page.evaluate("indexedDB.databases()") == []


def test_after_too_long_without_the_server_only_what_is_signed_remains(
    asked: Visit, pocket: Any, shaoxing: Any, step: Any
) -> None:
    ask(shaoxing, asked.appointment, shop="示例同心大药房")
    phone = pocket()
    phone.pack()
    phone.cut()
    phone.fill("惠民", NAME)
    phone.sign()
    phone.waits(1)
    phone.fill("同心", NAME)
    phone.get_by_role("button", name="先放着").click()
    expect(phone.get_by_text("填到一半")).to_be_visible()
    phone.context.add_init_script(
        "{ const real = Date.now.bind(Date); Date.now = () => real() + 8 * 86400e3; }"
    )
    phone.reload()
    expect(phone.get_by_text("太久没有联网")).to_be_visible()
    step(phone, "太久没有联网")
    assert phone.get_by_text("同心").count() == 0
    phone.waits(1)
    phone.mend()
    phone.waits(0)
    asked.refresh_from_db()
    assert asked.state == "done"
    expect(phone.get_by_text("同心").first).to_be_visible()  # asked for anew


def test_what_the_bureau_does_not_take_stays_with_the_reason_and_can_be_put_right(
    asked: Visit, pocket: Any, step: Any
) -> None:
    phone = pocket()
    phone.pack()
    phone.fill("惠民", "李四")
    phone.sign()
    expect(phone.get_by_text("签名要写您本人的姓名", exact=False).first).to_be_visible()
    step(phone, "没有收下")
    phone.locator(".cards a").filter(has_text="惠民").first.click()
    phone.get_by_label("签名").fill(NAME)
    phone.sign()
    phone.waits(0)
    expect(phone.get_by_text("已上传").first).to_be_visible()
    arrived(asked)


def test_everything_can_be_done_with_a_keyboard_and_in_large_type(
    asked: Visit, pocket: Any, step: Any
) -> None:
    phone = pocket()
    phone.pack()
    phone.get_by_role("button", name="大字").press("Enter")
    phone.reload()
    expect(phone.get_by_role("button", name="标准字")).to_be_visible()
    phone.locator(".cards a").first.press("Enter")
    for name in ("other_goods", "two_prices", "inducement", "own_card"):
        phone.locator(f"#q-{name}-0").press("Space")
    phone.get_by_label("签名").press_sequentially(NAME)
    step(phone, "大字-填写")
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off"
    phone.get_by_role("button", name="签名并交上去").press("Enter")
    expect(phone.get_by_role("button", name="签名并交上去")).to_have_count(0)
    phone.waits(0)
    step(phone, "大字-已上传")
    arrived(asked)


# --- what a day out brings ---------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:4.4", "shaoxing:7")
def test_a_visit_of_ones_own_accord_with_sound_place_and_a_code(
    asked: Visit, pocket: Any, shaoxing: Any, step: Any
) -> None:
    phone = pocket()
    phone.context.grant_permissions(["geolocation", "microphone", "camera"])
    phone.context.set_geolocation({"latitude": 30.0, "longitude": 120.58, "accuracy": 12})
    phone.pack()
    phone.cut()
    phone.get_by_role("button", name="自己安排一次").click()
    phone.get_by_label("药店或医院的名称").fill("惠民")
    step(phone, "去哪一家")
    phone.locator(".cards a").filter(has_text="惠民").click()
    phone.get_by_label("巡查情况登记表", exact=False).check()
    step(phone, "怎么去")
    phone.get_by_role("button", name="开始").click()
    phone.answer()
    phone.get_by_role("button", name="记下现在的位置").click()
    expect(phone.get_by_text("误差约12米")).to_be_visible()
    phone.get_by_role("button", name="录音").click()
    phone.page.wait_for_timeout(1_500)
    phone.get_by_role("button", name="停止").click()
    expect(phone.locator("audio")).to_have_count(1)
    phone.get_by_text("记一个药品追溯码").click()
    phone.get_by_label("药品追溯码").fill("8123456789")
    phone.get_by_role("button", name="记下这个码").click()
    expect(phone.get_by_text("现在有10位")).to_be_visible()
    phone.get_by_label("药品追溯码").fill("81234567890123456789")
    phone.get_by_role("button", name="记下这个码").click()
    phone.get_by_label("地点").fill("示例路1号")
    phone.get_by_label("签名").fill(NAME)
    step(phone, "录音和位置")
    phone.sign()
    phone.waits(1)
    phone.get_by_role("button", name="改一改").click()
    phone.get_by_label("为什么要改").fill("第一题看错了")
    phone.get_by_role("button", name="打开来改").click()
    phone.locator("#q-other_goods-1").check()
    phone.sign()
    phone.mend()
    phone.waits(0)
    visit = Visit.objects.get(work=Visit.Work.SELF_CHOSEN)
    arrived(visit)
    kept = vault.read(visit.number, "visit_capture")["visit_capture"]
    assert kept["codes"] == ["81234567890123456789"] and kept["fixes"][0]["accuracy"] == 12
    assert media.of(visit.number).count() == 1
    changed = [step for step in kept["steps"] if step["kind"] == "changed"]
    assert [each.get("reason") for each in changed] == ["第一题看错了", None]
    assert (changed[1]["before"], changed[1]["after"]) == ("存在", "不存在")
    assert any(each["kind"] == "seen" for each in kept["steps"])


def test_two_phones_out_of_reach_record_the_same_visit(asked: Visit, pocket: Any) -> None:
    one, other = pocket(), pocket()
    for phone in (one, other):
        phone.pack()
        phone.cut()
        phone.fill("惠民", NAME)
    other.page.locator("#q-two_prices-1").check()
    for phone in (one, other):
        phone.sign()
        phone.waits(1)
        phone.mend()
        phone.waits(0)
    arrived(asked)
    asked.refresh_from_db()
    assert asked.packages.count() == 2 and asked.answers["two_prices"] == "一致"
    expect(other.get_by_text("另一部手机已经交过")).to_be_visible()
    one.goto(f"/my/visits/{asked.number}/")
    expect(one.get_by_text("不一致", exact=True).first).to_be_visible()


def test_a_large_photograph_comes_small_first_and_its_original_after(asked: Visit, pocket: Any) -> None:
    phone = pocket()
    phone.pack()
    phone.fill("惠民", NAME)
    phone.photograph(big := noise(6, 1900))
    phone.sign()
    phone.waits(0)
    arrived(asked, photos=1)
    [first] = photographs.of(asked.number)
    assert first.blob.size < len(big)
    phone.until(f"async () => (await ({FILES})()) === 0")  # acknowledged, nothing stays on the phone
    [original] = media.originals(asked.number)
    assert original.blob.size == len(big) and original.blob.sha256 == hashlib.sha256(big).hexdigest()


FILES = """async () => {
  const db = await new Promise((done) => { const asked = indexedDB.open("zhongdu-field"); asked.onsuccess = () => done(asked.result); });
  const count = await new Promise((done) => { const asked = db.transaction("files").objectStore("files").count(); asked.onsuccess = () => done(asked.result); });
  db.close();
  return count;
}"""
