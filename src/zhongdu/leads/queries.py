"""What other rooms and pages ask of leads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    When,
)
from django.db.models.functions import Cast, Coalesce

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.duties.board import Row
from zhongdu.duties.models import Duty
from zhongdu.kit import receipts
from zhongdu.kit.talk import Spoken, spoken
from zhongdu.leads.grave import RECEIPT
from zhongdu.leads.models import Lead, Request, Seen
from zhongdu.scope.actor import Actor

__all__ = [
    "RECEIPT",
    "Lead",
    "Said",
    "amount_found",
    "by_receipt",
    "filed_between",
    "for_desk",
    "grave_awaiting",
    "heard",
    "many_about",
    "mine",
    "news_of",
    "receipt_token",
    "said",
    "talk",
    "tallies",
    "told",
    "unreplied",
    "verified_between",
    "was_read",
]  # fmt: skip

SPEAKING = (
    "leads.file_lead", "leads.report", "leads.enter_lead", "leads.take_in", "leads.take_over", "leads.complete", "leads.add_words", "leads.say_unanswered",
)  # fmt: skip
TELLING = (
    "leads.answer", "leads.answer_along", "leads.answer_again", "leads.explain_delay", "leads.explain_along",
    "leads.return_for_completion", "leads.decline_lead", "leads.pass_to_bureau", "leads.pass_to_department",
    "leads.ask_speaker", "leads.ask_to_complete", "leads.call_no_longer_grave",
)  # fmt: skip


@dataclass(frozen=True)
class Said(Spoken):
    """Something said in a lead: by the one who brought it, or to them."""

    @property
    def by_speaker(self) -> bool:
        """Whether the one who brought the lead said it."""
        return self.act in SPEAKING

    @property
    def outcome(self) -> str:
        """What an answer found; "" for everything else said."""
        found = self.data.get("became") or self.data.get("outcome")
        return Lead.Outcome(found).label if found else ""

    @property
    def heading(self) -> str:
        """What stands above an answer: what was found, and that somebody else looked again where that is so."""
        again = f"{self.label}：" if self.act == "leads.answer_again" else ""
        return f"{again}{self.outcome}"

    @property
    def complete_by(self) -> date | None:
        """Until when a return waits to be completed."""
        day = self.data.get("complete_by")
        return date.fromisoformat(day) if day else None

    @property
    def expected_on(self) -> date | None:
        """When an explanation expects the answer to come."""
        day = self.data.get("expected_on")
        return date.fromisoformat(day) if day else None


def said(lead: Lead) -> list[Said]:
    """What the speaker wrote: at first, and when asked to complete it."""
    return spoken(lead, SPEAKING, Said)


def told(lead: Lead) -> list[Said]:
    """What was said to the speaker, the newest last: returns, explanations, the answer."""
    return spoken(lead, TELLING, Said)


def talk(lead: Lead) -> list[Said]:
    """What either side said to the other, in order."""
    return spoken(lead, (*SPEAKING, *TELLING), Said)


def heard(actor: Actor) -> int:
    """How many leads an officer may see have words of the speaker that nothing was said to yet."""
    return Lead.objects.visible_to(actor).filter(turn=Lead.Turn.BUREAU, state__in=Lead.WAITING).count()


def receipt_token(code: str) -> str:
    """The keyed hash a lead's receipt code is stored and found by (``kit.receipts``)."""
    return vault.token("lead_receipt", receipts.tidy(code))


def by_receipt(code: str) -> Lead | None:
    """The lead whose receipt code was typed, in whatever spelling."""
    token = receipt_token(code)
    return Lead.objects.select_related("docket", "bureau").filter(receipt=token).first()


@receipts.finder
def opened_by(code: str) -> list[Lead]:
    found = by_receipt(code)
    return [found] if found else []


def amount_found(lead: Lead) -> int:
    """What the things that proved true come to, in fen, as the answer has them; 0 where no amount was written."""
    proved = lead.findings.filter(outcome__in=VERIFIED)
    return proved.aggregate(sum=Coalesce(Sum("amount"), 0))["sum"] or 0


def mine(actor: Actor) -> Any:
    """An actor's own leads, each with ``due`` and ``news``; order them by ``("-news", "-id")``."""
    return _own(actor).select_related("docket", "bureau", "institution", "against").annotate(due=_due())


def news_of(actor: Actor) -> int:
    """How many of an actor's own leads have something said that the actor has not opened."""
    return _own(actor).filter(news=1).count()


def _own(actor: Actor) -> Any:
    """``news`` is 1 where something was said to the speaker that the speaker has not opened yet."""
    unread = When(told__gt=Coalesce(F("seen__length"), 0), then=1)
    return Lead.objects.filter(Lead.held_by(actor)).annotate(
        news=Case(unread, default=0, output_field=IntegerField())
    )


