"""What pages show of an opinion or a letter: where it stands, its timeline without names, who spoke as far as it is open."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse

from zhongdu.calendar import clock
from zhongdu.duties.models import Duty, Source
from zhongdu.kit.parts import Chip, Entry, Fact, Trend
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rests_on
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role
from zhongdu.voices import themes
from zhongdu.voices.identity import LABELS, identity
from zhongdu.voices.models import ForwardedLetter, Opinion, Voice

SPOKEN_BY = (Role.SUPERVISOR, Role.APPLICANT, Role.ANYONE)
TONES = {
    "filed": "warn", "handling": "info", "answered": "good", "became_lead": "quiet", "passed_on": "quiet",
}  # fmt: skip
AMONG_OFFICERS = frozenset({"voices.sort_opinion", "voices.sum_up"})
# What goes on between the writer and the bureau is no part of the supervisor's timeline.
WITH_THE_WRITER = frozenset({"voices.ask_writer", "voices.write_again", "voices.unmask_letter"})
_OF_SUPERVISORS = (
    "suggestion.filing",
    "suggestion.answer",
    "forwarded.answer",
    "lead.explanation",
    "lead.filing",
)


def chip(voice: Any) -> Chip:
    if isinstance(voice, Opinion) and voice.outcome:
        tone = "good" if voice.outcome in Opinion.TAKEN else "quiet"
        return Chip(voice.get_outcome_display(), tone)  # type: ignore[arg-type]
    return Chip(voice.get_state_display(), TONES[voice.state])  # type: ignore[arg-type]


def waiting(voice: Voice, duties: Iterable[Duty], concept: str) -> dict[str, Any]:
    """How the duty to answer stands: ``answering``, ``own`` (its day is the bureau's own target), ``waited`` and
    ``answered_in`` in days, ``late`` (days beyond the day it was due)."""
    owed = [duty for duty in duties if duty.concept == concept]
    answering = owed[-1] if owed else None
    met = answering.met_on if answering else None
    until = met or clock.today()
    late = (until - answering.due).days if answering and answering.due else 0
    return {
        "answering": answering,
        "own": bool(answering and answering.source == Source.TARGET),
        "waited": (clock.today() - voice.filed_on).days,
        "answered_in": (met - voice.filed_on).days if met else 0,
        "late": max(late, 0),
    }


def about(opinion: Opinion, law: Law) -> list[str]:
    """The themes of an opinion, as they are called."""
    used = [tag.theme for tag in opinion.tags.all()]
    called = themes.labels(opinion.bureau, law, used)
    return [called[theme] for theme in used]


def whose(voice: Voice) -> str:
    """Who deals with what is said of a bureau's own people, told plainly to whoever said it."""
    if not voice.against:
        return ""
    if voice.bureau_id != voice.against_id:
        return f"由上级{voice.bureau.name}办理，{voice.against.name}的人看不到。"
    return f"{voice.against.name}没有上级局在本平台，只有该局的纪检人员能看到和办理。"


def speaker(voice: Any, unmasked: set[str]) -> list[Fact]:
    """Who spoke (of a letter, who wrote), field by field: sealed, until an officer asks to see one by a recorded act."""
    act = "unmask_letter" if isinstance(voice, ForwardedLetter) else "unmask_opinion"
    ask = reverse("desk:do", kwargs={"act": f"voices.{act}", "number": voice.number})
    who = "写信人" if isinstance(voice, ForwardedLetter) else "提意见的人"
    facts = [
        Fact(f"{who}{LABELS[field]}", f"{value}（本次查看已记录）")
        if field in unmasked
        else Fact(f"{who}{LABELS[field]}", "已封存", masked=True, reveal_url=f"{ask}?field={field}")
        for field, value in identity(voice).items()
    ]
    return facts or [Fact(who, "没有留名")]


def sealed_as(voice: Any) -> str:
    """What stands where the name of whoever spoke would."""
    if isinstance(voice, ForwardedLetter):
        return "写信人（身份封存）"
    return f"{voice.get_speaker_display()}（身份封存）"


def sealed(entries: Iterable[Entry], voice: Any) -> list[Entry]:
    """An officer's timeline: what the speaker did carries no name. The supervisor of a letter is no secret to officers."""
    hidden = (
        (Role.APPLICANT, Role.ANYONE)
        if isinstance(voice, ForwardedLetter)
        else SPOKEN_BY
    )  # fmt: skip
    return [
        replace(entry, who=sealed_as(voice)) if event.actor["role"] in hidden else entry
        for entry, event in zip(entries, _events(voice), strict=True)
    ]


def for_speaker(entries: Iterable[Entry], voice: Voice) -> list[Entry]:
    """The timeline of whoever spoke or wrote: that the identity was opened stands there, and not by whom."""
    shown = []
    for entry, event in zip(entries, _events(voice), strict=True):
        if ".unmask" in event.act:
            what = LABELS.get(event.data.get("field", ""), "身份")
            says = f"有人查看了您的{what}，查看人和理由都已记录在案。"
            shown.append(replace(entry, who="", sentence=says, tone="warn"))
        elif event.actor["role"] in (Role.APPLICANT, Role.ANYONE) or _is_own(event, voice):
            shown.append(replace(entry, who="您"))
        elif event.act not in AMONG_OFFICERS:
            shown.append(entry)
    return shown


def _is_own(event: Event, voice: Voice) -> bool:
    return event.actor["role"] == Role.SUPERVISOR and isinstance(voice, Opinion)


def for_supervisor(entries: Iterable[Entry], letter: ForwardedLetter) -> list[Entry]:
    """The timeline of the supervisor who handed a letter on: where it stands, without what its writer and the bureau say."""
    return [
        replace(entry, who="您" if event.actor["role"] == Role.SUPERVISOR else entry.who)
        for entry, event in zip(entries, _events(letter), strict=True)
        if event.act not in WITH_THE_WRITER
    ]


def _events(voice: Voice) -> list[Event]:
    return list(Event.objects.filter(docket=voice.docket_id).order_by("seq"))


@rests_on("suggestion.hearing", "report.answer", kind="page")
def for_anybody(clauses: Iterable[str], law: Law, concept: str) -> list[str]:
    """The clauses a page cites to somebody who is no supervisor: where an act stands on what a measure says of
    supervisors, what the law says of everybody (``concept``). The record keeps what was cited on the day."""
    of_supervisors = {
        str(address) for name in _OF_SUPERVISORS if (bound := law.find(name)) for address in bound.addresses
    }
    anybody = law.find(concept)
    own = [str(address) for address in anybody.addresses] if anybody else []
    return list(
        dict.fromkeys(each for clause in clauses for each in (own if clause in of_supervisors else [clause]))
    )


def trend(title: str, months: Sequence[date], rows: Sequence[tuple[str, Sequence[int]]]) -> Trend:
    """Counts by month; the year stands where it begins."""
    columns = [
        f"{month.year}年{month.month}月" if at == 0 or month.month == 1 else f"{month.month}月"
        for at, month in enumerate(months)
    ]
    return Trend(title, columns, rows)
