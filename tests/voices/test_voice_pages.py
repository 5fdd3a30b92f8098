"""Pages of opinions and letters, as whole requests: nothing lost, nobody named, the code shown once."""

import io
import re
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from python_calamine import load_workbook
from speaking import LETTER, WORDS, brought, clerk, forwarded, settled, voiced

from watching import appoint, photo, signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.kit import receipts
from zhongdu.scope.roles import Role
from zhongdu.voices import acts
from zhongdu.voices.models import ForwardedLetter, Opinion

pytestmark = pytest.mark.django_db
NAME, PHONE = "示例热心人", "13700005678"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()


def told(answer: Any) -> str:
    """The code the receipt shows."""
    found = re.search(r"receipt-code-big\">([A-Z0-9-]{19})<", answer.content.decode())
    assert found and answer["Cache-Control"] == "no-store"
    return found[1]


# --- anybody -----------------------------------------------------------------------------------------------
@pytest.mark.clauses("city:24")
def test_anybody_says_it_and_reads_the_answer_under_the_code(beijing: Place) -> None:
    citizen = Client()
    assert "/bureaus/110000/opinion/" in citizen.get("/opinions/").content.decode()
    form = citizen.get("/bureaus/110000/opinion/").content.decode()
    assert "基金监管条例" in form or "听取社会各界的意见" in form
    again = citizen.post("/bureaus/110000/opinion/", {"words": "", "name": NAME})
    assert "请填写意见或者建议。" in again.content.decode() and NAME in again.content.decode()
    code = receipts.new_code()
    answer = citizen.post(
        "/bureaus/110000/opinion/", {"words": WORDS, "name": NAME, "phone": PHONE, "code": code}
    )
    twice = citizen.post("/bureaus/110000/opinion/", {"words": WORDS, "code": code})
    opinion = Opinion.objects.get()
    assert told(answer) == told(twice) == code
    settled(beijing, opinion, words="下月起手机上可以办。")
    later = Client()
    went = later.post("/opinions/", {"code": code.lower()})
    assert went.headers["Location"] == reverse("public:opinion", kwargs={"number": opinion.number})
    page = later.get(went.headers["Location"]).content.decode()
    assert WORDS in page and "下月起手机上可以办。" in page and "采纳" in page
    assert later.post("/reports/", {"code": code}).headers["Location"] == went.headers["Location"]
    later.post(reverse("public:leave_voice", kwargs={"number": opinion.number}))
    assert later.get(went.headers["Location"]).status_code == 404


def test_a_wrong_code_opens_nothing(wushan: Place) -> None:
    voiced(wushan)
    answer = Client().post("/opinions/", {"code": "2222-2222-2222-2222"})
    assert "没有找到，请核对查询码。" in answer.content.decode()


def test_who_is_signed_in_leaves_no_trace(wushan: Place) -> None:
    term = appoint(wushan)
    client = signed_in(term.user)
    client.post("/bureaus/500237/opinion/", {"words": WORDS, "code": receipts.new_code()})
    opinion = Opinion.objects.get()
    assert opinion.user is None and opinion.number not in client.session.get(receipts.SESSION, ())
    assert settings.SESSION_COOKIE_NAME in client.cookies


# --- the phone ---------------------------------------------------------------------------------------------
def test_a_supervisor_brings_one_and_follows_it(wushan: Place) -> None:
    phone = signed_in(appoint(wushan).user)
    assert "提一条意见建议" in phone.get("/my/voices/").content.decode()
    empty = phone.post("/my/opinions/", {"source": "heard", "key": "a"})
    assert "请填写意见或者建议。" in empty.content.decode()
    went = phone.post("/my/opinions/", {"words": WORDS, "source": "heard", "key": "a"})
    page = phone.get(went.headers["Location"]).content.decode()
    assert WORDS in page and "wushan/10" in page and "条文没有写几天" in page
    assert "异地就医备案" in phone.get("/my/voices/").content.decode()
    other = signed_in(appoint(wushan).user)
    assert other.get(went.headers["Location"]).status_code == 404


@pytest.mark.clauses("wushan:8.1")
def test_a_letter_from_the_phone_to_the_writers_code(wushan: Place) -> None:
    phone = signed_in(appoint(wushan).user)
    form = phone.get("/my/forwarded/").content.decode()
    key = re.search(r'name="key" value="([0-9a-f]{32})"', form)
    code = re.search(r'name="code" value="([A-Z0-9-]{19})"', form)
    assert key and code
    sent = {"key": key[1], "code": code[1], "sort": "complaint", "name": NAME}
    wrong = phone.post("/my/forwarded/", sent | {"phone": "1" * 40, "evidence": photo()})
    assert "field-wrong" in wrong.content.decode()
    assert "现场.jpg" in wrong.content.decode() and not ForwardedLetter.objects.exists()
    given = told(phone.post("/my/forwarded/", sent))
    letter = ForwardedLetter.objects.get()
    assert given == code[1]
    page = phone.get(f"/my/forwarded/{letter.number}/").content.decode()
    assert given not in page and "照片" in page
    assert phone.get(reverse("public:forwardedletter", kwargs={"number": letter.number})).status_code == 404
    writer = Client()
    went = writer.post("/opinions/", {"code": given}).headers["Location"]
    assert "我写的信" in writer.get(went).content.decode()


