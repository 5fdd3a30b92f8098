"""What other rooms and pages ask of rounds, and what a round asks of the others."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from zhongdu import vault
from zhongdu.calendar.clock import CHINA
from zhongdu.discipline.queries import pledged, recused_from
from zhongdu.fieldwork.queries import NOT_MADE, Visit, last_found, least_busy
from zhongdu.institutions.queries import Institution, division_of, within
from zhongdu.law.governing import governing
from zhongdu.leads.queries import counts_at
from zhongdu.record.models import Event
from zhongdu.roster.queries import Appointment, serving_near
from zhongdu.rounds import pairing, rules
from zhongdu.rounds.models import Going, Round, Stop
from zhongdu.rounds.rules import commit, differences, file_of
from zhongdu.scope.actor import Actor
from zhongdu.selection.queries import profiles

__all__ = ["Round", "commit", "differences", "eligible", "file_of", "for_desk", "round_of", "with_a_gap"]

_YEAR = timedelta(days=365)


def for_desk(actor: Actor) -> "QuerySet[Round]":
    """The rounds an officer may see, each with how many visits it has asked for and how many of them are made."""
    visits = "stops__going__visit"
    return (
        Round.objects.visible_to(actor)
        .select_related("docket", "bureau")
        .annotate(
            asked=Count(visits, distinct=True),
            made=Count(visits, filter=Q(stops__going__visit__state=Visit.State.DONE), distinct=True),
        )
    )


def with_a_gap(actor: Actor) -> "QuerySet[Round]":
    """Rounds under way in which somebody declined or was called back and nobody else was asked yet."""
    gaps = Going.objects.filter(stop__round=OuterRef("pk"), visit__state__in=NOT_MADE)
    return Round.objects.visible_to(actor).filter(Exists(gaps), state=Round.State.UNDER_WAY)


def round_of(visit: Visit, actor: Actor) -> Round | None:
    """The round a visit belongs to, for whoever may see it."""
    going = Going.objects.filter(visit=visit).values("stop__round")
    return Round.objects.visible_to(actor).select_related("docket").filter(pk__in=going).first()


def stops_of(matter: Round) -> list[Stop]:
    """The institutions of a round in order, each with who goes there and their visits."""
    going = Going.objects.select_related("appointment__docket", "visit__docket")
    rows = matter.stops.select_related("institution__bureau").prefetch_related(Prefetch("going", going))
    return list(rows)


# --- drawing -----------------------------------------------------------------------------------------------


def eligible(matter: Any, today: date) -> "QuerySet[Institution]":
    """The institutions a round may look at: of its kinds, in its bureau's territory, designated today."""
    rows = within(matter.bureau).filter(kind__in=matter.kinds)
    return rows.filter(Q(since=None) | Q(since__lte=today), Q(until=None) | Q(until__gte=today)).order_by(
        "code"
    )


def risk_of(
    matter: Round, actor: Actor, today: date, weights: rules.Weights
) -> tuple[dict[str, int], dict[str, str]]:
    """``{code: points}`` of every eligible institution, and ``{code: why}`` of those that have any."""
    rows = eligible(matter, today)
    leads, visits = counts_at(rows, actor, today - _YEAR), last_found(rows, actor)
    long_ago = datetime.combine(today - _YEAR, time(), CHINA)
    risk, why = dict[str, int](), dict[str, str]()
    for pk, code in rows.values_list("pk", "code"):
        proved, filed = leads.get(pk, (0, 0))
        last = visits.get(pk)
        signs = rules.Signs(
            proved, filed, trouble=bool(last and last[1]), never=last is None, long_ago=bool(last and last[0] < long_ago)
        )  # fmt: skip
        risk[code] = rules.points(signs, weights)
        if risk[code]:
            why[code] = rules.spoken(signs)
    return risk, why


def seed_kept(matter: Round) -> str:
    """The sealed seed, for the drawing alone."""
    return str(vault.read(matter.number, "round_seed").get("round_seed", ""))


# --- pairing -----------------------------------------------------------------------------------------------


def ready(matter: Round, actor: Actor, today: date) -> list[Appointment]:
    """Those who may be sent: serving, promised and declared; who has least at hand first."""
    rows = [
        row
        for row in least_busy(serving_near(actor, matter.bureau, today), actor, today)[:1000]
        if row.until >= matter.due
    ]
    may = pledged(rows)
    return [row for row in rows if row.pk in may]


def plan(
    matter: Round, people: Collection[Any], actor: Actor, today: date, progress: Any = None
) -> dict[str, list[str]]:
    """Who goes where: ``{institution's code: numbers of appointments}``. Raises :class:`pairing.Impossible`."""
    stops = stops_of(matter)
    bodies = [stop.institution for stop in stops]
    last = last_found(Institution.objects.filter(pk__in=[body.pk for body in bodies]), actor)
    of_user = {row.user_id: row.number for row in people}
    places = [
        pairing.Place(body.code, body.name, division_of(body), of_user.get(last[body.pk][2], "") if body.pk in last else "")
        for body in bodies
    ]  # fmt: skip
    told = profiles(people, matter.bureau, governing(matter.bureau, today), today)
    known = [
        pairing.Person(row.number, told[row.number].address, getattr(row, "at_hand", 0) or 0)
        for row in people
    ]
    seed = matter.drawings.order_by("-number").values_list("file__seed", flat=True)[0]
    further = {"progress": progress} if progress else {}
    return pairing.paired(places, known, matter.each, barred(people, bodies, matter, today), seed, **further)


def barred(
    people: Collection[Any], bodies: Collection[Institution], matter: Round, today: date
) -> set[tuple[str, str]]:
    """Who may not go where: whoever must stand back, or of whom it is not judged yet; by number and code."""
    numbers, codes = {row.pk: row.number for row in people}, {body.pk: body.code for body in bodies}
    law = governing(matter.bureau, today)
    return {(numbers[person], codes[body]) for person, body in recused_from(people, bodies, law)}


# --- sending -----------------------------------------------------------------------------------------------


def unsent(matter: Round) -> "QuerySet[Going]":
    """Those who are to go and were not sent yet, in the order of the round."""
    rows = Going.objects.filter(stop__round=matter, visit=None).select_related(
        "stop__institution__bureau", "appointment__docket", "appointment__bureau"
    )
    return rows.order_by("stop__place", "id")


def words_of(matter: Round) -> str:
    """What was written to everybody who goes, when the round was begun."""
    event = Event.objects.filter(docket=matter.docket_id, act="rounds.begin_round").first()
    kept = (event.data.get("vault") or {}).get("words") if event else None
    return str(vault.recall([kept[0]]).get(kept[0], "")) if kept else ""
