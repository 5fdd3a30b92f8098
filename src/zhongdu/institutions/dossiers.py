"""The docket of an institution, and which institutions are one."""

from django.db import IntegrityError, transaction

from zhongdu.acts.models import acting
from zhongdu.institutions.models import Dossier, Institution
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
