"""Somebody without an account reports, is asked, answers, and reads what became of it, all under one code. In a real browser."""

from datetime import date, timedelta
from typing import Any

import pytest
from lives import expect, offer, on, onward, sure

from watching import PASSWORD, institution
from world import Place
from zhongdu.demo import pictures
from zhongdu.leads.models import Lead
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 9, 7)
SHOP = "示例惠民大药房"


def officer(visitor: Any, home: Place) -> Any:
    desk = visitor("desktop")
    desk.goto("/sign-in/")
    desk.get_by_label("用户名").or_(desk.get_by_label("登录名")).fill(home.user(Role.CASE_OFFICER).username)
    desk.get_by_label("密码").fill(PASSWORD)
    onward(desk.get_by_role("button", name="登录"))
    return desk


def comes_back(phone: Any, code: str) -> None:
    """Another day, the same telephone: by the code alone."""
    phone.goto("/reports/")
    phone.get_by_label("查询码").fill(code)
    sure(phone, "查询")


@pytest.mark.clauses("city:24")
def test_without_a_name_to_the_answer(wushan: Place, visitor: Any, step: Any) -> None:
    on(MONDAY)
    wushan.bureau.hotline = "023-00000000"
    wushan.bureau.save()
    institution(wushan, SHOP)
    phone = visitor("phone")
    phone.goto("/")
    step(phone, "群众-首页")
    onward(phone.locator("main").get_by_role("link", name="反映问题").first)
    phone.get_by_label("在哪里，或者哪一家").fill("惠民")
    onward(phone.get_by_role("button", name="查找"))
    step(phone, "群众-找到哪一家")
    onward(phone.get_by_role("link", name=SHOP))
    expect(phone.get_by_label("哪一家").first).to_have_value(SHOP)
    step(phone, "群众-空白表")
    shelf = {"name": "shelf.jpg", "mimeType": "image/jpeg", "buffer": pictures.shelf().read()}
    phone.locator("[name=evidence]").set_input_files(shelf)
    phone.get_by_label("什么时间").fill("2099-01-01T08:00")
    sure(phone, f"交给{wushan.bureau.name}")
    expect(phone.get_by_text("时间不能晚于现在。").first).to_be_visible()
    step(phone, "群众-写错了")
    phone.get_by_label("什么时间").fill("2026-09-06T17:30")
    phone.get_by_label("看到了什么").fill("店员刷医保卡卖大米，小票上打的是感冒药。")
    phone.locator("summary", has_text="属于哪一类").click()
    phone.locator("[value='violation.pharmacy_swapped_goods']").check()
    sure(phone, f"交给{wushan.bureau.name}")
    code = phone.locator(".receipt-code").inner_text()
    step(phone, "群众-查询码")
    onward(phone.get_by_role("link", name="看我反映的"))
    step(phone, "群众-交了以后")
    onward(phone.get_by_role("button", name="离开"))

    desk, number = officer(visitor, wushan), Lead.objects.get().number
    desk.goto(f"/desk/leads/{number}/")
    expect(desk.get_by_text("群众", exact=False).first).to_be_visible()
    offer(desk, "受理")
    sure(desk, "受理")
    offer(desk, "向反映人提问")
    desk.get_by_label("问什么").fill("记得是上午还是下午，哪个柜台？")
    step(desk, "向群众提问")
    sure(desk, "向反映人提问")

    on(MONDAY + timedelta(days=2))
    comes_back(phone, code)
    expect(phone.get_by_text("记得是上午还是下午", exact=False)).to_be_visible()
    step(phone, "群众-有话问")
    offer(phone, "回答或者补充")
    phone.get_by_label("要说的话").fill("下午五点半，靠门口那个柜台。")
    step(phone, "群众-回答")
    sure(phone, "回答或者补充")
    expect(phone.get_by_text("靠门口那个柜台", exact=False)).to_be_visible()

    on(MONDAY + timedelta(days=4))
    desk.goto("/desk/")
    desk.get_by_text("线索的反映人有新的话").click()
    onward(desk.locator(f"a[href$='/desk/leads/{number}/']"))
    expect(desk.get_by_text("靠门口那个柜台", exact=False).first).to_be_visible()
    step(desk, "群众的线索卷")
    offer(desk, "答复处理结果")
    desk.get_by_label("查证属实", exact=True).check()
    desk.get_by_label("给反映人的答复").fill("查实当天刷卡卖大米，已责令退回医保基金。谢谢您。")
    sure(desk, "答复处理结果")
    comes_back(phone, code)
    expect(phone.get_by_text("查实当天刷卡卖大米", exact=False)).to_be_visible()
    step(phone, "群众-答复")
    assert list(breaks()) == []


@pytest.mark.clauses("city:24")
def test_a_letter_writer_gets_a_code(wushan: Place, visitor: Any, step: Any) -> None:
    on(MONDAY)
    desk = officer(visitor, wushan)
    desk.goto("/desk/leads/")
    onward(desk.get_by_role("link", name="登记来信来访"))
    desk.get_by_label("哪天收到的").fill("2026-09-04")
    desk.get_by_label("来信", exact=True).check()
    desk.get_by_label("反映了什么").fill("卫生室把没看过病的人也写了处方。")
    desk.get_by_label("来信来访人姓名").fill("示例来信人")
    step(desk, "登记来信")
    sure(desk, "登记，出查询码")
    code = desk.locator(".receipt-code").inner_text()
    step(desk, "来信的查询码")
    phone = visitor("phone")
    comes_back(phone, code)
    expect(phone.get_by_text("没看过病的人", exact=False).first).to_be_visible()
    step(phone, "来信人-查询")
