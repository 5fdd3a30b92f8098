"""The compliance board: who owes what to whom, by which clause, since when, until when, met by what.

Rows are duties; nobody can delete one. What an actor may not know of is not on their board: a matter withheld
from them takes its duties with it.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any, Literal

from django.apps import apps
from django.db.models import Case, Count, F, IntegerField, Min, Q, QuerySet, Value, When
from django.urls import NoReverseMatch

from zhongdu import vault
from zhongdu.acts.registry import ACTS
from zhongdu.acts.withholding import kinds, not_withheld
from zhongdu.calendar import clock
from zhongdu.duties.models import OPEN, Duty, Source
from zhongdu.kit.matters import page_of
from zhongdu.record.models import Event
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

Face = Literal["desk", "phone"]
URGENT = (F("due").asc(nulls_last=True), F("id").asc())
Heading = Literal["overdue", "owed_now", "today", "month", "later", "no_number", "met", "missed", "void"]

# What is kept standing has no last day, and none may be invented: while it is not so, it is owed now. 没有期限 are the
# others the law has no number for, which were brought about by something and are still to be done promptly.
WHENS: dict[str, str] = {
    "overdue": "逾期",
    "owed_now": "现在就欠着",
    "today": "今天到期",
    "month": "本月到期",
    "later": "以后到期",
    "no_number": "没有期限",
    "met": "已履行",
    "missed": "未履行（已说明）",
    "void": "已终结",
}
LATE = Q(met_on__gt=F("due"))
OWED_NOW = Q(standing=True, due=None)  # of those still open


@dataclass(frozen=True)
class Row:
    """A duty as the board prints it. ``url`` is "" where the reader has no page of its matter, and in files."""

    duty: Duty
    url: str
    matter: str  # the kind of matter
    holder: str
    owed_to: str
    met_by: str
    waited: int  # days since it began, while nobody has met it
    when: Heading
    late: bool
    like: int = 1  # how many of the same were opened in the same deed, this one among them

    @property
    def heading(self) -> str:
        return WHENS[self.when]

    @property
    def is_own_target(self) -> bool:
        return self.duty.source == Source.TARGET


@dataclass(frozen=True)
class Mine:
    """What a person owes, and what they are owed."""

    owe: list[Row]
    owed: list[Row]


AHEAD = timedelta(days=90)  # when a term's end comes into view: time enough to renew it or let it end


# --- which rows --------------------------------------------------------------------------------------
def visible(actor: Actor) -> QuerySet[Duty]:
    """The duties an actor may know of: their territory's, their own and those owed to them; minus, always
    last, those of matters withheld from them."""
    rows = Duty.objects.visible_to(actor).select_related("docket", "bureau", "person")
    return not_withheld(rows, actor, kind="kind")


def within(rows: QuerySet[Duty], when: str, today: date) -> QuerySet[Duty]:
    """The rows of one heading of :data:`WHENS`; of any other word, those still open."""
    return rows.filter(conditions(today).get(when, OPEN))


def worst_first(rows: QuerySet[Duty], today: date) -> QuerySet[Duty]:
    """Rows with their ``rank`` among the open ones: what is overdue, what is owed now, and whatever has still time."""
    still = conditions(today)
    ranks = [When(still[name], then=Value(at)) for at, name in enumerate(("overdue", "owed_now"))]
    return rows.annotate(rank=Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()))


def counts(rows: QuerySet[Duty], today: date) -> dict[str, int]:
    """How many rows stand under each heading; ``late`` are among those met."""
    found = rows.order_by().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in conditions(today).items()}
    )
    order = list(WHENS)
    order.insert(order.index("met") + 1, "late")
    return {name: found[name] for name in order}


def awaiting(actor: Actor, concept: str, today: date) -> list[Row]:
    """The open duties of one concept that are an officer's to meet, the most urgent first."""
    rows = within(visible(actor), "open", today).filter(_handled_by(actor), concept=concept)
    return list(read(rows.order_by(*URGENT), actor, today, "desk"))


def to_do(actor: Actor, today: date) -> QuerySet[Duty]:
    """The open duties that are an officer's to meet. Saying who may know of them is long: a page says it once for all."""
    return within(visible(actor), "open", today).filter(_handled_by(actor))


