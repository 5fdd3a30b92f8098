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
from zhongdu.law.heads import Head
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
from zhongdu.measures.issuing import correct_filing, issue, pass_review, record_filing, send_back
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
    "correct_filing",
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


def _to_commence(office: Office, law: Any) -> list[tuple[str, str]]:
    """As above, each with the day on which it took effect by its own words."""
    heads = {each.code: each.pack.head for each in shelf().statutes}
    return [(code, f"{title}{_its_day(heads.get(code))}") for code, title in _measures(office, law)]


def _its_day(head: Head | None) -> str:
    day = head.takes_effect if head else None
    return f"（{day.year}年{day.month}月{day.day}日起施行）" if day else ""


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
    code: Annotated[str, Says("办法", options=_to_commence)],
    since: Annotated[
        date | None, Says("施行之日", hint="不填，就是办法自己写明的那一天；填更晚的，要写理由")
    ] = None,
    reason: Annotated[
        str,
        Says(
            "理由",
            hint="施行之日与办法写明的不同，或者办法不是本局或上级局印发的，才填",
            words=True,
            plain=True,
            most=2000,
        ),
    ] = "",
) -> None:
    """施行办法

    From a day on a measure governs this bureau and those below it. The one before it on the same subject
    ends the day before; what was granted under it stays as it was granted.
    """
    statute = _statute(office, deed, code)
    if statute.is_draft:
        deed.refuse("a_draft", "这是草案，不能正式施行，只能“示范施行”。", beside="code")
    if _blank(statute):
        deed.refuse("left_blank", "办法的有效期还空着，填好之前不能施行。", beside="code")
    _is_ours(office, deed, statute.pack.head, reason)
    _into_force(office, deed, statute, _since(deed, statute.pack.head, since, reason), demonstration=False)


def _is_ours(office: Office, deed: Doing, head: Head, reason: str) -> None:
    """A measure governs those below its issuer; any other bureau has to say why it goes by it."""
    if head.issuer and head.issuer not in office.bureau.line and not reason:
        says = f"这部办法由{head.issuer_name or head.issuer}印发，不是本局或者上级局，要施行请写明理由。"
        deed.refuse("of_another_line", says, beside="reason")


def _since(deed: Doing, head: Head, given: date | None, reason: str) -> date:
    """The day the measure itself names; a later one only with a reason, an earlier one never."""
    day = given or head.takes_effect
    if day is None:
        deed.refuse("which_day", "办法没有写明是哪一天，请填施行之日。", beside="since")
    earliest = head.since
    if earliest and day < earliest:
        says = f"施行之日不能早于办法自己写明的日子（{earliest.year}年{earliest.month}月{earliest.day}日）。"
        deed.refuse("before_it_takes_effect", says, beside="since")
    if head.takes_effect and day > head.takes_effect and not reason:
        deed.refuse("why_later", "施行之日晚于办法写明的日子，请写明理由。", beside="reason")
    return day


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
    begins = (not demonstration and statute.pack.head.takes_effect) or since
    until = reckon(span, begins, schedule()).last if span else None
    if until and until < since:
        deed.refuse("over_already", f"办法的有效期到{until}为止，已经届满。", beside="since")
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
