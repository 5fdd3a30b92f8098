"""The whole way through in one chain: a lead, a crossed inspection whose record is not signed, whose case it is, a deliberation, the
agreement ended, and the bar that holds to its last day and no longer."""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from lives import enter, expect, offer, on, onward, sure

sys.path.append(str(Path(__file__).parents[1] / "agreements"))
sys.path.append(str(Path(__file__).parents[1] / "cases"))
sys.path.append(str(Path(__file__).parents[1] / "inspections"))
import agreeing
import casework as at
from inspecting import City, city_of, copied, fresh, show, taken_up, team

from zhongdu.acts.performing import perform
from zhongdu.agreements.models import Agreement, Bar
from zhongdu.calendar import clock
from zhongdu.cases import acts as cases
from zhongdu.cases.models import Case, Deliberation
from zhongdu.inspections import acts as inspections
from zhongdu.inspections.queries import Inspection
from zhongdu.leads import acts as leads
from zhongdu.leads.filing import CHANNELS
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
START = date(2026, 6, 10)
FORGING = "violation.forging"
WHY = "行为发生在东城，机构也由东城管理。"


def told_of(city: City) -> Any:
    """Somebody writes to the city about a shop of the east."""
    clerk = city.city.officer(Role.CASE_OFFICER)
    lead = perform(
        leads.enter_lead, city.city.office, clerk, channel=CHANNELS[0][0], received_on=START, words="处方是编的。",
        institution=city.shop.name,
    )  # fmt: skip
    return perform(leads.take_up, lead, clerk)


def crosses(desk: Any, lead: Any, step: Any) -> Inspection:
    """The city has the west look into it."""
    desk.goto(f"/desk/leads/{lead.number}/")
    desk.get_by_text("其他可以办的").click()
    offer(desk, "转入检查")
    desk.get_by_label("检查事项").fill("处方真实性检查")
    desk.get_by_label("专项检查", exact=False).first.check()
    desk.get_by_role("radio", name="西城区医疗保障局", exact=True).check()
    desk.get_by_label("为什么查").fill("查处方原件和进销存。")
    desk.locator(f"[name=allegations][value='{FORGING}']").check()
    step(desk, "线索转入交叉检查")
    sure(desk, "转入检查")
    return Inspection.objects.select_related("docket", "bureau").get()


def not_signed(phone: Any, made: Inspection, step: Any) -> None:
    """The record is read to the other side, who will not sign: why is written down."""
    phone.goto(f"/desk/inspections/{made.number}/")
    offer(phone, "做笔录")
    phone.get_by_label("被检查人员、被询问人").fill("示例店长")
    phone.get_by_label("已表明身份").check()
    phone.get_by_label("检查情况").fill("抽查处方十张，医师说都不是他开的。")
    onward(phone.get_by_role("button", name="读给对方听"))
    phone.get_by_label("拒绝签名、盖章").check()
    for n in range(1, 3):
        pad = phone.locator("canvas.signature-pad").nth(n)
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        phone.mouse.move(box["x"] + 40, box["y"] + 60)
        phone.mouse.down()
        phone.mouse.move(box["x"] + 200, box["y"] + 90, steps=6)
        phone.mouse.up()
    phone.get_by_text("拒绝签名，或者在纸上盖章").click()
    phone.get_by_label("为什么没有签名").fill("店长说要等老板来，不签。")
    step(phone, "拒签写明原因")
    onward(phone.get_by_role("button", name="封存笔录"))
    expect(phone.get_by_text("笔录已封存").first).to_be_visible()


def closed(city: City, made: Inspection, one: Any, two: Any) -> Inspection:
    """One piece is taken up by two, the report says proved, the west's head has a case considered."""
    made = taken_up(copied(fresh(made), one, two), one, two)
    perform(
        inspections.write_report, made, one, outcomes={FORGING: "proved"}, amounts={FORGING: "10000"}, words="处方是伪造的。", proposes="both",
    )  # fmt: skip
    head = city.west.officer(Role.DECIDER)
    return perform(inspections.close_inspection, fresh(made), head, outcome="both", words="将核查。")


def handed(head: Any, made: Inspection, city: City, step: Any) -> Case:
    """The city's head says that the case is the east's, which manages the shop."""
    head.goto("/desk/")
    expect(head.locator("main")).to_contain_text("确定由哪个局立案")
    step(head, "市局待办")
    head.goto(f"/desk/inspections/{made.number}/")
    offer(head, "确定由哪个局立案")
    head.locator(f"[name=bureau][value='{city.east.bureau.code}']").check()
    head.get_by_label("为什么由这个局办理").fill(WHY)
    head.locator("[name=respondent]").first.check()
    head.get_by_label("行为终了之日").fill("2026-05-10")
    step(head, "确定由哪个局立案")
    sure(head, "确定由哪个局立案")
    case = Case.objects.select_related("docket", "bureau").get()
    head.goto(f"/desk/inspections/{made.number}/")
    expect(head.locator("main")).to_contain_text("本局做法，读到的办法没有写")
    step(head, "检查的页面写明交给了谁")
    return case


def deliberated(member: Any, sat: Deliberation, step: Any) -> None:
    """One of the members says what they think, at their own desk."""
    member.goto(f"/desk/deliberations/{sat.number}/")
    offer(member, "发表意见并表决")
    member.locator("[name=vote][value=for]").check()
    member.get_by_label("我的意见").fill("事实清楚，罚款在幅度以内，同意。")
    step(member, "集体审议-发表意见")
    sure(member, "发表意见并表决")


