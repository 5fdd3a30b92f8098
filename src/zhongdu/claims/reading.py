"""What is asked of money demanded, the same for every room's tables of it."""

from typing import Any

from django.db.models import QuerySet, Sum

from zhongdu.claims.rules import Sum as Total
from zhongdu.claims.rules import totals
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rests_on


def of_fund(rows: "QuerySet[Any]", whose: str, fund: str, path: str, without: list[str]) -> "QuerySet[Any]":
    """Payments, in or back, of a fund, demanded by the bureaus at and below a place, but for some below.

    ``whose`` is the way from a claim to what demanded it."""
    bureau = f"claim__{whose}__bureau__path__startswith"
    found = rows.filter(**{"claim__fund": fund, bureau: path})
    for each in without:
        found = found.exclude(**{bureau: each})
    return found.select_related(f"claim__{whose}__docket")


@rests_on("fund.recovered", kind="page")
def sums(rows: "QuerySet[Any]", labels: dict[str, str]) -> list[Total]:
    """Claims by account, to the fen."""
    grouped = rows.order_by("fund").values("fund")
    grouped = grouped.annotate(owed=Sum("fen"), paid=Sum("paid_fen"), waived=Sum("waived_fen"))
    return totals([(row["fund"], row["owed"], row["paid"], row["waived"]) for row in grouped], labels)


def fund_labels(law: Law) -> dict[str, str]:
    return {bound.name: bound.label for bound in law.family("fund.kind")}
