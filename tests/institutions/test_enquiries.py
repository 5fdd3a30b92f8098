"""Information a bureau asks institutions for: asked at once, sent with a vow, late ones on the board."""

import io

import openpyxl
import pytest
from citywide import CLINIC, ONE, TWO, city_of_three, days
from django.core.files.uploadedfile import SimpleUploadedFile

from watching import at_institution, institution, institution_actor, photo, signed_in
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.duties.models import Duty
from zhongdu.institutions.acts import (
    accept_filing,
    ask_institutions,
    excuse_filing,
    extend_filing,
    send_filing,
    send_filing_back,
)
from zhongdu.institutions.models import Filing, Institution
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

ANSWER = "进货3批，销售2批，库存1批。"


@pytest.fixture
def city(db):
    """A city that tries its fund measure out, with two pharmacies and a clinic."""
    return city_of_three()


def officer(place):
    return place.officer(Role.CASE_OFFICER)


def ask(place, **told):
    told.setdefault("title", "进销存情况")
    told.setdefault("due", days(10))
    told.setdefault("questions", "上月进销存各多少？\n\n追溯码扫码率？")
    if "codes" not in told:
        told.setdefault("kinds", ["pharmacy"])
    return perform(ask_institutions, place.office, officer(place), **told)


def of(code: str) -> Filing:
    return Filing.objects.select_related("docket", "bureau", "enquiry", "institution").get(
        institution__code=code
    )


def send(account, code=ONE, **told):
    told.setdefault("answers", {"1": ANSWER, "2": "98%"})
    told.setdefault("vouched", True)
    return perform(send_filing, of(code), institution_actor(account), **told)


@pytest.mark.clauses("city:18.2")
def test_all_of_a_kind_are_asked_at_once_and_each_owes_it(city):
    enquiry = ask(city)
    assert enquiry.questions == ["上月进销存各多少？", "追溯码扫码率？"]
    assert {each.institution.code for each in Filing.objects.all()} == {ONE, TWO}
    duties = Duty.objects.filter(concept="institution.duty.reporting")
    assert {(duty.due, duty.clause, duty.role) for duty in duties} == {(days(10), "city:18.2", "institution")}
    assert duties.count() == 2


@pytest.mark.clauses("city:18.2")
def test_what_is_sent_is_vouched_for(city):
    ask(city)
    account = at_institution(city, Institution.objects.get(code=ONE))
    with pytest.raises(Refused) as no:
        send(account, vouched=False)
    assert "vouched" in no.value.fields and str(no.value.clause) == "city:18.2"
    done = send(account)
    assert (done.state, done.sent_on, done.sent_late) == ("sent", clock.today(), False)
    assert vault.read(done.number, "filing_answers")["filing_answers"]["1"] == ANSWER
    told = Event.objects.get(docket=done.docket, act=send_filing.name)
    assert ANSWER not in str(told.data) and told.data["vouched"] is True
    assert Duty.objects.get(docket=done.docket).met_on == clock.today()


@pytest.mark.clauses("city:18.2")
def test_who_is_late_stands_on_the_board_by_name(city):
    ask(city)
    with clock.on(days(11)):
        rows = board.read(board.visible(officer(city)), officer(city), clock.today(), "desk")
        late = {row.holder: row for row in rows if row.duty.concept == "institution.duty.reporting"}
        assert set(late) == {"甲药店", "乙药店"} and all(
            row.late and row.when == "overdue" for row in late.values()
        )
        assert late["甲药店"].url == f"/desk/filings/{of(ONE).number}/"
        account = at_institution(city, Institution.objects.get(code=ONE))
        assert send(account).sent_late
        desk = signed_in(city.user(Role.CASE_OFFICER))
        page = desk.get(f"/desk/enquiries/{of(TWO).enquiry.number}/", {"state": "late"}).content.decode()
        assert "乙药店" in page and "甲药店" not in page and "逾期" in page


def test_named_institutions_alone(city):
    ask(city, codes=f"{ONE}\n{CLINIC.lower()}")
    assert {each.institution.code for each in Filing.objects.all()} == {ONE, CLINIC}


@pytest.mark.parametrize(
    ("told", "beside"),
    [
        ({"questions": ""}, "questions"),
        ({"questions": "\n".join("问" * 2 for _ in range(51))}, "questions"),
        ({"due": days(-1)}, "due"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["pharmacy"], "codes": ONE}, "kinds"),
        ({"codes": "P43010009999"}, "codes"),
    ],
)
def test_what_cannot_be_asked(told, beside, city):
    with pytest.raises(Refused) as no:
        ask(city, **told)
    assert beside in no.value.fields and not Filing.objects.exists()


def test_every_question_is_answered_and_the_form_sent(city):
    ask(city, form=photo(name="表.jpg"))
    account = at_institution(city, Institution.objects.get(code=ONE))
    with pytest.raises(Refused, match="第2题"):
        send(account, answers={"1": "有"})
    with pytest.raises(Refused, match="填好的表"):
        send(account)
    assert send(account, proof=[photo()]).state == "sent"


