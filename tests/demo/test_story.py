"""The demo is told whole by acts, and what it leaves behind verifies."""

import pytest

from zhongdu import demo
from zhongdu.agreements.models import Agreement
from zhongdu.cases.models import Case
from zhongdu.fund.models import Month
from zhongdu.record.verifying import breaks

pytestmark = pytest.mark.django_db


def test_the_story_is_told_and_its_record_holds() -> None:
    demo.load()
    assert not list(breaks())
    assert Agreement.objects.filter(state=Agreement.State.IN_TERM).exists()
    assert Case.objects.filter(state="investigating").exists()
    assert [month.state for month in Month.objects.order_by("first")] == ["closed", "open"]
