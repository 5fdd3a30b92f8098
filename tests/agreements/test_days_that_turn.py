"""A day that was set has come: what was to begin or to end does, by itself, and settlement systems hear of it."""

from datetime import date, timedelta
from typing import Any

import agreeing as at
import pytest
from test_settlement import STOP, answer, ask, key, states

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts
from zhongdu.agreements.models import Agreement, Change, Hold
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
State = Agreement.State


@pytest.fixture
def asked(city: Place) -> tuple[Agreement, date]:
    """An agreement that is to be suspended from a day on, as its institution asked."""
    agreement, since = at.signed(city), clock.today() + timedelta(days=120)
    told = {"asked_on": clock.today(), "words": "装修。"}
    perform(acts.suspend_on_request, agreement, at.agency(city), since=since, **told)
    return at.afresh(agreement), since


def told_since(token: str, cursor: int) -> tuple[list[str], int]:
    feed = ask("/changes", token, after=cursor).json()
    return [each["answer"]["code"] for each in feed["changes"]], feed["cursor"]


@pytest.mark.clauses("designation-medical:44")
def test_what_the_institution_asked_for_begins_on_its_day_and_can_be_resumed(
    city: Place, asked: tuple[Agreement, date]
) -> None:
    agreement, since = asked
    token = key(city)
    _, cursor = told_since(token, 0)
    with clock.on(since - at.DAY):
        sweep(clock.today())
        assert at.afresh(agreement).state == State.IN_TERM
        with pytest.raises(Refused) as early:
            perform(acts.resume_agreement, at.afresh(agreement), at.agency(city), words="提前恢复。")
        assert early.value.code == "wrong_state"
        assert told_since(token, cursor)[0] == []
    with clock.on(since):
        sweep(clock.today())
        assert at.afresh(agreement).state == State.SUSPENDED
        codes, cursor = told_since(token, cursor)
        assert codes == [agreement.institution.code]
        sweep(clock.today())
        assert told_since(token, cursor)[0] == []  # once is enough
    with clock.on(since + 30 * at.DAY):
        assert at.resumed(city, at.afresh(agreement)).state == State.IN_TERM
        assert answer(agreement.institution.code, token)["may_settle"]
    assert not agreement.measures.exists()  # none of the suspensions that count


def test_the_duty_of_a_suspension_one_asked_for_is_met_when_the_agreement_resumes(
    city: Place, asked: tuple[Agreement, date]
) -> None:
    agreement, since = asked
    (owed,) = Duty.objects.open().filter(docket=agreement.docket, concept="clock.agreement_own_suspension")
    with clock.on(since):
        sweep(clock.today())
        at.resumed(city, at.afresh(agreement))
    owed.refresh_from_db()
    assert owed.met_on == since


def test_a_sweep_that_missed_days_tells_what_is_so_now(city: Place, asked: tuple[Agreement, date]) -> None:
    agreement, since = asked
    before = Change.objects.count()
    with clock.on(since + 9 * at.DAY):
        sweep(clock.today())
        assert at.afresh(agreement).state == State.SUSPENDED and Change.objects.count() == before + 1
    assert Hold.objects.get(agreement=agreement).turns_on is None


def test_what_was_asked_for_later_on_outlives_a_suspension_that_is_over(
    city: Place, asked: tuple[Agreement, date]
) -> None:
    agreement, since = asked
    at.suspended(city, agreement)
    with clock.on(clock.today() + 31 * at.DAY):
        at.resumed(city, at.afresh(agreement))
    hold = Hold.objects.get(agreement=agreement, kind="own_request")
    assert (hold.void, hold.until, hold.turns_on) == (False, None, since)


@pytest.mark.clauses("city:9/2")
def test_payments_stopped_from_a_later_day_are_announced_when_it_bites(city: Place) -> None:
    agreement, since = at.signed(city), clock.today() + 3 * at.DAY
    told: dict[str, Any] = STOP | {"way": "approved", "approval": "示例医保批〔2026〕3号"}
    number = at.obstructed(city, agreement.institution)
    perform(
        acts.stop_settlement, agreement, city.officer(Role.DECIDER), inspection=number, since=since, review_on=since,
        **told,
    )  # fmt: skip
    token = key(city)
    _, cursor = told_since(token, 0)
    assert answer(agreement.institution.code, token)["may_settle"]
    with clock.on(since):
        sweep(clock.today())
        assert told_since(token, cursor)[0] == [agreement.institution.code]
        assert states(answer(agreement.institution.code, token)) == [("not_cooperating", "city:9/2")]


def test_what_is_withdrawn_before_its_day_announces_nothing_more(city: Place) -> None:
    agreement, since = at.signed(city), clock.today() + 3 * at.DAY
    number = at.obstructed(city, agreement.institution)
    perform(
        acts.stop_settlement, agreement, city.officer(Role.DECIDER), inspection=number, since=since, review_on=since,
        way="approved", approval="", **STOP,
    )  # fmt: skip
    perform(acts.restore_settlement, at.afresh(agreement), at.agency(city), words="账都给了。")
    before = Change.objects.count()
    with clock.on(since):
        sweep(clock.today())
    assert Change.objects.count() == before
