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
from zhongdu.bureaus.acts import choose_practice
from zhongdu.calendar import clock
from zhongdu.cli.trace import load_rooms
from zhongdu.duties.sweep import sweep
from zhongdu.kit.act_pages import doubts_about
from zhongdu.law.governing import governing
from zhongdu.law.models import Commencement, Reading
from zhongdu.measures import acts, queries
from zhongdu.measures.doubting import doubts_over
from zhongdu.messages.models import Message
from zhongdu.scope.roles import Role

from .drafts import begin, finish, write

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
    told = {name: [str(each.clause) for each, _ in doubts_about(act, city.law)] for name, act in ACTS.items()}
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


@pytest.mark.clauses("hunan:12", "city:29")
@pytest.mark.parametrize("base", ["hunan", "city"])
def test_a_measure_of_any_subject_that_ends_soon_stands_on_the_board_and_its_head_is_told_twice(
    client: Client, hunan: Place, base: str
) -> None:
    draft = begin(hunan, base)
    write(
        hunan,
        draft,
        "measure.validity",
        clause={"hunan": "12", "city": "29"}[base],
        strength="must",
        n=2,
        unit="years",
    )
    finish(hunan, draft)
    perform(acts.commence, hunan.office, hunan.officer(Role.DECIDER), code="haibin")
    row = Commencement.objects.get(edition__code="haibin")
    assert row.about == {"hunan": "supervisors", "city": "fund"}[base] and row.until
    head, board = hunan.user(Role.DECIDER), reverse("desk:board")

    def told(before: int) -> int:
        with clock.on(row.until - timedelta(days=before)):
            sweep(clock.today())
            return Message.objects.filter(user=head, kind="measure.ending").count()

    client.force_login(head)
    assert [told(before) for before in (181, 180, 179, 100, 30, 29, 3)] == [0, 0, 1, 1, 1, 2, 2]
    with clock.on(row.until - timedelta(days=100)):
        shown = client.get(board).content.decode()
        assert "办法的有效期" in shown and "还有 101 天" in shown and "本局做法：提前180天" in shown
    with clock.on(row.until - timedelta(days=200)):
        assert "办法的有效期" not in client.get(board).content.decode()
        wider = {"practice": "measures.warned=365"}
        perform(choose_practice, hunan.office, hunan.officer(Role.DECIDER), **wider)
        assert "办法的有效期" in client.get(board).content.decode()


def test_a_measure_whose_successor_is_put_in_force_already_warns_nobody(hunan: Place) -> None:
    finish(hunan, begin(hunan))
    until = Commencement.objects.get(edition__code="hunan").until
    assert until and [each.row.until for each in queries.endings(hunan.bureau, until)] == [until]
    late = {"since": until - timedelta(days=2), "reason": "接续"}
    perform(acts.commence, hunan.office, hunan.officer(Role.DECIDER), code="haibin", **late)
    assert queries.endings(hunan.bureau, until - timedelta(days=9)) == []


def test_a_measure_that_another_took_the_place_of_is_not_called_over(hunan: Place) -> None:
    [row] = [each.row for each in queries.in_force(hunan.bureau, clock.today())]
    begin(hunan)
    perform(acts.try_out, hunan.office, hunan.officer(Role.DECIDER), code="haibin", since=clock.today())
    assert queries.endings(hunan.bureau, row.until) == []


def anew(home: Place, made: Reading, goes_by: str, reason: str = "省局另有答复") -> None:
    doubt = f"{made.code}={made.concept}"
    by = home.officer(Role.DECIDER)
    perform(acts.settle_anew, home.office, by, doubt=doubt, goes_by=goes_by, reason=reason)


def suspensions(city: Place, goes_by: str = "higher") -> Reading:
    waiting = [each for each in doubts_over(city.bureau, city.law, clock.today()) if not each.reading]
    at = next(i for i, each in enumerate(waiting) if each.conflict.bites == "agreement.suspensions")
    return settle(city, at, goes_by)


@pytest.mark.clauses("city:20/2.1")
def test_a_choice_is_taken_back_and_what_it_governed_stays_governed(client: Client, city: Place) -> None:
    first, later = clock.today(), clock.today() + timedelta(days=30)
    made = suspensions(city)
    with clock.on(later):
        assert city.law.rule("agreement.suspensions").rule.min == 2
        anew(city, made, "none")
        assert city.law.rule("agreement.suspensions").rule.min == 3  # open again: the measure's own words
        assert governing(city.bureau, first).rule("agreement.suspensions").rule.min == 2  # of then
        waiting = [each for each in doubts_over(city.bureau, city.law, later) if not each.reading]
        assert "agreement.suspensions" in {each.conflict.bites for each in waiting}
        client.force_login(city.user(Role.DECIDER))
        shown = client.get(reverse("desk:doubts")).content.decode()
        assert "收回：省局另有答复" in shown and "上位法优先" in shown
        again = suspensions(city)  # and may be chosen again
        assert again.pk != made.pk and city.law.rule("agreement.suspensions").rule.min == 2


@pytest.mark.clauses("city:20/2.1")
def test_another_choice_takes_its_place_from_the_day_on(client: Client, city: Place) -> None:
    made = suspensions(city)
    page = reverse("public:clause", kwargs={"code": "city", "clause": "20/2.1"})
    assert "选定照对照的规定办" in client.get(page).content.decode()
    with clock.on(clock.today() + timedelta(days=1)):
        anew(city, made, "own")
        assert city.law.rule("agreement.suspensions").rule.min == 3
        shown = client.get(page).content.decode()
        assert "选定照本办法的文字办" in shown and "选定照对照的规定办" not in shown
        told = [
            chosen
            for act in ACTS.values()
            for doubt, chosen in doubts_about(act, city.law)
            if doubt.bites == "agreement.suspensions"
        ]
        assert told and {*told} == {"own"}
    assert governing(city.bureau, clock.today()).rule("agreement.suspensions").rule.min == 2


def test_a_choice_is_not_replaced_by_itself(city: Place) -> None:
    made = settle(city)
    with pytest.raises(Refused) as refused:
        anew(city, made, made.reading)
    assert refused.value.code == "same_choice"
    with pytest.raises(Refused):
        perform(
            acts.settle_anew, city.office, city.officer(Role.RECRUITER), doubt="x", goes_by="own", reason="y"
        )


def test_a_choice_is_not_known_before_its_day(city: Place) -> None:
    """What is asked of an earlier day is answered as it was: the choice speaks from its day on."""
    before = clock.today()
    with clock.on(before + timedelta(days=3)):
        suspensions(city)
        assert city.law.rule("agreement.suspensions").rule.min == 2
        assert governing(city.bureau, before).rule("agreement.suspensions").rule.min == 3
