"""An adversary's afternoon: with every log, every table and every folder in hand, nothing there says who spoke, or what."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from handling import afresh, clerk

from watching import appoint, photo, signed_in, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.files.models import Blob
from zhongdu.kit import receipts
from zhongdu.leads import acts
from zhongdu.leads import evidence as filed_evidence
from zhongdu.leads.models import Lead
from zhongdu.record.keeping import seal
from zhongdu.roster.models import Appointment
from zhongdu.scope.actor import SYSTEM
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
NAME, PHONE, FILE = "欧阳听雨", "13987654321", "欧阳听雨拍的病房.jpg"
WORDS, MORE = "护士站的空床记着三十天住院费", "床号是二十七床靠窗"
FORM = "/bureaus/110000/report/"


def rows_of_every_table() -> str:
    """Every cell of every table, as whoever stole the database would read it."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            told += [str(_cell(cell)) for row in cursor.fetchall() for cell in row]
    return "\n".join(told)


def _cell(cell: Any) -> Any:
    raw = bytes(cell) if isinstance(cell, memoryview) else cell
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw


def names_in(folder: str) -> str:
    return "\n".join(str(path) for path in Path(folder).rglob("*"))


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Any:
    """Everything anybody logs, at its most talkative, but for the test client's own account of its requests."""
    caplog.set_level(logging.DEBUG)
    return caplog


def leaks(heard: Any, *secrets: str) -> list[str]:
    kept = {"log": heard.text, "tables": rows_of_every_table(), "folders": names_in(str(settings.MEDIA_ROOT))}
    return [
        f"{secret} in the {where}" for secret in secrets for where, text in kept.items() if secret in text
    ]


def test_the_watch_itself_sees_what_is_there(beijing: Place, heard: Any) -> None:
    logging.getLogger("zhongdu.anything").warning("somebody said %s", WORDS)
    assert leaks(heard, WORDS, beijing.bureau.name) == [
        f"{WORDS} in the log",
        f"{beijing.bureau.name} in the tables",
    ]


def test_a_citizens_whole_life_of_a_lead_leaves_nothing(beijing: Place, heard: Any, settings: Any) -> None:
    settings.SMS, settings.SMS_KEY, settings.SMS_SECRET = (
        "http://127.0.0.1:9/",
        "k",
        "s",
    )  # nobody answers there
    perform(
        bureaus.choose_practice, beijing.office, beijing.officer(Role.DECIDER), practice="messages.sms=yes"
    )
    citizen, code = Client(), receipts.new_code()
    form = {"key": "a" * 32, "code": code, "name": NAME, "phone": PHONE, "evidence": [photo(name=FILE)]}
    citizen.post(FORM, form | {"words": ""})  # a mistake to mend: the file waits
    citizen.post(FORM, form | {"words": WORDS})
    lead = Lead.objects.get()
    officer, desk = clerk(beijing), signed_in(beijing.user(Role.CASE_OFFICER))
    perform(acts.take_up, lead, officer)
    perform(acts.ask_speaker, afresh(lead), officer, words="是几号床？")
    again = Client()
    again.post("/reports/", {"code": code})
    again.post(reverse("public:add_words", kwargs={"number": lead.number}), {"words": MORE, "key": "b" * 32})
    perform(acts.unmask, afresh(lead), officer, field="phone", reason="约看原件")
    assert PHONE in desk.get(reverse("desk:lead", kwargs={"number": lead.number})).content.decode()
    desk.post(reverse("desk:leads"), {"q": WORDS[:4]})
    with pytest.raises(Refused):
        perform(acts.answer, afresh(lead), officer, words=f"{NAME}反映的{WORDS}", outcome="nothing")
    perform(acts.answer, afresh(lead), officer, words="查实，已退回。", outcome="proved")
    again.post(
        reverse("public:say_unanswered", kwargs={"number": lead.number}), {"words": MORE, "key": "c" * 32}
    )
    sweep(clock.today())
    seal(clock.now())
    bare = code.replace("-", "")
    assert leaks(heard, NAME, PHONE, code, bare, FILE, WORDS, MORE, WORDS[4:12]) == []


