"""The docket of an institution or a practitioner, and which entries on the list are one."""

from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from zhongdu.acts.models import acting
from zhongdu.institutions.models import Dossier, Former, Institution, Practitioner, PractitionerDossier
from zhongdu.record.keeping import open_docket

Whom = TypeVar("Whom", Institution, Practitioner)

_DOSSIERS: dict[type[Any], tuple[type[Any], str]] = {
    Institution: (Dossier, "institution"),
    Practitioner: (PractitionerDossier, "practitioner"),
}


def dossier_of(whom: Institution | Practitioner) -> Any:
    """The dossier of an institution or a practitioner, opened the first time it is asked for; nothing is said in it yet."""
    kind, of = _DOSSIERS[type(whom)]
    rows = kind.objects.select_related("docket", "bureau", of)
    found = rows.filter(**{of: whom}).first()
    if found is None:
        try:
            with transaction.atomic(), acting():
                docket = open_docket(kind.kind(), whom.bureau)
                kind.objects.create(docket=docket, bureau=whom.bureau, **{of: whom})
        except IntegrityError:
            pass  # somebody asked at the same time
        found = rows.get(**{of: whom})
    return found


def root(whom: Whom) -> Whom:
    """The entry a code stands for: itself, or what it was merged into."""
    return whom.merged_into or whom


def same(whom: Institution | Practitioner) -> list[int]:
    """It and those merged into it, by id: what is known of either is known of it."""
    merged = type(whom).objects.filter(merged_into=whom)
    return [whom.pk, *merged.order_by("pk").values_list("pk", flat=True)]


def kin(whom: Whom) -> "QuerySet[Whom]":
    """All the codes of one institution or one person, whichever of them is asked about."""
    root = whom.merged_into_id or whom.pk
    return type(whom).objects.filter(Q(pk=root) | Q(merged_into=root)).order_by("pk")


def credit_codes(institution: Institution) -> set[str]:
    """The unified social credit codes an institution has or ever had, under any of its codes."""
    one = kin(institution)
    now = one.values_list("credit_code", flat=True)
    before = Former.objects.filter(institution__in=one.order_by()).order_by("pk")
    return {*now, *before.values_list("credit_code", flat=True)} - {""}
