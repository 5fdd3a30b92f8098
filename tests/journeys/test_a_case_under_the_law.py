"""A case clicked through: checked, filed, reported beyond the article and mended, deliberated, decided, served, paid in two, closed;
and one that goes to the police with a receipt."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lives import PASSWORD, enter, expect, offer, on, onward, sure

from watching import at_institution, institution
from zhongdu.acts.performing import perform
from zhongdu.cases import acts as cases
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


@pytest.mark.clauses("city:13")
def test_an_institutions_credit_is_shown_repaired_and_forgotten(db: Any, visitor: Any, step: Any) -> None:
    on(date(2026, 6, 10))
    town = at.town()
    made = at.served(town)
    shop = made.case.institution
    account = at_institution(town, shop)
    chief = enter(visitor, "desktop", town.user(Role.DECIDER).username)
    chief.goto(f"/desk/decisions/{made.number}/")
    offer(chief, "记入信用记录")
    sure(chief, "记入信用记录")
    entry = chief.url
    offer(chief, "登记共享")
    chief.locator("[name=shared_with][value=platform]").check()
    sure(chief, "登记共享")
    offer(chief, "公开信用信息")
    step(chief, "公开信用信息")
    sure(chief, "公开信用信息")
    step(chief, "信用记录-已公开")
    anybody = visitor("phone")
    anybody.goto("/credit/")
    expect(anybody.get_by_text(shop.name)).to_be_visible()
    step(anybody, "信用公示")

    for claim in made.claims.all():
        amount = f"{claim.fen / 100:.2f}"
        given = {
            "claim": str(claim.pk),
            "amount": amount,
            "paid_on": date(2026, 6, 10),
            "voucher": f"示{claim.pk}",
        }
        made = perform(cases.record_payment, made, town.officer(Role.ACCOUNTANT), **given)
    account.user.set_password(PASSWORD)
    account.user.save()
    own = enter(visitor, "phone", account.user.username)
    own.goto(f"/institution/decisions/{made.number}/")
    step(own, "机构看决定")
    onward(own.get_by_role("link", name="看记录、申请修复", exact=False))
    step(own, "机构看自己的信用记录")
    offer(own, "申请信用修复")
    own.get_by_label("申请和履行的情况").fill("款项已经缴清，已经改正。")
    sure(own, "申请信用修复")
    step(own, "已申请修复")
    chief.goto(entry)
    offer(chief, "同意修复")
    chief.get_by_label("核实情况和理由").fill("核实无误。")
    sure(chief, "同意修复")
    anybody.goto("/credit/")
    expect(anybody.get_by_text("没有公开的信用信息")).to_be_visible()
    offer(chief, "登记已告知修复、撤回")
    chief.locator("[name=told_to][value=platform]").check()
    sure(chief, "登记已告知修复、撤回")
    step(chief, "修复已告知")
