"""What was handed on is asked after: by a day the bureau sets itself, again and again until something is heard."""

from datetime import date
from typing import Any

import casework as at
import pytest

from watching import photo
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts
from zhongdu.cases.models import Referral
from zhongdu.duties.models import Duty
from zhongdu.scope.models import Practice

pytestmark = pytest.mark.django_db
START = date(2026, 6, 10)
TO = "department.market"


@pytest.fixture
def town() -> Place:
    clock.travel_to(START)
    return at.town()


def waiting(referral: Referral) -> list[date | None]:
    rows = Duty.objects.open().filter(docket=referral.docket, concept="case.referral_followed")
    return [row.due for row in rows]


def sent(place: Place, case: Any) -> Referral:
    row = perform(acts.approve_referral, at.referred(place, case, TO), at.chief(place))
    given = {"sent_on": clock.today(), "papers": [photo("white")]}
    made: Referral = perform(acts.send_referral, row, at.inspector(place), **given)
    return made


@pytest.mark.clauses("city:12/4")
def test_it_is_owed_to_ask_after_what_was_sent_until_the_end_is_known(town: Place) -> None:
    row = sent(town, at.filed(town))
    assert waiting(row) == [date(2026, 6, 25)]
    clock.travel_to(date(2026, 6, 26))
    row = perform(acts.ask_after, row, at.inspector(town), asked_on=clock.today(), words="正在研究。")
    assert waiting(row) == [date(2026, 7, 11)]
    row = perform(
        acts.note_receipt, row, at.inspector(town), received_on=clock.today(), receipt=[photo("white")]
    )
    row = perform(acts.note_answer, row, at.inspector(town), answer="taken", answered_on=clock.today())
    assert waiting(row) == [date(2026, 7, 11)]
    row = perform(acts.close_referral, row, at.inspector(town), words="已处罚。")
    assert waiting(row) == []


def test_the_bureau_says_after_how_many_days(town: Place) -> None:
    Practice.objects.create(bureau=town.bureau, name="cases.referral_followed", value="7")
    assert waiting(sent(town, at.filed(town))) == [date(2026, 6, 17)]


def test_whoever_does_not_take_it_is_not_asked_any_more(town: Place) -> None:
    row = sent(town, at.filed(town))
    row = perform(acts.note_receipt, row, at.inspector(town), received_on=START, receipt=[photo("white")])
    row = perform(acts.note_answer, row, at.inspector(town), answer="not_taken", answered_on=START)
    assert waiting(row) == []


def test_nobody_asked_tomorrow_or_before_it_was_sent(town: Place) -> None:
    row = sent(town, at.filed(town))
    for day in (date(2026, 6, 9), date(2026, 6, 11)):
        with pytest.raises(Refused) as raised:
            perform(acts.ask_after, row, at.inspector(town), asked_on=day, words="问过。")
        assert raised.value.code == "wrong_day"


@pytest.mark.clauses("city:12/1")
def test_what_points_to_a_crime_is_handed_on_before_a_case_is_filed(town: Place) -> None:
    assert at.referred(town, at.checking(town)).state == Referral.State.PROPOSED
    declined = perform(acts.decline_case, at.checking(town), at.chief(town), reason="不属于行政违法。")
    assert at.referred(town, declined).state == Referral.State.PROPOSED
