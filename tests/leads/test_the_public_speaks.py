"""The public's own channel, as whole requests: nobody's account, nobody's name, one code, and nothing lost on the way."""

import re
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from handling import afresh, clerk, looked_for

from watching import appoint, institution, photo, signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.files.models import Attachment
from zhongdu.kit import receipts
from zhongdu.leads import acts
from zhongdu.leads.models import Lead
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
FORM, START = "/bureaus/110000/report/", "/reports/"
NAME, PHONE = "示例热心人", "13700005678"
SAID = {"words": "药店刷医保卡卖大米，小票上打的是感冒药。", "place": "示例路口"}


def filled(**more: Any) -> dict[str, Any]:
    return {"key": "c" * 32, "code": receipts.new_code(), **SAID, **more}


def told(answer: Any) -> str:
    """The code the receipt shows."""
    found = re.search(r"receipt-code-big\">([A-Z0-9-]{19})<", answer.content.decode())
    assert found, "no receipt"
    return found[1]


def reported(client: Client, **more: Any) -> tuple[Lead, str]:
    answer = client.post(FORM, filled(**more))
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    return Lead.objects.latest("id"), told(answer)


def see(client: Client, lead: Lead) -> str:
    answer = client.get(reverse("public:lead", kwargs={"number": lead.number}))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clauses("city:24", "beijing:8.6/2")
def test_anybody_reports_and_is_answered_under_the_code(beijing: Place) -> None:
    beijing.bureau.hotline = "010-00000000"
    beijing.bureau.save()
    shop = institution(beijing, "惠民大药房")
    citizen = Client()
    start = looked_for(citizen, "惠民", "public:reports")
    [onward] = re.findall(rf'"({FORM}\?institution=[^"]*)"', start.content.decode())
    assert citizen.cookies.get(settings.SESSION_COOKIE_NAME) is None
    assert "惠民" not in unquote(start.redirect_chain[-1][0]) and "惠民" not in unquote(onward)
    assert "010-00000000" in citizen.get(START).content.decode()
    form = citizen.get(onward).content.decode()
    assert "010-00000000" in form and 'value="惠民大药房"' in form
    with clock.on(date(2026, 9, 2)):
        lead, code = reported(
            citizen, institution=shop.name, violations=["violation.swapping"], name=NAME, phone=PHONE, evidence=[photo()],
        )  # fmt: skip
    assert (lead.speaker, lead.user, lead.institution, lead.filed_on) == (
        "citizen",
        None,
        shop,
        date(2026, 9, 2),
    )
    assert Duty.objects.open().get(docket=lead.docket).concept == "lead.answer"
    officer = clerk(beijing)
    desk = signed_in(beijing.user(Role.CASE_OFFICER))
    shown = desk.get(reverse("desk:lead", kwargs={"number": lead.number})).content.decode()
    assert (
        "群众（身份封存）" in shown and NAME not in shown and PHONE not in shown and "刷医保卡卖大米" in shown
    )
    for sealed in (NAME, PHONE, code, SAID["words"]):
        assert sealed not in str(list(Event.objects.values_list("data", flat=True)))
    perform(acts.take_up, lead, officer)
    perform(acts.answer, afresh(lead), officer, outcome="proved", words="查实，已退回基金。")
    later = Client()
    assert later.get(reverse("public:lead", kwargs={"number": lead.number})).status_code == 404
    answer = later.post(START, {"code": code.lower().replace("-", " ")}, follow=True)
    assert answer.redirect_chain and "查实，已退回基金。" in answer.content.decode()
    dissent = reverse("public:say_unanswered", kwargs={"number": lead.number})
    assert dissent in answer.content.decode()
    assert later.post(dissent, {"words": "没有说退了多少。", "key": "d" * 32}).status_code == 302
    assert afresh(lead).state == "second_look"
    assert later.post(dissent, {"words": "再说一次", "key": "e" * 32}).status_code == 409
    assert list(breaks()) == []


