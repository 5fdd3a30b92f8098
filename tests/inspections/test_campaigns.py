"""Many are drawn in public and inspected, crossed so that nobody inspects at home."""

from datetime import timedelta
from typing import Any

import pytest
from inspecting import City, fresh, refused

from watching import institution
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.inspections import acts
from zhongdu.inspections.models import Campaign, Inspection
from zhongdu.rounds.queries import commit, differences
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def campaign(place: Place, **more: Any) -> Campaign:
    given = {
        "title": "药店专项",
        "kinds": ["pharmacy"],
        "wanted": 3,
        "due": clock.today() + timedelta(days=30),
        "words": "查结算。",
    }
    return perform(acts.plan_campaign, place.office, place.officer(Role.CASE_OFFICER), **{**given, **more})


@pytest.mark.clauses("city:7", "city:6.1")
def test_a_crossed_campaign_is_drawn_from_a_seed_fixed_before_and_nobody_goes_home(city: City) -> None:
    by = city.city.officer(Role.CASE_OFFICER)
    for place, name in ((city.east, "东一药房"), (city.west, "西一药房"), (city.west, "西二药房")):
        institution(place, name)
    made = campaign(city.city, crossed=True)
    published = made.commitment
    made = perform(acts.draw_campaign, made, by)
    assert commit(made.file["seed"]) == published and list(differences(made.file)) == []
    assert len(made.file["drawn"]) == 3
    perform(acts.send_out, fresh(made), by)
    sent = list(Inspection.objects.filter(campaign=made).select_related("bureau", "home"))
    assert len(sent) == 3
    assert all(
        each.bureau != each.home and each.given == "crossed" and each.assigned_by == city.city.bureau
        for each in sent
    )


@pytest.mark.clauses("city:7")
def test_a_district_crosses_nobody(city: City) -> None:
    wrong = refused(lambda: campaign(city.east, crossed=True))
    assert (wrong.code, str(wrong.clause)) == ("not_your_level", "city:7")
    assert campaign(city.east).state == "planned"


@pytest.mark.clauses("city:7")
def test_with_one_district_there_is_nobody_to_cross_with(city: City) -> None:
    by = city.city.officer(Role.CASE_OFFICER)
    from zhongdu.scope.models import Bureau

    Bureau.objects.filter(pk=city.west.bureau.pk).update(until=clock.today())
    made = perform(acts.draw_campaign, campaign(city.city, crossed=True, wanted=1), by)
    assert refused(lambda: perform(acts.send_out, fresh(made), by)).code == "at_home"


def test_a_campaign_is_hidden_until_it_is_sent(city: City) -> None:
    made = campaign(city.city)
    seen = Campaign.objects.filter(pk=made.pk)
    assert seen.visible_to(city.city.officer(Role.DECIDER)).exists()
    assert not seen.visible_to(city.city.officer(Role.CASE_OFFICER, "another")).exists()
