"""On their way out, over a real SMTP and a real HTTP connection: sent, failed, tried again, given up, spared."""

import logging
from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outside import Mail, Sms, mail_server
from reached import EMAIL, PHONE, assigned, uses_sms
from test_telling import everything_kept

from watching import appoint
from world import Place
from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.calendar.clock import CHINA
from zhongdu.messages.gateways import Letter, Unsent, mail_trouble
from zhongdu.messages.models import Delivery, Message, Preference
from zhongdu.messages.posting import deliver, take_up_again, try_again
from zhongdu.messages.rules import next_morning, quiet_ends
from zhongdu.messages.telling import HOLDER, tell
from zhongdu.messages.wire import BACKOFF

pytestmark = pytest.mark.django_db(transaction=True)  # what is sent is sent after the deed
State = Delivery.State


def sent_by(way: str) -> Delivery:
    return Delivery.objects.select_related("message").get(way=way)


def due_again(later: Any) -> None:
    """Time passes until the next try, and it is made."""
    waiting = Delivery.objects.get(state=State.WAITING)
    assert waiting.next_at
    later(seconds=(waiting.next_at - clock.now()).total_seconds() + 1)
    deliver.enqueue(waiting.pk)


# --- it arrives ----------------------------------------------------------------------------------------


def test_a_visit_is_told_by_mail_and_sms_in_neutral_words(
    shaoxing: Place, term: Any, mail: Mail, sms: Sms
) -> None:
    visit = assigned(shaoxing, term, way="covert")
    [letter], [text] = mail.letters, sms.sent
    message = Message.objects.get()
    assert mail.recipients == [EMAIL] and letter["Subject"] == "医保基金社会监督：新的工作"
    assert "您有一项新的工作，请登录查看。" in letter.get_content()
    assert text == {
        "id": f"{message.number}-sms",
        "to": PHONE,
        "kind": "work.new",
        "text": "【医保基金社会监督】您有一项新的工作，请登录查看。",
    }
    outside = f"{letter} {letter.get_content()} {text}"
    for secret in (
        visit.number,
        visit.institution.name,
        shaoxing.bureau.name,
        "暗访",
        "巡查",
        term.user.first_name,
    ):
        assert secret not in outside
    assert {each.state for each in Delivery.objects.all()} == {State.SENT}


