"""The demo's meetings, bulletin and course come about by acts, with somebody's certificate."""

from datetime import date, timedelta
from typing import Any

import pytest

from watching import appoint
from world import Place
from zhongdu.calendar import clock
from zhongdu.cli.trace import load_rooms
from zhongdu.demo import engaging
from zhongdu.duties.sweep import sweep
from zhongdu.meetings.queries import Meeting
from zhongdu.record.verifying import breaks
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
