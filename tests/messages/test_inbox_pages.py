"""The inbox on both faces, how one wants to be told, and the page of what went out."""

from datetime import time
from typing import Any

import pytest
from django.urls import reverse
from outside import Mail
from reached import EMAIL, PHONE, assigned, reachable

from watching import appoint, signed_in, supervisor
from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.leads import acts as leads
from zhongdu.messages.models import Delivery, Message, Preference, own_addresses
from zhongdu.messages.telling import tell
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


# --- the inbox -----------------------------------------------------------------------------------------


def test_an_unread_message_is_counted_opened_and_then_read(shaoxing: Place) -> None:
    visit = assigned(shaoxing, term := appoint(shaoxing))
    phone = signed_in(term.user)
    assert (
        '<span class="visually-hidden">，待办</span>1</span>'
        in phone.get(reverse("phone:home")).content.decode()
    )
    page = phone.get(reverse("phone:messages")).content.decode()
    assert "您有一项新的工作。" in page and "未看" in page
    opened = phone.get(reverse("phone:message", kwargs={"number": Message.objects.get().number}))
    assert opened["Location"] == reverse("phone:visit", kwargs={"number": visit.number})
    assert Message.objects.get().read_at
    assert "未看" not in phone.get(reverse("phone:messages")).content.decode()


def test_all_are_marked_as_read_and_nobody_elses(shaoxing: Place) -> None:
    mine, theirs = appoint(shaoxing), appoint(shaoxing)
    for term in (mine, mine, theirs):
        assigned(shaoxing, term)
    assert signed_in(mine.user).post(reverse("phone:read_messages")).status_code == 302
    assert set(Message.objects.unread().values_list("user", flat=True)) == {theirs.user_id}


def test_a_message_is_nobody_elses_to_open(shaoxing: Place) -> None:
    assigned(shaoxing, appoint(shaoxing))
    address = reverse("phone:message", kwargs={"number": Message.objects.get().number})
    assert signed_in(appoint(shaoxing).user).get(address).status_code == 404
    assert not Message.objects.get().read_at


def test_what_a_message_leads_to_is_shown_only_to_those_who_may_see_it(shaoxing: Place) -> None:
    """A message to an officer about a matter that was withheld from them since leads to their desk and no further."""
    lead = perform(
        leads.file_lead, term := appoint(shaoxing), supervisor(term), words="窗口插队", against="330600"
    )
    user = shaoxing.user(Role.CASE_OFFICER)
    tell("duties.nearly_due", user.pk, shaoxing.bureau, docket=lead.docket, occasion="x", n=1)
    tell("lead.answer", user.pk, shaoxing.bureau, docket=lead.docket, occasion="x")
    message = Message.objects.get(kind="lead.answer")
    from zhongdu.calendar import clock
    from zhongdu.messages.inbox import _leads_to
    from zhongdu.scope.actor import officer

    assert _leads_to(message, officer(user, clock.today())) == reverse("phone:home")


def test_the_inbox_asks_the_database_no_more_for_more_messages(
    shaoxing: Place, django_assert_max_num_queries: Any
) -> None:
    term = appoint(shaoxing)
    for n in range(30):
        tell("lead.progress", term.user_id, shaoxing.bureau, docket=shaoxing.office.docket, occasion=str(n))
    phone = signed_in(term.user)
    phone.get(reverse("phone:messages"))
    with django_assert_max_num_queries(16):
        assert phone.get(reverse("phone:messages")).content.decode().count("您反映的事项有了进展") == 30


def test_the_page_a_phone_keeps_for_later_counts_nothing(shaoxing: Place) -> None:
    assigned(shaoxing, term := appoint(shaoxing))
    assert "，待办</span>" not in signed_in(term.user).get(reverse("phone:field")).content.decode()


# --- how one wants it --------------------------------------------------------------------------------------


def test_where_nothing_is_set_the_page_says_so(shaoxing: Place) -> None:
    page = signed_in(appoint(shaoxing).user).get(reverse("phone:message_settings")).content.decode()
    assert (
        "这里没有设置短信和邮件" in page
        and "<input" not in page.partition('id="content"')[2].partition("</main>")[0]
    )


@pytest.mark.django_db
def test_a_supervisor_says_which_ways_and_when(shaoxing: Place, settings: Any) -> None:
    settings.SMS, settings.EMAIL_HOST = "http://127.0.0.1:9/", "127.0.0.1"
    term = reachable(shaoxing)
    phone = signed_in(term.user)
    page = phone.get(reverse("phone:message_settings")).content.decode()
    assert "139****1234" in page and PHONE not in page and EMAIL not in page
    told = {"email": "on", "quiet_from": "22:30", "quiet_until": "06:00"}
    assert phone.post(reverse("phone:message_settings"), told).status_code == 302
    kept = Preference.objects.get(user=term.user)
    assert (kept.email, kept.sms, kept.quiet_from, kept.quiet_until) == (True, False, time(22, 30), time(6))


