"""Grounds that the record shows, put before an officer; and the end of every agreement of an institution."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Annotated, Any

from django.db.models import Q

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements import proving, rules, settling
from zhongdu.agreements.models import AGENCY, Agreement, Bar, Hold, Measure, Raised
from zhongdu.calendar import clock, reckon
from zhongdu.duties import opening
from zhongdu.duties.models import Duty
from zhongdu.institutions.queries import kin, people_of
from zhongdu.law.governing import Law, governing
from zhongdu.law.pack import Bound
from zhongdu.law.shelves import schedule
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State = Agreement.State
OPEN = Raised.Outcome.OPEN


# --- what the record shows -----------------------------------------------------------------------


def suspensions(agreement: Agreement) -> list[rules.Suspension]:
    """Those the agency laid, each with the rectification asked for meanwhile."""
    rows = Measure.objects.filter(agreement=agreement, does="suspension", withdrawn_on=None)
    return [_read(row) for row in rows.select_related("handling__docket").order_by("since", "id")]


def earlier(agreement: Agreement) -> list[Agreement]:
    """The terms of the institution's agreement of this kind that ran out before this one began, the latest first."""
    same = Agreement.objects.filter(
        institution__in=kin(agreement.institution).order_by(), sort=agreement.sort
    )
    past = same.filter(state=State.EXPIRED, since__lt=agreement.since)
    return list(past.order_by("-since", "-id"))


def carrying(agreement: Agreement) -> list[Agreement]:
    """Where what comes to light about a term is put before the officer: on it, or on what renewed it."""
    if agreement.state in Agreement.RUNNING:
        return [agreement]
    same = Agreement.objects.filter(
        institution__in=kin(agreement.institution).order_by(), sort=agreement.sort
    )
    now = same.filter(state__in=Agreement.RUNNING, since__gt=agreement.since)
    return list(now.select_related("docket", "bureau", "institution").order_by("pk"))


def _read(row: Measure) -> rules.Suspension:
    inner = row.inner.filter(does="rectification", withdrawn_on=None).order_by("-id").first()
    return rules.Suspension(
        row.pk,
        row.since or date.min,
        row.handling.number,
        inner.until if inner else None,
        inner.outcome if inner else "",
        inner.done_on if inner else None,
    )


def thresholds(law: Law) -> list[tuple[Bound, Bound, bool]]:
    """How many suspensions are enough for which ground: by the measure, and by higher law where that asks for fewer."""
    found = [(law.find("agreement.suspensions"), ground_raised_by(law, "suspensions"), False)]
    for statute in law.statutes:
        base = statute.base
        higher = base.find("agreement.suspensions") if base else None
        mine = statute.find("agreement.suspensions")
        if not (base and higher and mine) or mine.pack == higher.pack or mine.rule.min <= higher.rule.min:
            continue
        ground = next((b for b in base.family("agreement.ending") if b.rule.raised_by == "suspensions"), None)
        found.append((higher, ground, True))
        break
    return [(least, ground, above) for least, ground, above in found if least and ground]


def ground_raised_by(law: Law, event: str) -> Bound | None:
    return next((bound for bound in law.family("agreement.ending") if bound.rule.raised_by == event), None)


def shown(agreement: Agreement, law: Law, today: date) -> Iterator[tuple[Bound, rules.Shown, bool]]:
    """The grounds the record shows of an agreement that runs: (ground, evidence, whether by higher law only).

    To let a term run out is no way past a ground: what an earlier term shows and nobody answered is shown of the next.
    """
    if agreement.state not in Agreement.RUNNING or agreement.since is None:
        return
    yield from _of_suspensions(agreement, law, today)
    for before in earlier(agreement):
        for ground, found, above in chain(_of_suspensions(before, law, today), _unanswered(before, law)):
            if not _answered(before, found.key):
                yield ground, replace(found, key=f"{found.key}@{before.pk}"), above
    for ground, found in proving.shown(agreement, law, today):
        yield ground, found, False


