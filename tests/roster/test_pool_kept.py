"""The pool as a standing duty: owed only where the measure wants one, met by somebody who serves."""

from datetime import date

import pytest

from watching import appoint
from world import Place
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep

pytestmark = pytest.mark.django_db


@pytest.mark.clauses("beijing:14", "hunan:3")
def test_a_pool_nobody_is_in_is_owed_only_where_the_measure_wants_one(
    beijing: Place, hunan: Place, wushan: Place
) -> None:
    def owed(place: Place) -> list[str]:
        rows = Duty.objects.open().filter(docket=place.office.docket, standing=True)
        return sorted(rows.filter(concept="pool").values_list("clause", flat=True))

    today = date(2026, 3, 11)
    sweep(today)
    assert owed(beijing) == ["beijing:14"]
    assert owed(hunan) == []  # 逐步建立 is an aim, never overdue
    assert owed(wushan) == []  # and this one has none
    appoint(beijing)
    appoint(wushan)
    sweep(today)
    assert owed(beijing) == owed(wushan) == []
