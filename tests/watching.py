"""Supervisors who serve, their actors and what they bring: for tests of what comes after appointing."""

from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from world import LONG_AGO, Place
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.discipline.models import Declaration, Undertaking
from zhongdu.institutions import access
from zhongdu.institutions.acts import give_access, join
from zhongdu.institutions.models import Workplace
from zhongdu.institutions.queries import Institution, Practitioner, answers_for, dossier_of
from zhongdu.record.keeping import open_docket
from zhongdu.roster.queries import Appointment
from zhongdu.scope.actor import ANYONE, Actor
from zhongdu.scope.roles import Role

_numbers = count(1)
PASSWORD = "watch-over-1"


def appoint(place: Place, name: str = "", since: date = date(2025, 12, 20)) -> Appointment:
    """Somebody serves a bureau for three years; ``name`` is the login name."""
    n = next(_numbers)
    user, _ = User.objects.get_or_create(
        username=name or f"supervisor-{n}", defaults={"first_name": f"示例监督员{n}"}
    )
    user.set_password(PASSWORD)
    user.save()
    with acting():
        made = Appointment.objects.create(
            docket=open_docket(Appointment.kind(), place.bureau),
            bureau=place.bureau,
            user=user,
            letter_number=f"L-{n}",
            verify_code=f"code{n}",
            since=since,
            until=since.replace(year=since.year + 3),
            measure=place.law.statute.code,
            measure_version=place.law.statute.pack.version,
        )
    return sworn(made)


def sworn(appointment: Appointment) -> Appointment:
    """The undertaking signed and no interests declared, as before the first task."""
    with acting():
        Undertaking.objects.create(
            appointment=appointment, text="示例", version="sample", measure=appointment.measure, signed_on=appointment.since
        )  # fmt: skip
        Declaration.objects.get_or_create(
            user_id=appointment.user_id, defaults={"confirmed_on": appointment.since}
        )
    return appointment


def supervisor(appointment: Appointment) -> Actor:
    user = appointment.user
    return Actor(user_id=user.pk, name=user.first_name, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def institution(place: Place, name: str = "惠民大药房", code: str = "") -> Institution:
    with acting():
        return Institution.objects.create(
            code=code or f"P{next(_numbers):011d}",
            name=name,
            kind=Institution.Kind.MEDICAL if code.startswith("H") else Institution.Kind.PHARMACY,
            bureau=place.bureau,
            since=LONG_AGO,
        )


def practitioner(place: Place, *at: Institution, name: str = "示例医师", code: str = "") -> Practitioner:
    """A physician on a bureau's list who works at the institutions given."""
    with acting():
        made = Practitioner.objects.create(
            code=code or f"D{next(_numbers):012d}",
            name=name,
            kind=Practitioner.Kind.PHYSICIAN,
            bureau=place.bureau,
        )
        for each in at:
            Workplace.objects.create(practitioner=made, institution=each, since=LONG_AGO)
    return made


def at_institution(place: Place, at: Institution) -> Any:
    """Somebody who signs in for an institution: the account, as opened by its link."""
    secret = access.new_secret()
    made = perform(
        give_access,
        dossier_of(at),
        place.officer(Role.CASE_OFFICER),
        name="示例经办",
        hashed=access.token(secret),
    )
    return perform(join, made, ANYONE, hashed=access.token(secret))


def institution_actor(account: Any) -> Actor:
    user = account.user
    return Actor(
        user_id=user.pk, name=user.first_name, roles=frozenset({Role.ANYONE, Role.INSTITUTION}),
        institutions=answers_for(user.pk),
    )  # fmt: skip


def photo(colour: str = "red", name: str = "现场.jpg") -> SimpleUploadedFile:
    written = BytesIO()
    Image.new("RGB", (640, 480), colour).save(written, "JPEG")
    return SimpleUploadedFile(name, written.getvalue(), "image/jpeg")
