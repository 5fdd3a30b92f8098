"""Article 20: the measures, the grounds the record shows, the end of every agreement, the bar to the day."""

from datetime import timedelta
from typing import Any

import agreeing as at
import pytest

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts
from zhongdu.agreements.ending import thresholds
from zhongdu.agreements.models import Agreement, Bar, Raised
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.law.choosing import ways
from zhongdu.measures import acts as measures
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
State = Agreement.State


def refusal(step: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        step()
    return refused.value


def grounds(agreement: Agreement) -> list[tuple[str, bool, str]]:
    return list(agreement.raised.order_by("id").values_list("ground", "higher", "outcome"))


@pytest.mark.clauses("city:17.2", "city:20/1")
def test_from_the_application_to_an_agreement_in_term(city: Place) -> None:
    agreement = at.signed(city)
    assert agreement.state == State.IN_TERM and agreement.text.version == 1
    assert [event.act.partition(".")[2] for event in Event.objects.filter(docket=agreement.docket).order_by("seq")] == [
        "apply_for_agreement", "pass_assessment", "sign_agreement", "begin_term",
    ]  # fmt: skip
    assert refusal(lambda: at.signed(city, agreement.institution)).code == "overlaps"


@pytest.mark.clauses("city:20/1")
def test_several_measures_at_once_in_one_deed(city: Place) -> None:
    agreement, today = at.signed(city), clock.today()
    handling = at.decided(
        city, agreement, "talk", "rectification", "withholding", "refusal", "deposit", "quota",
        talk_at=at.at_noon(today + at.DAY), talk_place="经办大厅", rectify_by=today + timedelta(days=10),
        withhold_from=today, refused="1200.50", deducted="5000", cut="20000",
    )  # fmt: skip
    assert [row.does for row in handling.measures.all()] == [
        "talk", "rectification", "withholding", "refusal", "deposit", "quota",
    ]  # fmt: skip
    agreement = at.afresh(agreement)
    assert (agreement.deposit_left, agreement.quota_left) == (4_500_000, 98_000_000)
    assert agreement.state == State.IN_TERM
    owed = Duty.objects.open().filter(docket=handling.docket).values_list("concept", "due")
    assert set(owed) == {
        ("agreement.measure.talk", today + at.DAY),
        ("agreement.measure.rectification", today + timedelta(days=10)),
    }
    told = Event.objects.get(docket=handling.docket, act="agreements.decide_handling")
    assert "city:20/1" in told.clauses


@pytest.mark.clauses("city:20/1")
def test_no_more_is_deducted_than_there_is(city: Place) -> None:
    agreement = at.signed(city)
    handling = at.heard(city, agreement, "deposit")
    wrong = refusal(
        lambda: perform(acts.decide_handling, handling, at.agency(city), words="重。", deducted="50000.01")
    )
    assert wrong.code == "more_than_there_is" and "50,000.00元" in wrong.fields["deducted"]
    assert at.afresh(handling).state == "heard"
    perform(acts.decide_handling, handling, at.agency(city), words="重。", deducted="50000")
    assert at.afresh(agreement).deposit_left == 0
    assert refusal(lambda: at.proposed(city, at.afresh(agreement), "deposit")).code == "not_agreed_on"


def test_nothing_is_decided_before_the_institution_was_heard(city: Place) -> None:
    agreement = at.signed(city)
    handling = at.proposed(city, agreement, "talk")
    assert (
        refusal(lambda: perform(acts.decide_handling, handling, at.agency(city), words="重。")).code
        == "wrong_state"
    )
    early = refusal(
        lambda: perform(acts.hear_statement, handling, at.agency(city), how="silent", words="没有来。")
    )
    assert early.code == "still_time" and str(early.clause) == "fund-regulation:13/1"
    with clock.on(clock.today() + 2 * at.DAY):
        perform(acts.hear_statement, at.afresh(handling), at.agency(city), how="silent", words="没有来。")
    assert at.afresh(handling).heard == "silent"


@pytest.mark.clauses("city:20/2.1", "city:20/2")
def test_three_suspensions_in_the_term_are_put_before_the_officer(city: Place) -> None:
    agreement = at.signed(city)
    begun, seen = clock.today(), []
    for turn in range(3):
        with clock.on(begun + timedelta(days=60 * turn)):
            at.suspended(city, agreement)
            seen.append(grounds(agreement))
        with clock.on(begun + timedelta(days=60 * turn + 31)):
            agreement = at.resumed(city, at.afresh(agreement))
    own, higher = "agreement.ending.suspended", "agreement.ending.suspended_twice"
    assert seen == [
        [],
        [(higher, True, "open")],  # the national rule asks for two, the city's for three: both are shown
        [(higher, True, "gone"), (own, False, "open")],
    ]
    raised = agreement.raised.get(ground=own)
    assert [says for _, says, _ in raised.evidence] == [f"协议期内第{n}次被中止" for n in (1, 2, 3)]
    assert agreement.state == State.IN_TERM  # nothing ends by itself
    assert Duty.objects.open().get(docket=agreement.docket, concept=own).clause == "city:20/2.1"


@pytest.mark.clauses("city:20/2.1")
def test_a_rectification_missed_or_failed_in_a_suspension_is_put_before_the_officer(city: Place) -> None:
    failed, missed, done = (at.signed(city, at.institution(city, f"示例医院{n}")) for n in range(3))
    by = clock.today() + timedelta(days=10)
    first, _, third = (at.suspended(city, each, put_right_by=by) for each in (failed, missed, done))
    at.checked(city, first, "failed")
    assert [name for name, _, _ in grounds(failed)] == ["agreement.ending.suspended"]
    early = refusal(lambda: at.checked(city, third, "missed"))
    assert early.code == "still_time"
    at.checked(city, third, "passed")
    sweep(by)
    assert grounds(missed) == []  # its last day is still in time
    sweep(by + at.DAY)
    sweep(by + at.DAY)
    assert [(name, outcome) for name, _, outcome in grounds(missed)] == [
        ("agreement.ending.suspended", "open")
    ]
    assert grounds(done) == []


@pytest.mark.clauses("city:20/2.4")
def test_a_licence_revoked_is_a_ground_and_not_an_end(city: Place) -> None:
    agreement = at.signed(city)
    perform(
        acts.note_licence_revoked, agreement, at.agency(city), licence="医疗机构执业许可证", revoked_on=clock.today(),
        source="示例卫健罚〔2026〕1号",
    )  # fmt: skip
    assert grounds(agreement) == [("agreement.ending.licence_revoked", False, "open")]
    assert at.afresh(agreement).state == State.IN_TERM


@pytest.mark.clauses("city:20/2")
def test_not_to_end_needs_a_reason_and_meets_the_duty(city: Place) -> None:
    agreement = at.signed(city)
    perform(
        acts.note_licence_revoked,
        agreement,
        at.agency(city),
        licence="营业执照",
        revoked_on=clock.today(),
        source="示例函",
    )
    raised = Raised.objects.get()
    told = {"raised": str(raised.pk)}
    bare = refusal(lambda: perform(acts.keep_agreement, agreement, at.agency(city), **told))
    assert bare.fields == {"reason": "请填写。"}
    perform(acts.keep_agreement, agreement, at.agency(city), **told, reason="吊销的是另一处分院的执照。")
    assert grounds(agreement)[0][2] == "kept"
    assert not Duty.objects.open().filter(docket=agreement.docket).exists()


@pytest.mark.clauses("city:20/2", "city:20/2.2", "city:20/2.3", "city:20/2.5", "city:20/2.6")
@pytest.mark.parametrize("ground", ["inventing", "settling_for_others", "obstruction", "other"])
def test_who_ends_finds_why_it_is_grave(city: Place, ground: str) -> None:
    handling = at.heard(city, at.signed(city), "ending")
    name = f"agreement.ending.{ground}"
    bare = refusal(
        lambda: perform(acts.decide_handling, handling, at.agency(city), words="重。", ground=name)
    )
    assert bare.code == "not_shown_to_be_grave" and bare.clause and str(bare.clause).startswith("city:20/2.")
    perform(
        acts.decide_handling, handling, at.agency(city), words="重。", ground=name, graveness="后果严重。"
    )
    agreement = at.afresh(handling.agreement)
    assert (agreement.state, agreement.ground) == (State.ENDED, name)


@pytest.mark.clauses("city:20/2")
def test_gravity_is_not_asked_for_once_the_bureau_goes_by_the_text_without_it(city: Place) -> None:
    [found] = [way for way in ways(city.law, "agreement.ending") if way.doubt.bites == "agreement.ending"]
    chosen = {"doubt": f"city={found.doubt.known_by}", "goes_by": "higher", "reason": "局务会议定"}
    perform(measures.settle_doubt, city.office, city.officer(Role.LEGAL_REVIEWER), **chosen)
    handling = at.heard(city, at.signed(city), "ending")
    perform(
        acts.decide_handling, handling, at.agency(city), words="定。", ground="agreement.ending.inventing"
    )
    assert at.afresh(handling.agreement).state == State.ENDED


@pytest.mark.clauses("city:20/2")
def test_every_agreement_of_the_institution_ends_in_one_deed(city: Place) -> None:
    of = at.institution(city, credit_code="91430100MA4L16JH3X")
    twin = at.institution(city, "示例人民医院东院", credit_code="91430100MA4L16JH3X")
    other = at.signed(city, at.institution(city, "不相干的医院"))
    first, second, third = (
        at.signed(city, of),
        at.signed(city, of, "inpatient"),
        at.signed(city, twin, "chronic"),
    )
    waiting = at.assessed(city, of, "chronic")
    at.ended(city, first)
    states = [at.afresh(each).state for each in (first, second, third, waiting, other)]
    assert states == [State.ENDED, State.ENDED, State.ENDED, State.TURNED_DOWN, State.IN_TERM]
    deeds = {
        Event.objects.filter(docket=each.docket).latest("seq").deed
        for each in (first, second, third, waiting)
    }
    assert len(deeds) == 1


@pytest.mark.clauses("city:20/3")
def test_the_bar_refuses_on_its_last_day_and_accepts_on_the_next(city: Place) -> None:
    of = at.institution(city, credit_code="91430100MA4L16JH3X")
    at.ended(city, at.signed(city, of))
    bar = Bar.objects.get()
    today = clock.today()
    assert bar.until == today.replace(year=today.year + 3)
    renamed = at.institution(city, "换了名字的医院", credit_code="91430100MA4L16JH3X")
    blank = at.institution(city, "名单上没有信用代码的医院")
    with clock.on(bar.until):
        for each, more in ((of, {}), (renamed, {}), (blank, {"credit_code": "91430100ma4l16jh3x"})):
            wrong = refusal(lambda each=each, more=more: at.applied(city, each, **more))
            assert wrong.code == "barred" and str(wrong.clause) == "city:20/3"
    with clock.on(bar.until + at.DAY):
        assert at.applied(city, of).state == State.APPLIED
        assert at.applied(city, renamed).state == State.APPLIED


def test_where_no_measure_has_a_bar_nothing_is_barred(beijing: Place) -> None:
    """The national base has grounds and no bar of its own."""
    of = at.institution(beijing)
    agreement = at.signed(beijing, of)
    handling = at.heard(beijing, agreement, "end")
    perform(acts.decide_handling, handling, at.agency(beijing), words="重。", ground="agreement.ending.fraud")
    assert at.afresh(agreement).state == State.ENDED
    assert not Bar.objects.exists()
    assert at.applied(beijing, of).state == State.APPLIED


def test_two_suspensions_are_enough_by_the_national_base(beijing: Place) -> None:
    assert [(least.rule.min, above) for least, _, above in thresholds(beijing.law)] == [(2, False)]
