"""Article 21: physicians and pharmacists heard, handled, suspended; what they prescribe is not settled from the day on."""

from datetime import date
from typing import Any

import agreeing as at
import pytest
from django.urls import reverse
from test_settlement import answer, ask, key, states

from watching import at_institution, practitioner, signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts, paper, pointing, rules
from zhongdu.agreements.models import PractitionerHandling
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.law.shapes import Bounds
from zhongdu.messages.models import Message
from zhongdu.scope.models import Practice
from zhongdu.scope.roles import Role


def heard(place: Place, who: Any, *does: str) -> PractitionerHandling:
    made: PractitionerHandling = perform(
        acts.propose_practitioner, place.office, at.agency(place), practitioner=who.code,
        measures=[f"practitioner.measure.{word}" for word in does], conduct_on=clock.today(), facts="开了三十盒。",
        proportion="数量大。", answer_by=clock.today() + at.DAY,
    )  # fmt: skip
    perform(acts.hear_practitioner, made, at.agency(place), how="spoken", words="承认。")
    return at.afresh(made)


def decide(place: Place, handling: PractitionerHandling, **inputs: Any) -> PractitionerHandling:
    perform(acts.decide_practitioner, handling, at.agency(place), words="查实。", **inputs)
    return at.afresh(handling)


@pytest.mark.django_db
@pytest.mark.clauses("city:21", "city:21/1", "city:21/2")
def test_a_suspended_physician_is_not_settled_for_from_the_very_next_question(city: Place) -> None:
    token, of, today = key(city), at.institution(city), clock.today()
    at.signed(city, of)
    who, other = practitioner(city, of), practitioner(city, of, name="另一位医师")
    assert answer(who.code, token)["may_settle"]
    cursor = ask("/changes", token).json()["cursor"]
    until = today + 9 * at.DAY
    decide(
        city,
        heard(city, who, "suspension"),
        suspended_from=today,
        suspended_until=until,
        graveness="多次、数额大。",
    )
    told = answer(who.code, token)
    assert states(told) == [("practitioner_suspended", "city:21/2")] and told["until"] == until.isoformat()
    assert answer(other.code, token)["may_settle"] and answer(of.code, token)["may_settle"]
    assert [each["answer"]["code"] for each in ask("/changes", token, after=cursor).json()["changes"]] == [
        who.code
    ]
    with clock.on(until + at.DAY):
        assert answer(who.code, token)["may_settle"]
        sweep(clock.today())
        sweep(clock.today())
    feed = ask("/changes", token, after=cursor).json()["changes"]
    assert [each["answer"]["code"] for each in feed] == [who.code]


@pytest.mark.django_db
@pytest.mark.clauses("city:21/1")
def test_only_what_is_grave_suspends_or_is_referred(city: Place) -> None:
    of = at.institution(city)
    who = practitioner(city, of)
    for measure, more in (
        ("suspension", {"suspended_from": clock.today()}),
        ("referral", {"referred_to": "示例市卫生健康委"}),
    ):
        with pytest.raises(Refused) as bare:
            decide(city, heard(city, who, measure), **more)
        assert "graveness" in bare.value.fields and str(bare.value.clause) == "city:21/1"
    done = decide(
        city, heard(city, who, "talk", "rectification"), talk_at=at.at_noon(clock.today() + at.DAY),
        rectify_by=clock.today() + 5 * at.DAY,
    )  # fmt: skip
    assert Duty.objects.open().filter(docket=done.docket).count() == 2
    with clock.on(clock.today() + 5 * at.DAY):
        perform(acts.record_practitioner_talk, done, at.agency(city), on=clock.today(), words="谈了。")
        perform(acts.check_practitioner, at.afresh(done), at.agency(city), verdict="passed", words="改了。")
    assert not Duty.objects.open().filter(docket=done.docket).exists()


@pytest.mark.django_db
@pytest.mark.clauses("city:21/2")
def test_restored_before_its_day_is_settled_for_again_at_once(city: Place) -> None:
    who = practitioner(city, at.institution(city))
    done = decide(city, heard(city, who, "suspension"), suspended_from=clock.today(), graveness="重。")
    token = key(city)
    assert not answer(who.code, token)["may_settle"]
    perform(acts.restore_practitioner, done, at.agency(city), words="复核后恢复。")
    assert answer(who.code, token)["may_settle"]


@pytest.mark.django_db
def test_who_did_not_work_here_that_day_is_not_ours(city: Place, beijing: Place) -> None:
    who = practitioner(city, at.institution(beijing))
    with pytest.raises(Refused) as elsewhere:
        heard(city, who, "talk")
    assert elsewhere.value.code == "worked_nowhere_here"


@pytest.mark.django_db
def test_points_only_where_the_bureau_keeps_them(city: Place) -> None:
    who = practitioner(city, at.institution(city))
    with pytest.raises(Refused) as off:
        decide(city, heard(city, who, "referral"), referred_to="卫健委", graveness="重。", points=9)
    assert off.value.code == "no_points_here"
    perform(bureaus.choose_practice, city.office, city.officer(Role.DECIDER), practice="agreements.points=on")
    with pytest.raises(Refused) as many:
        decide(city, heard(city, who, "referral"), referred_to="卫健委", graveness="重。", points=13)
    assert many.value.code == "too_many_points" and str(many.value.clause) == "physicians-scheme:whole"
    done = decide(city, heard(city, who, "referral"), referred_to="卫健委", graveness="重。", points=9)
    assert pointing.points_of(who, clock.today().year, city.law) == (9, "suspend")
    clerk = signed_in(city.user(Role.AGENCY_OFFICER))
    text = clerk.get(reverse("desk:practitionerhandling", kwargs={"number": done.number})).content.decode()
    assert "已记9分，到了暂停支付资格的分数" in text and "尚待核对" in text


