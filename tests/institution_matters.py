"""Matters of the room of institutions, straight into the database, for the matrix of acts."""

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.models import User

from zhongdu.acts.models import acting
from zhongdu.calendar import clock

_serials = count(880_000_000_000, 2)
Maker = Callable[[Any, str], Any]


def makers(made: Callable[..., Any], institution: Callable[[Any], Any]) -> dict[str, Maker]:
    """A maker for each kind, by way of the matrix's own."""

    def dossier(bureau: Any, state: str = "open") -> Any:
        return made(apps.get_model("institutions.dossier"), bureau, state, institution=institution(bureau))

    def practitioner_dossier(bureau: Any, state: str = "open") -> Any:
        def listed(serial: int, **more: Any) -> Any:
            with acting():
                return apps.get_model("institutions.practitioner").objects.create(
                    code=f"D{serial:012d}", name="示例", kind="physician", bureau=bureau, **more
                )

        serial = next(_serials)
        goal = listed(serial) if state == "merged" else None
        who = listed(serial + 1, merged_into=goal)
        return made(apps.get_model("institutions.practitionerdossier"), bureau, state, practitioner=who)

    def access(bureau: Any, state: str = "invited") -> Any:
        user = User.objects.create(username=uuid4().hex)
        return made(
            apps.get_model("institutions.access"), bureau, state, institution=institution(bureau), user=user
        )  # fmt: skip

    def enquiry(bureau: Any, state: str = "open") -> Any:
        today = clock.today()
        return made(
            apps.get_model("institutions.enquiry"), bureau, state, title="示例", due=today, asked_on=today
        )

    def filing(bureau: Any, state: str = "asked") -> Any:
        today = clock.today()
        return made(
            apps.get_model("institutions.filing"), bureau, state, enquiry=enquiry(bureau), institution=institution(bureau),
            due=today, sent_on=today,
        )  # fmt: skip

    def self_check(bureau: Any, state: str = "asked") -> Any:
        today = clock.today()
        return made(
            apps.get_model("institutions.selfcheck"), bureau, state, institution=institution(bureau), since=today,
            until=today, sent_on=today,
        )  # fmt: skip

    def stopped_fraud(bureau: Any, state: str = "reported") -> Any:
        today = clock.today()
        over = {"answered_on": today} if state == "answered" else {}
        return made(
            apps.get_model("institutions.stoppedfraud"), bureau, state, institution=institution(bureau), happened_on=today,
            reported_on=today, **over,
        )  # fmt: skip

    def contractor(bureau: Any, state: str = "active") -> Any:
        kind, today = apps.get_model("institutions.contractor"), clock.today()
        return made(
            kind, bureau, state, name="示例", sort="undertaker", doing="示例", since=today, until=today
        )

    return {
        "institutions.dossier": dossier,
        "institutions.practitionerdossier": practitioner_dossier,
        "institutions.access": access,
        "institutions.enquiry": enquiry,
        "institutions.filing": filing,
        "institutions.selfcheck": self_check,
        "institutions.stoppedfraud": stopped_fraud,
        "institutions.contractor": contractor,
    }