def _of_suspensions(agreement: Agreement, law: Law, today: date) -> Iterator[tuple[Bound, rules.Shown, bool]]:
    """What the suspensions of one term show, however many terms there are beside it."""
    if agreement.since is None:
        return
    history = suspensions(agreement)
    for least, ground, above in thresholds(law):
        if found := rules.often_enough(
            history, rules.Span(agreement.since, agreement.until), least.rule, today
        ):
            yield ground, found, above
            break
    if own := ground_raised_by(law, "suspensions"):
        for found in rules.not_put_right(history, today):
            yield own, found, False


def _unanswered(before: Agreement, law: Law) -> Iterator[tuple[Bound, rules.Shown, bool]]:
    """What was put before the officer otherwise, and stood open when the term ran out."""
    rows = Raised.objects.filter(agreement=before, outcome=Raised.Outcome.LAPSED)
    for row in rows.exclude(key__regex=_BY_SUSPENSIONS).order_by("id"):
        if ground := find_ground(law, row.ground):
            told = tuple((date.fromisoformat(day), says, docket) for day, says, docket in row.evidence)
            yield ground, rules.Shown(row.key, told), row.higher


def _answered(before: Agreement, key: str) -> bool:
    """Whether an officer found on it already: in that term, or in one between."""
    mine, later = Q(agreement=before, key=key), Q(key=f"{key}@{before.pk}")
    return Raised.objects.filter(mine | later, outcome=Raised.Outcome.KEPT).exists()


_BY_SUSPENSIONS = "^(suspensions|rectification):"
_RECKONED = (
    "^(suspensions|rectification|decision):"  # the keys of what is shown as long as the record says so
)


def raise_shown(agreement: Agreement, deed: Doing) -> list[Raised]:
    """Put before the officer what the record now shows and did not before; take back what it shows no more."""
    now = {
        (ground.name, each.key): (ground, each, above)
        for ground, each, above in shown(agreement, deed.law, deed.on)
    }
    for row in Raised.objects.filter(agreement=agreement, outcome=OPEN, key__regex=_RECKONED):
        if (row.ground, row.key) not in now:
            row.outcome = Raised.Outcome.GONE
            row.save(update_fields=["outcome"])
    new = [
        raised
        for ground, each, above in now.values()
        if (raised := raise_ground(agreement, deed, ground, each, above=above))
    ]
    _tidy(agreement, deed)
    return new


def raise_ground(
    agreement: Agreement, deed: Doing, ground: Bound, each: rules.Shown, *, above: bool = False
) -> Raised | None:
    """Put one ground before the officer, once; it is owed an answer, without a number of days in the law."""
    evidence = [[day.isoformat(), says, docket] for day, says, docket in each.evidence]
    row, new = Raised.objects.get_or_create(
        agreement=agreement,
        ground=ground.name,
        key=each.key,
        defaults={"on": deed.on, "evidence": evidence, "higher": above},
    )
    if not new:
        return None
    deed.cite(ground)
    # Where the ground is higher law's only, the measure's own of the kind stands for it on the board.
    owed = ground if deed.law.find(ground.name) else ground_raised_by(deed.law, "suspensions")
    if owed and not Duty.objects.open().filter(docket=agreement.docket, concept=owed.name).exists():
        opening.open_duty(agreement.docket, deed.law, owed.name, on=deed.on, deed=deed.id, role=AGENCY)
    return row


def _tidy(agreement: Agreement, deed: Doing) -> None:
    """Duties to find on grounds of which none is open any more are void."""
    if Raised.objects.filter(agreement=agreement, outcome=OPEN).exists():
        return
    for bound in deed.law.family("agreement.ending"):
        opening.void(agreement.docket, bound.name, on=deed.on, deed=deed.id)


def nothing_new(agreement: Agreement, law: Law) -> str:
    """Why there is nothing to put before the officer, or to take back."""
    rows = Raised.objects.filter(agreement=agreement)
    now = {(ground.name, each.key) for ground, each, _ in shown(agreement, law, clock.today())}
    known = set(rows.values_list("ground", "key"))
    open_ = set(rows.filter(outcome=OPEN, key__regex=_RECKONED).values_list("ground", "key"))
    return "" if now - known or open_ - now else "没有新的情形。"