def test_a_question_and_its_answer_go_to_and_fro_without_a_name(beijing: Place) -> None:
    citizen = Client()
    lead, _ = reported(citizen)
    assert "第三十五条" in see(citizen, lead) and "第八条" not in see(citizen, lead), (
        "that clause is of supervisors"
    )
    desk, officer = signed_in(beijing.user(Role.CASE_OFFICER)), clerk(beijing)
    perform(acts.take_up, lead, officer)
    asking = reverse("desk:do", kwargs={"act": "leads.ask_speaker", "number": lead.number})
    assert asking in desk.get(reverse("desk:lead", kwargs={"number": lead.number})).content.decode()
    assert desk.post(asking, {"words": "大米是什么牌子？", "key": "q"}).status_code == 302
    shown = see(citizen, lead)
    assert "工作人员有话问您" in shown and "大米是什么牌子？" in shown
    assert beijing.user(Role.CASE_OFFICER).get_full_name() not in shown
    address = reverse("public:add_words", kwargs={"number": lead.number})
    assert "大米是什么牌子？" in citizen.get(address).content.decode()
    nothing = citizen.post(address, {"key": "f" * 32})
    assert nothing.status_code == 200 and "请写几句" in nothing.content.decode()
    said = {
        "words": "绿袋子的，没看清牌子。",
        "key": "f" * 32,
        "seen": str(afresh(lead).docket.length),
    }
    for _ in range(2):  # a double click is one word
        assert citizen.post(address, said | {"evidence": [photo()]}).status_code == 302
    assert afresh(lead).turn == "bureau"
    events = Event.objects.filter(docket=lead.docket, act="leads.add_words")
    assert [event.actor["user"] for event in events] == [None]
    assert "绿袋子" not in str(events.get().data)
    assert Attachment.objects.filter(owner=lead.number).get().added_by is None
    board = desk.get("/desk/").content.decode()
    assert "线索的反映人有新的话" in board
    shown = desk.get(reverse("desk:lead", kwargs={"number": lead.number})).content.decode()
    assert "绿袋子" in shown and "反映人有新的话" in shown
    perform(acts.answer, afresh(lead), officer, outcome="proved", words="查实。")
    assert afresh(lead).turn == ""
    assert citizen.get(address).status_code == 200 and "现在不能办" in citizen.get(address).content.decode()


@pytest.mark.clauses("beijing:8.6/2")
def test_what_came_back_is_completed_there(beijing: Place) -> None:
    citizen = Client()
    lead, _ = reported(citizen)
    perform(acts.return_for_completion, lead, clerk(beijing), words="请写明是哪家药店。")
    shown = see(citizen, lead)
    assert "请您补充" in shown and "请写明是哪家药店。" in shown
    address = reverse("public:complete", kwargs={"number": lead.number})
    bad = SimpleUploadedFile("坏.exe", b"MZ" + b"\0" * 100)
    first = citizen.post(address, {"words": "街口那家", "key": "a" * 32, "evidence": [bad, photo()]})
    page = first.content.decode()
    assert first.status_code == 200 and "街口那家" in page and "不接受这种文件" in page
    waiting = re.search(r'href="(/reports/waiting/[^"]+)"', page)
    assert waiting and citizen.get(waiting[1]).status_code == 200
    assert citizen.post(address, {"words": "街口那家", "key": "a" * 32}).status_code == 302
    assert afresh(lead).state == "filed" and Attachment.objects.filter(owner=lead.number).count() == 1


def test_nothing_typed_is_lost_and_good_files_wait(beijing: Place) -> None:
    citizen = Client()
    wrong = filled(
        words="",
        happened_at="2099-01-01T08:00",
        name=NAME,
        institution="老张药店",
        violations=["violation.swapping"],
    )
    answer = citizen.post(FORM, wrong)
    page = answer.content.decode()
    assert answer.status_code == 200 and not Lead.objects.exists() and "请写几句看到了什么" in page
    for typed in (
        NAME,
        "老张药店",
        "2099-01-01T08:00",
        wrong["code"],
        'value="violation.swapping" id="id_violations_',
    ):
        assert typed in page
    answer = citizen.post(FORM, wrong | {"evidence": [photo()]})
    page = answer.content.decode()
    assert "时间不能晚于现在。" in page and "/reports/waiting/" in page
    lead, code = reported(citizen, **wrong | {"happened_at": ""})
    assert code == wrong["code"] and Attachment.objects.filter(owner=lead.number).count() == 1
    assert not Attachment.objects.filter(owner__startswith="draft:", erased_at=None).exists()


def test_sent_twice_is_one_lead_with_one_code(beijing: Place) -> None:
    citizen, once = Client(), filled(evidence=[photo()])
    codes = {told(citizen.post(FORM, once | {"evidence": [photo()]})) for _ in range(2)}
    assert codes == {once["code"]} and Lead.objects.count() == 1
    assert Attachment.objects.filter(owner=Lead.objects.get().number).count() == 1


def test_nobody_makes_up_a_short_code(beijing: Place) -> None:
    _, code = reported(Client(), code="22")
    assert len(code) == 19


def test_wrong_codes_find_nothing_and_soon_have_to_wait(beijing: Place) -> None:
    lead, code = reported(Client())
    guesser = Client()
    for wrong in (receipts.new_code(), lead.number, "", "请查一下"):
        answer = guesser.post(START, {"code": wrong})
        assert answer.status_code == 200 and lead.number not in answer.content.decode().replace(
            wrong or "…", ""
        )
    for _ in range(receipts.TRIES):
        guesser.post(START, {"code": receipts.new_code()})
    assert "试得太多了" in guesser.post(START, {"code": code}).content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(START, {"code": code}).status_code == 302


def test_who_sends_without_end_has_to_wait_and_loses_nothing(
    beijing: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "SENDINGS", 2)
    for _ in range(2):
        reported(Client())
    answer = Client().post(FORM, filled(evidence=[photo()]))
    assert Lead.objects.count() == 2 and SAID["words"] in answer.content.decode()
    assert "过十分钟" in answer.content.decode()
    assert not Attachment.objects.filter(owner__startswith="draft:").exists(), "nor does it fill the disk"


