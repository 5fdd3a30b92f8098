"""A bureau's own docket, made when the bureau itself is entered."""

from zhongdu.acts.models import acting
from zhongdu.bureaus.models import Office
from zhongdu.record.keeping import open_docket
from zhongdu.scope.models import Bureau


def open_office(bureau: Bureau) -> Office:
    """The office of a bureau, opened the first time it is asked for."""
    office = Office.objects.filter(bureau=bureau).first()
    if office is None:
        with acting():
            office = Office.objects.create(bureau=bureau, docket=open_docket(Office.kind(), bureau))
    return office
