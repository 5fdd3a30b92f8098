"""Many matters opened in one act: few statements, and yet each is what it would have been alone."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from zhongdu import vault
from zhongdu.acts.models import Deed
from zhongdu.acts.performing import Doing, Opening, perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.models import Office
from zhongdu.record.models import Docket, Event
from zhongdu.record.verifying import breaks
from zhongdu.recruitment.models import Application
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def opening(name: str, **more: Any) -> Opening:
    fields = {"receipt": uuid4().hex, "channel": "x", "person": uuid4().hex, "submitted_on": date(2026, 1, 5)}
    return Opening(fields | more, {"name": name}, {"row": name})


@pytest.fixture
def open_three(declare: Any) -> Any:
    @declare(on=Office, by=Role.RECRUITER)
    def open_three(office: Office, deed: Doing) -> None:
        """开三份"""
        many = [opening(name) for name in ("甲", "乙", "丙")]
        deed.open_many(Application, office.bureau, "submitted", many, index=["name"])
        deed.note(rows=3)

    return open_three


def test_each_has_its_docket_its_values_and_its_first_event(wushan, open_three) -> None:
    perform(open_three, wushan.office, wushan.officer(Role.RECRUITER))
    made = list(Application.objects.select_related("docket"))
    assert len({each.number for each in made}) == 3
    for each in made:
        [event] = Event.objects.filter(docket=each.docket_id)
        docket = Docket.objects.get(pk=each.docket_id)
        assert (event.seq, docket.length, docket.head) == (1, 1, event.hash)
        assert event.deed == Deed.objects.get(act=open_three.name).pk and event.data["state"] == "submitted"
        assert vault.read(each.number)["name"] == event.data["row"]
        assert list(vault.find("name", event.data["row"])) == [each.number]
    assert list(breaks()) == []
    assert Event.objects.get(docket=wushan.office.docket, act=open_three.name).data["rows"] == 3


def test_the_first_event_fixes_what_the_vault_holds(wushan, open_three) -> None:
    perform(open_three, wushan.office, wushan.officer(Role.RECRUITER))
    first = Application.objects.order_by("id")[0]
    event = Event.objects.get(docket=first.docket_id)
    [(entry, digest)] = event.data["vault"].values()
    assert vault.broken([vault.Commitment(entry, digest)]) == []
    assert vault.broken([vault.Commitment(entry, "0" * 64)])


def test_nothing_of_it_remains_when_the_act_is_refused(wushan, declare) -> None:
    @declare(on=Office, by=Role.RECRUITER)
    def open_and_stop(office: Office, deed: Doing) -> None:
        """开了又停"""
        deed.open_many(Application, office.bureau, "submitted", [opening("甲")], index=["name"])
        deed.refuse("no", "不行。")

    dockets = Docket.objects.count()
    with pytest.raises(Refused):
        perform(open_and_stop, wushan.office, wushan.officer(Role.RECRUITER))
    assert not Application.objects.exists() and Docket.objects.count() == dockets
    assert not list(vault.find("name", "甲"))
