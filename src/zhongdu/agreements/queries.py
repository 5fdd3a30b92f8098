"""What other rooms and pages ask of agreements. Every list is one that its reader may see."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhongdu.agreements.book import Book, answers_of, book, changes_after
from zhongdu.agreements.models import (
    Agreement,
    Bar,
    Claim,
    Dispute,
    Handling,
    Hold,
    Payment,
    PractitionerHandling,
    Raised,
    Repayment,
    Text,
)
from zhongdu.agreements.signing import bars_on
from zhongdu.claims.reading import of_fund
from zhongdu.scope.actor import Actor

__all__ = [
    "Agreement", "Book", "Dispute", "Handling", "Hold", "Payment", "Repayment", "answers_of", "bars_against", "book", "changes_after", "claims", "disputes",
    "for_desk", "grounds_waiting", "handlings", "may_settle", "of_institution", "of_practitioners", "recovered", "returned", "texts",
]  # fmt: skip


def for_desk(actor: Actor) -> "QuerySet[Agreement]":
    """The agreements an officer may see."""
    return Agreement.objects.visible_to(actor).select_related("docket", "bureau", "institution")


def handlings(actor: Actor) -> "QuerySet[Handling]":
    return Handling.objects.visible_to(actor).select_related("docket", "bureau", "agreement__institution")


def of_practitioners(actor: Actor) -> "QuerySet[PractitionerHandling]":
    """The handlings of physicians and pharmacists an officer may see."""
    rows = PractitionerHandling.objects.visible_to(actor)
    return rows.select_related("docket", "bureau", "practitioner", "institution")


def disputes(actor: Actor) -> "QuerySet[Dispute]":
    rows = Dispute.objects.visible_to(actor)
    return rows.select_related("docket", "bureau", "handling__docket", "handling__agreement__institution")


def grounds_waiting(actor: Actor) -> "QuerySet[Raised]":
    """Grounds the record shows that nobody has answered yet, the oldest first."""
    rows = Raised.objects.filter(
        outcome=Raised.Outcome.OPEN, agreement__in=Agreement.objects.visible_to(actor)
    )
    return rows.select_related("agreement__docket", "agreement__institution").order_by("on", "id")


def of_institution(institution: Any) -> "QuerySet[Agreement]":
    """The agreements of an institution, the latest first."""
    return (
        Agreement.objects.filter(institution=institution)
        .select_related("docket")
        .order_by("-applied_on", "-id")
    )


def bars_against(institution: Any, credit_code: str, today: date) -> "QuerySet[Bar]":
    """What stands against a new application of an institution or of its legal body."""
    return bars_on(institution, credit_code).filter(until__gte=today)


def claims(actor: Actor) -> "QuerySet[Claim]":
    """What handlings that stand demand back, of those an officer may see."""
    seen = Handling.objects.visible_to(actor).exclude(state=Handling.State.WITHDRAWN)
    rows = Claim.objects.filter(measure__handling__in=seen.values("pk"), measure__withdrawn_on=None)
    related = (
        "measure__handling__docket",
        "measure__handling__bureau",
        "measure__handling__agreement__institution",
    )
    return rows.select_related(*related).prefetch_related("instalments")


def recovered(fund: str, path: str, without: list[str]) -> "QuerySet[Payment]":
    """What came back into a fund by handlings of the bureaus at and below a place, but for some below."""
    return of_fund(Payment.objects.all(), _WHOSE, fund, path, without)


def returned(fund: str, path: str, without: list[str]) -> "QuerySet[Repayment]":
    """What went back out of a fund, since such handlings were changed or withdrawn."""
    return of_fund(Repayment.objects.exclude(repaid_on=None), _WHOSE, fund, path, without)


_WHOSE = "measure__handling"


def may_settle(code: str) -> bytes | None:
    """The answer a settlement system gets for a code; none where it is not known."""
    return answers_of([code]).get(code)


def texts(bureau: Any) -> "QuerySet[Text]":
    """The texts a bureau's agency signs, by kind, the latest version first."""
    return Text.objects.filter(bureau=bureau).order_by("kind", "-version")
