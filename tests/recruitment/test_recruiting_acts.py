"""Each act of recruitment: allowed and refused, with what it leaves on the record and in the vault."""

from datetime import date

import pytest
from recruiting import TODAY, answers, applied, draft, hand_in, id_number, notice, photograph, review_all

from zhongdu import vault
from zhongdu.acts.models import Deed, Refusal
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.record.models import Event
from zhongdu.recruitment import acts, drafts, receipts
from zhongdu.recruitment.models import Application, Draft, Finding
from zhongdu.recruitment.queries import particulars_of
from zhongdu.scope.actor import ANYONE, Actor
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def refused(code: str, act, subject, by, **inputs) -> Refused:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    assert caught.value.code == code, caught.value.sentence
    return caught.value


def holder(application) -> Actor:
    return Actor(
        name="申请人", roles=frozenset({Role.ANYONE, Role.APPLICANT}), holds=frozenset({application.number})
    )


def drafted(place, **changes):
    given = {
        "title": "示例公告", "body": "示例", "quota": 30, "channels": ["channel.open"],
        "opens_on": TODAY, "closes_on": date(2026, 10, 31),
    } | changes  # fmt: skip
    return perform(acts.draft_notice, place.office, place.officer(Role.RECRUITER), **given)


# --- notices


@pytest.mark.clauses("wushan:4/2")
def test_fewer_than_normal_takes_a_written_reason_on_the_record(wushan) -> None:
    with pytest.raises(Refused) as caught:
        drafted(wushan, quota=24)
    assert caught.value.code == "departure_needs_a_reason" and "25人" in caught.value.fields["departure"]
    made = drafted(wushan, quota=24, departure="本县人口少")
    event = Event.objects.get(docket=made.docket_id)
    assert "wushan:4/2" in event.clauses and "departure:selection.number" in event.data["vault"]
    assert drafted(wushan, quota=25).quota == 25


@pytest.mark.clauses("wushan:4", "wushan:4/1.2", "hunan:4.2", "beijing:5", "beijing:5/1.2", "beijing:5/1.3")
def test_a_notice_offers_the_channels_of_its_law_and_cites_them(wushan, beijing) -> None:
    made = drafted(beijing, channels=["channel.invited", "channel.recommended"])
    assert {"beijing:5/1.2", "beijing:5/1.3"} <= set(Event.objects.get(docket=made.docket_id).clauses)
    drafted(wushan, channels=["channel.targeted"])
    with pytest.raises(Refused) as caught:
        drafted(wushan, channels=["channel.invited"])
    assert "channels" in caught.value.fields


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes_on": date(2026, 9, 27), "opens_on": date(2026, 9, 1)}, "closes_on"),
        ({"opens_on": date(2026, 11, 1)}, "closes_on"),
        ({"quota": 0}, "quota"),
    ],
)
def test_a_notice_that_cannot_be_is_refused_beside_its_field(wushan, changes, field) -> None:
    with pytest.raises(Refused) as caught:
        drafted(wushan, **changes)
    assert field in caught.value.fields


@pytest.mark.clauses("beijing:3", "hunan:3", "wushan:2")
def test_only_the_level_the_measure_names_recruits(beijing, hunan, wushan) -> None:
    district = beijing.below("110101", "东城区医疗保障局")
    for place in (district, hunan):
        with pytest.raises(Refused) as caught:
            drafted(place)
        assert caught.value.code == "not_your_level"
        with pytest.raises(Refused) as caught:
            hand_in(place, draft(place, channel="channel.self_nominated")[0])
        assert caught.value.code == "not_recruited_here"
    assert drafted(hunan.below("430100", "长沙市医疗保障局", "city")).state == "draft"
    assert drafted(wushan).state == "draft"


@pytest.mark.clauses("wushan:4/1.1", "hunan:6/1.1", "beijing:6.1")
def test_published_the_notice_is_everybodys_and_closes_by_itself(wushan) -> None:
    made = drafted(wushan)
    assert not type(made).objects.filter(pk=made.pk).visible_to(ANYONE).exists()
    published = perform(acts.publish_notice, made, wushan.officer(Role.DECIDER))
    assert type(made).objects.filter(pk=made.pk).visible_to(ANYONE).exists()
    refused("why_early", acts.close_notice, published, wushan.officer(Role.RECRUITER))
    sweep(date(2026, 10, 31))
    published.refresh_from_db()
    assert published.state == "open"
    sweep(date(2026, 11, 1))
    published.refresh_from_db()
    assert published.state == "closed"


# --- applying


