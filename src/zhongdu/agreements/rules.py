"""Who may settle on a day and why; which grounds of ending a history shows. Pure: no database, no clock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Bounds
from zhongdu.scope.practices import practice

DAY = timedelta(days=1)
IN_TERM, NOT_SIGNED, OVER = "in_term", "no_agreement", "expired"

CONFIRMED_EVERY = practice(
    "agreements.confirmed_every",
    "经办机构的制度、支付等义务多久核一次（办法没有写）",
    {"12": "每年一次", "6": "每半年一次", "3": "每季度一次"},
)

RECOVER_WITHIN = practice(
    "agreements.recover_within",
    "按协议追回的费用，作出处理以后几天以内退回（读到的办法没有写）",
    {"30": "30日", "15": "15日", "60": "60日"},
)
RECOVER_IN_PARTS = practice(
    "agreements.recover_in_parts",
    "按协议追回的费用能不能分期退回（读到的办法没有写）",
    {"on": "确有困难的，可以同意分期", "off": "不分期"},
)
LOOK_WITHIN = practice(
    "agreements.look_within",
    "机构告知已付款以后，基金会计几天以内核对到账（没有规定）",
    {"5": "5日", "3": "3日", "10": "10日"},
)
REPAY_WITHIN = practice(
    "agreements.repay_within",
    "协议处理变更、撤销以后，多退的几天以内退还（读到的办法没有写）",
    {"30": "30日", "15": "15日", "60": "60日"},
)

POINTS = practice(
    "agreements.points",
    "医师、药师记不记分（国家的支付资格管理，原文没有读到）",
    {"off": "不记分", "on": "记分，达到的提出暂停、终止或者说明为什么不"},
)
POINTS_ANSWERED = practice(
    "agreements.points_answered",
    "医师、药师记分达到暂停、终止的分数以后，几天以内提出处理或者说明为什么不",
    {"10": "10日", "5": "5日", "30": "30日"},
)


@dataclass(frozen=True)
class Span:
    """Days in a row, both ends included; without ``until`` it goes on."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def edges(self) -> Iterator[date]:
        """The days on which something may be different from the day before."""
        yield self.since
        if self.until is not None and self.until != date.max:
            yield self.until + DAY


@dataclass(frozen=True)
class Held:
    """A hold as the rule sees it; ``on`` is the agreement it is on, ``kind`` the kind whose agreements it is on; neither
    where it is on the whole code."""

    span: Span
    state: str
    clause: str
    docket: str
    on: int | None = None
    kind: str = ""

    def stops(self, term: "Term") -> bool:
        return term.id == self.on or term.kind == self.kind


@dataclass(frozen=True)
class Term:
    """The term of an agreement, and which it is."""

    id: int
    kind: str
    span: Span


@dataclass(frozen=True)
class Why:
    """One reason why not; its own days, which may be other than those of the answer."""

    state: str
    clause: str
    docket: str
    since: date | None
    until: date | None
    kind: str = ""


@dataclass(frozen=True)
class Answer:
    """Whether a code may settle on a day; since when and, as far as is known, until when that is so without a break."""

    may: bool
    since: date | None
    until: date | None
    kinds: tuple[str, ...]
    why: tuple[Why, ...]


@rests_on(
    "agreement.measure",
    "agreement.ending",
    "settlement.suspension",
    "practitioner.no_settlement",
    kind="rule",
)
def answer(terms: Sequence[Term] | None, holds: Sequence[Held], today: date) -> Answer:
    """Whether a code may settle. ``terms``: the agreements of an institution; none at all for a person, who has none."""
    may, kinds = _on(terms, holds, today)
    edges = sorted({edge for span in _spans(terms, holds) for edge in span.edges})
    since, until = None, None
    for edge in reversed([edge for edge in edges if edge <= today]):
        if _on(terms, holds, edge - DAY)[0] != may:
            since = edge
            break
    for edge in (edge for edge in edges if edge > today):
        if _on(terms, holds, edge)[0] != may:
            until = edge - DAY
            break
    return Answer(may, since, until, kinds, () if may else tuple(_why(terms, holds, today)))


def _spans(terms: Sequence[Term] | None, holds: Sequence[Held]) -> Iterator[Span]:
    for term in terms or ():
        yield term.span
    for hold in holds:
        yield hold.span


