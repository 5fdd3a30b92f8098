"""People who were accepted and appointed, for the tests of the roster."""

import io
from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from zhongdu import files, vault
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.record.keeping import open_docket
from zhongdu.recruitment.queries import Application, Notice
from zhongdu.roster import acts
from zhongdu.roster.models import Appointment
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

DAY = date(2026, 3, 16)  # a Monday
_people = count(1)


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (300, 420), "#7d92a8").save(out, "JPEG")
    return SimpleUploadedFile("zhaopian.jpg", out.getvalue(), "image/jpeg")


def notice(place: Any) -> Notice:
    with acting():
        return Notice.objects.create(
            docket=open_docket(Notice.kind(), place.bureau),
            bureau=place.bureau,
            state=Notice.State.CLOSED,
            title="选聘公告",
            quota=30,
            opens_on=clock.today(),
            closes_on=clock.today(),
        )


def accept(place: Any, name: str = "王秀英", phone: str = "", person: str = "", **fields: Any) -> Application:
    """Somebody who passed review, as far as the place's law takes review."""
    n = next(_people)
    notice_over = place.law.find("public_notice.period") is not None
    state = Application.State.CLEARED if notice_over else Application.State.ACCEPTED
    with acting():
        made = Application.objects.create(
            docket=open_docket(Application.kind(), place.bureau),
            bureau=place.bureau,
            receipt=f"receipt-{n}",
            channel="",
            notice=notice(place),
            person=person or f"person-{n}",
            submitted_on=clock.today(),
            **{"state": state, **fields},
        )
    values = {
        "name": name,
        "phone": phone or f"138{n:08}",
        "id_number": "11010119600307704X",
        "employer": "退休",
    }
    vault.put(made.number, values)
    files.store(picture(), owner=made.number, kind="photo")
    return made


def appoint(place: Any, since: date | None = None, **who: Any) -> Appointment:
    since = since or clock.today()
    return perform(acts.appoint, accept(place, **who), place.officer(Role.DECIDER), since=since)


def supervisor(appointment: Appointment) -> Actor:
    """The person appointed, signed in."""
    return Actor(user_id=appointment.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))


def fresh(appointment: Appointment) -> Appointment:
    return Appointment.objects.select_related("docket", "bureau").get(pk=appointment.pk)


def sign_in(client: Any, appointment: Appointment) -> Any:
    client.force_login(User.objects.get(pk=appointment.user_id))
    return client
