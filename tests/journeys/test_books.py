"""A month of books: opened, vouchers prepared by one and posted by another, one reversed, the month closed and printed."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from lives import enter, expect, offer, on, onward, sure
from pypdf import PdfReader

from world import Place, place
from zhongdu.fund.models import Month, Voucher
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(transactional_db: None) -> Place:
    on(date(2026, 11, 20))
    return place("330700", "示例市医疗保障局", "city", "city")


def fill(page: Any, *lines: tuple[str, str, str]) -> None:
    for at, (account, debit, credit) in enumerate(lines):
        page.locator("select[name=account]").nth(at).select_option(account)
        page.locator("input[name=debit]").nth(at).fill(debit)
        page.locator("input[name=credit]").nth(at).fill(credit)


@pytest.mark.clauses("city:16", "city:2/2")
def test_a_month_of_books_is_kept_by_two_closed_and_printed(city: Place, visitor: Any, step: Any) -> None:
    keeper = enter(visitor, "desktop", city.user(Role.ACCOUNTANT).username)
    keeper.goto("/desk/fund/")
    step(keeper, "还没有账套")
    onward(keeper.get_by_role("link", name="建账套").first)
    keeper.get_by_label("基金种类").select_option("fund.kind.employees")
    keeper.get_by_label("账套名称").fill("职工基本医疗保险基金（含生育保险）")
    keeper.get_by_label("财政专户").fill("示例银行财政专户（末四位1234）")
    keeper.get_by_label("从哪个月起").fill("2026-11-01")
    step(keeper, "建账套")
    sure(keeper, "建账套")
    step(keeper, "账套")
    onward(keeper.get_by_role("link", name="2026年11月"))
    offer(keeper, "制单")
    keeper.get_by_label("摘要").fill("十一月待遇支付")
    fill(keeper, ("501", "5,000.00", ""), ("101", "", "5,000.00"))
    sure(keeper, "制单")
    expect(keeper.get_by_text("收入户的钱不能直接支出", exact=False)).to_be_visible()
    expect(keeper.locator("input[name=debit]").first).to_have_value("5,000.00")
    step(keeper, "收支两条线")

    vouchers = [
        ("期初余额", "opening", ("102", "80,000.00", ""), ("301", "", "80,000.00")),
        ("收到保费", "ordinary", ("101", "12,345.67", ""), ("401", "", "12,345.67")),
        ("缴入专户", "ordinary", ("102", "12,345.67", ""), ("101", "", "12,345.67")),
        ("拨到支出户", "ordinary", ("103", "6,000.00", ""), ("102", "", "6,000.00")),
        ("十一月待遇支付", "ordinary", ("501", "5,000.00", ""), ("103", "", "5,000.00")),
        ("某药店退回", "recovered", ("102", "321.09", ""), ("409", "", "321.09")),
    ]
    for summary, kind, *lines in vouchers:
        keeper.get_by_label("摘要").fill(summary)
        keeper.locator(f"[name=kind][value={kind}]").check()
        fill(keeper, *lines)
        if summary == "某药店退回":
            step(keeper, "制单")
            sure(keeper, "制单")
        else:
            sure(keeper, "制单，接着写下一张")
    step(keeper, "待记账")
    month = Month.objects.get()
    offer(keeper, "审核记账")
    expect(keeper.get_by_text("您制的单，请另一人记账。").first).to_be_visible()

    chief = enter(visitor, "desktop", city.user(Role.DECIDER).username)
    chief.goto(f"/desk/fund/months/{month.number}/")
    offer(chief, "审核记账")
    for box in chief.get_by_role("checkbox").all():
        box.check()
    step(chief, "审核记账")
    sure(chief, "记账")
    step(chief, "记过账的月份")
    expect(chief.get_by_text("借贷平衡", exact=False)).to_be_visible()

    keeper.goto(f"/desk/fund/months/{month.number}/")
    offer(keeper, "冲销凭证")
    keeper.get_by_label("某药店退回", exact=False).check()
    keeper.get_by_label("日期").fill("2026-11-20")
    keeper.get_by_label("为什么冲销").fill("记错了基金")
    step(keeper, "冲销")
    sure(keeper, "冲销凭证")
    on(date(2026, 12, 1))  # the month is over
    chief.goto(f"/desk/fund/months/{month.number}/")
    offer(chief, "结账")
    sure(chief, "结账")
    expect(chief.get_by_text("还有1张凭证没有记账", exact=False).first).to_be_visible()
    chief.goto(f"/desk/fund/months/{month.number}/post/")
    chief.get_by_role("checkbox").first.check()
    sure(chief, "记账")
    offer(chief, "结账")
    step(chief, "结账以前")
    sure(chief, "结账")
    step(chief, "已结账")
    chief.goto(f"/desk/fund/{month.book.number}/ledger/102/")
    step(chief, "明细账")

    base = chief.url.split("/desk/")[0]
    got = {
        name: chief.context.request.get(f"{base}/desk/fund/months/{month.number}/{name}").body()
        for name in ("statement.pdf", "vouchers.pdf", "statement.xlsx")
    }
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(got["statement.pdf"])).pages)
    assert "12,345.67" in text and "86,345.67" in text  # what came in; what is left with the opening
    bound = "".join(page.extract_text() for page in PdfReader(BytesIO(got["vouchers.pdf"])).pages)
    bound = "".join(bound.split())  # a cell breaks its lines
    assert "记0007号" in bound and "冲销2026年11月记0006号" in bound
    sheet = openpyxl.load_workbook(BytesIO(got["statement.xlsx"]))["科目余额"]
    *_, totals = sheet.iter_rows(values_only=True)
    assert totals[1] == "合计" and totals[6] == pytest.approx(totals[7])
    assert Voucher.objects.filter(state="posted").count() == 7
    assert not list(breaks())
