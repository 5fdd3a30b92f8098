"""The demo's meetings, bulletin, course and publicity come about by acts, with somebody's certificate."""

from datetime import date, timedelta
from typing import Any

import pytest

from watching import appoint
from world import Place
from zhongdu.calendar import clock
from zhongdu.cli.trace import load_rooms
from zhongdu.demo import engaging, publicising
from zhongdu.duties.sweep import sweep
from zhongdu.meetings.queries import Meeting
from zhongdu.publicity.queries import Activity, Part
from zhongdu.record.verifying import breaks
from zhongdu.service.queries import Stint
from zhongdu.training.queries import Study

load_rooms()


class Staged(Place):
    def by(self, role: Any) -> Any:
        return self.officer(role)


@pytest.mark.django_db
def test_a_bureau_and_its_supervisors_have_met(wushan: Place) -> None:
    clock.travel_to(date(2026, 6, 10))
    terms = [appoint(wushan) for _ in range(4)]
    engaging.together(Staged(wushan.bureau, wushan.office), terms)
    assert sorted(Meeting.objects.values_list("state", flat=True)) == ["called", "minuted"]
    assert Study.objects.exclude(verify_code=None).get().user_id == terms[0].user_id
    swept = sweep(clock.today() + timedelta(days=1))
    assert sum(swept.failed.values()) == 0 and list(breaks()) == []


@pytest.mark.django_db
def test_a_bureau_has_made_the_law_known_with_supervisors_and_will_again(wushan: Place) -> None:
    clock.travel_to(date(2026, 6, 10))
    terms = [appoint(wushan) for _ in range(4)]
    publicising.publicise(Staged(wushan.bureau, wushan.office), terms)
    assert sorted(Activity.objects.values_list("state", flat=True)) == ["done", "done", "planned"]
    assert Stint.objects.filter(sort="publicity", minutes=120).count() == 2
    assert Part.objects.filter(state="coming").get().user_id == terms[1].user_id
    swept = sweep(clock.today() + timedelta(days=1))
    assert sum(swept.failed.values()) == 0 and list(breaks()) == []
