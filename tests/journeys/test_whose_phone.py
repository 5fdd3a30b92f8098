"""Whose phone it is: a covert visit locked and neutral, another account, signing out, too long away."""

from datetime import timedelta
from typing import Any

import pytest
from days_out import LOGIN, NAME, arrived, ask, noise
from playwright.sync_api import expect

from watching import PASSWORD, appoint
from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.fieldwork.queries import Visit

pytestmark = pytest.mark.django_db(transaction=True)
LATER = "{ const real = Date.now.bind(Date); Date.now = () => real() + 8 * 86400e3; }"  # eight days on


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


def test_a_pin_set_later_seals_what_is_there_already(asked: Visit, pocket: Any) -> None:
    phone = pocket()
    phone.pack()
    phone.fill("惠民", NAME)
    phone.photograph(noise(7, 300))
    phone.get_by_role("button", name="先放着").click()
    phone.locator("summary").click()
    phone.get_by_role("button", name="设一个口令").click()
    phone.get_by_label("口令").fill("246802")
    phone.get_by_label("再输一遍").fill("246802")
    phone.get_by_role("button", name="设好").click()
    expect(phone.get_by_text("填到一半")).to_be_visible()
    phone.reload()
    assert phone.get_by_text("惠民").count() == 0
    phone.get_by_label("口令").fill("246802")
    phone.get_by_role("button", name="打开").click()
    phone.locator(".cards a").filter(has_text="惠民").first.click()
    expect(phone.get_by_label("签名")).to_have_value(NAME)
    expect(phone.locator(".photos-kept img")).to_have_count(1)
    phone.sign()
    phone.waits(0)
    arrived(asked, photos=1)


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
    phone.context.add_init_script(LATER)
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


def test_a_clock_set_far_ahead_wipes_nothing_where_the_server_can_be_asked(asked: Visit, pocket: Any) -> None:
    phone = pocket()
    phone.pack()
    phone.fill("惠民", NAME)
    phone.get_by_role("button", name="先放着").click()
    expect(phone.get_by_text("填到一半")).to_be_visible()
    phone.context.add_init_script(LATER)
    phone.reload()
    phone.locator(".cards a").filter(has_text="惠民").first.click()
    expect(phone.get_by_label("签名")).to_have_value(NAME)


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
