"""Money the agency demands back: decided, paid by the institution, found by the accountant, entered in the books, the month closed."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lives import PASSWORD, enter, expect, offer, on, onward, sure

sys.path.append(str(Path(__file__).parents[1] / "agreements"))
import agreeing as at

from watching import at_institution
from world import Place, place
from zhongdu.acts.performing import perform
from zhongdu.fund import acts as fund
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
SLIP = {
    "name": "slip.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
}


@pytest.fixture
def city(db: Any) -> Place:
    on(date(2026, 11, 3))
    return place("330700", "示例市医疗保障局", "city", "city")


@pytest.mark.clauses("city:28", "fund-regulation:13/1")
def test_what_the_agency_demands_back_comes_into_the_books(city: Place, visitor: Any, step: Any) -> None:
    keeper, head = city.user(Role.ACCOUNTANT), city.user(Role.DECIDER)
    perform(
        fund.open_book, city.office, city.officer(Role.ACCOUNTANT), fund="fund.kind.employees", name="职工基本医疗保险基金",
        special_account="示例银行财政专户（末四位1234）", since=date(2026, 11, 3),
    )  # fmt: skip
    of = at.institution(city, "示例惠民大药房", code="P33070000001")
    owner = at_institution(city, of).user
    owner.set_password(PASSWORD)
    owner.save()
    handling = at.heard(city, at.signed(city, of, "pharmacy"), "recover", "refusal")

    clerk = enter(visitor, "desktop", city.user(Role.AGENCY_OFFICER).username)
    clerk.goto(f"/desk/handlings/{handling.number}/")
    offer(clerk, "作出处理")
    clerk.get_by_label("处理决定的理由").fill("事实清楚。")
    clerk.get_by_label("职工基本医疗保险基金（含生育保险）").fill("12,345.67")
    clerk.get_by_label("拒付违规费用（元）").fill("一百")
    step(clerk, "作出处理")
    sure(clerk, "作出处理")
    expect(clerk.get_by_label("职工基本医疗保险基金（含生育保险）")).to_have_value("12,345.67")
    clerk.get_by_label("拒付违规费用（元）").fill("100")
    sure(clerk, "作出处理")
    expect(clerk.locator("main")).to_contain_text("不是追回")
    step(clerk, "要退回的")

    own = enter(visitor, "phone", owner.username)
    expect(own.locator("main")).to_contain_text("退回违规费用")
    step(own, "机构的首页")
    own.goto(f"/institution/handlings/{handling.number}/")
    step(own, "机构看到要退回的")
    offer(own, "告知已付款")
    own.get_by_label("金额（元）").fill("12345.67")
    own.get_by_label("付款之日").fill("2026-11-03")
    own.get_by_label("付款凭证号").fill("示付1")
    own.locator("[name=claim]").first.check()
    own.locator("[name=proofs]").set_input_files(SLIP)
    step(own, "告知已付款")
    sure(own, "告知已付款")
    expect(own.locator("main")).to_contain_text("等着核对")
    step(own, "等着核对")

    payer = enter(visitor, "desktop", keeper.username)
    expect(payer.locator("main")).to_contain_text("核对机构告知的付款")
    step(payer, "会计的待办")
    payer.goto("/desk/agency-recoveries/")
    step(payer, "协议追回")
    onward(payer.get_by_role("link", name=handling.number))
    offer(payer, "核对机构告知的付款")
    payer.locator("[name=slip]").first.check()
    payer.locator("[name=found][value=arrived]").check()
    payer.get_by_label("到账之日").fill("2026-11-03")
    step(payer, "核对付款")
    sure(payer, "核对机构告知的付款")
    expect(payer.locator("main")).to_contain_text("已结清")
    step(payer, "已结清")

    chief = enter(visitor, "desktop", head.username)
    payer.goto("/desk/fund/")
    onward(payer.get_by_role("link", name="2026年11月").first)
    month = payer.url
    on(date(2026, 12, 1))
    chief.goto(month)
    offer(chief, "结账")
    sure(chief, "结账")
    expect(chief.get_by_text("没有入账", exact=False).first).to_be_visible()
    payer.goto(f"{month}recovered/")
    step(payer, "对账-还没有入账")
    offer(payer, "退回款制单")
    payer.locator("[name=payments]").first.check()
    step(payer, "退回款制单")
    sure(payer, "退回款制单")
    chief.goto(f"{month}post/")
    chief.get_by_role("checkbox").first.check()
    sure(chief, "记账")
    payer.goto(f"{month}recovered/")
    expect(payer.locator(".status").get_by_text("一致", exact=True)).to_be_visible()
    step(payer, "对账-一致")
    chief.goto(month)
    offer(chief, "结账")
    sure(chief, "结账")
    expect(chief.locator(".status, main").first).to_contain_text("已结账")
    own.goto(f"/institution/handlings/{handling.number}/")
    expect(own.locator("main")).to_contain_text("已结清")
    step(own, "机构看到已结清")
    assert not list(breaks())
