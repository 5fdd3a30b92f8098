"""The order to put right: by a day, checked after it; what the law ties to a refusal needs the refusal."""

import io
from datetime import date
from typing import Any

import casework as at
import pytest
from pypdf import PdfReader

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts, paper
from zhongdu.cases.models import Case
from zhongdu.duties.models import Duty

pytestmark = pytest.mark.django_db
START = date(2026, 6, 10)
CHECKED = {"checked_on": START, "words": "去看了。"}
MANAGED = {
    "outcome": "case.decision.penalty",
    "sanction": "sanction.management",
    "fine": "20000",
    "words": "查实。",
}


@pytest.fixture
def town() -> Place:
    clock.travel_to(START)
    return at.town()


def refusal(*given: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        perform(*given, **more)
    return raised.value


def waiting(case: Case) -> list[date | None]:
    rows = Duty.objects.open().filter(docket=case.docket, concept="case.correction")
    return [row.due for row in rows]


def test_what_is_ordered_is_owed_a_check_by_its_day(town: Place) -> None:
    case = at.ordered(town, at.filed(town))
    assert case.corrected == "awaited" and waiting(case) == [START]
    why = refusal(acts.check_correction, case, at.inspector(town), verdict="refused", **CHECKED)
    assert why.code == "still_time" and str(why.clause) == "penalty-law:28/1"
    case = perform(acts.check_correction, case, at.inspector(town), verdict="done", **CHECKED)
    assert case.corrected == "done" and waiting(case) == []
    assert (
        refusal(acts.check_correction, case, at.inspector(town), verdict="done", **CHECKED).code == "not_now"
    )


def test_a_new_order_takes_the_place_of_the_one_before(town: Place) -> None:
    case = at.refusing(town, at.filed(town))
    assert at.ordered(town, case).corrected == "awaited"
    assert waiting(case) == [clock.today()]


def test_no_order_ends_before_it_is_served_or_is_served_before_anything_was_found(town: Place) -> None:
    case, before = at.filed(town), date(2026, 6, 9)
    given = {"words": "改正", "served_on": START, "correct_by": before}
    assert refusal(acts.order_correction, case, at.inspector(town), **given).code == "wrong_day"
    given = {"words": "改正", "served_on": before, "correct_by": START}
    assert refusal(acts.order_correction, case, at.inspector(town), **given).code == "wrong_day"


def managed(place: Place) -> Case:
    """Against a pharmacy that did not let itself be inspected: fined only where it refuses to put that right."""
    case = at.checking(place, violations=["violation.refusing_inspection"])
    return at.proved(place, at.filed(place, case))


@pytest.mark.parametrize("made", [managed, lambda town: at.ordered(town, managed(town))])
def test_a_fine_for_refusing_needs_the_refusal(town: Place, made: Any) -> None:
    why = refusal(acts.report_case, made(town), at.inspector(town), **MANAGED, fine_condition=True)
    assert (
        why.code == "not_refused" and str(why.clause) == "penalty-law:28/1" and "fine_condition" in why.fields
    )


def test_with_the_refusal_found_it_may_be_proposed(town: Place) -> None:
    case = at.refusing(town, managed(town))
    case = perform(acts.report_case, case, at.inspector(town), **MANAGED, fine_condition=True)
    assert case.state == Case.State.REPORTED


def test_a_suspension_needs_the_refusal_or_the_grave_result_in_words(town: Place) -> None:
    given = {**at.PENALTY, "months": 6, "suspend_condition": True}
    why = refusal(acts.report_case, at.proved(town), at.inspector(town), **given)
    assert why.code == "not_refused" and "严重后果" in why.sentence
    case = perform(acts.report_case, at.proved(town), at.inspector(town), **given, grave="参保人因此住院。")
    assert case.state == Case.State.REPORTED


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (at.proved, "责令立即改正违法行为"),
        (lambda town: at.ordered(town, at.proved(town)), "责令于2026年6月10日以前改正违法行为"),
        (lambda town: at.refusing(town, at.proved(town)), "经检查拒不改正"),
    ],
)
def test_every_penalty_says_that_the_wrong_is_to_be_put_right(town: Place, made: Any, words: str) -> None:
    case = at.ready(town, at.reviewed(town, at.reported(town, made(town))))
    decision = at.served(town, at.decided(town, case))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.decision_pdf(decision))).pages)
    assert words in text.replace("\n", "") and "第二十八条第一款" in text.replace("\n", "")


def test_a_decision_leaves_no_check_that_nobody_can_make(town: Place) -> None:
    case = at.ready(town, at.reviewed(town, at.reported(town, at.ordered(town, at.proved(town)))))
    case = Case.objects.get(pk=at.served(town, at.decided(town, case)).case_id)
    assert case.state == Case.State.DECIDED and waiting(case) == [START]
    why = refusal(acts.close_case, case, at.inspector(town), archive_number="2026-1", words="已履行。")
    assert why.code == "not_now" and "还没有检查" in why.sentence
    case = perform(acts.check_correction, case, at.inspector(town), verdict="done", **CHECKED)
    assert waiting(case) == []