def test_sent_back_it_is_owed_again_and_answered_anew(city):
    ask(city)
    account = at_institution(city, Institution.objects.get(code=ONE))
    send(account)
    back = perform(send_filing_back, of(ONE), officer(city), words="第二题的口径不对。", due=days(3))
    assert (back.state, back.due) == ("back", days(3))
    assert Duty.objects.open().get(docket=back.docket).due == days(3)
    face = signed_in(account.user)
    assert "第二题的口径不对。" in face.get(f"/institution/filings/{back.number}/").content.decode()
    assert ANSWER in face.get(f"/institution/filings/{back.number}/send/").content.decode()
    send(account, answers={"1": ANSWER, "2": "97%"})
    assert perform(accept_filing, of(ONE), officer(city)).state == "accepted"
    assert not Duty.objects.open().filter(docket=back.docket).exists()


def test_more_time_and_none_at_all(city):
    ask(city)
    perform(extend_filing, of(ONE), officer(city), due=days(20), words="系统升级")
    assert Duty.objects.open().get(docket=of(ONE).docket).due == days(20)
    with pytest.raises(Refused, match="晚于"):
        perform(extend_filing, of(ONE), officer(city), due=days(20), words="x")
    perform(excuse_filing, of(TWO), officer(city), words="已停业")
    assert not Duty.objects.open().filter(docket=of(TWO).docket).exists()


def test_one_institution_neither_reads_nor_sends_anothers(city):
    ask(city)
    other = at_institution(city, Institution.objects.get(code=TWO))
    with pytest.raises(Refused) as no:
        send(other)
    assert no.value.code == "not_there"
    assert signed_in(other.user).get(f"/institution/filings/{of(ONE).number}/").status_code == 404


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.ACCOUNTANT, Role.AUDITOR])
def test_what_may_speak_of_patients_is_read_by_those_who_handle_it(role, city):
    enquiry = ask(city)
    desk = signed_in(city.user(role))
    for address in (
        f"filings/{of(ONE).number}/",
        f"enquiries/{enquiry.number}/",
        f"enquiries/{enquiry.number}/answers.xlsx",
    ):
        assert desk.get(f"/desk/{address}").status_code == 403
    assert "进销存情况" not in desk.get(f"/desk/institutions/{ONE}/").content.decode()


def test_where_no_measure_asks_it_nobody_can_be_asked(wushan):
    institution(wushan, "某店", "P50023700001")
    with pytest.raises(Refused) as no:
        ask(wushan)
    assert no.value.code == "not_in_this_law"


def test_many_are_asked_in_few_statements(city, django_assert_max_num_queries):
    for n in range(60):
        institution(city, f"药店{n}", f"P4301001{n:04}")
    with django_assert_max_num_queries(30 + 62 * 6):
        ask(city)
    assert Filing.objects.count() == 62


def test_asked_and_sent_on_the_pages(city):
    desk, account = (
        signed_in(city.user(Role.CASE_OFFICER)),
        at_institution(city, Institution.objects.get(code=ONE)),
    )
    assert "请机构报送" in desk.get("/desk/enquiries/").content.decode()
    form = SimpleUploadedFile("要填的表.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    done = desk.post(
        f"/desk/do/{ask_institutions.name}/{city.office.number}/",
        {"title": "扫码情况", "due": days(5).isoformat(), "codes": ONE, "questions": "扫码率？", "form": form, "key": "k"},
        follow=True,
    )  # fmt: skip
    assert "1家中0家已报" in done.content.decode()
    face, number = signed_in(account.user), of(ONE).number
    home = face.get("/institution/").content.decode()
    assert "报送：扫码情况" in home and "还有5天" in home
    page = face.get(f"/institution/filings/{number}/").content.decode()
    assert "要填的表.pdf" in page and "扫码率？" in page
    missing = face.post(f"/institution/filings/{number}/send/", {"q1": "很高", "key": "a"}).content.decode()
    assert "请上传填好的表" in missing and "很高" in missing and "请确认并勾选" in missing
    sent = face.post(
        f"/institution/filings/{number}/send/",
        {"q1": "98%", "proof": photo(), "vouched": "on", "key": "b"},
        follow=True,
    ).content.decode()
    assert "已经报送" in sent and "98%" in sent
    read = desk.get(f"/desk/filings/{number}/").content.decode()
    assert "98%" in read and "现场.jpg" in read and "接收" in read
    book = desk.get(f"/desk/enquiries/{of(ONE).enquiry.number}/answers.xlsx").content
    rows = list(openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True))
    assert rows[1] == (ONE, "甲药店", "已报送", str(clock.today()), "98%")
    again = face.post(
        f"/institution/filings/{number}/send/", {"q1": "1", "proof": photo(), "vouched": "on", "key": "c"}
    )
    assert again.status_code == 409
