"""Whom a bureau may ask to go somewhere, as the database has them.

Whoever must stand back, has the time taken, or has not promised yet is not among them, and nothing tells which of the
three it was.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhongdu.discipline.queries import pledged, recused_from
from zhongdu.fieldwork import slots
from zhongdu.fieldwork.fitting import Candidate
from zhongdu.fieldwork.queries import last_found, least_busy
from zhongdu.institutions.queries import Institution, division_of
from zhongdu.law.governing import governing
from zhongdu.roster.queries import Appointment, serving_near
from zhongdu.scope.actor import Actor
from zhongdu.selection.queries import profiles

MOST = 500  # people looked at: those with least at hand


@dataclass(frozen=True)
class Pool:
    """Those who may be asked, and how far the look went."""

    terms: dict[str, Appointment]  # by number
    candidates: list[Candidate]
    to_judge: list[Appointment]  # whether they must stand back is for another officer to judge first
    is_cut: bool


def pool(
    actor: Actor,
    bureau: Any,
    institution: Institution,
    today: date,
    *,
    day: date | None = None,
    half: str = "",
) -> Pool:
    """Whom an officer of a bureau may ask to visit an institution."""
    rows = list(least_busy(serving_near(actor, bureau, today), actor, today)[: MOST + 1])
    law = governing(bureau, today)
    recused = recused_from(rows[:MOST], [institution], law)
    free = _free(rows[:MOST], day, half)
    may = [row for row in free if (row.pk, institution.pk) not in recused]
    to_judge = [row for row in free if recused.get((row.pk, institution.pk)) == "to_judge"]
    return Pool(
        {row.number: row for row in may},
        described(may, actor, bureau, today, institution),
        to_judge,
        len(rows) > MOST,
    )


def _free(rows: Collection[Appointment], day: date | None, half: str) -> list[Appointment]:
    ready = pledged(rows)
    busy = slots.taken([row.user_id for row in rows], day, half) if day else set()
    return [row for row in rows if row.pk in ready and row.user_id not in busy]


def described(
    rows: Collection[Any], actor: Actor, bureau: Any, today: date, institution: Institution
) -> list[Candidate]:
    """What the order needs to know of each who might go there."""
    told = profiles(rows, bureau, governing(bureau, today), today)
    place = division_of(institution)
    found = last_found(Institution.objects.filter(pk=institution.pk), actor).get(institution.pk)
    there = found[2] if found else None
    return [
        Candidate(
            row.number,
            row.letter_number,
            profession=told[row.number].groups["profession"],
            work=told[row.number].groups["work"],
            words=told[row.number].words,
            near=bool(place) and place in told[row.number].address,
            at_hand=row.at_hand or 0,
            lately=row.lately or 0,
            was_there=row.user_id == there,
        )
        for row in rows
    ]
