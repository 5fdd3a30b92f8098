"""A fund's budget: drafted beside last year's books, sent, given back, sent again, settled, approved, and kept to."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from lives import enter, expect, offer, on, onward, sure
from PIL import Image

from world import Place, place
from zhongdu.acts.performing import perform
from zhongdu.budget.models import Budget
from zhongdu.fund import acts as books
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(transactional_db: None) -> Place:
    on(date(2026, 3, 20))
    made = place("330700", "示例市医疗保障局", "city", "city")
    keeper = made.officer(Role.ACCOUNTANT)
    book = perform(
        books.open_book, made.office, keeper, fund="fund.kind.employees", name="职工基本医疗保险基金",
        special_account="示例银行财政专户（末四位1234）", since=date(2026, 1, 1),
    )  # fmt: skip
    month = book.months.get()
    for lines in (["102 借 3100000", "401 贷 3100000"], ["501 借 9000000", "103 贷 9000000"]):
        perform(books.prepare_voucher, month, keeper, day=date(2026, 1, 20), summary="一月", lines=lines)
    chosen = [str(pk) for pk in month.vouchers.values_list("pk", flat=True)]
    perform(books.post_vouchers, month, made.officer(Role.DECIDER), vouchers=chosen)
    perform(books.close_month, month, made.officer(Role.DECIDER))  # a budget is held against closed months
    return made


def scan() -> Any:
    out = BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "PNG")
    return {"name": "批复.png", "mimeType": "image/png", "buffer": out.getvalue()}


def decided(page: Any, act: str, day: str, document: str) -> None:
    offer(page, act)
    page.get_by_label("日期", exact=False).fill(day)
    page.get_by_label("文号").fill(document)
    page.locator("input[type=file]").set_input_files(scan())
    sure(page, act)


@pytest.mark.clauses("city:14", "city:15", "city:16")
def test_a_budget_from_its_draft_to_what_became_of_it(city: Place, visitor: Any, step: Any) -> None:
    keeper = enter(visitor, "desktop", city.user(Role.ACCOUNTANT).username)
    keeper.goto("/desk/budgets/")
    step(keeper, "还没有预算")
    onward(keeper.get_by_role("link", name="去基金账"))
    onward(keeper.get_by_role("link", name="职工基本医疗保险基金"))
    offer(keeper, "编制预算")
    keeper.get_by_label("预算年度").fill("2026")
    sure(keeper, "编制预算")
    offer(keeper, "填写预算")
    keeper.get_by_label("401 ", exact=False).fill("36,000,000")
    keeper.get_by_label("501 ", exact=False).first.fill("36,500,000")
    step(keeper, "填写预算")
    sure(keeper, "保存预算")
    expect(keeper.get_by_text("报送时要写明理由")).to_be_visible()
    step(keeper, "收不抵支要说明")

    chief = enter(visitor, "desktop", city.user(Role.DECIDER).username)
    budget = Budget.objects.get()
    chief.goto(f"/desk/budgets/{budget.number}/")
    offer(chief, "报送财政审核")
    chief.get_by_label("报送日期").fill("2026-03-20")
    sure(chief, "报送财政审核")
    expect(chief.get_by_text("支出大于收入", exact=False).first).to_be_visible()
    step(chief, "要写理由")
    chief.get_by_label("为什么收不抵支", exact=False).fill("动用历年结余五十万元")
    sure(chief, "报送财政审核")
    decided(chief, "登记财政审核", "2026-03-20", "财社〔2026〕1号")
    decided(chief, "登记政府审定", "2026-03-20", "政府常务会议纪要3号")
    decided(chief, "登记人大批准", "2026-03-20", "人大决议5号")
    expect(chief.get_by_text("有科目偏离进度，还没有说明")).to_be_visible()
    step(chief, "执行情况")

    keeper.goto(f"/desk/budgets/{budget.number}/")
    offer(keeper, "说明执行偏差")
    keeper.locator("[name=code]").first.check()
    keeper.get_by_label("说明").fill("一月集中支付上年清算（示例）")
    sure(keeper, "说明执行偏差")
    expect(keeper.get_by_text("一月集中支付上年清算（示例）").first).to_be_visible()
    step(keeper, "说明过了")
    pocket = enter(visitor, "phone", city.user(Role.ACCOUNTANT).username)
    pocket.goto(f"/desk/budgets/{budget.number}/")
    step(pocket, "手机上的预算")
