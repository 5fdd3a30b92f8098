"""A measure comes into force at a bureau, and what it leaves ambiguous is read one way, by name, once."""

from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any

from django.db import transaction
from django.db.models import Q

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office, unread
from zhongdu.calendar import reckon
from zhongdu.law.library import Statute
from zhongdu.law.models import Commencement, Reading
from zhongdu.law.reliance import rests_on
from zhongdu.law.shelves import schedule, shelf
from zhongdu.measures.bringing import bring_draft
from zhongdu.measures.consulting import call_off, close_consultation, consult, reply, withdraw_draft
from zhongdu.measures.doubting import settle_anew, settle_doubt
from zhongdu.measures.drafting import (
    begin_draft,
    change_title,
    drop_clause,
    drop_rule,
    take_up_draft,
    write_clause,
    write_rule,
)
from zhongdu.measures.issuing import issue, pass_review, record_filing, send_back
from zhongdu.measures.models import Draft
from zhongdu.measures.shelving import edition_of, put_on_the_shelf, sound_draft
from zhongdu.measures.texts import import_text
from zhongdu.measures.trying import drop_case, write_case
from zhongdu.scope.roles import Role

__all__ = [
    "begin_draft",
    "bring_draft",
    "call_off",
    "change_title",
    "choose_reading",
    "close_consultation",
    "commence",
    "consult",
    "drop_case",
    "drop_clause",
    "drop_rule",
    "import_text",
    "issue",
    "pass_review",
    "record_filing",
    "reply",
    "send_back", "settle_anew", "settle_doubt",
    "take_up_draft",
    "try_out",
    "withdraw_draft",
    "write_case",
    "write_clause",
    "write_rule",
]  # fmt: skip


def _measures(office: Office, law: Any) -> list[tuple[str, str]]:
    """What stands on the shelf, and the office's own drafts that are not given up."""
    shelved = {s.code: s.title for s in shelf().statutes if s.pack.head.about != "base"}
    drafts = Draft.objects.filter(bureau=office.bureau).exclude(state=Draft.State.WITHDRAWN).order_by("id")
    return [*({draft.code: f"{draft.title}（本局起草）" for draft in drafts} | shelved).items()]


def _statute(office: Office, deed: Doing, code: str) -> Statute:
    """The measure of a code: the office's own draft as it stands now, else what is on the shelf."""
    draft = Draft.objects.filter(bureau=office.bureau, code=code).first()
    return sound_draft(draft, deed) if draft else shelf().statute(code)


def _ambiguous(office: Office, law: Any) -> list[tuple[str, str]]:
    return [
        (f"{bound.name}={reading}", f"{bound.label}（{bound.address.citation}）：{says}")
        for bound in unread(law)
        for reading, says in bound.rule.readings.items()
    ]


@act(
    on=Office,
    by=Role.DECIDER,
    grave=True,
    tells="从施行之日起，本局和下级局按这部办法办理；同一事项原来的办法到前一天为止，已经给出的不变。",
)
def commence(
    office: Office,
    deed: Doing,
    *,
    code: Annotated[str, Says("办法", options=_measures)],
    since: Annotated[date, Says("施行之日")],
) -> None:
    """施行办法

    From a day on a measure governs this bureau and those below it. The one before it on the same subject
    ends the day before; what was granted under it stays as it was granted.
    """
    statute = _statute(office, deed, code)
    head = statute.pack.head
    if statute.is_draft:
        deed.refuse("a_draft", "这是草案，不能正式施行，只能“示范施行”。", beside="code")
    if _blank(statute):
        deed.refuse("left_blank", "办法的有效期还空着，填好之前不能施行。", beside="code")
    if head.signed and since < head.signed:
        deed.refuse("before_it_was_signed", f"施行之日不能早于成文之日（{head.signed}）。", beside="since")
    _into_force(office, deed, statute, since, demonstration=False)


@act(
    on=Office,
    by=Role.DECIDER,
    grave=True,
    tells="试用期间，本局和下级局的每一页、每一份文书都会注明“示范施行，不具法律效力”。",
)
def try_out(
    office: Office,
    deed: Doing,
    *,
    code: Annotated[str, Says("办法", options=_measures)],
    since: Annotated[date, Says("试用起始之日")],
) -> None:
    """示范施行（仅供试用）

    A draft may be tried out: every page and paper then says that it has no legal effect.
    """
    _into_force(office, deed, _statute(office, deed, code), since, demonstration=True)


def _all_read(office: Office, law: Any) -> str:
    return "" if unread(law) else "施行的办法没有待选定理解的条文。"


@act(on=Office, by=Role.DECIDER, provided=_all_read)
def choose_reading(
    office: Office,
    deed: Doing,
    *,
    reading: Annotated[str, Says("条文与理解", options=_ambiguous)],
    reason: Annotated[str, Says("理由", words=True)],
) -> None:
    """选定条文理解

    Where the text is ambiguous the bureau chooses one reading, by name, once.
    """
    concept, _, chosen = reading.partition("=")
    bound = deed.law.rule(concept)
    Reading.objects.create(
        bureau=office.bureau, code=bound.pack, concept=concept, reading=chosen, reason=reason,
        chosen_by=deed.by.name, chosen_on=deed.on,
    )  # fmt: skip
    deed.cite(bound)


@rests_on("measure.validity", "measure.prevails", "measure.repeals")
def _into_force(office: Office, deed: Doing, statute: Statute, since: date, *, demonstration: bool) -> None:
    """The new text takes the place of the one before on its subject, for as long as it says it is valid."""
    edition, about = edition_of(statute), statute.pack.head.about
    still = Q(until=None) | Q(until__gte=since)
    for earlier in Commencement.objects.filter(still, bureau=office.bureau, about=about):
        earlier.until = max(earlier.since, since - timedelta(days=1))
        earlier.save(update_fields=["until"])
    validity = statute.find("measure.validity")
    span = validity.rule.span if validity else None
    until = reckon(span, since, schedule()).last if span else None
    Commencement.objects.create(
        edition=edition,
        bureau=office.bureau,
        about=about,
        since=since,
        until=until,
        demonstration=demonstration,
    )
    named = ("measure.validity", "measure.prevails", "measure.repeals")
    deed.cite(*(statute.pack.rules[word] for word in named if word in statute.pack.rules))
    deed.note(version=edition.version, title=edition.title, demonstration=demonstration)
    if Draft.objects.filter(code=statute.code).exists():
        transaction.on_commit(partial(put_on_the_shelf, edition))


def _blank(statute: Statute) -> bool:
    validity = statute.find("measure.validity")
    return bool(validity and validity.rule.blank)