@pytest.mark.clauses("hunan:10.2")
def test_what_writer_and_bureau_say_is_not_the_supervisors(wushan: Place) -> None:
    letter, officer = forwarded(wushan), clerk(wushan)
    phone, writer = signed_in(letter.user), Client()
    perform(acts.ask_writer, letter, officer, words="问写信人的话")
    writer.post("/opinions/", {"code": "K7Q4-93TX-2M8P-WAHE"})
    say = f"/forwarded/{letter.number}/say/"
    assert "问写信人的话" in writer.get(say).content.decode()
    writer.post(say, {"words": "写信人说的话", "key": "b" * 32})
    perform(acts.answer_letter, letter, officer, words="给写信人的答复内容", feedback="给监督员的反馈内容")
    mine = phone.get(f"/my/forwarded/{letter.number}/").content.decode()
    theirs = writer.get(f"/forwarded/{letter.number}/").content.decode()
    assert "给监督员的反馈内容" in mine and LETTER in mine
    for private in ("问写信人的话", "写信人说的话", "给写信人的答复内容", "向写信人提问"):
        assert private not in mine
    for private in ("问写信人的话", "写信人说的话", "给写信人的答复内容"):
        assert private in theirs
    assert "给监督员的反馈内容" not in theirs


# --- the desk ----------------------------------------------------------------------------------------------
def test_the_desk_finds_by_words_theme_and_state(wushan: Place) -> None:
    officer = signed_in(wushan.user(Role.CASE_OFFICER))
    wanted = brought(wushan)
    other = settled(wushan, brought(wushan, "药店中午不关门就好了"))
    waiting = officer.get("/desk/opinions/").content.decode()
    assert wanted.number in waiting and other.number not in waiting
    found = officer.post("/desk/opinions/", {"q": "药店中午"}, follow=True)
    assert "药店中午" not in found.redirect_chain[0][0]
    page = found.content.decode()
    assert other.number in page and wanted.number not in page and "<mark>药店中午</mark>" in page
    assert "只有一个字" in officer.post("/desk/opinions/", {"q": "药"}, follow=True).content.decode()
    done = officer.get("/desk/opinions/?outcome=adopted").content.decode()
    assert other.number in done and wanted.number not in done
    assert wanted.number in officer.get("/desk/opinions/?theme=none").content.decode()


def test_the_workbook_has_summaries_and_nobody(wushan: Place) -> None:
    opinion = settled(wushan, voiced(wushan, name=NAME, phone=PHONE), gist="建议手机办备案。")
    brought(wushan, "没有摘要的那一条")
    answer = signed_in(wushan.user(Role.LIAISON)).get("/desk/opinions/?all=1&as=xlsx")
    lines = load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    everything = str(lines)
    assert (
        opinion.number in everything and "建议手机办备案。" in everything and "（还没有摘要）" in everything
    )
    for secret in (NAME, PHONE, WORDS, "没有摘要的那一条", Opinion.objects.latest("id").user.get_full_name()):
        assert secret not in everything


def test_keyed_in_by_an_officer_the_code_is_handed_out(wushan: Place) -> None:
    desk = signed_in(wushan.user(Role.CASE_OFFICER))
    address = reverse("desk:enter_opinion", kwargs={"number": wushan.office.number})
    form = desk.get(address).content.decode()
    code = re.search(r'name="code" value="([A-Z0-9-]{19})"', form)
    assert code
    sent = {
        "code": code[1],
        "received_on": "2026-09-01",
        "channel": "phone",
        "words": WORDS,
        "name": NAME,
        "key": "k",
    }
    assert told(desk.post(address, sent)) == code[1]
    page = desk.get(f"/desk/opinions/{Opinion.objects.get().number}/").content.decode()
    assert WORDS in page and NAME not in page and "已封存" in page


def test_the_mood_is_counted_month_by_month(wushan: Place) -> None:
    desk = signed_in(wushan.user(Role.DECIDER))
    assert "近十二个月没有收到意见" in desk.get("/desk/mood/").content.decode()
    brought(wushan)
    page = desk.get("/desk/mood/").content.decode()
    assert "全部意见" in page and 'class="shade-4">1<' in page


def test_who_spoke_is_opened_by_a_recorded_act_and_the_speaker_sees_it(wushan: Place) -> None:
    opinion = voiced(wushan, name=NAME)
    perform(acts.unmask_opinion, opinion, clerk(wushan), field="speaker", reason="要当面核实")
    desk = signed_in(wushan.user(Role.CASE_OFFICER))
    assert NAME in desk.get(f"/desk/opinions/{opinion.number}/").content.decode()
    citizen = Client()
    citizen.post("/opinions/", {"code": "K7Q4-93TX-2M8P-WAHE"})
    page = citizen.get(f"/opinions/{opinion.number}/").content.decode()
    assert "有人查看了您的姓名" in page and "要当面核实" not in page