def test_addresses_stand_neither_in_the_outbox_nor_in_logs(
    shaoxing: Place, term: Any, mail: Mail, sms: Sms, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    sms.answers, mail.refuses = [500], {EMAIL: f"550 <{EMAIL}> unknown user"}
    assigned(shaoxing, term)
    ours = "\n".join(
        record.getMessage() for record in caplog.records if record.name.startswith(("zhongdu", "django"))
    )
    for secret in (PHONE, EMAIL):
        assert secret not in everything_kept() and secret not in ours
    assert sent_by("email").why == "对方邮箱不收（550）"


def test_an_applicant_without_an_account_is_reached_by_what_they_handed_in(
    shaoxing: Place, mail: Mail, sms: Sms
) -> None:
    uses_sms(shaoxing)
    docket = shaoxing.office.docket
    vault.put(docket.number, {"phone": PHONE})
    tell("application.accepted", HOLDER, shaoxing.bureau, docket=docket, occasion="deed")
    assert [each["to"] for each in sms.sent] == [PHONE]
    assert (sent_by("email").state, sent_by("email").why) == (State.SPARED, "没有留下地址")


def test_whoever_gave_no_address_is_told_in_the_app_alone(shaoxing: Place, mail: Mail, sms: Sms) -> None:
    uses_sms(shaoxing)
    assigned(shaoxing, appoint(shaoxing))
    assert not mail.letters and not sms.heard
    assert {(each.state, each.why) for each in Delivery.objects.all()} == {(State.SPARED, "没有留下地址")}
    assert Message.objects.count() == 1


def test_an_officer_is_reached_by_what_they_gave_for_messages(shaoxing: Place, mail: Mail) -> None:
    from zhongdu.messages.models import own_addresses
    from zhongdu.scope.roles import Role

    me = shaoxing.officer(Role.CASE_OFFICER).user_id
    assert me
    vault.put(own_addresses(me), {"email": "officer@example.org"})
    tell("duties.nearly_due", me, shaoxing.bureau, occasion="today", n=4)
    assert mail.recipients == ["officer@example.org"] and "4 项" in mail.letters[0].get_content()


# --- it does not -----------------------------------------------------------------------------------------


def test_a_gateway_that_fails_and_recovers_gets_it_once(
    shaoxing: Place, term: Any, sms: Sms, later: Any
) -> None:
    sms.answers = [503, 500]
    assigned(shaoxing, term)
    first = sent_by("sms")
    assert (first.state, first.tries, first.why) == (State.WAITING, 1, "短信网关答复 503")
    due_again(later)
    due_again(later)
    done = sent_by("sms")
    assert (done.state, done.tries, done.why) == (State.SENT, 3, "")
    assert len(sms.heard) == 3 and len(sms.sent) == 1
    assert len({each["id"] for each in sms.heard}) == 1, "known by one id at every try"


def test_a_mail_server_that_is_busy_is_asked_again(
    shaoxing: Place, term: Any, mail: Mail, later: Any
) -> None:
    mail.answers = ["451 try later"]
    assigned(shaoxing, term)
    assert sent_by("email").why == "邮件服务器没有收下（451）"
    due_again(later)
    assert sent_by("email").state == State.SENT and len(mail.letters) == 1


def test_nobody_there_is_tried_again_and_again_and_then_given_up(
    shaoxing: Place, term: Any, settings: Any, later: Any
) -> None:
    settings.SMS, settings.SMS_SECRET = "http://127.0.0.1:9/sms", "x"
    assigned(shaoxing, term)
    waits = []
    while (delivery := sent_by("sms")).state == State.WAITING:
        assert delivery.next_at
        waits.append(round((delivery.next_at - clock.now()).total_seconds() / 60))
        later(minutes=waits[-1] + 1)
        if quiet_ends(clock.now(), time(21), time(8)):
            later(hours=12)
        deliver.enqueue(delivery.pk)
    assert waits == list(BACKOFF)
    assert (delivery.state, delivery.why, delivery.tries) == (
        State.GIVEN_UP,
        "连不上短信网关",
        len(BACKOFF) + 1,
    )


@pytest.mark.parametrize(
    ("status", "state"), [(422, State.GIVEN_UP), (401, State.WAITING), (302, State.WAITING)]
)
def test_only_a_number_that_cannot_be_reached_is_given_up_at_once(
    shaoxing: Place, term: Any, sms: Sms, status: int, state: str
) -> None:
    sms.answers = [status]
    assigned(shaoxing, term)
    assert sent_by("sms").state == state


def test_a_wrong_secret_is_told_and_can_be_mended(
    shaoxing: Place, term: Any, sms: Sms, settings: Any, later: Any
) -> None:
    right, settings.SMS_SECRET = settings.SMS_SECRET, "wrong"
    assigned(shaoxing, term)
    assert sent_by("sms").why == "短信网关答复 401" and not sms.heard
    settings.SMS_SECRET = right
    due_again(later)
    assert sent_by("sms").state == State.SENT


def test_a_mailbox_that_is_not_there_is_given_up_and_one_that_is_full_is_not(
    shaoxing: Place, term: Any, mail: Mail
) -> None:
    mail.refuses = {EMAIL: "550 no such user"}
    assigned(shaoxing, term)
    assert sent_by("email").state == State.GIVEN_UP
    Message.objects.all().delete()
    mail.refuses = {EMAIL: "452 mailbox full"}
    assigned(shaoxing, term)
    assert sent_by("email").state == State.WAITING


def test_an_officer_has_it_tried_again(shaoxing: Place, term: Any, mail: Mail) -> None:
    mail.refuses = {EMAIL: "550 no such user"}
    assigned(shaoxing, term)
    mail.refuses.clear()
    assert try_again(Delivery.objects.all()) == 1
    done = sent_by("email")
    assert (done.state, done.tries) == (State.SENT, 1) and len(mail.letters) == 1
    assert try_again(Delivery.objects.all()) == 0, "what is there is there"


def test_a_vendors_class_stands_in_for_ours(shaoxing: Place, term: Any, sms: Sms, settings: Any) -> None:
    settings.SMS_GATEWAY = "test_going_out.Vendor"
    Vendor.sent.clear()
    assigned(shaoxing, term)
    assert Vendor.sent == [(PHONE, "work.new")] and not sms.heard


class Vendor:
    """As somebody would write it who has another gateway."""

    sent: list[tuple[str, str]] = []

    def send(self, to: str, letter: Letter) -> None:
        self.sent.append((to, letter.kind))


def test_a_vendors_class_that_breaks_is_tried_again(
    shaoxing: Place, term: Any, sms: Sms, settings: Any, caplog: Any
) -> None:
    settings.SMS_GATEWAY = "test_going_out.Broken"
    assigned(shaoxing, term)
    assert (sent_by("sms").state, sent_by("sms").why) == (State.WAITING, "发送时出了错")
    assert "ZeroDivisionError" in caplog.text and PHONE not in caplog.text


class Broken:
    def send(self, to: str, letter: Letter) -> None:
        raise ZeroDivisionError(to)


def test_an_account_the_mail_server_does_not_know_is_told_in_a_sentence(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mail_server("us", "right") as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "us", "wrong"
        assert mail_trouble() == "邮件服务器不认 ZHONGDU_MAIL 里的账号和密码。"
        settings.EMAIL_HOST_PASSWORD = "right"
        assert mail_trouble() == ""
    assert "连不上" in mail_trouble()


def test_unsent_says_only_what_is_ours() -> None:
    assert str(Unsent("连不上短信网关")) == "连不上短信网关"


# --- it need not, or not now --------------------------------------------------------------------------------


def test_whoever_does_not_want_it_is_spared(shaoxing: Place, term: Any, mail: Mail, sms: Sms) -> None:
    Preference.objects.create(user=term.user, sms=False)
    assigned(shaoxing, term)
    assert not sms.heard and len(mail.letters) == 1
    assert (sent_by("sms").state, sent_by("sms").why) == (State.SPARED, "本人不要")


def test_a_bureau_that_does_not_use_sms_sends_none(shaoxing: Place, mail: Mail, sms: Sms) -> None:
    made = appoint(shaoxing)
    vault.put(made.number, {"phone": PHONE, "email": EMAIL})
    assigned(shaoxing, made)
    assert [each.way for each in Delivery.objects.all()] == ["email"] and not sms.heard


def test_nobody_is_woken(shaoxing: Place, term: Any, sms: Sms, later: Any) -> None:
    later(hours=11)  # eleven at night
    assigned(shaoxing, term)
    waiting = sent_by("sms")
    assert not sms.heard and waiting.state == State.WAITING and waiting.tries == 0
    assert waiting.next_at and waiting.next_at.astimezone(CHINA).hour == 8
    due_again(later)
    assert len(sms.sent) == 1


def test_what_was_read_meanwhile_is_not_sent(shaoxing: Place, term: Any, sms: Sms, later: Any) -> None:
    later(hours=11)
    assigned(shaoxing, term)
    Message.objects.update(read_at=clock.now())
    due_again(later)
    assert not sms.heard and sent_by("sms").why == "已经在系统里看过"


def test_nobody_gets_more_than_so_many_a_day(
    shaoxing: Place, term: Any, sms: Sms, settings: Any, later: Any
) -> None:
    settings.MESSAGES_A_DAY = 2
    for _ in range(3):
        assigned(shaoxing, term)
    assert len(sms.sent) == 2
    [third] = Delivery.objects.filter(state=State.WAITING)
    assert third.next_at == next_morning(clock.now(), time(8))
    due_again(later)
    assert len(sms.sent) == 3


def test_what_is_off_now_is_not_sent_any_more(
    shaoxing: Place, term: Any, sms: Sms, settings: Any, later: Any
) -> None:
    sms.answers = [500]
    assigned(shaoxing, term)
    settings.SMS = ""
    due_again(later)
    assert sent_by("sms").why == "不再用这种方式"


def test_two_workers_send_it_once(shaoxing: Place, term: Any, sms: Sms, later: Any) -> None:
    """The other one comes while the first is at the gateway."""
    later(hours=11)
    assigned(shaoxing, term)
    later(hours=10)
    pk = sent_by("sms").pk
    sms.before_answering = lambda: deliver.enqueue(pk) if len(sms.heard) == 1 else None
    from threading import Thread

    from django.db import connection

    def other() -> None:
        deliver.enqueue(pk)
        connection.close()

    def meanwhile() -> None:
        if len(sms.heard) == 1:
            thread = Thread(target=other)
            thread.start()
            thread.join()

    sms.before_answering = meanwhile
    deliver.enqueue(pk)
    assert len(sms.heard) == 1


def test_what_nobody_asked_for_is_sent_when_a_worker_starts(
    shaoxing: Place, term: Any, sms: Sms, later: Any
) -> None:
    """The server died after the deed and before it asked for the sending."""
    message = Message.objects.create(
        number="K7Q493TX", kind="work.new", bureau=shaoxing.bureau, user=term.user, once="x", at=clock.now()
    )
    Delivery.objects.create(message=message, way="sms", next_at=clock.now())
    assert take_up_again() == 1
    assert len(sms.sent) == 1 and take_up_again() == 0


# --- the hours ------------------------------------------------------------------------------------------


@given(st.datetimes(), st.times(), st.times())
def test_quiet_hours_end_when_they_say_and_are_not_quiet_then(moment: Any, begins: time, ends: time) -> None:
    moment = (
        moment.replace(year=2026, tzinfo=CHINA)
        if (moment.month, moment.day) != (2, 29)
        else moment.replace(tzinfo=CHINA)
    )
    over = quiet_ends(moment, begins, ends)
    if over is None:
        return
    assert begins != ends and over.time() == ends and timedelta() < over - moment <= timedelta(days=1)
    assert quiet_ends(over, begins, ends) is None


@pytest.mark.parametrize(
    ("hour", "begins", "ends", "over"),
    [(23, 21, 8, 8), (3, 21, 8, 8), (8, 21, 8, None), (20, 21, 8, None), (21, 21, 8, 8), (13, 12, 14, 14), (14, 12, 14, None), (5, 8, 8, None)],
)  # fmt: skip
def test_the_hours_on_both_sides_of_midnight(hour: int, begins: int, ends: int, over: int | None) -> None:
    found = quiet_ends(
        clock.now().replace(hour=hour, minute=0, second=0, microsecond=0), time(begins), time(ends)
    )
    assert (found and found.hour) == over
