"""Whose a voice is: taken in hand, passed to another bureau, or turned into a lead. Opinions and letters alike."""

from collections.abc import Callable
from datetime import date
from typing import Any

from zhongdu import files, vault
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Act
from zhongdu.bureaus.queries import office_of
from zhongdu.duties.models import Duty
from zhongdu.duties.opening import open_duty, void
from zhongdu.kit import evidence
from zhongdu.law.governing import governing
from zhongdu.leads import acts as leads
from zhongdu.messages.telling import HOLDER, person, told
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role
from zhongdu.voices.filing import cite_watching, named
from zhongdu.voices.models import Voice

HANDLERS = (
    Role.CASE_OFFICER,
    Role.LIAISON,
    Role.DISCIPLINE_OFFICER,
)  # the last sees only what is against a bureau
EXPLANATION = (
    "lead.explanation"  # what cannot be done yet is explained: of problems, opinions and letters alike
)


def by_code(voice: Voice) -> int | None:
    """Whoever follows by a code is reached by the number they left, if they left one."""
    return HOLDER if voice.receipt else None


def news(name: str) -> Callable[[Act], Act]:
    """Declare that an act is news to the one who spoke, and to a supervisor who handed it on."""

    def declare(act: Act) -> Act:
        return told("lead.public", to=by_code)(told(name, to=person)(act))

    return declare


def move(voice: Any, bureau: Bureau, concept: str, deed: Doing) -> None:
    """The voice lies with another bureau from now on, which owes the answer; what the first owed is over."""
    void(voice.docket, concept, on=deed.on, deed=deed.id)
    void(voice.docket, EXPLANATION, on=deed.on, deed=deed.id)
    voice.bureau, voice.handler = bureau, None
    voice.docket.bureau = bureau
    voice.docket.save(update_fields=["bureau"])
    law = governing(bureau, deed.on)
    open_duty(voice.docket, law, concept, on=deed.on, deed=deed.id, owed_to=voice.user, bureau=bureau)


def explained(voice: Any, deed: Doing, expected_on: date | None = None) -> None:
    """A day that may be hoped for lies ahead. The duty to explain, where the sweep has not opened it already: the board shows it met by this deed."""
    if expected_on and expected_on < deed.on:
        deed.refuse("in_the_past", "预计答复的日期不能早于今天。", beside="expected_on")
    if not Duty.objects.open().filter(docket=voice.docket_id, concept=EXPLANATION).exists():
        open_duty(voice.docket, deed.law, EXPLANATION, on=deed.on, deed=deed.id, owed_to=voice.user)


def into_lead(
    voice: Any,
    deed: Doing,
    *,
    words: str,
    institution: str,
    against: str,
    concept: str,
    supervisor: int | None,
) -> None:
    """What was said is a lead: the same speaker and code, the files with it, its clock from the day it was said. One
    against a bureau goes past that bureau, and what it came from with it."""
    who = vault.read(voice.number, "reporter_name", "reporter_phone")
    given = {
        "told_on": voice.filed_on,
        "words": words,
        "institution": institution,
        "against": against or (voice.against.code if voice.against else ""),
        "supervisor": supervisor,
        "entered_by": voice.entered_by_id,
        "receipt": voice.receipt,
        "name": who.get("reporter_name", ""),
        "phone": who.get("reporter_phone", ""),
        "evidence": _copies(voice),
    }
    home = office_of(voice.against or voice.bureau)
    voice.lead = deed.then(leads.take_over, home, **{name: value for name, value in given.items() if value})
    deed.note(lead=voice.lead.number)
    if against and not voice.against:
        voice.against = named(against)
        cite_watching(deed)
        move(voice, voice.against.parent or voice.against, concept, deed)


def _copies(voice: Any) -> list[Any]:
    kept = list(files.attached(voice.number, evidence.KIND))
    names, copies = files.names(kept), []
    for each in kept:
        copy = files.original(each)
        copy.name = names[each.public_id]
        copies.append(copy)
    return copies
