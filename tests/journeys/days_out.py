"""What a day out of reach starts from and ends with: a visit that is asked, and exactly one that arrives."""

from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image

from watching import appoint, institution
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts, photographs
from zhongdu.fieldwork.queries import Visit
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

NAME = "示例·陈望秋"
LOGIN = "chen"


def serving(place: Any) -> Any:
    """A supervisor who serves, and can sign in."""
    made = appoint(place, LOGIN, since=clock.today() - timedelta(days=30))
    vault.put(made.number, {"name": NAME})
    return made


def ask(place: Any, appointment: Any, **more: Any) -> Visit:
    shop = institution(place, more.pop("shop", "示例惠民大药房"))
    told = {"way": "open", "checklist": "checklist.annex2", "due": clock.today() + timedelta(days=7)} | more
    officer = place.officer(Role.CASE_OFFICER)
    made: Visit = perform(acts.assign_visit, appointment, officer, institution=shop.code, **told)
    return made


def noise(seed: int, side: int = 1000) -> bytes:
    """A photograph that does not compress: what a camera makes, in size."""
    picture = Image.frombytes("RGB", (side, side), Random(seed).randbytes(side * side * 3))
    written = BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()


def arrived(visit: Visit, photos: int = 0) -> None:
    """Exactly one visit, with all its parts, and the record whole."""
    visit.refresh_from_db()
    assert visit.state == "done"
    assert Event.objects.filter(docket=visit.docket_id, act="fieldwork.record_visit").count() == 1
    assert photographs.of(visit.number).count() == photos
    assert list(breaks()) == []