@pytest.mark.clauses("city:6.3", "city:7", "city:10", "city:11/1", "city:20/2.2", "city:20/3")
def test_from_a_lead_to_the_day_after_the_bar(beijing: Any, visitor: Any, step: Any) -> None:
    on(START)
    city = city_of(beijing)
    east, shop = city.east, agreeing.institution(city.east, "示例惠民医院")
    city.shop = shop
    agreement = agreeing.signed(east, shop)

    desk = enter(visitor, "desktop", city.city.user(Role.CASE_OFFICER).username)
    made = crosses(desk, told_of(city), step)
    assert (made.given, made.bureau, made.home) == ("crossed", city.west.bureau, east.bureau)
    one, two = (city.inspector(city.west, name) for name in ("one", "two"))
    made = team(made, city.west.officer(Role.DECIDER), one, two)
    show(made, one, two)
    not_signed(enter(visitor, "phone", f"one-{city.west.bureau.code}"), made, step)
    made = closed(city, made, one, two)

    case = handed(enter(visitor, "desktop", city.city.user(Role.DECIDER).username), made, city, step)
    at.inspector(east)
    east_desk = enter(visitor, "desktop", f"inspector-1-{east.bureau.code}")
    east_desk.goto(f"/desk/cases/{case.number}/")
    expect(east_desk.locator("main")).to_contain_text("由两人收作证据")
    step(east_desk, "案件在管理的局，带着检查")

    # investigated, reviewed, told; not decided before several sat on it
    case = at.filed(east, case)
    case = at.weighed(east, perform(cases.set_loss, case, at.inspector(east), fund=at.FUND, amount="10000"))
    fraud = {"sanction": "sanction.institution_fraud", "fine": "30000", "months": 6}
    case = at.ready(east, at.reviewed(east, at.reported(east, case, **fraud)))
    chief = enter(visitor, "desktop", east.user(Role.DECIDER).username)
    chief.goto(f"/desk/cases/{case.number}/")
    decides(chief)
    expect(chief.get_by_text("要先集体审议通过", exact=False).first).to_be_visible()
    step(chief, "没有集体审议不能决定")
    sat = at.called(east, case)
    for which in (1, 2, 3):
        perform(cases.say_conflict, sat, at.member(east, which), answer="none")
        perform(cases.read_materials, sat, at.member(east, which), read=True)
    for which in (2, 3):
        perform(cases.give_opinion, sat, at.member(east, which), vote="for", words=f"第{which}人的意见")
    deliberated(enter(visitor, "desktop", f"member-1-{east.bureau.code}"), sat, step)
    perform(cases.resolve, fresh(sat), at.member(east, 1), words="按处理意见办。")
    chief.goto(f"/desk/cases/{case.number}/")
    decides(chief)
    expect(chief.get_by_text("待送达").first).to_be_visible()
    decision = at.served(east, Case.objects.get().decision)

    # the agency sees the ground the same day, hears the shop and ends the agreement
    clerk = enter(visitor, "desktop", east.user(Role.AGENCY_OFFICER).username)
    clerk.goto(f"/desk/agreements/{agreement.number}/")
    expect(clerk.locator("main")).to_contain_text(decision.paper_number)
    handling = agreeing.heard(east, agreeing.afresh(agreement), "ending")
    clerk.goto(f"/desk/handlings/{handling.number}/decide/")
    clerk.get_by_label("处理决定的理由").fill("处罚决定查明。")
    clerk.get_by_label("解除协议的情形").select_option("agreement.ending.inventing")
    clerk.get_by_label("情节为什么严重").fill("持续半年，数额巨大。")
    sure(clerk, "作出处理")
    step(clerk, "协议解除")

    # the bar: refused on its last day, taken in on the next
    last = Bar.objects.get().until
    assert last == START.replace(year=2029)
    on(last)
    clerk = enter(visitor, "desktop", east.user(Role.AGENCY_OFFICER).username)
    applies(clerk, east, shop)
    expect(clerk.locator("main")).to_contain_text("2029年6月10日")
    step(clerk, "最后一天不受理")
    assert Agreement.objects.count() == 1
    on(last + timedelta(days=1))
    clerk = enter(visitor, "desktop", east.user(Role.AGENCY_OFFICER).username)
    applies(clerk, east, shop)
    step(clerk, "第二天受理")
    assert Agreement.objects.filter(institution=shop, state="applied").count() == 1
    assert not list(breaks())


def decides(chief: Any) -> None:
    offer(chief, "作出决定")
    chief.get_by_label("决定书文号").fill("示医保罚〔2026〕1号")
    chief.get_by_label("决定的理由").fill("情节严重。")
    sure(chief, "作出决定")


def applies(clerk: Any, place: Any, shop: Any) -> None:
    """The shop asks to be designated again."""
    clerk.goto(f"/desk/do/agreements.apply_for_agreement/{place.office.number}/")
    clerk.get_by_label("医药机构", exact=False).first.fill(shop.code)
    clerk.locator("[name=kind]").first.check()
    clerk.locator("[name=applied_on]").fill(clock.today().isoformat())
    sure(clerk, "受理定点申请")