def test_a_supervisors_name_stands_nowhere_beside_the_lead(beijing: Place, heard: Any) -> None:
    term = appoint(beijing)
    from zhongdu import vault

    vault.put(term.number, {"name": NAME, "phone": PHONE})
    lead = perform(acts.file_lead, term, supervisor(term), words=WORDS, evidence=[photo(name=FILE)])
    perform(acts.unmask, lead, clerk(beijing), field="speaker", reason="约见")
    perform(acts.take_up, afresh(lead), clerk(beijing))
    assert Appointment.objects.count() == 1
    assert leaks(heard, NAME, PHONE, FILE, WORDS) == []


def test_a_fault_in_the_middle_writes_down_where_and_nothing_of_what(
    beijing: Place, heard: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server breaks while a report is taken in: its log has the place in the code and none of the form."""

    def breaks(*args: Any, **more: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(filed_evidence, "receive", breaks)
    code = receipts.new_code()
    form = {
        "key": "a" * 32,
        "code": code,
        "name": NAME,
        "phone": PHONE,
        "words": WORDS,
        "evidence": [photo(name=FILE)],
    }
    answer = Client(raise_request_exception=False).post(FORM, form)
    assert answer.status_code == 500 and "the disk is full" in heard.text
    assert leaks(heard, NAME, PHONE, code, FILE, WORDS) == []
    assert not Lead.objects.exists()


@pytest.mark.parametrize("address", ["/reports/", FORM, "/"])
def test_the_public_form_knows_nobody_again_and_fetches_nothing_from_elsewhere(
    beijing: Place, address: str
) -> None:
    citizen = Client()
    answer = citizen.get(address)
    assert set(citizen.cookies) <= {settings.CSRF_COOKIE_NAME}, "no session, nothing to be known by"
    told = answer.content.decode()
    elsewhere = [
        each for each in re.findall(r'(?:src|href|action|poster|srcset)="([^"]*)"', told) if "//" in each
    ]
    assert elsewhere == [] and "@import" not in told and "preconnect" not in told
    policy = answer["Content-Security-Policy"]
    assert (
        "default-src 'self'" in policy
        and "form-action 'self'" in policy
        and "http" not in policy
        and "*" not in policy
    )
    assert answer["Referrer-Policy"] == "same-origin" and answer["X-Frame-Options"] == "DENY"
    assert "ETag" not in answer and "Last-Modified" not in answer


def test_what_was_handed_in_is_no_page_a_shared_computer_keeps(beijing: Place) -> None:
    citizen, code = Client(), receipts.new_code()
    receipt = citizen.post(FORM, {"key": "a" * 32, "code": code, "words": WORDS})
    assert receipt["Cache-Control"] == "no-store" and code in receipt.content.decode()
    cookie = citizen.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and int(cookie["max-age"] or 0) <= 12 * 60 * 60
    lead = Lead.objects.get()
    page = citizen.get(reverse("public:lead", kwargs={"number": lead.number}))
    assert "no-store" in page["Cache-Control"] and code not in page.content.decode()


def test_the_same_photograph_from_two_people_tells_nobody_of_the_other(beijing: Place) -> None:
    """Content is kept once; who brought it first, and under which name, is nowhere."""
    for key in ("a", "b"):
        form = {"key": key * 32, "code": receipts.new_code(), "words": WORDS, "evidence": [photo(name=FILE)]}
        Client().post(FORM, form)
    assert Blob.objects.count() == 1 and Lead.objects.count() == 2
    assert FILE not in rows_of_every_table()


def test_whoever_spoke_does_not_learn_that_somebody_will_come_unannounced(beijing: Place) -> None:
    """They may stand near whom it is about, or be that very one, trying what a report brings about."""
    term = appoint(beijing)
    lead = perform(acts.file_lead, term, supervisor(term), words=WORDS)
    perform(acts.take_up, lead, clerk(beijing))
    perform(acts.note_inspection, afresh(lead), SYSTEM, inspection="JC-2026-0001")
    phone = signed_in(term.user).get(reverse("phone:lead", kwargs={"number": lead.number})).content.decode()
    desk = signed_in(beijing.user(Role.CASE_OFFICER)).get(
        reverse("desk:lead", kwargs={"number": lead.number})
    )
    assert "转入检查" in desk.content.decode() and "检查" not in re.sub(r"检查人员", "", phone)
