"""Whether a bureau has a team that can inspect at all: what the clause on the regulators' team comes to in a system."""

from datetime import timedelta

import pytest

from world import Place, place
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> Place:
    return place("430100", "示例市医疗保障局", "city", "city")


def owed(whose: Place) -> list[str]:
    open_ = Duty.objects.open().filter(docket=whose.office.docket, concept="government.support")
    return list(open_.values_list("clause", flat=True))


def certified(whose: Place, name: str, days: int) -> None:
    user = whose.user(Role.INSPECTOR, name)
    until = clock.today() + timedelta(days=days)
    Post.objects.filter(user=user, role=Role.INSPECTOR).update(
        certificate="43010001", certificate_until=until
    )


@pytest.mark.clauses("city:4")
def test_a_bureau_without_two_who_may_inspect_owes_it_until_it_has_them(city: Place) -> None:
    county, today = city.below("430111", "示例县医疗保障局"), clock.today()
    for name in ("one", "two"):
        certified(city, name, 30)
    certified(county, "three", 30)
    certified(county, "four", -1)  # a certificate that ran out makes nobody an inspector
    sweep(today)
    assert (owed(city), owed(county)) == ([], ["city:4"])
    certified(county, "four", 30)
    sweep(today)
    assert owed(county) == []
    sweep(today + timedelta(days=31))
    assert owed(city) == owed(county) == ["city:4"]


def test_where_no_clause_says_so_nothing_is_owed(wushan: Place) -> None:
    sweep(clock.today())
    assert owed(wushan) == []