@pytest.mark.clauses("wushan:annex2", "wushan:4/1.1", "hunan:6/1.2", "beijing:6.2")
def test_what_is_handed_in_lies_in_the_vault_alone_and_the_draft_is_gone(wushan) -> None:
    person = applied(wushan, notice(wushan))
    assert particulars_of(person, "name", "sex", "born") == {
        "name": "示例田甜",
        "sex": "女",
        "born": "1983-05-01",
    }
    recorded = str(list(Event.objects.values_list("data", flat=True)))
    assert not [word for word in ("示例田甜", "13800000000", "示例中学", id_number()) if word in recorded]
    assert vault.read(person.number, "consent")["consent"]["text"].startswith("谁在收集")
    assert list(vault.find("name", "示例田甜")) == [person.number]
    assert not Draft.objects.exists()


def test_the_same_key_hands_in_once(wushan) -> None:
    made, _ = draft(wushan, notice(wushan))
    first = hand_in(wushan, made, key="twice")
    again = hand_in(wushan, made, key="twice")
    assert first == again and Application.objects.count() == 1
    assert Deed.objects.filter(act=acts.apply.name).count() == 1


def test_one_live_application_a_person_a_notice(wushan, beijing) -> None:
    under = notice(wushan)
    person = applied(wushan, under)
    with pytest.raises(Refused) as caught:
        applied(wushan, under)
    assert "id_number" in caught.value.fields and caught.value.code == "already_applied"
    assert Draft.objects.count() == 1  # nothing that was typed is lost
    perform(acts.withdraw, person, holder(person))
    assert hand_in(wushan, Draft.objects.get()).state == "submitted"
    applied(beijing, channel="channel.self_nominated")
    with pytest.raises(Refused):
        applied(beijing, channel="channel.self_nominated")


@pytest.mark.clauses("beijing:5/1.4", "hunan:4", "hunan:4.1")
def test_self_nomination_needs_a_notice_in_hunan_and_none_in_beijing(beijing, hunan) -> None:
    assert applied(beijing, channel="channel.self_nominated").notice is None
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    with pytest.raises(Refused) as caught:
        applied(changsha, channel="channel.self_nominated")
    assert caught.value.code == "needs_notice" and str(caught.value.clause) == "hunan:4"
    ways = ["channel.open", "channel.self_nominated"]
    assert applied(changsha, notice(changsha, channels=ways), channel="channel.self_nominated").notice


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 10, 31), ""), (date(2026, 11, 1), "notice_closed"), (date(2026, 9, 27), "notice_not_open")],
)
def test_a_notice_takes_applications_from_its_first_through_its_last_day(wushan, day, code) -> None:
    made, _ = draft(wushan, notice(wushan))
    clock.travel_to(day)
    if not code:
        assert hand_in(wushan, made).submitted_on == day
        return
    with pytest.raises(Refused) as caught:
        hand_in(wushan, made)
    assert caught.value.code == code and Draft.objects.exists()


def test_a_way_the_notice_does_not_name_is_refused(beijing) -> None:
    with pytest.raises(Refused) as caught:
        applied(beijing, notice(beijing), channel="channel.self_nominated")
    assert caught.value.code == "not_by_this_notice"


def test_a_draft_without_consent_is_no_application(wushan) -> None:
    made, _ = drafts.begin(wushan.bureau, "channel.open", notice=notice(wushan))
    drafts.keep(made, answers(wushan.law))
    with pytest.raises(Refused) as caught:
        hand_in(wushan, made)
    assert caught.value.code == "no_consent"


def test_what_is_wrong_stands_beside_its_field_with_its_clause_and_leaves_only_a_refusal(beijing) -> None:
    with pytest.raises(Refused) as caught:
        applied(beijing, notice(beijing), citizenship="其他", photo=False)
    assert "第四条第（一）项" in caught.value.fields["citizenship"]
    assert caught.value.fields["photo"] == "请上传照片。"
    assert not Application.objects.exists()
    assert Refusal.objects.get().code == "bad_input"


def test_a_draft_nobody_touches_is_forgotten(wushan) -> None:
    made, _ = draft(wushan, notice(wushan))
    sweep(date(2026, 10, 27))  # by the hour, so not on the very day
    assert Draft.objects.exists()
    sweep(date(2026, 10, 29))
    assert not Draft.objects.exists()
    assert drafts.typed(made) == {}


def test_a_receipt_code_is_kept_as_its_keyed_hash_alone(wushan) -> None:
    made, code = draft(wushan, notice(wushan))
    assert code not in made.receipt and made.receipt == receipts.token(code.lower().replace("-", ""))
    assert len(code.replace("-", "")) == 16 and receipts.new_code() != code


# --- review