@act(
    on=Agreement,
    when=[*Agreement.RUNNING],
    by=Role.SYSTEM,
    under=["agreement.ending", "agreement.suspensions"],
    provided=nothing_new,
)
def propose_ending(agreement: Agreement, deed: Doing) -> None:
    """提出应当认定的情形

    What the record shows by days passing, or by what was decided elsewhere, is put before the officer; nothing ends by itself.
    """
    raise_shown(agreement, deed)


# --- what the officer finds ----------------------------------------------------------------------


def _open_ones(agreement: Any, law: Any) -> list[tuple[str, str]]:
    rows = agreement.raised.filter(outcome=OPEN).order_by("id")
    return [(str(row.pk), f"{ground_label(law, row.ground)}（{row.on:%Y-%m-%d}提出）") for row in rows]


def ground_label(law: Law, name: str) -> str:
    bound = find_ground(law, name)
    return bound.label if bound else name


def find_ground(law: Law, name: str) -> Bound | None:
    """A ground of the law that governs, or of higher law where the measure speaks alone."""
    if bound := law.find(name):
        return bound
    return next((found for s in law.statutes if s.base and (found := s.base.find(name))), None)


@act(
    on=Agreement,
    when=[*Agreement.RUNNING],
    by=AGENCY,
    under="agreement.ending",
    provided=lambda agreement, law: "" if _open_ones(agreement, law) else "没有待认定的情形。",
    tells="条文写的是“应当”解除。不解除的，写明为什么：情节为什么不严重，或者情形为什么不成立。",
)
def keep_agreement(
    agreement: Agreement,
    deed: Doing,
    *,
    raised: Annotated[str, Says("哪一情形", options=_open_ones)],
    reason: Annotated[str, Says("为什么不解除", words=True, secret="agreement_words", most=4000)],
) -> None:
    """决定不解除

    A ground was shown and the officer finds that the agreement does not end on it: by name, with the reason.
    """
    row = agreement.raised.get(pk=raised)
    row.outcome = Raised.Outcome.KEPT
    row.save(update_fields=["outcome"])
    if bound := find_ground(deed.law, row.ground):
        deed.cite(bound)
    if not agreement.raised.filter(outcome=OPEN).exists():
        for bound in deed.law.family("agreement.ending"):
            opening.meet(agreement.docket, bound.name, on=deed.on, deed=deed.id)


@act(
    on=Agreement,
    when=[*Agreement.LIVE],
    by=(AGENCY, Role.CASE_OFFICER, Role.INSPECTOR),
    under="agreement.ending",
    tells="登记以后，系统把“证照被吊销”这一情形提给经办机构认定；协议不会自己解除。",
)
def note_licence_revoked(
    agreement: Agreement,
    deed: Doing,
    *,
    licence: Annotated[
        str,
        Says("什么证照", hint="如营业执照、医疗机构执业许可证、民办非企业单位登记证书", plain=True, most=60),
    ],
    revoked_on: Annotated[date, Says("吊销之日")],
    source: Annotated[str, Says("依据", hint="哪个机关的哪份文书", plain=True, most=120)],
) -> None:
    """登记证照被吊销

    A licence of the institution was revoked: the ground is put before the agency with what proves it.
    """
    if revoked_on > deed.on:
        deed.refuse("in_the_future", "吊销之日不能晚于今天。", beside="revoked_on")
    ground = ground_raised_by(deed.law, "licence_revoked")
    if ground is None:
        deed.refuse("not_in_this_law", "适用的办法没有把证照被吊销列为解除的情形。")
    says = f"{licence}被吊销（{source}）"
    found = rules.Shown(f"licence:{revoked_on:%Y%m%d}", ((revoked_on, says, agreement.number),))
    raise_ground(agreement, deed, ground, found)


