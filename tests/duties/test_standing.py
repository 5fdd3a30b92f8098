"""Standing duties of every measure: owed only where its text lays them, on the board with their clause, met by the room's
own act at once, void once no text has them any more."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from watching import appoint, signed_in, supervisor
from world import Place, place
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.cli.trace import load_rooms
from zhongdu.duties.models import Duty
from zhongdu.duties.standing import CHECKS, is_owed, stands
from zhongdu.duties.sweep import sweep
from zhongdu.law.shapes import Duty as DutyRule
from zhongdu.law.shelves import shelf
from zhongdu.measures import acts as measures
from zhongdu.record.keeping import open_docket
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role
from zhongdu.service.models import Assessment, Scheme
from zhongdu.training import acts as training
from zhongdu.training.models import Study

load_rooms()
pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)
SHIPPED = ("wushan", "shaoxing", "hunan", "beijing", "city", "national")


@pytest.fixture(autouse=True)
def today() -> None:
    clock.travel_to(TODAY)


@pytest.fixture
def city(db: None) -> Place:
    return place("370300", "示例市医疗保障局", "city", "city")


def owed(here: Place) -> dict[str, str]:
    """The open standing duties of a bureau, each with its clause."""
    rows = Duty.objects.open().filter(docket=here.office.docket, standing=True)
    return dict(rows.values_list("concept", "clause"))


def rows_of(here: Place, concept: str) -> list[tuple[date | None, date | None]]:
    rows = Duty.objects.filter(docket=here.office.docket, concept=concept).order_by("id")
    return list(rows.values_list("due", "met_on"))


# --- what the packs declare ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", SHIPPED)
def test_whatever_a_pack_has_kept_or_done_every_so_often_is_checked(code: str) -> None:
    """Nothing a shipped text makes a bureau's standing duty goes without a check that would put it on the board."""
    declared = {
        name for name, bound in shelf().packs[code].rules.items()
        if (isinstance(bound.rule, DutyRule) and stands(bound)) or bound.concept.name == "agency.duty"
    }  # fmt: skip
    assert declared <= set(CHECKS), declared - set(CHECKS)


# By hand from the texts: what a bureau of this level must keep or do every so often, and where that stands. Nothing was
# done there yet and nobody serves, so that what needs somebody to serve is not owed.
AT_FIRST = {
    "wushan": {"symposium": "wushan:8.3", "working_conditions": "wushan:5"},
    "shaoxing": {"symposium": "shaoxing:8", "liaison": "guidance-2024:whole", "pool": "guidance-2024:whole"},
    "beijing": {"liaison": "beijing:12", "pool": "beijing:14"},
}
NATIONAL = {"hotline": "fund-regulation:35/2", "supervision.mechanism": "fund-regulation:7/2"}


@pytest.mark.clauses("wushan:5", "wushan:8.3", "shaoxing:8", "beijing:12", "beijing:14")
@pytest.mark.parametrize("code", AT_FIRST)
def test_each_measure_has_its_own_duties_owed_and_no_others(
    code: str, request: pytest.FixtureRequest
) -> None:
    here: Place = request.getfixturevalue(code)
    sweep(TODAY)
    assert owed(here) == AT_FIRST[code] | NATIONAL