def was_read(lead: Lead, actor: Actor) -> None:
    """The speaker has opened the lead's page as it stands."""
    if lead.is_among(Lead.held_by(actor)):
        Seen.objects.update_or_create(lead=lead, defaults={"length": lead.docket.length})


def for_desk(actor: Actor) -> "QuerySet[Lead]":
    """The leads an officer may see, with ``due`` (the last day to answer) and ``source`` (whose day it is),
    ``overdue``, ``unreplied`` (somebody asked has not answered in time), ``joined`` (how many go along) and
    ``kinds`` (their violations as text, to look into)."""
    owed = Duty.objects.filter(docket=OuterRef("docket_id"), concept="lead.answer")
    return (
        Lead.objects.visible_to(actor)
        .select_related("docket", "bureau", "institution", "against", "handler")
        .annotate(
            due=_due(),
            source=Subquery(owed.open().values("source")[:1]),
            overdue=Exists(owed.overdue(clock.today())),
            unreplied=Exists(
                Request.objects.filter(lead=OuterRef("pk"), replied_on=None, until__lt=clock.today())
            ),
            joined=Coalesce(Subquery(_joined()), 0),
            kinds=Cast("violations", TextField()),
        )
    )


def _joined() -> "QuerySet[Any]":
    going_along = Lead.objects.filter(merged_into=OuterRef("pk"), state=Lead.State.MERGED).order_by()
    return going_along.values("merged_into").annotate(many=Count("pk")).values("many")


def _due() -> Subquery:
    owed = Duty.objects.open().filter(docket=OuterRef("docket_id"), concept="lead.answer")
    return Subquery(owed.values("due")[:1])


def unreplied(actor: Actor) -> int:
    """How many leads an officer may see wait for a unit that has not answered in time."""
    late = Request.objects.filter(lead=OuterRef("pk"), replied_on=None, until__lt=clock.today())
    return Lead.objects.visible_to(actor).filter(Exists(late), state__in=Lead.WAITING).count()


def grave_awaiting(actor: Actor) -> list[Row]:
    """The grave events whose receipt is an officer's to acknowledge."""
    return board.awaiting(actor, RECEIPT, clock.today())


# --- a year's leads, for many at once -------------------------------------------------------------------
VERIFIED = (Lead.Outcome.PROVED, Lead.Outcome.PARTLY)


def filed_between(users: Collection[int], since: date, until: date) -> "QuerySet[Lead]":
    """The leads these people (by id) brought between two days. Those against a bureau are not among them:
    a figure of an assessment must not tell a bureau that somebody spoke of it."""
    return Lead.objects.filter(user_id__in=users, against=None, filed_on__gte=since, filed_on__lte=until)


def verified_between(users: Collection[int], since: date, until: date) -> "QuerySet[Lead]":
    """Those answered between two days that proved true, wholly or in part."""
    rows = Lead.objects.filter(user_id__in=users, against=None, outcome__in=VERIFIED)
    return rows.filter(answered_on__gte=since, answered_on__lte=until)


def tallies(users: Collection[int], since: date, until: date) -> dict[int, tuple[int, int]]:
    """``{user: (leads filed, leads verified)}`` in one query; who has neither is left out."""
    filed = Q(filed_on__gte=since, filed_on__lte=until)
    verified = Q(outcome__in=VERIFIED, answered_on__gte=since, answered_on__lte=until)
    rows = Lead.objects.filter(filed | verified, user_id__in=users, against=None).order_by()
    counted = rows.values_list("user_id").annotate(
        filed=Count("pk", filter=filed), verified=Count("pk", filter=verified)
    )
    return {user: (filed, verified) for user, filed, verified in counted}


def counts_at(institutions: "QuerySet[Any]", actor: Actor, since: date) -> dict[int, tuple[int, int]]:
    """``{institution's id: (proved true, not answered yet)}`` of the leads filed since a day that an officer may see;
    those against a bureau are not among them."""
    rows = Lead.objects.visible_to(actor).filter(
        against=None, institution__in=institutions, filed_on__gte=since
    )
    counted = (
        rows.order_by()
        .values_list("institution_id")
        .annotate(
            proved=Count("pk", filter=Q(outcome__in=VERIFIED)),
            waiting=Count("pk", filter=Q(state__in=Lead.WAITING)),
        )
    )
    return {institution: (proved, waiting) for institution, proved, waiting in counted}


FEWEST = 3  # leads that may be counted beside a name: one or two would say who spoke


def many_about(institutions: Collection[int], actor: Actor, since: date) -> dict[int, int]:
    """``{institution's id: leads about it since a day}`` from whoever spoke, as far as an officer may see them, for pages
    that also say who went there: fewer than ``FEWEST`` are left out, and so are those against a bureau."""
    rows = Lead.objects.visible_to(actor).filter(
        against=None, institution__in=institutions, filed_on__gte=since
    )
    counted = rows.order_by().values_list("institution_id").annotate(n=Count("pk"))
    return dict(counted.filter(n__gte=FEWEST))
