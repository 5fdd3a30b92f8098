"""Supervisors who serve and institutions to visit, for tests of work in the field.

Django is not set up yet when pytest reads this file, so each fixture imports what it makes.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from zhongdu.calendar import clock

if TYPE_CHECKING:
    from django.test import Client

    from zhongdu.institutions.queries import Institution
    from zhongdu.roster.queries import Appointment
    from zhongdu.scope.actor import Actor


@pytest.fixture(autouse=True)
def midday() -> None:
    """Not at midnight: a day must not end while a test runs."""
    clock.travel_to(date(2026, 6, 10))


@pytest.fixture
def himself() -> "Callable[[Appointment], Actor]":
    """The supervisor of an appointment as a request makes one."""
    from zhongdu.scope.actor import Actor
    from zhongdu.scope.roles import Role

    def make(appointment: "Appointment") -> "Actor":
        user = appointment.user
        return Actor(
            user_id=user.pk, name=user.get_full_name(), roles=frozenset({Role.ANYONE, Role.SUPERVISOR})
        )

    return make


@pytest.fixture
def serving() -> "Callable[..., Appointment]":
    """``serving(place, "张示例")``: somebody appointed there, with name and employer in the vault."""
    from django.contrib.auth.models import User

    from watching import sworn
    from zhongdu import vault
    from zhongdu.acts.models import acting
    from zhongdu.record.keeping import open_docket
    from zhongdu.roster.queries import Appointment

    def make(
        place: Any, name: str = "张示例", employer: str = "", until: date | None = None
    ) -> "Appointment":
        user = User.objects.create_user(
            f"sup-{uuid4().hex[:8]}", password="watch-over-1", first_name="监督员"
        )
        with acting():
            made = Appointment.objects.create(
                docket=open_docket("roster.appointment", place.bureau),
                bureau=place.bureau,
                state=Appointment.State.SERVING,
                user=user,
                letter_number=uuid4().hex[:12],
                verify_code=uuid4().hex,
                since=clock.today() - timedelta(days=30),
                until=until or clock.today() + timedelta(days=700),
                measure=place.law.statute.code,
                measure_version=place.law.statute.pack.version,
            )
        vault.put(made.number, {"name": name, "employer": employer}, index=["name"])
        return sworn(made)

    return make


@pytest.fixture
def institution() -> "Callable[..., Institution]":
    """``institution(place, "示例大药房", "P")`` with a code of the place's own division."""
    from zhongdu.acts.models import acting
    from zhongdu.institutions.queries import Institution

    def make(
        place: Any, name: str = "示例大药房", kind: str = "P", address: str = "示例路1号"
    ) -> "Institution":
        serial = Institution.objects.count() + 1
        with acting():
            return Institution.objects.create(
                code=f"{kind}{place.bureau.code[:6]}{serial:05}",
                name=name,
                kind="pharmacy" if kind == "P" else "medical_institution",
                address=address,
                bureau=place.bureau,
            )

    return make


@pytest.fixture
def signed_in() -> "Callable[[Any], Client]":
    """A browser in which a user has signed in."""
    from django.test import Client

    def sign_in(user: Any) -> "Client":
        client = Client()
        client.force_login(user)
        return client

    return sign_in