@pytest.mark.clauses("hunan:3", "hunan:10.1", "hunan:10.3")
def test_in_hunan_the_city_owes_and_the_province_only_aims(hunan: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    sweep(TODAY)
    assert owed(changsha) == NATIONAL | {
        "liaison": "hunan:10.1", "register": "hunan:10.1", "symposium": "hunan:10.3",
    }  # fmt: skip
    assert owed(hunan) == NATIONAL, "its pool is built step by step: nobody's debt"


@pytest.mark.clauses("city:17", "city:23", "city:24", "city:27/2", "city:10", "city:14")
def test_the_citys_fund_measure_has_the_agencys_five_and_the_bureaus_own(city: Place) -> None:
    sweep(TODAY)
    found = owed(city)
    assert {concept: clause for concept, clause in found.items() if clause.startswith("city:")} == {
        "agency.duty.internal_control": "city:17.1", "agency.duty.paying": "city:17.4", "agency.duty.other": "city:17.5",
        "hotline": "city:24", "supervision.mechanism": "city:24", "supervision.supervisors": "city:24",
        "fund.watching": "city:27/2", "deliberation": "city:10", "budget.drafting": "city:14", "publicity": "city:23",
    }  # fmt: skip


# --- met by the room's own act, at once -----------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:3", "shaoxing:8", "hunan:3")
def test_a_course_completed_meets_the_training_that_was_owed(shaoxing: Place, hunan: Place) -> None:
    for here, clauses in (
        (shaoxing, {"training": "shaoxing:8", "training.for_supervisors": "shaoxing:3"}),
        (hunan.below("430100", "长沙市医疗保障局", "city"), {"training.for_supervisors": "hunan:3"}),
    ):
        term, liaison = appoint(here), here.officer(Role.LIAISON)
        sweep(TODAY)
        assert {word: clause for word, clause in owed(here).items() if word.startswith("training")} == clauses
        made = perform(training.draft_course, here.office, liaison, title="入门", body="示例", minutes=45)
        perform(training.open_course, made, liaison, everybody=True)
        assert "training.for_supervisors" in owed(here), "given is not learned"
        study = Study.objects.select_related("docket", "bureau", "course").get(course=made, user=term.user_id)
        perform(training.complete_study, study, supervisor(term))
        assert not [word for word in owed(here) if word.startswith("training")]
        perform(bureaus.choose_practice, here.office, here.officer(Role.DECIDER), practice="training.every=6")
        sweep(date(2026, 12, 10))
        assert "training.for_supervisors" not in owed(here)
        sweep(date(2026, 12, 11))
        assert owed(here)["training.for_supervisors"], "six months are over: the bureau's own number"
        clock.travel_to(TODAY)


@pytest.mark.clauses("wushan:8.4", "beijing:15")
def test_training_one_may_hold_is_nobodys_debt(wushan: Place, beijing: Place) -> None:
    for here in (wushan, beijing):
        appoint(here)
        sweep(TODAY)
        assert "training" not in owed(here)


@pytest.mark.clauses("city:24")
def test_the_mechanism_is_its_parts(city: Place) -> None:
    chief = city.officer(Role.DECIDER)
    sweep(TODAY)
    perform(bureaus.publish_hotline, city.office, chief, hotline="12393")
    assert "hotline" not in owed(city) and "supervision.mechanism" in owed(city), "nobody serves yet"
    appoint(city)
    sweep(TODAY + timedelta(days=1))
    assert not {"supervision.mechanism", "supervision.supervisors"} & set(owed(city))


@pytest.mark.clauses("wushan:5", "city:27/2")
def test_what_no_record_shows_is_stated_by_the_head_and_grows_old(wushan: Place) -> None:
    chief = wushan.officer(Role.DECIDER)
    sweep(TODAY)
    with pytest.raises(Refused):
        perform(bureaus.state_kept, wushan.office, chief, duty="fund.watching", words="不是本办法的")
    perform(bureaus.state_kept, wushan.office, chief, duty="working_conditions", words="设了办公室，配了资料")
    assert "working_conditions" not in owed(wushan)
    sweep(date(2027, 6, 10))
    assert "working_conditions" not in owed(wushan)
    sweep(date(2027, 6, 11))
    assert owed(wushan)["working_conditions"] == "wushan:5"
    assert list(breaks()) == []


@pytest.mark.clauses("beijing:14")
def test_last_year_is_to_be_assessed(beijing: Place) -> None:
    term = appoint(beijing, since=date(2025, 2, 1))
    sweep(TODAY)
    assert owed(beijing)["assessment"] == "beijing:14"
    _settled(beijing, term, 2025)
    sweep(TODAY + timedelta(days=1))
    assert "assessment" not in owed(beijing)
    sweep(date(2027, 1, 1))
    assert "assessment" in owed(beijing), "each year anew"


def _settled(here: Place, term: Any, year: int) -> None:
    with acting():
        scheme = Scheme.objects.create(
            docket=open_docket(Scheme.kind(), here.bureau), bureau=here.bureau, state="run", year=year,
            weights={}, grades=["优秀", "合格"], answer_days=5,
        )  # fmt: skip
        Assessment.objects.create(
            docket=open_docket(Assessment.kind(), here.bureau), bureau=here.bureau, state="settled",
            appointment=term, user_id=term.user_id, scheme=scheme, year=year, figures={}, tenths=0,
            reckoned_on=TODAY, grade="合格", answer_until=TODAY,
        )  # fmt: skip


@pytest.mark.clauses("beijing:8.6/1")
def test_work_is_to_be_assigned_once_somebody_serves(beijing: Place) -> None:
    sweep(TODAY)
    assert "work.assigning" not in owed(beijing)
    appoint(beijing)
    sweep(TODAY)
    assert owed(beijing)["work.assigning"] == "beijing:8.6/1"


@pytest.mark.clauses("hunan:10.1")
def test_the_register_begins_with_whoever_is_entered(hunan: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    sweep(TODAY)
    assert "register" in owed(changsha)
    appoint(changsha)
    sweep(TODAY)
    assert "register" not in owed(changsha)


@pytest.mark.clauses("city:10")
def test_deliberation_needs_as_many_members_as_the_bureaus_quorum(city: Place) -> None:
    sweep(TODAY)
    for n in range(2):
        city.user(Role.DELIBERATOR, f"member-{n}")
    sweep(TODAY)
    assert "deliberation" in owed(city)
    city.user(Role.DELIBERATOR, "member-3")
    sweep(TODAY)
    assert "deliberation" not in owed(city)


# --- years, and laws that go ----------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:8.3")
def test_a_year_without_it_stays_owed_beside_the_next(wushan: Place) -> None:
    sweep(date(2026, 6, 10))
    sweep(date(2027, 1, 4))
    sweep(date(2027, 1, 5))
    assert rows_of(wushan, "symposium") == [(date(2026, 12, 31), None), (date(2027, 12, 31), None)]


def test_what_no_text_lays_on_the_bureau_any_more_is_void_and_stays_to_be_read(shaoxing: Place) -> None:
    sweep(TODAY)
    assert "symposium" in owed(shaoxing)
    clock.travel_to(date(2026, 7, 1))
    chief = shaoxing.officer(Role.DECIDER)
    perform(
        measures.commence, shaoxing.office, chief, code="beijing", since=date(2026, 7, 1), reason="委托试点"
    )
    sweep(date(2026, 7, 1))
    assert "symposium" not in owed(shaoxing), "as work requires, in the new text"
    [row] = Duty.objects.filter(docket=shaoxing.office.docket, concept="symposium")
    assert row.void_on == date(2026, 7, 1) and row.met_on is None and row.clause == "shaoxing:8"


# --- its page -------------------------------------------------------------------------------------------------


def test_the_page_says_each_with_its_clause_and_by_what_one_sees_it(hunan: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    hunan.below("430200", "示例市医疗保障局", "city")
    sweep(TODAY)
    client = signed_in(hunan.user(Role.DECIDER))
    shown = client.get(reverse("desk:board_standing"), {"bureau": "430100"}).content.decode()
    for clause, words in (
        ("hunan/10.3", "还没有做过"),
        ("hunan/10.1", "还没有指定专人"),
        ("hunan/10.1", "还没有登记过人"),
    ):
        assert clause in shown and words in shown
    assert "欠着5项" in shown and "concept=symposium" in shown
    own = client.get(reverse("desk:board_standing")).content.decode()
    assert "不计欠" in own and "hunan/3" in own, "the pool it only aims at is shown as nobody's debt"
    below = signed_in(changsha.user(Role.DECIDER)).get(reverse("desk:board_standing"), {"bureau": "430200"})
    assert "示例市" not in below.content.decode(), "a neighbour's are not one's own"


def test_whether_it_is_owed_is_the_texts_word(beijing: Place, wushan: Place) -> None:
    district = beijing.below("110105", "朝阳区医疗保障局")
    assert is_owed(district.bureau, district.law, "liaison")
    assert not is_owed(district.bureau, district.law, "assessment"), "the city's alone"
    assert not is_owed(wushan.bureau, wushan.law, "register"), "in no text of theirs"