def _on(terms: Sequence[Term] | None, holds: Sequence[Held], day: date) -> tuple[bool, tuple[str, ...]]:
    """Whether on a day, and for agreements of which kinds."""
    held = [hold for hold in holds if hold.span.covers(day)]
    if any(hold.on is None and not hold.kind for hold in held):
        return False, ()
    if terms is None:
        return True, ()
    open_ = [term for term in terms if term.span.covers(day) and not any(each.stops(term) for each in held)]
    kinds = sorted({term.kind for term in open_})
    return bool(kinds), tuple(kinds)


def _why(terms: Sequence[Term] | None, holds: Sequence[Held], today: date) -> Iterator[Why]:
    kinds = {term.id: term.kind for term in terms or ()}
    told = False
    for hold in holds:
        if hold.span.covers(today):
            told = True
            kind = kinds.get(hold.on, "") if hold.on is not None else hold.kind
            yield Why(hold.state, hold.clause, hold.docket, hold.span.since, hold.span.until, kind)
    if terms is not None and not told:
        past = [term.span.until for term in terms if term.span.until and term.span.until < today]
        ahead = [term.span.since for term in terms if term.span.since > today]
        yield Why(
            OVER if past else NOT_SIGNED,
            "",
            "",
            max(past) + DAY if past else None,
            min(ahead) - DAY if ahead else None,
        )


# --- which grounds a history shows ---------------------------------------------------------------


@dataclass(frozen=True)
class Suspension:
    """A suspension laid by the agency, and the rectification asked for meanwhile."""

    number: int
    since: date
    docket: str
    rectify_by: date | None = None
    outcome: str = ""  # passed, failed, missed; "" while nobody has checked
    checked_on: date | None = None


@dataclass(frozen=True)
class Shown:
    """A ground the record shows: what it is known by, and the evidence as (day, sentence, docket)."""

    key: str
    evidence: tuple[tuple[date, str, str], ...]


def within(history: Iterable[Suspension], term: Span, today: date) -> list[Suspension]:
    """The suspensions of one term so far. Each belongs to the term it began in: a renewal is a new term and counts anew."""
    laid = (each for each in history if term.covers(each.since) and each.since <= today)
    return sorted(laid, key=lambda each: (each.since, each.number))


@rests_on("agreement.suspensions")
def often_enough(history: Iterable[Suspension], term: Span, least: Bounds, today: date) -> Shown | None:
    """So many suspensions within one term as the law asks for."""
    laid = within(history, term, today)
    if not least.holds(len(laid)) or not laid:
        return None
    told = tuple(
        (each.since, f"协议期内第{place}次被中止", each.docket) for place, each in enumerate(laid, 1)
    )
    return Shown(f"suspensions:{len(laid)}", told)


@rests_on("agreement.ending")
def not_put_right(history: Iterable[Suspension], today: date) -> list[Shown]:
    """Suspensions in which the rectification was missed, or was not good enough. Who was not checked by the last
    day has not shown it: that too is put before the officer, who finds what it is."""
    found = []
    for each in history:
        if each.rectify_by is None or each.outcome == "passed" or each.since > today:
            continue
        if each.outcome == "failed":
            says, on = "中止期间整改不到位", each.checked_on or each.rectify_by
        elif each.outcome == "missed":
            says, on = "中止期间未按时限整改", each.checked_on or each.rectify_by
        elif today > each.rectify_by:
            says, on = "整改期限已过，没有整改合格的记录", each.rectify_by + DAY
        else:
            continue
        laid = (each.since, f"中止协议，整改期限{_day(each.rectify_by)}", each.docket)
        found.append(Shown(f"rectification:{each.number}", (laid, (on, says, each.docket))))
    return found


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@rests_on("agreement.bar")
def is_barred(until: date, on: date) -> bool:
    """Whether an application on a day is still within a bar: its last day is, the next one is not."""
    return on <= until


@rests_on("practitioner.points.each", "practitioner.points.suspend", "practitioner.points.end")
def by_points(given: Iterable[tuple[date, int]], year: int, suspend: Bounds, end: Bounds) -> tuple[int, str]:
    """The points of a calendar year, and what the scheme says of so many: "suspend", "end" or ""."""
    total = sum(points for on, points in given if on.year == year)
    if end.holds(total):
        return total, "end"
    return total, "suspend" if suspend.holds(total) else ""