def due_for(
    actor: Actor, today: date, limit: int = 10, *, but: str = "", among: QuerySet[Duty] | None = None
) -> list[Row]:
    """What is due for an officer, most urgent first: what their bureaus owe in matters their posts read.

    A term that still has long to run is nobody's work yet; what is owed now stands in a list of its own. What one deed
    opened for many (a list on public notice) is one thing to watch, and one row. ``but`` is a concept that stands elsewhere on the page; ``among``, what is to do,
    where it is known already.
    """
    rows = (to_do(actor, today) if among is None else among).exclude(concept=but)
    rows = rows.exclude(source=Source.TERM, due__gt=today + AHEAD).exclude(OWED_NOW)
    together = (
        rows.order_by().values("opened_by", "concept", "due").annotate(first=Min("pk"), like=Count("pk"))
    )
    like = {
        found["first"]: found["like"]
        for found in together.order_by(F("due").asc(nulls_last=True), "first")[:limit]
    }
    shown = read(rows.filter(pk__in=like).order_by(*URGENT), actor, today, "desk")
    return [replace(row, like=like[row.duty.pk]) for row in shown]


def owed_now(actor: Actor, today: date, *, among: QuerySet[Duty] | None = None) -> list[Row]:
    """What an officer's bureaus should be keeping and are not, the longest so first."""
    at = {post.bureau_id for post in actor.posts}  # nobody owes such a duty by name: its bureau leads to it
    rows = (to_do(actor, today) if among is None else among).filter(OWED_NOW, bureau_id__in=at)
    return list(read(rows.order_by("since", "id"), actor, today, "desk"))


def pressing(actor: Actor, until: date) -> int:
    """How many duties an officer's bureaus owe, in matters their posts read, by a day; those overdue among them."""
    return within(visible(actor), "open", until).filter(_handled_by(actor), due__lte=until).count()


def for_person(actor: Actor) -> Mine:
    """What a supervisor owes and is owed, still open, most urgent first."""
    if not actor.user_id:
        return Mine([], [])
    today = clock.today()
    rows = within(visible(actor), "open", today).order_by(*URGENT)
    owe, owed = rows.filter(person_id=actor.user_id), rows.filter(owed_to_id=actor.user_id)
    return Mine(list(read(owe, actor, today, "phone")), list(read(owed, actor, today, "phone")))


def conditions(today: date) -> dict[str, Q]:
    """What each heading holds, and of those met the ones met late."""
    still = OPEN
    last = today.replace(day=monthrange(today.year, today.month)[1])
    return {
        "overdue": still & Q(due__lt=today),
        "owed_now": still & OWED_NOW,
        "today": still & Q(due=today),
        "month": still & Q(due__gt=today, due__lte=last),
        "later": still & Q(due__gt=last),
        "no_number": still & Q(due=None, standing=False),
        "met": Q(met_on__isnull=False),
        "missed": Q(missed_on__isnull=False),
        "void": Q(void_on__isnull=False, met_on=None),
        "late": LATE,
    }


def _handled_by(actor: Actor) -> Q:
    """Owed by a bureau where the actor holds a post that reads this kind of matter (or the very role named).

    What the bureau should keep standing is not the agency's to do; what its agency should, its head is answerable for too.
    """
    handled = Q(person_id=actor.user_id)
    others = {post.bureau_id for post in actor.posts if post.role != Role.AGENCY_OFFICER}
    for kind in kinds():
        at = {post.bureau_id for post in actor.standing(kind.readers)}
        if at:
            ours = Q(standing=False) | Q(bureau_id__in=others)
            handled |= ours & Q(kind=kind.kind(), bureau_id__in=at, person=None, role="")
    heads = {post.bureau_id for post in actor.standing([Role.DECIDER])}
    handled |= Q(standing=True, bureau_id__in=heads)
    for post in actor.posts:
        handled |= Q(bureau_id=post.bureau_id, role=post.role, person=None)
    return handled


