"""What other rooms' pages show of agreements: those their reader may see."""

import json
from typing import Any

from django.http import HttpRequest

from zhongdu.agreements import queries, showing
from zhongdu.agreements.models import READERS, Handling, Measure, PractitionerHandling
from zhongdu.calendar import clock
from zhongdu.institutions.queries import Institution, Practitioner, kin
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


@slot("departmentnotice", order=20)
def what_the_agency_made_of_it(request: HttpRequest, notice: Any) -> Slot | None:
    """The handling, or the agreement with its ground, that what a department told led to, for whoever may open it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not notice.opened or notice.outcome != notice.Outcome.AGENCY:
        return None
    led: list[Any] = []
    for handling in queries.handlings(actor).filter(docket__number=notice.opened):
        led.append(("desk:handling", handling.number, "协议处理", showing.chip(handling)))
    for agreement in queries.for_desk(actor).filter(docket__number=notice.opened):
        led.append(("desk:agreement", agreement.number, "列为解除协议的情形", showing.chip(agreement)))
    for each in queries.of_practitioners(actor).filter(docket__number=notice.opened):
        led.append(("desk:practitionerhandling", each.number, each.practitioner.name, showing.chip(each)))
    return Slot("转成的事项", "arrow-right", "kit/led_to.html", {"led": led}) if led else None


@slot("practitioner", order=54)
def handlings_of_practitioner(request: HttpRequest, practitioner: Practitioner) -> Slot | None:
    """What was done to somebody who prescribes or dispenses, and whether what they prescribe is settled today."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.standing(PractitionerHandling.readers):
        return None
    rows = queries.of_practitioners(actor).filter(practitioner__in=kin(practitioner)).order_by("-id")[:_SHOWN]
    context = {
        "handlings": [(row, showing.chip(row)) for row in rows],
        "settles": _settles(practitioner.code),
    }
    return Slot("医保服务和处理（经办机构）", "scale", "agreements/practitioner_beside.html", context)


def _settles(code: str) -> dict[str, Any]:
    found = queries.may_settle(code)
    return dict(json.loads(found)) if found else {}


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
