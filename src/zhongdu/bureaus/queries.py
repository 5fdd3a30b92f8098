"""What other rooms and pages ask of bureaus."""

from zhongdu.bureaus.models import Office

__all__ = ["Office"]


def office_of(bureau: object) -> Office:
    """The office whose docket is a bureau's own."""
    return Office.objects.select_related("docket", "bureau").get(bureau=bureau)
