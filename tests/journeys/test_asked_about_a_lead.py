"""Those who are asked about a lead, in a browser: the agency on its desk, a pharmacy by the link on the paper."""

from datetime import timedelta
from typing import Any

import pytest
from lives import enter, offer, onward, sure
from playwright.sync_api import expect

from watching import PASSWORD, appoint, institution, photo, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.demo import pictures
from zhongdu.leads import acts
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
SHOP = "示例惠民大药房"


@pytest.mark.parametrize("kind", ["desktop", "phone"])
def test_the_agency_answers_on_its_desk(wushan: Place, visitor: Any, step: Any, kind: str) -> None:
    shop = institution(wushan, SHOP)
    wushan.user(Role.AGENCY_OFFICER)
    lead, me = told(wushan, shop.code), wushan.officer(Role.CASE_OFFICER)
    for words, days in (
        ("请提供这家药店8月的结算明细，列明药品名称和数量。", 5),
        ("请说明这家药店上次稽核的结果。", 12),
    ):
        perform(
            acts.ask_about, lead, me, to="agency", words=words, until=clock.today() + timedelta(days=days)
        )
    desk = enter(visitor, kind, wushan.user(Role.AGENCY_OFFICER).username, PASSWORD)
    desk.goto("/desk/inquiries/")
    step(desk, "协查函-经办机构的列表")
    onward(desk.get_by_role("link", name="请提供这家药店8月的结算明细"))
    expect(desk.get_by_text("店员刷医保卡")).to_have_count(0)
    step(desk, "协查函-经办机构看到的")
    onward(desk.get_by_role("button", name="答复巫山县医疗保障局"))
    expect(desk.get_by_text("请写几句，或者附上材料。").first).to_be_visible()
    desk.get_by_label("答复", exact=False).first.fill("8月这家药店结算 312 笔，药品名称和数量见表。")
    table = {"name": "结算明细.jpg", "mimeType": "image/jpeg", "buffer": pictures.shelf().read()}
    desk.locator("[name=material]").set_input_files(table)
    onward(desk.get_by_role("button", name="答复巫山县医疗保障局"))
    expect(desk.get_by_text("答复已经交给医保局的办理人。")).to_be_visible()
    step(desk, "协查函-答复以后")


def test_a_pharmacy_answers_by_the_link_on_the_paper(wushan: Place, visitor: Any, step: Any) -> None:
    shop = institution(wushan, SHOP)
    lead = told(wushan, shop.code)
    desk = enter(visitor, "desktop", wushan.user(Role.CASE_OFFICER).username, PASSWORD)
    desk.goto(f"/desk/leads/{lead.number}/")
    offer(desk, "请有关单位提供情况")
    desk.get_by_label("定点医药机构").check()
    desk.get_by_label("哪家医药机构").fill(SHOP)
    desk.get_by_label("要了解什么").fill("请提供8月的进销存台账，写明这几种药的进货数量。")
    desk.get_by_label("请在哪天以前答复").fill((clock.today() + timedelta(days=7)).isoformat())
    sure(desk, "请有关单位提供情况")
    onward(desk.get_by_role("link", name="协查函").last)
    step(desk, "协查函-打印给药店")
    address = desk.locator(".unit-address").inner_text()
    phone = visitor("phone")
    phone.goto("/" + address.split("/", 3)[3])
    expect(phone.get_by_text("进销存台账").first).to_be_visible()
    step(phone, "协查函-药店看到的")
    phone.get_by_label("答复", exact=False).first.fill("进货 40 盒，台账见照片。")
    onward(phone.get_by_role("button", name="答复巫山县医疗保障局"))
    expect(phone.get_by_text("请填写答复人和联系电话。").first).to_be_visible()
    phone.get_by_label("答复人和联系电话").fill("李四 13900000000")
    onward(phone.get_by_role("button", name="答复巫山县医疗保障局"))
    expect(phone.get_by_text("已经答复").first).to_be_visible()
    step(phone, "协查函-药店答复以后")
    desk.goto(f"/desk/leads/{lead.number}/")
    expect(desk.get_by_text("进货 40 盒").first).to_be_visible()


def told(place: Place, code: str) -> Any:
    term = appoint(place)
    lead = perform(
        acts.file_lead,
        term,
        supervisor(term),
        words="店员刷医保卡卖大米。",
        institution=code,
        evidence=[photo()],
    )
    return perform(acts.take_up, lead, place.officer(Role.CASE_OFFICER))