# --- the end -------------------------------------------------------------------------------------


def ground_then(agreement: Agreement, deed: Doing, name: str, day: date) -> Bound:
    """The ground as it stood on the day of the conduct: substance is judged by that day's text."""
    then = governing(agreement.bureau, day)
    bound = find_ground(then, name)
    if bound is None:
        deed.refuse(
            "no_such_ground_then",
            f"{day}适用的《{then.statute.title}》没有这一情形，不能据此解除。",
            beside="ground",
        )
    return bound


def end_everything(agreement: Agreement, deed: Doing, ground: Bound, docket: str) -> None:
    """One institution's agreements of every kind end in one deed; and from now its applications are barred."""
    end(agreement, deed, ground, docket)
    others = agreement.of_same_body.filter(state__in=[*Agreement.LIVE, *Agreement.PENDING])
    for other in others.exclude(pk=agreement.pk).select_related("docket", "bureau").order_by("pk"):
        if other.state in Agreement.PENDING:
            deed.then(drop_pending, other)
        else:
            deed.then(end_along, other, ground=ground.name, clause=str(ground.address), docket=docket)
    bar(agreement, deed)


def institutions_of(agreement: Agreement) -> list[Any]:
    """The institution of an agreement, and those of the same legal body that have agreements, under all their codes."""
    rows = agreement.of_same_body.select_related("institution").order_by("pk")
    return list({one.pk: one for row in rows for one in kin(row.institution)}.values())


def end(agreement: Agreement, deed: Doing, ground: Bound, docket: str) -> None:
    agreement.ended_on, agreement.ground = deed.on, ground.name
    settling.lay(agreement, deed, Hold.Kind.ENDED, since=deed.on, clause=str(ground.address), docket=docket)
    rows = agreement.raised.filter(outcome=OPEN)
    rows.update(outcome=Raised.Outcome.ENDED)
    for bound in deed.law.family("agreement.ending"):
        opening.meet(agreement.docket, bound.name, on=deed.on, deed=deed.id)


@told("institution.decided", to=people_of())
@act(
    on=Agreement,
    moves=dict.fromkeys(Agreement.LIVE, State.ENDED),
    by=Role.SYSTEM,
    under="agreement.ending",
    closes=True,
)
def end_along(
    agreement: Agreement,
    deed: Doing,
    *,
    ground: Annotated[str, Says("情形", plain=True)],
    clause: Annotated[str, Says("条款", plain=True)],
    docket: Annotated[str, Says("协议处理编号", plain=True)],
) -> None:
    """随同解除

    One of the institution's agreements was ended on a grave ground: every kind of agreement ends with it.
    """
    bound = find_ground(deed.law, ground)
    agreement.ended_on, agreement.ground = deed.on, ground
    settling.lay(agreement, deed, Hold.Kind.ENDED, since=deed.on, clause=clause, docket=docket)
    agreement.raised.filter(outcome=OPEN).update(outcome=Raised.Outcome.ENDED)
    if bound:
        deed.cite(bound)


@told("institution.changed", to=people_of())
@act(
    on=Agreement,
    moves=dict.fromkeys(Agreement.PENDING, State.TURNED_DOWN),
    by=Role.SYSTEM,
    under="agreement.bar",
)
def drop_pending(agreement: Agreement, deed: Doing) -> None:
    """因协议被解除，不再办理申请

    An application of the same institution that was under way goes no further.
    """


def bar(agreement: Agreement, deed: Doing) -> None:
    """Applications are barred for as long as the law says, to the day; where it says nothing, they are not."""
    bound = deed.law.find("agreement.bar")
    if bound is None or bound.rule.span is None:
        return
    until = reckon(bound.rule.span, deed.on, schedule()).last
    Bar.objects.create(
        institution=agreement.institution, credit_code=agreement.credit_code or agreement.institution.credit_code,
        agreement=agreement, ended_on=deed.on, until=until, clause=str(bound.address),
    )  # fmt: skip
    deed.cite(bound)
    deed.note(barred_until=until.isoformat())