def test_a_wrong_hour_is_told_beside_the_field_and_what_was_typed_stays(
    shaoxing: Place, settings: Any
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    phone = signed_in(appoint(shaoxing).user)
    page = phone.post(
        reverse("phone:message_settings"), {"quiet_from": "半夜", "quiet_until": ""}
    ).content.decode()
    assert "半夜" in page and "请填写安静时段到。" in page and not Preference.objects.exists()


def test_an_officers_address_lies_in_the_vault_and_can_be_taken_away(shaoxing: Place, settings: Any) -> None:
    settings.EMAIL_HOST, settings.SMS = "127.0.0.1", "http://127.0.0.1:9/"
    user = shaoxing.user(Role.LIAISON)
    desk, address = signed_in(user), reverse("desk:message_settings")
    hours = {"quiet_from": "21:00", "quiet_until": "08:00"}
    wrong = desk.post(address, hours | {"address": "officer@example.org", "phone": "12"})
    assert wrong.status_code == 200 and not vault.read(own_addresses(user.pk))
    desk.post(address, hours | {"email": "on", "address": "officer@example.org", "phone": "13811112222"})
    assert vault.read(own_addresses(user.pk)) == {"email": "officer@example.org", "phone": "13811112222"}
    desk.post(address, hours | {"email": "on", "address": "", "phone": ""})
    assert vault.read(own_addresses(user.pk)) == {}


# --- what went out --------------------------------------------------------------------------------------


def outbox(place: Place, role: Role = Role.LIAISON, **query: str) -> str:
    return signed_in(place.user(role)).get(reverse("desk:deliveries"), query).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_desk_sees_what_arrived_and_what_did_not_and_has_it_tried_again(
    shaoxing: Place, term: Any, mail: Mail
) -> None:
    mail.refuses = {EMAIL: "550 no such user"}
    visit = assigned(shaoxing, term)
    page = outbox(shaoxing)
    assert "新的工作" in page and "没有送到" in page and "对方邮箱不收（550）" in page and "再试一次" in page
    for secret in (EMAIL, PHONE, visit.number, term.number, term.user.first_name, visit.institution.name):
        assert secret not in page
    desk = signed_in(shaoxing.user(Role.LIAISON))
    assert "短信邮件没有送到" in desk.get(reverse("desk:home")).content.decode()
    mail.refuses.clear()
    desk.post(reverse("desk:send_again"), {"delivery": str(Delivery.objects.get().pk)})
    assert len(mail.letters) == 1 and "已发出" in outbox(shaoxing)
    assert "短信邮件没有送到" not in desk.get(reverse("desk:home")).content.decode()


def test_the_page_says_which_ways_are_set_and_used(shaoxing: Place, settings: Any) -> None:
    page = outbox(shaoxing)
    assert "没有设置邮件服务器" in page and "没有设置短信网关" in page
    settings.EMAIL_HOST, settings.SMS = "127.0.0.1", "http://127.0.0.1:9/"
    page = outbox(shaoxing)
    assert "有邮箱的都发" in page and "不发短信，只在系统里说" in page and "本局做法" in page
    reachable(shaoxing)
    assert "也发短信（本局做法）" in outbox(shaoxing)


def given_up(place: Place, docket: Any, kind: str = "lead.answer") -> Delivery:
    from zhongdu.calendar import clock

    user = place.user(Role.LEGAL_REVIEWER)
    message = Message.objects.create(
        number=f"M-{docket.pk:08}", kind=kind, bureau=docket.bureau, docket=docket, user=user, once=str(docket.pk),
        at=clock.now(),
    )  # fmt: skip
    return Delivery.objects.create(
        message=message, way="sms", state="given_up", ended_at=clock.now(), why="示例"
    )


def test_a_covert_plan_and_a_lead_against_the_bureau_are_not_even_in_the_outbox(beijing: Place) -> None:
    """That something went out, and when, is news too."""
    term = appoint(beijing)
    covert = assigned(beijing, term, way="covert")
    about = perform(leads.file_lead, term, supervisor(term), words="窗口插队", against="110000")
    plain = perform(leads.file_lead, term, supervisor(term), words="药店换药")
    for matter in (covert, about, plain):
        given_up(beijing, matter.docket)
    page = outbox(beijing)
    assert f"M-{plain.docket_id:08}" in page
    assert f"M-{covert.docket_id:08}" not in page and f"M-{about.docket_id:08}" not in page
    decider = outbox(beijing, Role.DECIDER)
    assert f"M-{covert.docket_id:08}" in decider and f"M-{about.docket_id:08}" not in decider


def test_another_territory_has_an_outbox_of_its_own(beijing: Place, shaoxing: Place) -> None:
    theirs = given_up(beijing, beijing.office.docket)
    assert theirs.message.number not in outbox(shaoxing)
    signed_in(shaoxing.user(Role.LIAISON)).post(reverse("desk:send_again"), {"delivery": str(theirs.pk)})
    theirs.refresh_from_db()
    assert theirs.state == "given_up"


def test_the_outbox_is_narrowed(shaoxing: Place) -> None:
    one = given_up(shaoxing, shaoxing.office.docket)
    assert one.message.number in outbox(shaoxing, state="given_up", way="sms", kind="lead.answer")
    assert one.message.number not in outbox(shaoxing, state="sent")
    assert one.message.number not in outbox(shaoxing, kind="work.new")
