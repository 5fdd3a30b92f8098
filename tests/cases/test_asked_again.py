"""What is asked once more before it counts: the fine of another case, how grave it is, how long it is ago, the answer."""

from datetime import date
from typing import Any

import casework as at
import pytest

from watching import institution
from world import Place
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts
from zhongdu.cases.models import Case
from zhongdu.scope.models import Practice

pytestmark = pytest.mark.django_db
START = date(2026, 6, 10)
DECIDE = {"paper_number": "示医保罚〔2026〕9号", "words": "情节一般。"}
SAID = {"said_on": START, "words": "是店员个人所为", "answer": "不影响认定", "adopted": "no"}


@pytest.fixture
def town() -> Place:
    clock.travel_to(START)
    return at.town()


def refusal(*given: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        perform(*given, **more)
    return raised.value


def against(place: Place, shop: Any) -> Case:
    """A case against an institution, ready to be decided."""
    case = at.filed(place, at.checking(place, institution=shop.code))
    return at.ready(place, at.reviewed(place, at.reported(place, at.proved(place, case))))


def deliberated(place: Place, case: Case) -> Case:
    at.deliberated(place, case)
    return Case.objects.get(pk=case.pk)


@pytest.mark.clauses("city:10")
def test_of_two_cases_of_one_conduct_that_are_ready_only_the_first_fines(town: Place) -> None:
    shop = institution(town, "示例惠民大药房")
    first, second = against(town, shop), against(town, shop)
    decision = at.decided(town, first)
    why = refusal(acts.decide_case, deliberated(town, second), at.chief(town), **DECIDE)
    assert why.code == "fined_already" and str(why.clause) == "penalty-law:29"
    assert decision.paper_number in why.sentence


def test_another_code_of_the_same_institution_does_not_make_it_another_conduct(town: Place) -> None:
    one, other = institution(town, "示例惠民大药房"), institution(town, "示例惠民大药房（旧代码）")
    with acting():
        type(other).objects.filter(pk=other.pk).update(merged_into=one)
    first, second = against(town, one), against(town, other)
    at.served(town, at.decided(town, first))
    why = refusal(acts.decide_case, deliberated(town, second), at.chief(town), **DECIDE)
    assert why.code == "fined_already"


@pytest.mark.clauses("city:10")
def test_nothing_is_proposed_before_somebody_found_how_grave_it_is(town: Place) -> None:
    case = at.evidence(town, at.filed(town))
    case = perform(acts.set_loss, case, at.inspector(town), fund=at.FUND, amount="10000")
    why = refusal(acts.report_case, case, at.inspector(town), **at.PENALTY)
    assert why.code == "not_weighed" and str(why.clause) == "city:10"
    Practice.objects.create(bureau=town.bureau, name="cases.deliberation_from", value="found")
    grave = at.ready(town, at.reviewed(town, at.reported(town, at.weighed(town, case, complicated=True))))
    why = refusal(acts.decide_case, grave, at.chief(town), **DECIDE)
    assert why.code == "not_deliberated" and "情况复杂" in why.sentence


def test_what_is_too_long_ago_is_not_punished_on_the_spot_either(town: Place) -> None:
    old = at.checking(town, conduct_from=None, conduct_until=date(2024, 6, 9))
    given = {
        "officers": [str(at.inspector(town, which).user_id) for which in (1, 2)], "sanction": "sanction.use",
        "fund": at.FUND, "loss": "2000", "fine": "3000", "paper_number": "示医保当罚〔2026〕1号", "words": "当场查明",
    }  # fmt: skip
    why = refusal(acts.punish_on_spot, old, at.inspector(town), **given)
    assert why.code == "time_barred" and str(why.clause) == "penalty-law:36/1"


def test_the_respondent_has_the_days_the_bureau_leaves_to_answer(town: Place) -> None:
    Practice.objects.create(bureau=town.bureau, name="cases.hearing_from", value="5000_100000")
    case = at.notified(town, at.reviewed(town, at.reported(town)))
    assert not case.may_be_heard
    clock.travel_to(date(2026, 6, 15))
    why = refusal(acts.close_notice, case, at.inspector(town), words="没有陈述申辩。")
    assert why.code == "may_still_answer" and "6月15日" in why.sentence and "本局做法" in why.sentence
    assert why.clause and "waived" in why.fields
    said = perform(acts.record_defence, case, at.inspector(town), **SAID)
    assert perform(acts.close_notice, said, at.inspector(town), words="已经陈述。").state == Case.State.READY


def test_when_nobody_answered_it_goes_on_the_day_after(town: Place) -> None:
    Practice.objects.create(bureau=town.bureau, name="cases.hearing_from", value="5000_100000")
    case = at.notified(town)
    clock.travel_to(date(2026, 6, 16))
    assert (
        perform(acts.close_notice, case, at.inspector(town), words="没有陈述申辩。").state == Case.State.READY
    )


def test_what_was_said_before_new_facts_is_not_taken_for_an_answer_to_them(town: Place) -> None:
    case = perform(acts.record_defence, at.notified(town), at.inspector(town), **SAID)
    assert case.defended
    again = perform(acts.investigate_again, case, at.chief(town), reason="又查出三个月的。")
    assert not again.defended and again.hearing_asked_on is None
