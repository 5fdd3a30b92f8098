"""The register of recovered money: what each decision makes owed to which account, in a list and as a workbook.

There is no ranking here, by bureau, officer or anything else: what is fined must not be anybody's merit.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.db.models import QuerySet

from zhongdu.cases.models import Claim, Decision, Payment
from zhongdu.claims.rules import Sum as Total
from zhongdu.kit.workbooks import HEAD
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor

COLUMNS = (
    "决定书文号",
    "当事人",
    "款项",
    "到哪个账户",
    "应缴（元）",
    "已缴（元）",
    "核销（元）",
    "未缴（元）",
    "到期",
    "缴款凭证",
)
MOST = 50_000  # lines of a workbook


def claims(actor: Actor) -> "QuerySet[Claim]":
    """What is owed by decisions that stand, of those an officer may see."""
    seen = Decision.objects.visible_to(actor).exclude(state=Decision.State.REVOKED)
    related = (
        "decision__case__institution",
        "decision__case__docket",
        "decision__docket",
        "decision__bureau",
    )
    return Claim.objects.filter(decision__in=seen.values("pk")).select_related(*related)


def vouchers(rows: Iterable[Claim]) -> dict[int, str]:
    """The vouchers of each claim, by its id."""
    found: dict[int, list[str]] = {}
    paid = Payment.objects.filter(claim__in=[row.pk for row in rows]).order_by("id")
    for claim, voucher in paid.values_list("claim_id", "voucher"):
        found.setdefault(claim, []).append(voucher)
    return {claim: "、".join(each) for claim, each in found.items()}


@rests_on("fund.recovered", "fund.rules.refund", kind="paper")
def workbook(title: str, mark: str, lines: Iterable[Sequence[Any]], sums_: Iterable[Total]) -> bytes:
    """The register as accountants keep it, with the sums by account on a sheet of their own."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        head, cell = book.add_format(HEAD), book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        amount = book.add_format({"border": 1, "num_format": "#,##0.00"})
        sheet = book.add_worksheet("追回资金")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.set_column(0, len(COLUMNS) - 1, 18)
        sheet.write_string(0, 0, title)
        sheet.write_string(1, 0, mark)
        sheet.write_row(2, 0, COLUMNS, head)
        for at, line in enumerate(lines, 3):
            for place, value in enumerate(line):
                if isinstance(value, int):
                    sheet.write_number(at, place, value / 100, amount)
                else:
                    sheet.write_string(at, place, value, cell)
        other = book.add_worksheet("分账户合计")
        other.set_column(0, 0, 44)
        other.set_column(1, 4, 18)
        other.write_row(0, 0, ["账户", "应缴（元）", "已缴（元）", "核销（元）", "未缴（元）"], head)
        for at, each in enumerate(sums_, 1):
            other.write_string(at, 0, each.account, cell)
            for place, fen in enumerate((each.owed, each.paid, each.waived, each.open), 1):
                other.write_number(at, place, fen / 100, amount)
    return out.getvalue()
