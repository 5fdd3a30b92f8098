"""The docket of an institution, and which institutions are one."""

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from zhongdu.acts.models import acting
from zhongdu.institutions.models import Dossier, Former, Institution
from zhongdu.record.keeping import open_docket


def dossier_of(institution: Institution) -> Dossier:
    """An institution's dossier, opened the first time it is asked for; nothing is said in it yet."""
    rows = Dossier.objects.select_related("docket", "bureau", "institution")
    found = rows.filter(institution=institution).first()
    if found is None:
        try:
            with transaction.atomic(), acting():
                docket = open_docket(Dossier.kind(), institution.bureau)
                Dossier.objects.create(docket=docket, bureau=institution.bureau, institution=institution)
        except IntegrityError:
            pass  # somebody asked at the same time
        found = rows.get(institution=institution)
    return found


def same(institution: Institution) -> list[int]:
    """The institution and those merged into it, by id: what is known of either is known of it."""
    return [
        institution.pk,
        *Institution.objects.filter(merged_into=institution).order_by("pk").values_list("pk", flat=True),
    ]


def kin(institution: Institution) -> "QuerySet[Institution]":
    """All the codes of one institution, whichever of them is asked about."""
    root = institution.merged_into_id or institution.pk
    return Institution.objects.filter(Q(pk=root) | Q(merged_into=root)).order_by("pk")


def credit_codes(institution: Institution) -> set[str]:
    """The unified social credit codes an institution has or ever had, under any of its codes."""
    one = kin(institution)
    now = one.values_list("credit_code", flat=True)
    before = Former.objects.filter(institution__in=one.order_by()).order_by("pk")
    return {*now, *before.values_list("credit_code", flat=True)} - {""}
