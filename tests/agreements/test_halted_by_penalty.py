"""A penalty that suspends services stops the settlement it touches, from the day it binds to its last; undone, it never did."""

from datetime import date
from typing import Any

import agreeing as at
import casework
import pytest
from test_days_that_turn import told_since
from test_proved_elsewhere import punished
from test_settlement import answer, key, states

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements.models import Hold
from zhongdu.calendar import clock
from zhongdu.cases import acts as cases
from zhongdu.cases import paper
from zhongdu.cases.halts import last_day
from zhongdu.duties.sweep import sweep

pytestmark = pytest.mark.django_db
FRAUD = "fund-regulation:40/1"
JUNE = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def midday() -> None:
    clock.travel_to(JUNE)


@pytest.fixture
def decision(city: Place) -> Any:
    """Fraud by a hospital with two agreements: decided, six months, not served yet."""
    of = at.institution(city)
    at.signed(city, of)
    at.signed(city, of, "inpatient")
    return punished(city, of)


def refusal(*given: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        perform(*given, **more)
    return raised.value


def served(city: Place, decision: Any) -> Any:
    return at.afresh(casework.served(city, at.afresh(decision)))


@pytest.mark.clauses(FRAUD, "fund-regulation:38")
def test_it_is_not_served_before_somebody_named_what_it_touches(city: Place, decision: Any) -> None:
    given = {"way": "direct", "served_on": JUNE, "receipt": [casework.photo("white")]}
    why = refusal(cases.serve_decision, decision, casework.inspector(city), **given)
    assert why.code == "not_now" and "写明" in why.sentence
    head = casework.chief(city)
    told = {"departments": "骨科", "start": "service"}
    assert "none_why" in refusal(cases.name_halted, decision, head, **told).fields
    both = {"halted": ["inpatient"], "none_why": "只有一个科室。"}
    assert refusal(cases.name_halted, decision, head, **told, **both).code == "either_or"
    assert "halted" in refusal(cases.name_halted, decision, head, **told, halted=["pharmacy"]).fields
    assert refusal(cases.name_halted, decision, casework.inspector(city), **told).code == "not_your_role"


@pytest.mark.clauses(FRAUD)
def test_once_served_the_very_next_answer_says_so_and_only_for_what_was_named(
    city: Place, decision: Any
) -> None:
    token, code = key(city), decision.case.institution.code
    casework.halted(city, decision, "inpatient")
    assert answer(code, token)["kinds"] == ["inpatient", "outpatient"]  # decided binds nobody yet
    _, cursor = told_since(token, 0)
    assert decision.docket.events.get(act="cases.name_halted").clauses[-1] == FRAUD
    assert "自送达之日起6个月" in str(paper.printed(at.afresh(decision))["body"])
    decision = served(city, decision)
    said = str(paper.printed(decision)["body"])
    assert (
        "暂停的责任部门：骨科" in said
        and "自2026年6月10日起至2026年12月9日止" in said
        and "住院医疗服务" in said
    )
    assert answer(code, token)["kinds"] == ["outpatient"]
    assert told_since(token, cursor)[0] == [code]
    hold = Hold.objects.get(docket=decision.number)
    assert (hold.sort, hold.since, hold.until, hold.clause) == ("inpatient", JUNE, date(2026, 12, 9), FRAUD)


@pytest.mark.clauses(FRAUD)
def test_where_all_is_stopped_the_answer_gives_clause_docket_and_days(city: Place, decision: Any) -> None:
    token, code = key(city), decision.case.institution.code
    casework.halted(city, decision, "inpatient", "outpatient")
    served(city, decision)
    told = answer(code, token)
    assert states(told) == [("penalty", FRAUD)] * 2 and not told["may_settle"]
    (why, _) = told["why"]
    assert (why["docket"], why["since"], why["until"]) == (decision.number, "2026-06-10", "2026-12-09")
    assert why["says"] == "行政处罚决定责令暂停"
    _, cursor = told_since(token, 0)
    with clock.on(date(2026, 12, 9)):
        sweep(clock.today())
        assert not answer(code, token)["may_settle"]
    with clock.on(date(2026, 12, 10)):
        sweep(clock.today())
        assert answer(code, token)["may_settle"]
        assert told_since(token, cursor)[0] == [code]


def test_an_agreement_signed_meanwhile_is_stopped_too(city: Place) -> None:
    of = at.institution(city)
    served(city, casework.halted(city, punished(city, of), "outpatient"))
    agreement = at.signed(city, of)
    assert states(answer(agreement.institution.code, key(city))) == [("penalty", FRAUD)]


@pytest.mark.clauses(FRAUD)
def test_from_a_day_that_was_named_and_announced_when_it_comes(city: Place, decision: Any) -> None:
    token, code, first = key(city), decision.case.institution.code, date(2026, 7, 1)
    assert refusal(
        cases.name_halted,
        decision,
        casework.chief(city),
        departments="骨科",
        halted=["inpatient"],
        start="day",
    ).fields.keys() == {"since"}
    casework.halted(city, decision, "inpatient", "outpatient", start="day", since=first)
    served(city, decision)
    assert answer(code, token)["may_settle"] and answer(code, token)["until"] == "2026-06-30"
    _, cursor = told_since(token, 0)
    with clock.on(first):
        sweep(clock.today())
        assert states(answer(code, token))[0] == ("penalty", FRAUD)
        assert told_since(token, cursor)[0] == [code]
    assert {each.until for each in Hold.objects.filter(docket=decision.number)} == {date(2026, 12, 31)}


def test_served_later_than_the_day_named_it_binds_from_its_service(city: Place, decision: Any) -> None:
    casework.halted(city, decision, "inpatient", start="day", since=date(2026, 6, 12))
    clock.travel_to(date(2026, 6, 15))
    served(city, decision)
    assert Hold.objects.get(docket=decision.number).since == date(2026, 6, 15)


@pytest.mark.clauses(FRAUD)
@pytest.mark.parametrize("how", ["revoked", "set_aside"])
def test_undone_it_is_as_if_it_had_never_been(city: Place, decision: Any, how: str) -> None:
    token, code = key(city), decision.case.institution.code
    casework.halted(city, decision, "inpatient", "outpatient")
    decision = served(city, decision)
    _, cursor = told_since(token, 0)
    if how == "revoked":
        perform(cases.revoke_decision, decision, casework.chief(city), reason="本局自行撤销。")
    else:
        perform(cases.note_remedy, decision, casework.inspector(city), sort="reconsideration", asked_on=JUNE)
        given = {"outcome": "revoked", "ended_on": JUNE, "document": "示府复决〔2026〕1号"}
        row = decision.remedies.get()
        perform(
            cases.note_remedy_outcome,
            at.afresh(decision),
            casework.inspector(city),
            remedy=str(row.pk),
            **given,
        )
    assert answer(code, token)["may_settle"]
    assert told_since(token, cursor)[0] == [code]
    assert not Hold.objects.filter(docket=decision.number, void=False).exists()


def test_upheld_it_goes_on(city: Place, decision: Any) -> None:
    casework.halted(city, decision, "inpatient")
    decision = served(city, decision)
    perform(cases.note_remedy, decision, casework.inspector(city), sort="litigation", asked_on=JUNE)
    given = {"outcome": "upheld", "ended_on": JUNE, "document": "（2026）示行初1号"}
    row = decision.remedies.get()
    perform(
        cases.note_remedy_outcome, at.afresh(decision), casework.inspector(city), remedy=str(row.pk), **given
    )
    assert Hold.objects.filter(docket=decision.number, void=False).count() == 1


def test_named_anew_after_service_only_the_scope_changes(city: Place, decision: Any) -> None:
    token, code = key(city), decision.case.institution.code
    casework.halted(city, decision, "inpatient")
    decision = served(city, decision)
    told = {"departments": "骨科门诊", "halted": ["outpatient"]}
    head = casework.chief(city)
    later = {"start": "day", "since": date(2026, 7, 1)}
    assert refusal(cases.name_halted, decision, head, **told, **later).code == "day_stands"
    perform(cases.name_halted, decision, head, **told, start="service")
    assert answer(code, token)["kinds"] == ["inpatient"]


def test_none_is_touched_where_the_head_says_why(city: Place, decision: Any) -> None:
    casework.halted(city, decision, none_why="只暂停骨科，由结算系统按科室停。")
    served(city, decision)
    assert answer(decision.case.institution.code, key(city))["may_settle"]


def test_a_decision_that_suspends_nothing_asks_nothing(city: Place) -> None:
    of = at.signed(city).institution
    plain = punished(city, of, "violation.swapping", "use")
    assert refusal(cases.name_halted, plain, casework.chief(city)).code == "not_now"
    served(city, plain)
    assert answer(of.code, key(city))["may_settle"]


@pytest.mark.parametrize(
    ("since", "months", "last"),
    [
        (date(2026, 6, 10), 6, date(2026, 12, 9)),
        (date(2026, 7, 1), 6, date(2026, 12, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
    ],
)
def test_months_are_never_a_day_longer_than_was_decided(since: date, months: int, last: date) -> None:
    assert last_day(since, months) == last
