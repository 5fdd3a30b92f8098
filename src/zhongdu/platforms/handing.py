"""Leads that a platform hands in for whoever told it, reads back, and passes words on for; each once, by its own numbers.

A lead against a bureau is registered like any other and is from then on no longer to be found here: the secret of this
interface was once in the hands of somebody at the bureau it is connected to. Whoever spoke follows it by the receipt code.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.kit import receipts
from zhongdu.law.governing import Law, governing
from zhongdu.leads import acts as leads
from zhongdu.leads.queries import Lead, receipt_token, told
from zhongdu.platforms.models import HandedIn, Platform
from zhongdu.scope.actor import SYSTEM


def hand_in(platform: Platform, outside: str, **inputs: Any) -> dict[str, Any]:
    """The lead as it stands; the first time with the receipt code of whoever spoke, which nobody keeps."""
    if HandedIn.objects.filter(platform=platform, outside=outside, addition="").exists():
        return registered(_handed(platform).get(outside=outside))
    code = receipts.new_code()
    try:
        with transaction.atomic():
            lead = perform(
                leads.take_in, office_of(platform.bureau), SYSTEM, source=platform.name, receipt=receipt_token(code),
                **_by_concept(inputs, platform),
            )  # fmt: skip
            made = HandedIn.objects.create(platform=platform, outside=outside, lead=lead)
    except IntegrityError:  # two at the same moment: the other one took it
        return registered(_handed(platform).get(outside=outside))
    return registered(made) | {"code": code}


def registered(handed: HandedIn) -> dict[str, Any]:
    """What is told of a lead whenever it is handed in (again): that it is registered. Where it stands is asked for."""
    return {"id": handed.outside, "number": handed.lead.number, "lacks": handed.lead.lacks}


def read_back(platform: Platform, outside: str) -> dict[str, Any] | None:
    """Where a lead stands and what was said to whoever spoke, as they would read it; none where it is not there."""
    handed = _found(platform, outside)
    return _standing(handed) if handed else None


def changed(platform: Platform, after: str, most: int) -> list[dict[str, Any]]:
    """The platform's leads in the order they were handed in, after one of its own numbers."""
    rows = _open(platform).order_by("id")
    if after:
        last = _handed(platform).filter(outside=after).values_list("id", flat=True).first()
        rows = rows.filter(id__gt=last) if last else rows.none()
    return [_standing(each) for each in rows[:most]]


def pass_on(
    platform: Platform, outside: str, addition: str, words: str, evidence: Sequence[File]
) -> dict[str, Any] | None:
    """What the speaker says further: what was asked to complete the lead, or anything else; once."""
    handed = _found(platform, outside)
    if handed is None:
        return None
    lead = handed.lead
    act = leads.complete if lead.state == Lead.State.RETURNED else leads.add_words
    try:
        with transaction.atomic():
            HandedIn.objects.create(platform=platform, outside=outside, addition=addition, lead=lead)
            perform(act, lead, leads.for_the_speaker(lead), words=words, evidence=list(evidence))
    except IntegrityError:  # it was passed on before
        pass
    return read_back(platform, outside)


def _handed(platform: Platform) -> Any:
    rows = HandedIn.objects.filter(platform=platform, addition="")
    return rows.select_related("lead__docket", "lead__bureau")


def _open(platform: Platform) -> Any:
    return _handed(platform).filter(lead__against=None)


def _found(platform: Platform, outside: str) -> HandedIn | None:
    found: HandedIn | None = _open(platform).filter(outside=outside).first()
    return found


def _standing(handed: HandedIn) -> dict[str, Any]:
    lead = handed.lead
    return registered(handed) | {
        "state": lead.state,
        "says": lead.get_state_display(),
        "filed_on": lead.filed_on.isoformat(),
        "complete_by": _day(lead.complete_by),
        "answered_on": _day(lead.answered_on),
        "outcome": lead.outcome or None,
        "outcome_says": lead.get_outcome_display() if lead.outcome else None,
        "asked": lead.state == Lead.State.RETURNED or lead.turn == Lead.Turn.SPEAKER,
        "told": [
            {"at": said.at.isoformat(), "what": said.heading or said.label, "words": said.words}
            for said in told(lead)
        ],
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _by_concept(inputs: dict[str, Any], platform: Platform) -> dict[str, Any]:
    """The kinds of violation by concept, whether they were named so or in the measure's own words."""
    named = inputs.get("violations") or ()
    if not named:
        return inputs
    return {**inputs, "violations": _kinds(named, governing(platform.bureau, clock.today()))}


def _kinds(named: Iterable[str], law: Law) -> list[str]:
    known = {word: bound.name for bound in law.family("violation") for word in (bound.name, bound.label)}
    strange = [each for each in named if each not in known]
    if strange:
        says = f"办法里没有“{strange[0][:40]}”这一类；拿不准就不选。"
        raise Refused("no_such_kind", says, fields={"violations": says})
    return list(dict.fromkeys(known[each] for each in named))
