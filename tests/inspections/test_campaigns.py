"""Many are drawn in public and inspected, crossed so that nobody inspects at home."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from inspecting import City, fresh, refused

from watching import institution, signed_in
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


@pytest.mark.clauses("city:7", "city:6.1")
def test_a_list_names_whom_to_inspect_and_each_says_so(city: City) -> None:
    by = city.city.officer(Role.CASE_OFFICER)
    one, two = institution(city.east, "东一药房"), institution(city.west, "西一药房")
    given = {
        "title": "疑点专项",
        "source": "2026年8月智能监控疑点名单",
        "due": clock.today(),
        "words": "查结算。",
    }

    def named(codes: str, **more: Any) -> Campaign:
        return perform(acts.name_campaign, city.city.office, by, codes=codes, **given, **more)

    assert refused(lambda: named("P00000000000")).code == "unknown"
    assert refused(lambda: named(" ")).code == "bad_input"
    made = named(f"{one.code}\n{two.code}，{one.code}", crossed=True)
    assert (made.state, made.commitment, made.wanted) == ("drawn", "", 2)
    perform(acts.send_out, fresh(made), by)
    sent = list(Inspection.objects.filter(campaign=made).select_related("bureau", "home"))
    assert {each.origin for each in sent} == {"listed"} and len(sent) == 2
    assert all(each.bureau != each.home for each in sent), "nobody goes home"


def test_a_list_shows_whose_it_is_and_no_seed(city: City) -> None:
    one = institution(city.east, "东一药房")
    by, given = (
        city.city.officer(Role.CASE_OFFICER),
        {"title": "疑点专项", "due": clock.today(), "words": "查。"},
    )
    made = perform(
        acts.name_campaign, city.city.office, by, source="省局交办〔2026〕3号", codes=one.code, **given
    )
    desk = signed_in(city.city.user(Role.CASE_OFFICER))
    page = desk.get(reverse("desk:campaign", kwargs={"number": made.number})).content.decode()
    assert "省局交办〔2026〕3号" in page and "东一药房" in page and "种子" not in page
    assert desk.get(reverse("desk:campaign_draw", kwargs={"number": made.number})).status_code == 404
    listing = desk.get(reverse("desk:campaigns")).content.decode()
    assert "疑点专项" in listing


def test_an_institutions_page_leads_to_an_inspection_of_it_for_whoever_may_plan_one(city: City) -> None:
    one = institution(city.east, "东一药房")
    address = reverse("desk:institution", kwargs={"code": one.code})
    planner, agency = (signed_in(city.east.user(role)) for role in (Role.CASE_OFFICER, Role.AGENCY_OFFICER))
    shown = planner.get(address).content.decode()
    found = re.search(r'href="([^"]*open_inspection[^"]*)"', shown)
    assert found and "开展一次检查" in shown
    form = planner.get(unescape(found[1])).content.decode()
    assert one.code in form
    assert "开展一次检查" not in agency.get(address).content.decode()