@pytest.mark.clauses("beijing:8.3")
def test_one_about_the_bureau_goes_past_it(beijing: Place) -> None:
    district = beijing.below("110105", "朝阳区医疗保障局")
    answer = Client().post("/bureaus/110105/report/", filled(words="局长收礼", against="110105"))
    lead = Lead.objects.get()
    assert lead.bureau == beijing.bureau and "朝阳区医疗保障局的人看不到" in answer.content.decode()
    own = signed_in(district.user(Role.CASE_OFFICER))
    assert own.get(reverse("desk:lead", kwargs={"number": lead.number})).status_code == 404


def test_an_account_signed_in_beside_it_is_left_out_everywhere(beijing: Place) -> None:
    """A supervisor who reports here is nobody: not on the record, not on the files, not in the session."""
    term = appoint(beijing)
    browser = signed_in(term.user)
    lead, code = reported(browser, evidence=[photo()])
    assert Event.objects.filter(docket=lead.docket).get().actor["user"] is None
    assert Attachment.objects.get(owner=lead.number).added_by is None
    assert browser.get(reverse("public:lead", kwargs={"number": lead.number})).status_code == 404
    assert lead.number not in browser.get("/my/leads/").content.decode()
    assert "请先退出登录" in browser.post(START, {"code": code}).content.decode()
    own = perform(acts.file_lead, term, _me(term), words="我具名报的")
    assert browser.get(reverse("public:lead", kwargs={"number": own.number})).status_code == 404, (
        "that one is on the phone"
    )


def _me(term: Any) -> Any:
    from watching import supervisor

    return supervisor(term)


@pytest.mark.clauses("city:24")
def test_that_an_identity_was_opened_stands_before_the_one_it_is_about(beijing: Place) -> None:
    citizen, desk = Client(), signed_in(beijing.user(Role.CASE_OFFICER))
    lead, _ = reported(citizen, name=NAME, phone=PHONE)
    perform(acts.unmask, lead, clerk(beijing), field="phone", reason="约看原件")
    shown = see(citizen, lead)
    assert "有人查看了您的身份（电话）" in shown and "约看原件" not in shown
    assert beijing.user(Role.CASE_OFFICER).get_full_name() not in shown
    assert PHONE in desk.get(reverse("desk:lead", kwargs={"number": lead.number})).content.decode()


def test_a_shared_screen_lets_go(beijing: Place) -> None:
    citizen = Client()
    lead, _ = reported(citizen)
    assert lead.number in citizen.get(START).content.decode()
    assert citizen.post(reverse("public:leave_lead", kwargs={"number": lead.number})).status_code == 302
    assert citizen.get(reverse("public:lead", kwargs={"number": lead.number})).status_code == 404
    assert lead.number not in citizen.get(START).content.decode()


def test_a_letter_gets_a_code_too(beijing: Place) -> None:
    clock.travel_to(date(2026, 3, 9))
    desk = signed_in(beijing.user(Role.CASE_OFFICER))
    address = reverse("desk:enter_lead", kwargs={"number": beijing.office.number})
    letter = {
        "received_on": "2026-03-02",
        "channel": "letter",
        "words": "来信说诊所虚开处方",
        "name": NAME,
        "key": "9" * 32,
    }
    wrong = desk.post(
        address, letter | {"received_on": "2026-03-10", "code": receipts.new_code(), "evidence": [photo()]}
    )
    assert (
        "收到的日期不能晚于今天。" in wrong.content.decode()
        and "/desk/letters/waiting/" in wrong.content.decode()
    )
    answers = [desk.post(address, letter | {"code": code}) for code in [receipts.new_code()] * 2]
    assert len({told(answer) for answer in answers}) == 1
    lead = Lead.objects.get()
    assert (lead.speaker, lead.filed_on, lead.entered_by) == (
        "on_paper",
        date(2026, 3, 2),
        beijing.user(Role.CASE_OFFICER),
    )
    assert Attachment.objects.filter(owner=lead.number).count() == 1
    reader = Client()
    shown = reader.post(START, {"code": told(answers[0])}, follow=True).content.decode()
    assert "来信说诊所虚开处方" in shown and NAME not in shown
    perform(acts.ask_speaker, lead, clerk(beijing), words="哪天的处方？")
    assert "哪天的处方？" in see(reader, lead)


def test_who_has_no_code_is_not_asked_in_vain(beijing: Place) -> None:
    lead = perform(
        acts.enter_lead,
        beijing.office,
        clerk(beijing),
        received_on=clock.today(),
        channel="letter",
        words="…",
    )
    with pytest.raises(Refused) as refused:
        perform(acts.ask_speaker, lead, clerk(beijing), words="？")
    assert refused.value.code == "not_now"
