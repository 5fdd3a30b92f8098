"""The yearly assessment comes from the record, shows its sums, opens what is behind them, and ends nothing by itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from serving import assigned, served, somebody, visited

from watching import appoint, signed_in, supervisor
from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork import checklists
from zhongdu.leads import acts as leads
from zhongdu.record.models import Event
from zhongdu.roster.acts import report_change
from zhongdu.scope.roles import Role
from zhongdu.service import acts, assessing, figures
from zhongdu.service.models import Assessment, Scheme
from zhongdu.service.queries import latest_assessment
from zhongdu.service.rules import Weight, points, read, scored, total, wrong_weights

DB = pytest.mark.django_db
ALL = {
    "tasks_in_time": "20", "visits": "20", "leads_filed": "10", "leads_verified": "20", "training": "20",
    "meetings": "10", "late_changes": "5",
}  # fmt: skip
FULL = {
    "tasks_in_time": "2", "visits": "4", "leads_filed": "2", "leads_verified": "1", "training": "120", "meetings": "2",
}  # fmt: skip


@pytest.fixture(autouse=True)
def midday() -> None:
    clock.travel_to(date(2026, 6, 10))


def scheme(place: Place, weights: dict[str, str] = ALL, **more: Any) -> Scheme:
    told = {
        "year": 2026,
        "weights": weights,
        "full": FULL,
        "grades": "优秀、合格、不合格",
        "answer_days": 10,
    } | more
    return perform(acts.set_scheme, place.office, place.officer(Role.DECIDER), **told)


def reckoned(place: Place, made: Scheme) -> None:
    perform(acts.assess, made, place.officer(Role.DECIDER))


def of(term: Any) -> Assessment:
    return Assessment.objects.get(user=term.user_id)


def told(place: Place, term: Any, grade: str = "合格") -> Assessment:
    perform(acts.grade, of(term), place.officer(Role.LIAISON), grade=grade, words="做得不少。")
    return perform(acts.approve_grade, of(term), place.officer(Role.DECIDER))


def values(assessment: Assessment) -> dict[str, int]:
    return {each.name: each.value for each in read(assessment.figures)}


# --- the sums ---------------------------------------------------------------------------------------------

weights = st.builds(Weight, st.integers(0, 100), st.integers(1, 10_000))


@given(weights, st.integers(0, 100_000))
def test_points_lie_between_nothing_and_the_weight(by: Weight, value: int) -> None:
    assert 0 <= scored("x", "", "次", value, by).tenths <= 10 * by.weight


@given(weights, st.integers(0, 100_000), st.integers(0, 100_000))
def test_more_done_never_counts_less(by: Weight, one: int, more: int) -> None:
    assert scored("x", "", "次", one, by).tenths <= scored("x", "", "次", one + more, by).tenths


@given(weights)
def test_the_full_number_brings_every_point(by: Weight) -> None:
    assert scored("x", "", "次", by.full, by).tenths == 10 * by.weight


@given(weights, st.integers(0, 100_000))
def test_a_tenth_is_rounded_fairly(by: Weight, value: int) -> None:
    exact = 10 * by.weight * min(value, by.full) / by.full
    assert abs(scored("x", "", "次", value, by).tenths - exact) <= 0.5 + 1e-9


@given(st.lists(st.integers(0, 1000), max_size=5), st.integers(0, 100))
def test_deductions_never_bring_a_total_below_nought(done: list[int], late: int) -> None:
    figured = [scored("x", "", "次", value, Weight(20, 4)) for value in done]
    figured.append(scored("y", "", "次", late, Weight(5, deducts=True)))
    assert 0 <= total(figured) <= 200 * len(done)


def test_the_sum_is_printed_so_that_anybody_can_reckon_it() -> None:
    assert scored("x", "", "次", 4, Weight(30, 6)).derivation == "4次，满6次得30分：30 × 4 ÷ 6 = 20分"
    assert (
        scored("x", "", "次", 9, Weight(30, 6)).derivation == "9次（按6次计），满6次得30分：30 × 6 ÷ 6 = 30分"
    )
    assert scored("x", "", "次", 2, Weight(5, deducts=True)).derivation == "2次，每次扣5分：5 × 2 = 扣10分"
    assert (points(205), points(200), points(-5)) == ("20.5", "20", "-0.5")


def test_what_can_be_earned_is_a_hundred() -> None:
    assert wrong_weights({"a": Weight(60), "b": Weight(40), "c": Weight(5, deducts=True)}) == ""
    assert "99分" in wrong_weights({"a": Weight(60), "b": Weight(39)})


# --- the figures --------------------------------------------------------------------------------------------


@DB
def test_every_figure_is_what_the_record_holds(beijing: Place) -> None:
    term, idle = somebody(beijing), somebody(beijing, "示例·另一人")
    me = supervisor(term)
    visit = visited(beijing, term)
    served(beijing, term, 90)
    served(beijing, term, 45, kind="meeting")
    lead = perform(leads.file_lead, term, me, visit=visit.number, words="柜台串换药品")
    handler = beijing.officer(Role.CASE_OFFICER)
    perform(leads.take_up, lead, handler)
    perform(leads.answer, lead, handler, outcome="proved", words="属实。")
    perform(report_change, term, me, field="address", value="示例路2号", changed_on=date(2026, 3, 2))
    reckoned(beijing, scheme(beijing))
    assert values(of(term)) == {
        "tasks_in_time": 1, "visits": 1, "leads_filed": 1, "leads_verified": 1, "training": 90, "meetings": 1,
        "late_changes": 1,
    }  # fmt: skip
    assert of(term).tenths == 100 + 50 + 50 + 200 + 150 + 50 - 50
    assert set(values(of(idle)).values()) == {0} and of(idle).tenths == 0


@DB
def test_a_task_done_after_its_day_is_a_visit_and_not_in_time(beijing: Place) -> None:
    term = somebody(beijing)
    visit = assigned(beijing, term, days=1)
    perform(fieldwork.accept_visit, visit, supervisor(term))
    clock.travel_to(date(2026, 6, 13))
    answers = {q.name: q.options[0] for q in checklists.rule_of(visit).questions if q.kind == "choice"}
    name = vault.read(term.number, "name")["name"]
    perform(
        fieldwork.record_visit, visit, supervisor(term), done_at=clock.now(), answers=answers, signature=name
    )
    reckoned(beijing, scheme(beijing))
    assert (values(of(term))["tasks_in_time"], values(of(term))["visits"]) == (0, 1)


@DB
def test_a_lead_against_the_bureau_is_in_no_figure(beijing: Place) -> None:
    term = somebody(beijing)
    told = {"words": "窗口收礼", "against": beijing.bureau.code}
    perform(leads.file_lead, term, supervisor(term), **told)
    reckoned(beijing, scheme(beijing))
    assert values(of(term))["leads_filed"] == 0, "the number would tell the bureau that somebody spoke of it"


@DB
def test_the_queries_do_not_grow_with_the_people(beijing: Place, django_assert_max_num_queries: Any) -> None:
    made = scheme(beijing)
    people = [appoint(beijing) for _ in range(40)]
    with django_assert_max_num_queries(2 * len(figures.FIGURES)):
        assert len(figures.reckon(made, people)) == 40


@DB
def test_somebody_reappointed_is_assessed_once_under_the_last_term(beijing: Place) -> None:
    first = appoint(beijing, "twice", since=date(2023, 2, 1))
    second = appoint(beijing, "twice", since=date(2026, 2, 2))
    gone = appoint(beijing, "gone", since=date(2020, 2, 1))
    reckoned(beijing, scheme(beijing))
    assert of(second).appointment_id == second.pk and first.user_id == second.user_id
    assert not Assessment.objects.filter(user=gone.user_id).exists(), "who did not serve in the year"


@DB
def test_reckoning_again_finds_nobody_left_and_a_draft_may_follow_the_record(beijing: Place) -> None:
    term, made = somebody(beijing), scheme(beijing)
    reckoned(beijing, made)
    with pytest.raises(Refused) as refused:
        reckoned(beijing, made)
    assert refused.value.code == "not_now"
    assert Assessment.objects.count() == 1
    served(beijing, term, 120)
    perform(acts.reckon_again, of(term), beijing.officer(Role.LIAISON))
    assert values(of(term))["training"] == 120 and of(term).tenths == 200


# --- the scheme ------------------------------------------------------------------------------------------


@DB
@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"weights": ALL | {"visits": "19"}}, "wrong_weights"),
        ({"weights": {"visits": "100", "gossip": "1"}}, "no_such_figure"),
        ({"weights": {"visits": "hundred"}}, "not_a_number"),
        ({"weights": {"visits": "-100"}}, "not_a_number"),
        ({"weights": {"visits": "100"}, "full": {"visits": "0"}}, "wrong_weights"),
        ({"grades": "合格"}, "wrong_grades"),
        ({"grades": "合格、合格"}, "wrong_grades"),
        ({"answer_days": 0}, "wrong_days"),
        ({"year": 2027}, "no_such_year"),
    ],
)
def test_a_scheme_that_cannot_stand_is_refused(beijing: Place, told: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        scheme(beijing, **({"weights": ALL} | told))
    assert refused.value.code == code and not Scheme.objects.exists()


@DB
def test_a_scheme_by_which_was_reckoned_stands(beijing: Place) -> None:
    somebody(beijing)
    made = scheme(beijing)
    with pytest.raises(Refused) as refused:
        scheme(beijing)
    assert "这一年已经有考核方案" in refused.value.says
    reckoned(beijing, made)
    with pytest.raises(Refused) as refused:
        told = {"weights": {"visits": "100"}, "full": {}, "grades": "好、差", "answer_days": 5}
        perform(acts.change_scheme, made, beijing.officer(Role.DECIDER), **told)
    assert refused.value.code == "wrong_state"


@pytest.mark.clauses("beijing:14")
@DB
def test_where_the_measure_has_assessment_its_clause_is_cited(beijing: Place) -> None:
    assert "beijing:14" in Event.objects.get(docket=scheme(beijing).docket).clauses
    page = signed_in(beijing.user(Role.DECIDER)).get(reverse("desk:assessments")).content.decode()
    assert "/law/beijing/14/" in page


@DB
def test_where_it_does_not_the_page_says_it_is_the_bureaus_own_way(wushan: Place) -> None:
    assert Event.objects.get(docket=scheme(wushan).docket).clauses == []
    page = signed_in(wushan.user(Role.DECIDER)).get(reverse("desk:assessments")).content.decode()
    assert "办法没有要求本局考核，这里的考核是本局做法" in page


@DB
def test_the_form_gives_points_and_keeps_what_was_typed(beijing: Place) -> None:
    client = signed_in(beijing.user(Role.DECIDER))
    address = reverse("desk:set_scheme", kwargs={"number": beijing.office.number})
    beijing.office.docket.refresh_from_db()
    typed = {f"weight_{name}": ALL[name] for name in figures.FIGURES}
    typed |= {f"full_{name}": FULL[name] for name in FULL}
    typed |= {
        "year": "2026",
        "grades": "甲、乙",
        "answer_days": "7",
        "key": "k",
        "seen": beijing.office.docket.length,
    }
    wrong = client.post(address, typed | {"weight_visits": "1"}).content.decode()
    assert "加起来是81分" in wrong and 'value="甲、乙"' in wrong
    assert client.post(address, typed).status_code == 302
    assert Scheme.objects.get().weights["visits"] == {"weight": 20, "full": 4}


# --- grade, answer, settling --------------------------------------------------------------------------------


@pytest.mark.clauses("beijing:14")
@DB
def test_from_draft_to_settled_with_the_supervisors_own_word(beijing: Place) -> None:
    term = somebody(beijing)
    visited(beijing, term)
    reckoned(beijing, scheme(beijing))
    client, address = signed_in(term.user), reverse("phone:assessment", kwargs={"number": of(term).number})
    assert client.get(address).status_code == 404, "a draft is the bureau's own"
    assert told(beijing, term).answer_until == date(2026, 6, 20)
    page = client.get(address).content.decode()
    assert "做得不少" in page and "20 × 1 ÷ 4 = 5分" in page and "分数不会自动决定去留" in page
    me, chief = supervisor(term), beijing.officer(Role.DECIDER)
    perform(acts.answer_assessment, of(term), me, words="还有一次会议没有登记。")
    perform(acts.settle_assessment, of(term), chief, grade="优秀", words="采纳。")
    assert (of(term).state, of(term).grade) == ("settled", "优秀")
    assert "采纳" in client.get(address).content.decode()
    assert latest_assessment([term.user_id])[term.user_id] == of(term)
    term.refresh_from_db()
    assert term.state == "serving", "no score ends an appointment"


@DB
def test_the_answer_has_its_time_and_the_sweep_ends_it(beijing: Place) -> None:
    term = somebody(beijing)
    reckoned(beijing, scheme(beijing))
    until = told(beijing, term).answer_until
    assert until is not None
    sweep(until)
    assert of(term).state == "told", "its last day still counts"
    clock.travel_to(until + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        perform(acts.answer_assessment, of(term), supervisor(term), words="晚了")
    assert refused.value.code == "not_now"
    sweep(clock.today())
    assert of(term).state == "settled"


@DB
def test_another_supervisor_and_another_bureau_see_nothing(beijing: Place, shaoxing: Place) -> None:
    term, other = somebody(beijing), somebody(beijing, "示例·另一人")
    reckoned(beijing, scheme(beijing))
    told(beijing, term)
    number = of(term).number
    assert (
        signed_in(other.user).get(reverse("phone:assessment", kwargs={"number": number})).status_code == 404
    )
    far = signed_in(shaoxing.user(Role.DECIDER))
    assert far.get(reverse("desk:assessment", kwargs={"number": number})).status_code == 404
    assert number not in far.get(reverse("desk:assessments")).content.decode()


@DB
def test_each_figure_opens_what_is_behind_it(beijing: Place) -> None:
    term = somebody(beijing)
    visit = visited(beijing, term)
    stint = served(beijing, term)
    lead = perform(leads.file_lead, term, supervisor(term), visit=visit.number, words="串换药品")
    reckoned(beijing, scheme(beijing))
    told(beijing, term)
    mine, desk = signed_in(term.user), signed_in(beijing.user(Role.LIAISON))

    def behind(face: str, client: Any, figure: str) -> str:
        address = reverse(f"{face}:assessment_figure", kwargs={"number": of(term).number, "figure": figure})
        return str(client.get(address).content.decode())

    for figure, number in (("visits", visit.number), ("training", stint.number)):
        assert number in behind("phone", mine, figure) and number in behind("desk", desk, figure)
    assert lead.number in behind("phone", mine, "leads_filed")
    sealed = behind("desk", desk, "leads_filed")
    assert lead.number not in sealed and "身份封存" in sealed, "who brought a lead stays sealed"
    gone = reverse("phone:assessment_figure", kwargs={"number": of(term).number, "figure": "gossip"})
    assert mine.get(gone).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_year_is_reckoned_by_a_job(beijing: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assessing, "SLICE", 2)
    for _ in range(3):
        appoint(beijing)
    made = scheme(beijing)
    client = signed_in(beijing.user(Role.LIAISON))
    address = reverse("desk:assess", kwargs={"number": made.number})
    assert "共 3 人" in client.get(address).content.decode()
    answer = client.post(address)
    assert Assessment.objects.count() == 3
    assert "?year=2026" in client.get(answer["Location"]).content.decode()