@pytest.mark.clauses("beijing:4.1", "beijing:6.3")
def test_an_age_outside_一般_is_departed_from_by_name_with_a_reason(beijing) -> None:
    person = applied(beijing, notice(beijing), id_number=id_number("19500501"))
    officer = beijing.officer(Role.RECRUITER)
    refused("not_a_finding", acts.review, person, officer, verdicts=["eligibility.age=met"])
    late = refused(
        "departure_needs_a_reason", acts.review, person, officer, verdicts=["eligibility.age=departs"]
    )
    assert "第四条第（一）项" in late.fields["eligibility.age"]
    review_all(beijing, person, age="departs=身体健康，长期从事医保监督")
    finding = Finding.objects.get(condition="eligibility.age")
    assert (finding.verdict, finding.by_id, finding.reasoned) == ("departs", officer.user_id, True)
    assert vault.read(finding.owner, "words")["words"] == "身体健康，长期从事医保监督"
    event = Event.objects.filter(docket=person.docket_id).last()
    assert "departure:eligibility.age" in event.data["vault"] and "beijing:4.1" in event.clauses
    person.refresh_from_db()
    assert perform(acts.accept, person, officer).state == "accepted"


def test_accept_wants_every_condition_looked_at_and_met(wushan) -> None:
    person, officer = applied(wushan, notice(wushan)), wushan.officer(Role.RECRUITER)
    missing = refused("not_ready", acts.accept, person, officer)
    assert str(missing.clause) == "wushan:3.1"
    refused("why_unmet", acts.review, person, officer, verdicts=["eligibility.fitness=unmet"])
    review_all(wushan, person, fitness="unmet=健康状况不适宜走访", preferred="unmet")
    person.refresh_from_db()
    assert "不符合" in refused("not_ready", acts.accept, person, officer).says
    perform(
        acts.review,
        person,
        officer,
        verdicts=["eligibility.fitness=met"],
        marks=["eligibility.preferred=人大代表"],
    )
    person.refresh_from_db()
    assert perform(acts.accept, person, officer).state == "accepted"


def test_a_birthday_between_review_and_acceptance_is_noticed(beijing) -> None:
    person = review_all(beijing, applied(beijing, notice(beijing), id_number=id_number("19550930")))
    clock.travel_to(date(2026, 9, 30))  # 71 today
    assert "已经变化" in refused("not_ready", acts.accept, person, beijing.officer(Role.RECRUITER)).says


def test_a_stale_page_is_refused(wushan) -> None:
    person, officer = applied(wushan, notice(wushan)), wushan.officer(Role.RECRUITER)
    seen = person.docket.length
    perform(acts.review, person, officer, verdicts=["eligibility.integrity=met"], seen=seen)
    refused("stale", acts.review, person, officer, verdicts=["eligibility.integrity=met"], seen=seen)


def test_returned_completed_and_handed_in_again(wushan) -> None:
    person = applied(wushan, notice(wushan))
    returned = perform(
        acts.return_for_completion, person, wushan.officer(Role.RECRUITER), words="请补充工作经历"
    )
    refused("wrong_state", acts.accept, returned, wushan.officer(Role.RECRUITER))
    work = drafts.amending(returned)
    assert drafts.typed(work)["name"] == "示例田甜" and work == drafts.amending(returned)
    drafts.keep(work, drafts.typed(work) | {"experience": "2005年至今，示例中学"})
    drafts.keep_photo(work, photograph("new.jpg"))
    refused("not_there", acts.resubmit, returned, ANYONE)
    again = perform(acts.resubmit, returned, holder(returned))
    assert again.state == "submitted" and particulars_of(again)["experience"] == "2005年至今，示例中学"
    assert not Draft.objects.exists()


def test_refused_with_a_reason_that_the_applicant_reads(wushan) -> None:
    person = applied(wushan, notice(wushan))
    done = perform(acts.refuse_application, person, wushan.officer(Role.RECRUITER), reason="名额已满")
    assert done.state == "refused"
    refused("wrong_state", acts.withdraw, done, holder(done))


def test_the_public_cannot_touch_an_application_and_colleagues_without_the_role_neither(
    wushan, beijing
) -> None:
    person = applied(wushan, notice(wushan))
    refused("not_there", acts.withdraw, person, ANYONE)
    refused("not_there", acts.accept, person, beijing.officer(Role.RECRUITER))
    refused("not_yours", acts.accept, person, wushan.officer(Role.ACCOUNTANT))
    refused("not_your_role", acts.accept, person, wushan.officer(Role.DECIDER))


@pytest.mark.clauses("wushan:4/1.2", "beijing:5/1.3")
def test_who_is_recommended_applies_on_the_code_the_bureau_gives(wushan) -> None:
    officer, code = wushan.officer(Role.RECRUITER), receipts.new_code()
    given = {"channel": "channel.targeted", "receipt": receipts.token(code)}
    refused("who_recommends", acts.invite, wushan.office, officer, **given)
    perform(acts.invite, wushan.office, officer, unit="示例机关", **given)
    opened = drafts.found(code)
    assert opened.consented_at is None
    drafts.consent(opened)
    drafts.keep(opened, answers(wushan.law))
    drafts.keep_photo(opened, photograph())
    person = hand_in(wushan, opened)
    assert (person.unit, person.channel, person.notice) == ("示例机关", "channel.targeted", None)
