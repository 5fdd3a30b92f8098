"""What officers read of a lead's handling: whom was asked, what they noted, what was found."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model

from zhongdu import vault
from zhongdu.acts.registry import ACTS
from zhongdu.calendar import clock
from zhongdu.calendar.period import overdue_by
from zhongdu.kit.parts import Chip
from zhongdu.law.money import yuan
from zhongdu.leads.handling import whom
from zhongdu.leads.merging import WHOLE
from zhongdu.leads.models import Finding, Lead
from zhongdu.record.models import Event

NOTING = ("leads.add_note", "leads.assign_lead", "leads.hand_over")
_TONES = {"proved": "bad", "partly": "warn", "not_proved": "quiet", "unclear": "neutral"}


@dataclass(frozen=True)
class Asked:
    """A request to a unit: what was asked, until when, and what came back."""

    whom: str
    until: date
    words: str
    replied_on: date | None
    reply: str
    chip: Chip
    page: str  # the number of the letter they have on a page of their own; "" for one asked on paper


def asked(lead: Lead) -> list[Asked]:
    """The requests about a lead, the oldest first."""
    rows = list(lead.requests.select_related("institution", "inquiry__docket").order_by("pk"))
    words = _words_at(lead, {at for row in rows for at in (row.asked_at, row.replied_at) if at})
    return [
        Asked(
            whom(row), row.until, words.get(row.asked_at, ""), row.replied_on, words.get(row.replied_at or 0, ""),
            _standing(row.until, row.replied_on), row.inquiry.number if hasattr(row, "inquiry") else "",
        )
        for row in rows
    ]  # fmt: skip


def _standing(until: date, replied_on: date | None) -> Chip:
    late = overdue_by(until, replied_on or clock.today())
    if replied_on:
        return Chip(f"已答复，晚了 {late} 天", "warn") if late else Chip("已答复", "good")
    return Chip(f"逾期 {late} 天没有答复", "bad") if late else Chip("等待答复", "info")


@dataclass(frozen=True)
class Note:
    """Something officers wrote among themselves."""

    at: datetime
    who: str
    label: str
    words: str


def notes(lead: Lead) -> list[Note]:
    """What officers noted among themselves, the newest first."""
    events = list(Event.objects.filter(docket=lead.docket_id, act__in=NOTING).order_by("-seq"))
    words = _words_at(lead, {event.seq for event in events})
    ids = {event.actor["user"] for event in events}
    names = {user.pk: user.get_full_name() for user in get_user_model().objects.filter(pk__in=ids)}
    return [
        Note(event.at, names.get(event.actor["user"], ""), ACTS[event.act].label, said)
        for event in events
        if (said := words.get(event.seq, ""))
    ]


def _words_at(lead: Lead, places: set[int]) -> dict[int, str]:
    """What was written in the events at some places of a lead's docket."""
    events = Event.objects.filter(docket=lead.docket_id, seq__in=places).order_by("seq")
    kept = {event.seq: event.data.get("vault", {}).get("words") for event in events}
    words = vault.recall(entry for entry, _ in filter(None, kept.values()))
    return {seq: words.get(entry[0], "") for seq, entry in kept.items() if entry}


@dataclass(frozen=True)
class Found:
    """What became of one thing alleged; ``amount`` is "" where none was found."""

    label: str
    clause: str
    chip: Chip
    amount: str


def found(lead: Lead, law: Any) -> list[Found]:
    """What was found, allegation by allegation."""
    return [
        _found(each, law.find(each.allegation) if each.allegation != WHOLE else None)
        for each in lead.findings.all()
    ]


def _found(each: Finding, bound: Any) -> Found:
    return Found(
        label=bound.label if bound else each.allegation or "所反映的问题",
        clause=str(bound.address) if bound else "",
        chip=Chip(each.get_outcome_display(), _TONES[each.outcome]),  # type: ignore[arg-type]
        amount=yuan(each.amount) if each.amount is not None else "",
    )