# --- reading them ------------------------------------------------------------------------------------
def read(rows: Iterable[Duty], actor: Actor, today: date, face: Face | None) -> Iterator[Row]:
    """Rows for a page, in a few queries however many they are; with no face, for a file, where nothing is opened."""
    duties = list(rows)
    pages = _pages(duties, actor, face) if face else {}
    deeds = _deeds(duties)
    institutions = _institutions(duties)
    for duty in duties:
        yield Row(
            duty=duty,
            url=pages.get(duty.docket_id, ""),
            matter=_label(duty.kind),
            holder=institutions.get(duty.docket_id) or _holder(duty, actor),
            owed_to=_owed_to(duty, actor),
            met_by=deeds.get((duty.docket_id, duty.ended_by), ""),
            waited=(today - duty.since).days if duty.is_open() else 0,
            when=_when(duty, today),
            late=duty.was_late(today),
        )


def in_parts(rows: QuerySet[Duty], actor: Actor, today: date, size: int = 500) -> Iterator[Row]:
    """Rows for a file, however many: read part by part, the most urgent first."""
    found = worst_first(rows, today).order_by(F("rank").asc(), *URGENT).iterator(chunk_size=size)
    while part := list(islice(found, size)):
        yield from read(part, actor, today, None)


def _when(duty: Duty, today: date) -> Heading:
    if duty.met_on:
        return "met"
    if duty.void_on:
        return "void"
    if duty.missed_on:
        return "missed"
    if duty.due is None:
        return "owed_now" if duty.standing else "no_number"
    if duty.due < today:
        return "overdue"
    if duty.due == today:
        return "today"
    return "month" if (duty.due.year, duty.due.month) == (today.year, today.month) else "later"


def _pages(duties: Iterable[Duty], actor: Actor, face: Face) -> dict[int, str]:
    """The page of each docket's matter on a face, where there is one and the actor may open it."""
    by_kind: dict[str, set[int]] = {}
    for duty in duties:
        by_kind.setdefault(duty.kind, set()).add(duty.docket_id)
    found: dict[int, str] = {}
    for kind, dockets in by_kind.items():
        model = apps.get_model(kind)
        matters = model._default_manager.filter(docket_id__in=dockets).visible_to(actor)
        try:
            found |= {matter.docket_id: page_of(matter, face) for matter in matters.select_related("docket")}
        except NoReverseMatch:  # this kind has no page on this face
            continue
    return found


def _institutions(duties: Iterable[Duty]) -> dict[int, str]:
    """The institution that owes it, where an institution does: the one its matter is about."""
    by_kind: dict[str, set[int]] = {}
    for duty in duties:
        if duty.role == Role.INSTITUTION:
            by_kind.setdefault(duty.kind, set()).add(duty.docket_id)
    found: dict[int, str] = {}
    for kind, dockets in by_kind.items():
        rows = apps.get_model(kind)._default_manager.filter(docket_id__in=dockets)
        found |= dict(rows.values_list("docket_id", "institution__name"))
    return found


def _deeds(duties: Iterable[Duty]) -> dict[tuple[int, str], str]:
    """What the act was called that met or ended each duty. One deed can be on very many dockets: only these are asked."""
    ended = [duty for duty in duties if not duty.is_open()]
    events = Event.objects.filter(
        docket_id__in={duty.docket_id for duty in ended},
        deed__in={duty.ended_by for duty in ended},
    )
    told = events.values_list("docket_id", "deed", "act").order_by("seq")
    return {(docket, deed): ACTS[act].label for docket, deed, act in told if act in ACTS}


def _label(kind: str) -> str:
    return str(getattr(apps.get_model(kind), "label", ""))


def _holder(duty: Duty, actor: Actor) -> str:
    """Who owes it: a person's name is starred to everybody but that person."""
    if duty.person_id:
        return "您" if duty.person_id == actor.user_id else _starred(duty.person)
    return f"{duty.bureau.name}{Role(duty.role).label}" if duty.role else duty.bureau.name


def _owed_to(duty: Duty, actor: Actor) -> str:
    """Who is owed: never by name, since who brought a lead is sealed."""
    if not duty.owed_to_id:
        return ""
    return "您" if duty.owed_to_id == actor.user_id else "社会监督员"


def _starred(user: Any) -> str:
    return vault.masked("name", user.get_full_name()) or "社会监督员"
