"""The choices that acts of rounds offer."""

from typing import Any

from django.db.models import Q

from zhongdu.calendar import clock
from zhongdu.discipline.queries import recused_from
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork.queries import NOT_MADE
from zhongdu.institutions.queries import Institution
from zhongdu.roster.queries import Appointment, names
from zhongdu.rounds.models import Going, Round, Stop


def kinds(subject: Any, law: Any) -> list[tuple[str, str]]:
    return list(Institution.Kind.choices)


def hows(subject: Any, law: Any) -> list[tuple[str, str]]:
    return list(Round.How.choices)


def seeds(subject: Any, law: Any) -> list[tuple[str, str]]:
    return list(Round.Seed.choices)


ways = fieldwork.ways


def pharmacy_lists(subject: Any, law: Any) -> list[tuple[str, str]]:
    return fieldwork.lists(subject, law, Institution.Kind.PHARMACY)


def medical_lists(subject: Any, law: Any) -> list[tuple[str, str]]:
    return fieldwork.lists(subject, law, Institution.Kind.MEDICAL)


def stops(matter: Round, law: Any) -> list[tuple[str, str]]:
    """The institutions of a round, by code."""
    rows = Stop.objects.filter(round=matter).select_related("institution")
    return [(row.institution.code, row.institution.name) for row in rows]


def serving(matter: Round, law: Any) -> list[tuple[str, str]]:
    """Who else might go, by number, with names: those who serve until the round's last day, but for whoever must stand
    back wherever somebody is still needed."""
    today = clock.today()
    rows = list(
        Appointment.objects.filter(
            bureau__code__in=matter.bureau.line,
            state=Appointment.State.SERVING,
            since__lte=today,
            until__gte=matter.due,
        )
        .select_related("docket")
        .order_by("letter_number")
    )
    needed = list({row.stop.institution_id: row.stop.institution for row in _open(matter)}.values())
    no = recused_from(rows, needed, law)
    may = [row for row in rows if not needed or any((row.pk, body.pk) not in no for body in needed)]
    told = names(may)
    return [(row.number, f"{told[row.number]}（{row.letter_number}）") for row in may]


def going(matter: Round, law: Any) -> list[tuple[str, str]]:
    """Those who are to go somewhere and were not sent, or will not go after all: by key, with names."""
    found = _open(matter)
    told = names([row.appointment for row in found])
    return [(str(row.pk), f"{row.stop.institution.name}：{told[row.appointment.number]}") for row in found]


def _open(matter: Round) -> list[Going]:
    rows = Going.objects.filter(stop__round=matter).filter(Q(visit=None) | Q(visit__state__in=NOT_MADE))
    return list(rows.select_related("stop__institution", "appointment__docket").order_by("stop__place", "id"))
