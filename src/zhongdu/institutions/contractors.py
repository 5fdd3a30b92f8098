"""What other rooms ask of contractors; they come here by way of ``institutions.queries.contractors``."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from zhongdu.institutions.models import Contractor
from zhongdu.scope.actor import Actor

_FEW = 9


def visible(actor: Actor) -> "QuerySet[Contractor]":
    """The contractors of an officer's territory."""
    return Contractor.objects.visible_to(actor).select_related("docket", "bureau")


def within(bureau: Any) -> "QuerySet[Contractor]":
    """Those a bureau answers for: its own and those of the bureaus below."""
    return Contractor.objects.filter(bureau__path__startswith=bureau.path).select_related("docket", "bureau")


def at_work(bureau: Any, on: date) -> "QuerySet[Contractor]":
    """Those who do something for the fund on a day."""
    return within(bureau).filter(Q(until=None) | Q(until__gte=on), since__lte=on)


def for_choice(bureau: Any, q: str) -> "QuerySet[Contractor]":
    """Those whose name, number or credit code has every word typed, ended ones too: they answer for what they did."""
    rows = within(bureau)
    for word in q.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(credit_code__istartswith=word) | Q(docket__number__iexact=word)
        )
    return rows.order_by("state", "name", "id")


def named(bureau: Any, said: str) -> list[Contractor]:
    """Which of them somebody means by a number, a credit code or a name; a whole match stands alone."""
    said = said.strip()
    whole = Q(name=said) | Q(docket__number__iexact=said) | (Q(credit_code__iexact=said) & ~Q(credit_code=""))
    exact = list(within(bureau).filter(whole).order_by("id")[:_FEW])
    return exact or (list(for_choice(bureau, said)[:_FEW]) if said else [])
