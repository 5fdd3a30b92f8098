"""A case clicked through: checked, filed, reported beyond the article and mended, deliberated, decided, served, paid in two, closed;
and one that goes to the police with a receipt."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lives import enter, expect, offer, on, sure

from watching import institution
from zhongdu.cases.models import Case, Decision
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parents[1] / "cases"))
import casework as at

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = {
    "name": "scan.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
}


@pytest.mark.clauses("city:10", "city:11/1", "city:28")
def test_a_case_from_the_check_to_the_last_instalment(db: Any, visitor: Any, step: Any) -> None:
    on(date(2026, 6, 10))
    town = at.town()
    shop = institution(town, "示例惠民大药房")
    for which in (1, 2):
        at.inspector(town, which)
    desk = enter(visitor, "desktop", f"inspector-1-{town.bureau.code}")
    desk.goto(f"/desk/offices/{town.office.number}/")
    offer(desk, "登记线索核查")
    desk.locator("[name=source][value=inspection]").check()
    desk.locator("[name=respondent][value=institution]").check()
    desk.get_by_label("哪一家机构").fill(shop.code)
    desk.locator(f"[name=violations][value='{at.SWAPPING}']").check()
    desk.get_by_label("发现线索或者收到材料之日").fill("2026-06-10")
    desk.get_by_label("行为终了之日").fill("2026-05-10")
    desk.get_by_label("线索的内容").fill("结算的药与销售的药对不上。")
    sure(desk, "登记线索核查")
    step(desk, "核查中")
    case = Case.objects.get()
    case = at.proved(town, at.filed(town, case))

    desk.goto(f"/desk/cases/{case.number}/")
    step(desk, "调查取证")
    offer(desk, "提交调查终结报告")
    desk.get_by_label("查明的事实、理由").fill("该店把日用品换成药品结算，共1万元。")
    desk.locator("[name=outcome][value='case.decision.penalty']").check()
    desk.locator("[name=sanction][value='sanction.use']").check()
    desk.get_by_label("罚款（元）").fill("25000")
    sure(desk, "提交调查终结报告")
    expect(desk.get_by_text("不在幅度之内", exact=False).first).to_be_visible()
    step(desk, "罚款超出幅度")
    desk.get_by_label("罚款（元）").fill("15000")
    sure(desk, "提交调查终结报告")
    expect(desk.locator(".status").get_by_text("法制审核")).to_be_visible()
    step(desk, "处理意见和期限")

    case = at.ready(town, at.reviewed(town, Case.objects.get(pk=case.pk)))
    chief = enter(visitor, "desktop", town.user(Role.DECIDER).username)
    chief.goto(f"/desk/cases/{case.number}/")
    offer(chief, "作出决定")
    chief.get_by_label("决定书文号").fill("示医保罚〔2026〕1号")
    chief.get_by_label("决定的理由").fill("情节一般。")
    sure(chief, "作出决定")
    expect(chief.get_by_text("要先集体审议通过", exact=False).first).to_be_visible()
    step(chief, "没有集体审议不能决定")
    sat = at.deliberated(town, case)
    chief.goto(f"/desk/deliberations/{sat.number}/")
    step(chief, "集体审议")
    chief.goto(f"/desk/cases/{case.number}/")
    offer(chief, "作出决定")
    chief.get_by_label("决定书文号").fill("示医保罚〔2026〕1号")
    chief.get_by_label("决定的理由").fill("情节一般。")
    sure(chief, "作出决定")
    expect(chief.get_by_text("待送达").first).to_be_visible()

    made = at.served(town, Decision.objects.get())
    payer = enter(visitor, "desktop", town.user(Role.ACCOUNTANT).username)
    payer.goto(f"/desk/decisions/{made.number}/")
    for claim, amount, voucher in (
        ("refund", "10000", "示转1"),
        ("fine", "10000", "示库1"),
        ("fine", "5000", "示库2"),
    ):
        offer(payer, "登记缴款")
        payer.locator(f"[name=claim][value='{made.claims.get(sort=claim).pk}']").check()
        payer.get_by_label("金额（元）").fill(amount)
        payer.get_by_label("到账之日").fill("2026-06-10")
        payer.get_by_label("凭证号").fill(voucher)
        sure(payer, "登记缴款")
    step(payer, "都已缴清")
    payer.goto("/desk/recoveries/")
    expect(payer.get_by_text("国库").first).to_be_visible()
    step(payer, "追回资金")

    desk.goto(f"/desk/cases/{case.number}/")
    offer(desk, "结案")
    desk.get_by_label("案卷号").fill("2026-1")
    desk.get_by_label("执行情况和结案意见").fill("已全部履行。")
    sure(desk, "结案")
    expect(desk.locator(".status").get_by_text("已结案")).to_be_visible()
    step(desk, "已结案")

    phone = enter(visitor, "phone", f"inspector-1-{town.bureau.code}")
    phone.goto(f"/desk/cases/{case.number}/")
    step(phone, "手机上看案件")
    phone.goto(f"/desk/decisions/{made.number}/")
    step(phone, "手机上看决定")


@pytest.mark.clauses("city:12/1")
def test_a_case_goes_to_the_police_with_a_receipt(db: Any, visitor: Any, step: Any) -> None:
    on(date(2026, 6, 10))
    town = at.town()
    case = at.proved(town)
    row = at.referred(town, case)
    chief = enter(visitor, "desktop", town.user(Role.DECIDER).username)
    chief.goto(f"/desk/referrals/{row.number}/")
    offer(chief, "批准移送")
    sure(chief, "批准移送")
    step(chief, "待移送")
    desk = enter(visitor, "desktop", f"inspector-1-{town.bureau.code}")
    desk.goto(f"/desk/referrals/{row.number}/")
    offer(desk, "登记移送")
    desk.get_by_label("移送之日").fill("2026-06-10")
    desk.locator("[name=papers]").set_input_files(PAPER)
    sure(desk, "登记移送")
    expect(desk.get_by_text("还缺", exact=False).first).to_be_visible()
    for paper in at.PAPERS:
        desk.locator(f"[name=attached][value='{paper}']").check()
    desk.locator("[name=papers]").set_input_files(PAPER)
    sure(desk, "登记移送")
    offer(desk, "登记回执")
    desk.get_by_label("对方接收之日").fill("2026-06-10")
    desk.locator("[name=receipt]").set_input_files(PAPER)
    sure(desk, "登记回执")
    expect(desk.locator(".status").get_by_text("已接收")).to_be_visible()
    step(desk, "已接收")
