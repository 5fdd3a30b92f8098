"""Where texts disagree nothing is silently picked; a measure nearing its end is told of where people are recruited."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from world import Place, place
from zhongdu import places
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import ACTS
from zhongdu.calendar import clock
from zhongdu.cli.trace import load_rooms
from zhongdu.kit.act_pages import doubts_about
from zhongdu.law.models import Reading
from zhongdu.measures import acts, queries
from zhongdu.measures.doubting import doubts_over
from zhongdu.scope.roles import Role

from .drafts import begin

load_rooms()


@pytest.fixture(autouse=True)
def own_shelf(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "var", lambda: tmp_path)


@pytest.fixture
def city(db: None) -> Place:
    return place("330700", "示例市医疗保障局", "city", "city")


def settle(home: Place, index: int = 0, goes_by: str = "higher", role: Role = Role.LEGAL_REVIEWER) -> Reading:
    key = [
        (each.conflict.clause.code, each.conflict.known_by)
        for each in doubts_over(home.bureau, home.law, clock.today())
        if not each.reading
    ][index]
    by = home.officer(role)
    perform(acts.settle_doubt, home.office, by, doubt="=".join(key), goes_by=goes_by, reason="上位法优先")
    return Reading.objects.latest("id")


@pytest.mark.clauses("city:20/2.1", "city:9/2")
def test_the_doubts_of_the_law_over_a_bureau_wait_for_a_name(client: Client, city: Place) -> None:
    found = doubts_over(city.bureau, city.law, clock.today())
    clauses = {str(each.conflict.clause) for each in found}
    assert {"city:20/2.1", "city:9/2"} <= clauses and not any(each.reading for each in found)
    client.force_login(city.user(Role.DECIDER))
    assert "待选定" in client.get(reverse("desk:doubts")).content.decode()
    assert f"有 {len(found)} 处" in client.get(reverse("desk:board")).content.decode()


def test_a_named_officer_chooses_once_with_a_reason(client: Client, city: Place) -> None:
    before = len(doubts_over(city.bureau, city.law, clock.today()))
    made = settle(city)
    assert (made.chosen_by, made.reason) == ("示例法制审核人员", "上位法优先")
    client.force_login(city.user(Role.DECIDER))
    shown = client.get(reverse("desk:doubts")).content.decode()
    assert "示例法制审核人员：上位法优先" in shown and "照对照的规定办" in shown
    assert f"有 {before - 1} 处" in client.get(reverse("desk:board")).content.decode()
    assert client.get(reverse("desk:office", kwargs={"number": city.office.number})).status_code == 200
    with pytest.raises(Refused) as refused:
        doubt = f"{made.code}={made.concept}"
        by = city.officer(Role.DECIDER)
        perform(acts.settle_doubt, city.office, by, doubt=doubt, goes_by="own", reason="另选")
    assert "doubt" in refused.value.fields


@pytest.mark.clauses("city:20/2.1")
@pytest.mark.parametrize(("goes_by", "times"), [("own", 3), ("higher", 2)])
def test_a_number_beyond_higher_law_counts_as_it_was_chosen(city: Place, goes_by: str, times: int) -> None:
    """The city ends an agreement after three suspensions, the nation after two."""
    assert city.law.rule("agreement.suspensions").rule.min == 3  # nothing is picked before somebody chooses
    waiting = [each for each in doubts_over(city.bureau, city.law, clock.today()) if not each.reading]
    at = next(i for i, each in enumerate(waiting) if each.conflict.bites == "agreement.suspensions")
    settle(city, at, goes_by)
    assert city.law.rule("agreement.suspensions").rule.min == times
    below = city.below("330702", "示例区医疗保障局")
    assert below.law.rule("agreement.suspensions").rule.min == times  # the bureaus below live under it too


@pytest.mark.clauses("city:9/2")
def test_whoever_acts_where_a_doubt_bites_is_told_so(city: Place) -> None:
    told = {name: [str(each.clause) for each in doubts_about(act, city.law)] for name, act in ACTS.items()}
    assert "city:9/2" in told["agreements.stop_settlement"]
    assert told["measures.begin_draft"] == []


@pytest.mark.clauses("hunan:12")
def test_a_measure_nearing_its_end_is_told_of_where_people_are_recruited(
    client: Client, hunan: Place
) -> None:
    [row] = [each.row for each in queries.in_force(hunan.bureau, clock.today())]
    assert row.until and row.until == date(2030, 4, 22)
    client.force_login(hunan.user(Role.RECRUITER))
    page = reverse("desk:notices")
    for before, says in ((200, ""), (30, "还有 31 天"), (0, "还有 1 天"), (-1, "期满，现在按国家规定办")):
        with clock.on(row.until - timedelta(days=before)):
            shown = client.get(page).content.decode()
            assert (says in shown) if says else ("办法的有效期" not in shown), before


def test_a_measure_that_another_took_the_place_of_is_not_called_over(hunan: Place) -> None:
    [row] = [each.row for each in queries.in_force(hunan.bureau, clock.today())]
    begin(hunan)
    perform(acts.try_out, hunan.office, hunan.officer(Role.DECIDER), code="haibin", since=clock.today())
    assert queries.ending(hunan.bureau, row.until) is None
