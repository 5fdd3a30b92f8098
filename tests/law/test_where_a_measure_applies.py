"""A measure governs the bureau that lives by it and those below, from its day on; and no neighbour."""

from datetime import timedelta

import pytest

from world import LONG_AGO, place
from zhongdu.calendar import clock
from zhongdu.law.governing import governing

pytestmark = pytest.mark.django_db


@pytest.mark.clauses("city:2", "city:2/1")
def test_the_citys_measure_applies_in_the_whole_city_and_nowhere_else() -> None:
    today = clock.today()
    city = place("430100", "示例市医疗保障局", "city", "city")
    county = city.below("430111", "示例县医疗保障局")
    neighbour = place("430200", "邻市医疗保障局", "city")
    for within in (city, county):
        bound = governing(within.bureau, today).find("scope.of_measure")
        assert bound and str(bound.address) == "city:2/1"
        assert str(governing(within.bureau, today).rule("settlement.suspension").address) == "city:9/2"
    assert governing(neighbour.bureau, today).find("scope.of_measure") is None
    assert governing(city.bureau, LONG_AGO - timedelta(days=1)).find("scope.of_measure") is None
