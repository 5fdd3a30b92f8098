"""A supervisor where there is no signal: the network is cut, the phone dies, and one visit arrives, once, whole."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect
from pockets import Pocket

from watching import PASSWORD, appoint, institution
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts, photographs
from zhongdu.fieldwork.queries import Visit
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "示例·陈望秋"
LOGIN = "chen"


@pytest.fixture
def asked(shaoxing: Any) -> Visit:
    """A supervisor who serves, and one open visit that is asked of them."""
    appointment = appoint(shaoxing, LOGIN, since=clock.today() - timedelta(days=30))
    vault.put(appointment.number, {"name": NAME})
    return ask(shaoxing, appointment)


def ask(place: Any, appointment: Any, **more: Any) -> Visit:
    shop = institution(place, more.pop("shop", "示例惠民大药房"))
    told = {"way": "open", "checklist": "checklist.annex2", "due": clock.today() + timedelta(days=7)} | more
    officer = place.officer(Role.CASE_OFFICER)
    made: Visit = perform(acts.assign_visit, appointment, officer, institution=shop.code, **told)
    return made


@pytest.fixture
def pocket(
    chromium: Any, live_server: Any, settings: Any, tmp_path: Path, server_errors: list[str]
) -> Iterator[Callable[[], Pocket]]:
    """Make a phone of its own memory, signed in as the supervisor; what it complains of fails the journey."""
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    made: list[Pocket] = []

    def make() -> Pocket:
        made.append(Pocket(chromium.browser_type, tmp_path / f"phone{len(made)}", live_server.url))
        made[-1].sign_in(LOGIN, PASSWORD)
        return made[-1]

    yield make
    for each in made:
        each.die()
    complaints = [complaint for each in made for complaint in each.complaints]
    assert not complaints + server_errors, "\n".join(["the browser complained:", *complaints, *server_errors])


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


@pytest.mark.clauses("shaoxing:7", "shaoxing:annex2", "shaoxing:10")
def test_from_the_bag_to_the_record_without_a_network(asked: Visit, pocket: Any, step: Any) -> None:
    phone = pocket()
    phone.pack()
    step(phone, "外出巡查")
    phone.cut()
    phone.goto("/my/visits/")
    expect(phone.get_by_role("heading", name="外出巡查")).to_be_visible()
    phone.fill("惠民", NAME)
    phone.photograph(noise(1))
    step(phone, "填写")
    phone.reload()
    phone.locator(".cards a").filter(has_text="惠民").first.click()
    expect(phone.get_by_label("签名")).to_have_value(NAME)
    expect(phone.locator(".photos-kept img")).to_have_count(1)
    phone.sign()
    phone.waits(1)
    step(phone, "等着上传")
    phone.mend()
    phone.waits(0)
    step(phone, "已上传")
    arrived(asked, photos=1)
