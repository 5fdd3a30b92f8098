"""A supervisor where there is no signal: the network is cut, the phone dies, and one visit arrives, once, whole."""

from typing import Any

import pytest
from days_out import LOGIN, NAME, arrived, noise
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from watching import PASSWORD
from zhongdu.calendar import clock
from zhongdu.fieldwork.queries import Visit
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


# A disk that is full: this Chromium does not heed the quota its own tools set, so the browser's answer is played.
FULL = """() => { IDBObjectStore.prototype.put = function () {
  this.transaction.abort(); throw new DOMException("no room", "QuotaExceededError"); }; }"""


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
    offsets: list[int] = []

    def two_pieces(route: Any) -> None:
        if route.request.method == "POST" and len(offsets) == 2:
            return route.abort("internetdisconnected")
        if route.request.method == "POST":
            offsets.append(int(route.request.headers["upload-offset"]))
        return route.continue_()

    phone.route("/my/field/parts/*/", two_pieces)
    phone.pack()
    phone.goto("/my/field/")
    phone.fill("惠民", NAME)
    phone.photograph(noise(3, 1400))
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

    def swallow(route: Any) -> None:
        route.fetch()  # the server does its part
        route.abort("connectionreset")

    phone.route("/my/field/packages/", swallow)
    phone.pack()
    phone.fill("惠民", NAME)
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