@pytest.mark.django_db
def test_the_pages_and_the_notice(city: Place) -> None:
    who = practitioner(city, at.institution(city))
    handling, clerk = heard(city, who, "suspension"), signed_in(city.user(Role.AGENCY_OFFICER))
    url = reverse("desk:decide_practitioner", kwargs={"number": handling.number})
    asked = clerk.get(url).content.decode()
    assert "中止从哪天起" in asked and "约谈时间" not in asked and "记几分" not in asked
    assert "已改为按自然年度记分" in asked  # where the measure and the national scheme disagree
    told = {"key": "a", "words": "查实。", "graveness": "重。", "suspended_from": clock.today().isoformat()}
    assert clerk.post(url, told).status_code == 302
    text = "\n".join(map(str, paper.practitioner_printed(at.afresh(handling))["body"]))
    assert "不予结算" in text and "第二十一条第二款" in text
    listed = clerk.get(reverse("desk:agreements"), {"show": "practitioners"}).content.decode()
    assert who.code in listed
    shown = clerk.get(reverse("desk:settlement"), {"code": who.code}).content.decode()
    assert "今天不能结算" in shown
    printed = clerk.get(reverse("desk:practitioner_paper", kwargs={"number": handling.number, "kind": "pdf"}))
    assert printed.content.startswith(b"%PDF")


def bounds(least: int, most: int | None = None) -> Bounds:
    return Bounds(clause="1", strength="must", min=least, max=most)


@pytest.mark.parametrize(
    ("total", "then"), [(8, ""), (9, "suspend"), (11, "suspend"), (12, "end"), (15, "end")]
)
def test_points_are_those_of_one_calendar_year(total: int, then: str) -> None:
    given = [(date(2026, 1, 1), total), (date(2025, 12, 31), 12), (date(2026, 12, 31), 0)]
    assert rules.by_points(given, 2026, bounds(9, 11), bounds(12)) == (total, then)


@pytest.mark.django_db
@pytest.mark.clauses("city:21/2")
def test_every_institution_where_they_work_is_told_and_sees_whose_prescriptions_are_not_settled(
    city: Place,
) -> None:
    here, also, elsewhere = (at.institution(city) for _ in range(3))
    accounts = [at_institution(city, of) for of in (here, also, elsewhere)]
    who, today = practitioner(city, here, also, name="示例李医师"), clock.today()

    def told() -> list[int]:
        rows = Message.objects.filter(kind="institution.practitioner")
        return [rows.filter(user_id=each.user.pk).count() for each in accounts]

    def shown() -> list[bool]:
        pages = (signed_in(each.user).get(reverse("institution:agreements")) for each in accounts)
        return ["示例李医师" in page.content.decode() for page in pages]

    decide(city, heard(city, who, "talk"), talk_at=clock.now() + at.DAY)
    assert told() == [0, 0, 0] and shown() == [False] * 3  # nothing that touches what they settle
    given = {"suspended_from": today, "graveness": "多次。"}
    made = decide(city, heard(city, who, "suspension"), **given)
    assert told() == [1, 1, 0] and shown() == [True, True, False]
    perform(acts.restore_practitioner, made, at.agency(city), words="复核后恢复。")
    assert told() == [2, 2, 0]
    with clock.on(today + at.DAY):
        assert shown() == [False] * 3


@pytest.fixture
def keeps_points(city: Place) -> None:
    Practice.objects.create(bureau=city.bureau, name="agreements.points", value="on")


def waits(on: Any) -> bool:
    return Duty.objects.open().filter(concept="practitioner.points.answered", docket=on.docket).exists()


@pytest.mark.django_db
@pytest.mark.clauses("city:21/1")
def test_who_reaches_the_points_is_dealt_with_by_a_day_or_it_is_said_why_not(
    city: Place, keeps_points: None
) -> None:
    who, talk = practitioner(city, at.institution(city)), {"talk_at": clock.now() + at.DAY}
    first = decide(city, heard(city, who, "talk"), points=6, **talk)
    assert not waits(first), "six are too few"
    second = decide(city, heard(city, who, "talk"), points=3, **talk)
    owed = Duty.objects.get(concept="practitioner.points.answered")
    assert waits(second) and owed.due == clock.today() + 10 * at.DAY and not owed.clause
    with pytest.raises(Refused) as caught:
        perform(acts.explain_points, first, at.agency(city), words="x")
    assert caught.value.code == "not_now"
    perform(acts.explain_points, second, at.agency(city), words="情节轻微，已经改正。")
    assert not waits(second)


@pytest.mark.django_db
@pytest.mark.clauses("city:21/2")
def test_proposing_a_suspension_answers_the_points(city: Place, keeps_points: None) -> None:
    who = practitioner(city, at.institution(city))
    made = decide(city, heard(city, who, "talk"), points=9, talk_at=clock.now() + at.DAY)
    assert waits(made)
    heard(city, who, "talk")
    assert waits(made), "a talk is no answer to so many points"
    suspended = heard(city, who, "suspension")
    assert not waits(made)
    last = decide(city, suspended, suspended_from=clock.today(), graveness="重。", points=9)
    assert not waits(last), "it stops them itself"
