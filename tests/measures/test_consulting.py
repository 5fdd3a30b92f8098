"""A draft is sent to lower bureaus: each owes a stamped written reply by a day, even "no comment"; late ones show."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from world import Place, place
from zhongdu import files
from zhongdu.acts.models import fetch
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.measures import acts, paper, showing
from zhongdu.measures.models import Consultation, Draft
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

from .drafts import begin, consult, reply, stamped

SENT, LAST = date(2020, 7, 3), date(2020, 7, 8)  # of the notice that came with a draft of 2020


@pytest.fixture
def city(db: None) -> tuple[Place, Place, Place]:
    """A city whose own draft is on the shelf, with two counties below it."""
    home = place("330600", "绍兴市医疗保障局", "city")
    return home, home.below("330681", "诸暨市医疗保障局"), home.below("330683", "嵊州市医疗保障局")


def duties(of: Any) -> Any:
    return Duty.objects.filter(docket=of.docket)


@pytest.mark.clauses("shaoxing:notice")
def test_every_county_owes_a_stamped_reply_by_the_day_of_the_notice(city: tuple[Place, Place, Place]) -> None:
    home, one, other = city
    by = home.officer(Role.CASE_OFFICER)
    with clock.on(SENT):
        draft = perform(acts.take_up_draft, home.office, by, code="shaoxing")
        asked = consult(home, draft, one, other, until=LAST)
        for each, below in zip(asked, (one, other), strict=True):
            duty = duties(each).get()
            assert (duty.clause, duty.strength, duty.due) == ("shaoxing:notice", "must", LAST)
            assert duty.bureau == below.bureau and duty.is_open()
    with clock.on(LAST):
        reply(one, asked[0], "第十条：工作证由谁统一制作，请写明。")
        assert duties(asked[0]).get().met_on == LAST
    with clock.on(LAST + timedelta(days=2)):
        assert list(Duty.objects.overdue(clock.today())) == [duties(asked[1]).get()]
        late, said = showing.digest(draft, clock.today())  # the late one first
        assert (late.consultation, late.late_by, late.is_open) == (asked[1], 2, True)
        assert said.words == "第十条：工作证由谁统一制作，请写明。" and said.late_by == 0
        reply(other, asked[1])  # no comment, in writing, two days late
        assert duties(asked[1]).get().was_late(clock.today())
        assert [
            each.late_by for each in showing.digest(draft, clock.today()) if each.consultation == asked[1]
        ] == [2]


@pytest.mark.clauses("shaoxing:notice")
def test_no_comment_too_is_given_in_writing_under_a_stamp(city: tuple[Place, Place, Place]) -> None:
    home, one, _ = city
    [asked] = consult(home, begin(home, "shaoxing"), one)
    head = one.officer(Role.DECIDER)
    for given in ({"answer": "none"}, {"answer": "comments", "words": "第一条可以精简。"}):
        with pytest.raises(Refused) as refused:
            perform(acts.reply, asked, head, **given)
        assert "stamped" in refused.value.fields
    reply(one, asked)
    asked.refresh_from_db()
    [kept] = files.attached(asked.number, "consultation_reply")
    event = Event.objects.get(docket=asked.docket, act=acts.reply.name)
    assert event.data["sm3"] == kept.blob_id and event.clauses == ["haibin:notice"]
    assert (asked.state, asked.has_comments) == ("replied", False)


@pytest.mark.parametrize(
    ("answer", "words", "field"), [("comments", "", "words"), ("none", "有一条意见", "answer")]
)
def test_what_is_said_fits_what_was_chosen(city: Any, answer: str, words: str, field: str) -> None:
    home, one, _ = city
    [asked] = consult(home, begin(home, "shaoxing"), one)
    with pytest.raises(Refused) as refused:
        perform(acts.reply, asked, one.officer(Role.DECIDER), answer=answer, words=words, stamped=stamped())
    assert field in refused.value.fields


def test_a_bureau_is_asked_about_the_text_that_was_sent(client: Client, city: Any) -> None:
    home, one, other = city
    draft = begin(home, "shaoxing")
    asked = consult(home, draft, one, other)
    reply(one, asked[0])
    reply(other, asked[1])
    writer = home.officer(Role.CASE_OFFICER)
    perform(acts.close_consultation, draft, writer, taken="没有意见。")
    perform(acts.write_clause, draft, writer, clause="99", nature="rule", gist="后来才加的一条。")
    client.force_login(one.user(Role.DECIDER))
    page = client.get(reverse("desk:consultation", kwargs={"number": asked[0].number})).content.decode()
    assert "后来才加的一条。" not in page and "请盖章反馈，没有意见也要反馈。" in page


def test_who_is_asked_sees_its_own_part_and_no_other(city: Any) -> None:
    home, one, other = city
    draft = begin(home, "shaoxing")
    asked = consult(home, draft, one, other)
    head = one.officer(Role.DECIDER)
    assert fetch(Consultation, asked[0].number, head) == asked[0]
    for kind, number in ((Consultation, asked[1].number), (Draft, draft.number)):
        with pytest.raises(Refused) as refused:
            fetch(kind, number, head)
        assert refused.value.is_hidden
    assert {fetch(Consultation, each.number, home.officer(Role.DECIDER)) for each in asked} == set(asked)


def test_it_is_not_closed_before_its_last_day_while_somebody_may_still_reply(city: Any) -> None:
    home, one, other = city
    draft, writer = begin(home, "shaoxing"), home.officer(Role.CASE_OFFICER)
    asked = consult(home, draft, one, other)
    reply(one, asked[0])
    with pytest.raises(Refused) as refused:
        perform(acts.close_consultation, draft, writer, taken="没有意见。")
    assert "嵊州市医疗保障局还没有回复" in refused.value.sentence
    with clock.on(asked[1].until + timedelta(days=1)):
        perform(acts.close_consultation, draft, writer, taken="没有意见。")
        assert duties(asked[1]).get().is_open()  # it still owes, and can still reply
        reply(other, asked[1], "迟到的意见。")


def test_a_draft_withdrawn_frees_whoever_was_asked(city: Any) -> None:
    home, one, _ = city
    draft = begin(home, "shaoxing")
    [asked] = consult(home, draft, one)
    perform(acts.withdraw_draft, draft, home.officer(Role.DECIDER), reason="另行制定")
    asked.refresh_from_db()
    assert asked.state == "called_off" and duties(asked).get().void_on == clock.today()


@pytest.mark.parametrize(
    ("given", "field"),
    [({"until": 0}, "until"), ({"bureaus": []}, "bureaus"), ({"bureaus": ["999"]}, "bureaus")],
)
def test_a_consultation_names_bureaus_and_a_day_to_come(city: Any, given: dict[str, Any], field: str) -> None:
    home, one, _ = city
    draft, today = begin(home, "shaoxing"), clock.today()
    sent = {"bureaus": [str(one.bureau.pk)], "until": 9, "notice": "请反馈。"} | given
    sent["until"] = today + timedelta(days=sent["until"])
    with pytest.raises(Refused) as refused:
        perform(acts.consult, draft, home.officer(Role.CASE_OFFICER), **sent)
    assert field in refused.value.fields and not Consultation.objects.exists()


def test_a_reviewer_is_told_why_nobody_was_asked(city: Any) -> None:
    home, one, _ = city
    draft, reviewer = begin(home, "shaoxing"), home.officer(Role.LEGAL_REVIEWER)
    with pytest.raises(Refused) as refused:
        perform(acts.pass_review, draft, reviewer, opinion="合法")
    assert "unasked" in refused.value.fields
    [asked] = consult(home, draft, one)
    reply(one, asked)
    perform(acts.close_consultation, draft, home.officer(Role.CASE_OFFICER), taken="没有意见。")
    perform(acts.pass_review, draft, reviewer, opinion="合法")


def test_nobody_reviews_his_own_draft(city: Any) -> None:
    home, _, _ = city
    reviewer = home.officer(Role.LEGAL_REVIEWER)
    draft = perform(
        acts.begin_draft, home.office, reviewer, base="shaoxing", title="示例", short="示例", code="haibin"
    )
    with pytest.raises(Refused) as refused:
        perform(acts.pass_review, draft, reviewer, opinion="合法", unasked="急用")
    assert refused.value.code == "own_draft"


@pytest.mark.clauses("shaoxing:notice")
def test_the_notice_the_sheet_to_stamp_and_the_digest_are_papers_of_the_same_bytes_whenever_asked_for(
    client: Client, city: tuple[Place, Place, Place]
) -> None:
    home, one, other = city
    with clock.on(SENT):
        draft = perform(acts.take_up_draft, home.office, home.officer(Role.CASE_OFFICER), code="shaoxing")
        first, second = consult(home, draft, one, other, until=LAST)
    told = paper.notice_of(first)
    assert told["addressee"] == "诸暨市医疗保障局：" and first.number in told["number"]
    assert (
        "请盖章反馈" in told["body"][0] and len([each for each in told["body"] if "第十条" in str(each)]) >= 1
    )
    assert not any("notice" in str(each) for each in told["body"])
    none, some = paper.reply_sheet(first, "none"), paper.reply_sheet(first, "comments")
    assert "没有意见。" in str(none["rows"]) and "没有意见。" not in str(some["rows"])
    with clock.on(LAST):
        reply(one, first, "第十条：工作证由谁统一制作，请写明。")
    with clock.on(LAST + timedelta(days=2)):
        reply(other, second)
    rows = next(part for part in paper.digest_of(draft)["body"] if isinstance(part, dict))["table"]["rows"]
    assert [row[2] for row in rows] == ["第十条：工作证由谁统一制作，请写明。", "没有意见"]
    assert [row[1] for row in rows] == ["2020年7月8日", "2020年7月10日（迟2天）"]
    asked, its = {"number": first.number}, {"number": draft.number}
    addresses = [
        reverse("desk:consultation_notice", kwargs=asked),
        reverse("desk:reply_sheet", kwargs=asked) + "?answer=none",
        reverse("desk:consultation_notice", kwargs=asked) + "?as=docx",
        reverse("desk:reply_sheet", kwargs=asked) + "?answer=comments&as=docx",
        reverse("desk:draft_digest", kwargs=its),
    ]
    client.force_login(home.user(Role.DECIDER))
    before = [client.get(each).content for each in addresses]
    assert [each[:4] for each in before] == [b"%PDF", b"%PDF", b"PK\x03\x04", b"PK\x03\x04", b"PK\x03\x04"]
    with clock.on(clock.today() + timedelta(days=40)):
        assert [client.get(each).content for each in addresses] == before
    assert client.get(reverse("desk:reply_sheet", kwargs=asked) + "?answer=maybe").status_code == 404
