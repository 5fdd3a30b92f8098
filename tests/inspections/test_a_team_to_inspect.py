"""Whether a bureau has a team that can inspect at all: what the clause on the regulators' team comes to in a system."""

from datetime import timedelta

import pytest
from django.urls import reverse

from watching import signed_in
from world import Place, place
from zhongdu.calendar import clock
from zhongdu.inspections.readiness import short_of_inspectors
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> Place:
    return place("430100", "示例市医疗保障局", "city", "city")


def certified(whose: Place, name: str, days: int) -> None:
    user = whose.user(Role.INSPECTOR, name)
    until = clock.today() + timedelta(days=days)
    Post.objects.filter(user=user, role=Role.INSPECTOR).update(
        certificate="43010001", certificate_until=until
    )


@pytest.mark.clauses("city:4")
def test_who_has_fewer_than_an_inspection_takes_is_named_with_the_clause(city: Place) -> None:
    county, today = city.below("430111", "示例县医疗保障局"), clock.today()
    for name in ("one", "two"):
        certified(city, name, 30)
    certified(county, "three", 30)
    certified(county, "four", -1)  # a certificate that ran out makes nobody an inspector
    head = city.officer(Role.DECIDER)
    found = short_of_inspectors(head, city.law, today)
    assert found and (found.bureaus, found.least, found.clause) == ([("示例县医疗保障局", 1)], 2, "city:4")
    page = signed_in(city.user(Role.DECIDER)).get(reverse("desk:inspections")).content.decode()
    assert "示例县医疗保障局（1名）" in page and "第四条" in page
    certified(county, "four", 30)
    assert short_of_inspectors(head, city.law, today) is None
    later = short_of_inspectors(head, city.law, today + timedelta(days=31))
    assert later and [count for _, count in later.bureaus] == [0, 0]


def test_a_county_is_shown_its_own_and_where_no_clause_says_so_nothing(city: Place, wushan: Place) -> None:
    county = city.below("430111", "示例县医疗保障局")
    found = short_of_inspectors(county.officer(Role.DECIDER), county.law, clock.today())
    assert found and [name for name, _ in found.bureaus] == ["示例县医疗保障局"]
    assert short_of_inspectors(wushan.officer(Role.DECIDER), wushan.law, clock.today()) is None
