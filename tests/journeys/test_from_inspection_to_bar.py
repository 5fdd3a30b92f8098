"""The joints clicked through: what an inspection found becomes a case with its evidence; the shop reads its notice and is heard;
the penalty lies before the agency, which ends the agreement; and the bar holds to its last day."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lives import PASSWORD, enter, expect, offer, on, onward, sure

sys.path.append(str(Path(__file__).parents[1] / "agreements"))
sys.path.append(str(Path(__file__).parents[1] / "cases"))
sys.path.append(str(Path(__file__).parents[1] / "inspections"))
import agreeing
import casework as at
from inspecting import City, copied, fresh, planned, record, show, taken_up, team

from watching import at_institution
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements.models import Bar
from zhongdu.cases import acts as cases
from zhongdu.cases.models import Case
from zhongdu.inspections import acts as inspections
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
START, HEARD = date(2026, 6, 10), date(2026, 6, 26)
FORGING = "violation.forging"
PAPER = {
    "name": "scan.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
}


def inspected(town: Any, shop: Any) -> Any:
    """Two went, the shop would not sign, one piece was taken up by two; the head has a case considered."""
    there = City(town, town, town, shop)
    one, two = there.inspector(town, "one"), there.inspector(town, "two")
    made = team(planned(there, allegations=[FORGING]), town.officer(Role.CASE_OFFICER), one, two)
    show(made, one, two)
    made = taken_up(copied(record(fresh(made), one, two), one, two), one, two)
    perform(
        inspections.write_report, made, one, outcomes={FORGING: "proved"}, amounts={FORGING: "10000"}, words="处方是伪造的。", proposes="both",
    )  # fmt: skip
    return perform(
        inspections.close_inspection,
        fresh(made),
        town.officer(Role.DECIDER),
        outcome="both",
        words="将核查。",
    )


@pytest.mark.clauses("city:6.3", "city:10", "city:11/1", "city:20/2.2", "city:20/3")
def test_from_an_inspection_to_the_last_day_of_the_bar(db: Any, visitor: Any, step: Any) -> None:
    on(START)
    town = at.town()
    shop = agreeing.institution(town, "示例惠民医院")
    agreement = agreeing.signed(town, shop)
    made, account = inspected(town, shop), at_institution(town, shop)
    for which in (1, 2):
        at.inspector(town, which)

    # an officer sees what waits, and opens the case from it
    desk = enter(visitor, "desktop", f"inspector-1-{town.bureau.code}")
    desk.goto("/desk/cases/")
    step(desk, "等着转案件核查")
    onward(desk.get_by_role("link", name="3月份结算检查"))
    offer(desk, "转为案件核查")
    desk.locator("[name=respondent]").first.check()
    desk.get_by_label("行为终了之日").fill("2026-05-10")
    step(desk, "转为案件核查")
    sure(desk, "转为案件核查")
    expect(desk.locator("main")).to_contain_text("由两人收作证据")
    step(desk, "案件带着检查")
    case = Case.objects.get()
    desk.goto(f"/desk/inspections/{made.number}/")
    expect(desk.locator("main")).to_contain_text(case.number)
    step(desk, "检查旁边是案件")
    phone = enter(visitor, "phone", f"inspector-2-{town.bureau.code}")
    phone.goto(f"/desk/cases/{case.number}/")
    step(phone, "手机上的案件")

    # investigated, reviewed; the shop is told, and reads it
    case = at.weighed(town, at.filed(town, case))
    case = perform(cases.set_loss, case, at.inspector(town), fund=at.FUND, amount="10000")
    fraud = {"sanction": "sanction.institution_fraud", "fine": "30000", "months": 6}
    case = at.notified(town, at.reviewed(town, at.reported(town, case, **fraud)))
    account.user.set_password(PASSWORD)
    account.user.save()
    own = enter(visitor, "phone", account.user.username)
    step(own, "机构首页列出期限")
    onward(own.get_by_role("link", name="处罚告知").first)
    expect(own.locator("main")).to_contain_text("要求听证")
    step(own, "机构看到处罚告知")

    # it asks to be heard
    host = town.officer(Role.HEARING_OFFICER)
    desk.goto(f"/desk/cases/{case.number}/")
    offer(desk, "登记听证申请")
    desk.get_by_label("当事人要求听证之日").fill(START.isoformat())
    sure(desk, "登记听证申请")
    offer(desk, "通知听证")
    desk.get_by_label("听证时间").fill("2026-06-26T09:30")
    desk.get_by_label("听证地点").fill("示例局三楼会议室")
    desk.locator(f"[name=officer][value='{host.user_id}']").check()
    desk.get_by_label("通知当事人之日").fill(START.isoformat())
    step(desk, "通知听证")
    sure(desk, "通知听证")
    on(HEARD)
    own = enter(visitor, "phone", account.user.username)
    own.goto(f"/institution/cases/{case.number}/")
    expect(own.locator("main")).to_contain_text("2026年6月26日 09:30")
    hearing = enter(visitor, "desktop", town.user(Role.HEARING_OFFICER).username)
    hearing.goto(f"/desk/cases/{case.number}/")
    offer(hearing, "提交听证报告")
    hearing.get_by_label("哪天举行的").fill(HEARD.isoformat())
    hearing.get_by_label("听证报告").fill("当事人称由店员个人所为；调查人员出示处方原件，质证无异议。")
    hearing.locator("[name=record]").set_input_files(PAPER)
    step(hearing, "提交听证报告")
    sure(hearing, "提交听证报告")
    expect(hearing.locator(".status").get_by_text("待决定")).to_be_visible()
    step(hearing, "听证以后")

    # decided; the head names what the suspension touches; served, the agency sees it the same day
    decision = at.decided(town, Case.objects.get())
    chief = enter(visitor, "desktop", town.user(Role.DECIDER).username)
    chief.goto(f"/desk/decisions/{decision.number}/")
    offer(chief, "写明暂停的范围和起日")
    chief.get_by_label("暂停哪些责任部门").fill("骨科、检验科")
    chief.locator("[name=halted][value=outpatient]").check()
    chief.locator("[name=start][value=service]").check()
    step(chief, "写明暂停的范围和起日")
    sure(chief, "写明暂停的范围和起日")
    expect(chief.locator("main")).to_contain_text("骨科、检验科")
    decision = at.served(town, agreeing.afresh(decision))
    own.goto(f"/institution/decisions/{decision.number}/")
    expect(own.locator("main")).to_contain_text("自2026年6月26日起至2026年12月25日止")
    step(own, "机构看到决定")
    clerk = enter(visitor, "desktop", town.user(Role.AGENCY_OFFICER).username)
    clerk.goto(f"/desk/agreements/{agreement.number}/")
    expect(clerk.locator("main")).to_contain_text(decision.paper_number)
    expect(clerk.locator("main")).to_contain_text("行政处罚决定责令暂停")
    step(clerk, "处罚提给经办机构认定")
    handling = agreeing.heard(town, agreeing.afresh(agreement), "ending")
    clerk.goto(f"/desk/handlings/{handling.number}/decide/")
    clerk.get_by_label("处理决定的理由").fill("处罚决定查明。")
    clerk.get_by_label("解除协议的情形").select_option("agreement.ending.inventing")
    clerk.get_by_label("情节为什么严重").fill("持续半年，数额巨大。")
    sure(clerk, "作出处理")
    chief.goto(f"/desk/institutions/{shop.code}/")
    expect(chief.locator("main")).to_contain_text("不受理定点申请")
    step(chief, "一家机构的三条线")

    last = Bar.objects.get().until
    assert last == HEARD.replace(year=2029)
    on(last)
    with pytest.raises(Refused) as barred:
        agreeing.applied(town, shop)
    assert str(barred.value.clause) == "city:20/3"
    on(last + agreeing.DAY)
    assert agreeing.applied(town, shop).state == "applied"
    assert not list(breaks())
