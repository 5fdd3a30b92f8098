"""What other rooms' pages show of agreements: those their reader may see."""

from typing import Any

from django.http import HttpRequest

from zhongdu.agreements import queries, showing
from zhongdu.agreements.models import READERS, Handling, Measure
from zhongdu.calendar import clock
from zhongdu.institutions.queries import Institution, kin
from zhongdu.kit.beside import Slot, slot
from zhongdu.scope.actor import Actor

_SHOWN = 20
_MONEY = (
    "refusal",
    "recovery",
    "deposit",
    "quota",
)  # measures that take something: no fines, but the same money


@slot("institution", order=54)
def agreements_of(request: HttpRequest, institution: Institution) -> Slot | None:
    """Whether it has an agreement, what was done under it, and whether it is barred."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.standing(READERS):
        return None
    rows = queries.for_desk(actor).filter(institution__in=kin(institution)).order_by("-id")[:_SHOWN]
    codes = institution.credit_code
    context = {
        "agreements": [(row, showing.chip(row)) for row in rows],
        "handlings": _handlings(actor, institution),
        "bars": queries.bars_against(institution, codes, clock.today()),
    }
    return Slot("医保协议（经办机构）", "file-text", "agreements/beside.html", context)


def _handlings(actor: Actor, institution: Any) -> list[tuple[Handling, Any]]:
    rows = queries.handlings(actor).filter(agreement__institution__in=kin(institution)).order_by("-id")
    return [(row, showing.chip(row)) for row in rows[:_SHOWN]]


@slot("case", order=40)
def the_other_track(request: HttpRequest, case: Any) -> Slot | None:
    """What the agency did under the agreement, beside what the bureau does under the law: the same money goes back once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not case.institution or not actor.standing(Handling.readers):
        return None
    found = _handlings(actor, case.institution)
    taken = Measure.objects.filter(
        handling__in=[row.pk for row, _ in found], does__in=_MONEY, withdrawn_on=None, fen__gt=0
    ).select_related("handling__docket")
    context = {"handlings": found, "taken": [(row, showing.said(row)) for row in taken.order_by("id")]}
    return (
        Slot("经办机构按协议的处理", "file-text", "agreements/other_track.html", context) if found else None
    )
