"""Money goes back: a fine is lowered after it was paid late; the accountant pays back what was too much, and the institution reads it."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lives import PASSWORD, enter, expect, offer, on, sure

sys.path.append(str(Path(__file__).parents[1] / "cases"))
import casework as at

from watching import at_institution, institution
from zhongdu.acts.performing import perform
from zhongdu.cases import acts
from zhongdu.cases.models import Decision, Repayment
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = {
    "name": "slip.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
}


def pay(town: Any, sort: str, amount: str, voucher: str, day: date) -> None:
    decision = Decision.objects.select_related("docket", "bureau").get()
    given = {
        "claim": str(decision.claims.get(sort=sort).pk),
        "amount": amount,
        "paid_on": day,
        "voucher": voucher,
    }
    perform(acts.record_payment, decision, town.officer(Role.ACCOUNTANT), **given)


@pytest.mark.clauses("penalty-law:72")
def test_what_was_too_much_goes_back_and_then_the_case_closes(db: Any, visitor: Any, step: Any) -> None:
    on(date(2026, 6, 10))
    town = at.town()
    shop = institution(town, "示例惠民大药房")
    owner = at_institution(town, shop).user
    owner.set_password(PASSWORD)
    owner.save()
    case = at.proved(town, at.filed(town, at.checking(town, institution=shop.code)))
    made = at.served(town, at.decided(town, at.ready(town, at.reviewed(town, at.reported(town, case)))))
    on(date(2026, 6, 27))
    perform(acts.add_surcharge, made, at.inspector(town))
    for sort, amount in (("refund", "10000"), ("fine", "15000"), ("surcharge", "900")):
        pay(town, sort, amount, f"示{sort}", date(2026, 6, 27))
    perform(
        acts.note_remedy,
        Decision.objects.select_related("docket", "bureau").get(),
        at.inspector(town),
        sort="reconsideration",
        asked_on=date(2026, 6, 27),
    )

    desk = enter(visitor, "desktop", f"inspector-1-{town.bureau.code}")
    desk.goto(f"/desk/decisions/{made.number}/")
    offer(desk, "登记复议、诉讼结果")
    desk.locator("[name=remedy]").first.check()
    desk.locator("[name=outcome][value=changed]").check()
    desk.get_by_label("收到复议决定、判决之日").fill("2026-06-27")
    desk.get_by_label("文号").fill("示府复决〔2026〕1号")
    desk.get_by_label("变更以后的罚款（元）").fill("10000")
    sure(desk, "登记复议、诉讼结果")
    expect(desk.locator("main")).to_contain_text("要退还当事人的")
    step(desk, "罚款变更以后")

    payer = enter(visitor, "desktop", town.user(Role.ACCOUNTANT).username)
    expect(payer.locator("main")).to_contain_text("退还多缴的款")
    step(payer, "会计的待办")
    own = enter(visitor, "phone", owner.username)
    own.goto(f"/institution/decisions/{made.number}/")
    expect(own.locator("main")).to_contain_text("还没有退还")
    step(own, "机构看到要退还的")
    for at_, row in enumerate(Repayment.objects.order_by("id"), 1):
        payer.goto(f"/desk/decisions/{made.number}/")
        offer(payer, "登记退还")
        payer.locator(f"[name=repayment][value='{row.pk}']").check()
        payer.get_by_label("退还之日").fill("2026-06-27")
        payer.get_by_label("凭证号").fill(f"示退{at_}")
        payer.locator("[name=proof]").set_input_files(PAPER)
        if at_ == 1:
            step(payer, "登记退还")
        sure(payer, "登记退还")
    expect(payer.locator("main")).not_to_contain_text("还没有退还")
    step(payer, "都已退还")
    own.goto(f"/institution/decisions/{made.number}/")
    expect(own.locator("main")).to_contain_text("示退2")
    step(own, "机构看到已退还")
    desk.goto(f"/desk/cases/{case.number}/")
    offer(desk, "结案")
    desk.get_by_label("案卷号").fill("2026-1")
    desk.get_by_label("执行情况和结案意见").fill("已履行，多缴的已退还。")
    sure(desk, "结案")
    expect(desk.locator(".status").get_by_text("已结案")).to_be_visible()
