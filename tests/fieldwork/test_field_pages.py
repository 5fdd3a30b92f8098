"""The pages, whole requests: a supervisor's phone, an officer's desk."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts, photographs, waiting
from zhongdu.fieldwork.queries import Visit
from zhongdu.scope.roles import Role

FILLED = {
    "q_other_goods": "存在", "q_two_prices": "一致", "q_inducement": "不存在", "q_own_card": "是", "q_other_problems": "有赠品",
    "done_at": "2026-06-10T11:30", "signature": "张示例",
}  # fmt: skip


@pytest.fixture
def appointment(shaoxing, serving):
    return serving(shaoxing)


@pytest.fixture
def visit(shaoxing, appointment, institution):
    return perform(
        acts.assign_visit, appointment, shaoxing.officer(Role.CASE_OFFICER), institution=institution(shaoxing).code, way="open",
        checklist="checklist.annex2", due=clock.today() + timedelta(days=7), words="请看看收银台",
    )  # fmt: skip


@pytest.fixture
def phone(appointment, signed_in):
    return signed_in(appointment.user)


@pytest.fixture
def accepted(visit, phone):
    phone.post(f"/my/do/fieldwork.accept_visit/{visit.number}/", {"seen": "1", "key": "k"})
    visit.refresh_from_db()
    return visit


def text(answer) -> str:
    return answer.content.decode()


# --- the phone -------------------------------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:4.4", "shaoxing:annex2", "shaoxing:10")
def test_from_the_list_to_the_signature(visit, phone):
    assert "示例大药房" in text(phone.get("/my/visits/"))
    page = text(phone.get(f"/my/visits/{visit.number}/"))
    assert "请看看收银台" in page and "我去" in page and "出示" in page and "示范施行" in page
    answer = phone.post(
        f"/my/do/fieldwork.accept_visit/{visit.number}/", {"seen": "1", "key": "k"}, follow=True
    )
    assert "填写巡查情况" in text(answer)
    form = text(phone.get(f"/my/visits/{visit.number}/record/"))
    assert "是否存在销售食品、日用品、化妆品的情况？" in form
    answer = phone.post(f"/my/visits/{visit.number}/record/", {**FILLED, "intent": "finish"}, follow=True)
    visit.refresh_from_db()
    assert visit.state == "done" and visit.trouble
    assert "发现问题" in text(answer) and f"?visit={visit.number}" in text(answer)
    pdf = phone.get(f"/my/visits/{visit.number}/record.pdf")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")


def test_what_was_typed_is_kept_and_comes_back(accepted, phone):
    address = f"/my/visits/{accepted.number}/record/"
    saved = phone.post(address, {"q_other_goods": "存在", "q_other_problems": "半句话", "intent": "autosave"})
    assert saved.status_code == 200 and "草稿已保存" in text(saved)
    page = text(phone.get(address))
    assert "半句话" in page and re.search(r'value="存在"[^>]*checked', page)
    assert "接着填写" in text(phone.get(f"/my/visits/{accepted.number}/"))
    assert "半句话" not in str(list(Visit.objects.values()))
    phone.post(address, {**FILLED, "intent": "finish"})
    assert "draft" not in vault.read(accepted.number, "draft")


def test_save_for_later_goes_back_to_the_visit(accepted, phone):
    answer = phone.post(
        f"/my/visits/{accepted.number}/record/", {"q_own_card": "不是", "intent": "save"}, follow=True
    )
    assert "已保存" in text(answer)
    assert vault.read(accepted.number, "draft")["draft"]["q_own_card"] == "不是"


def test_a_mistake_loses_nothing_and_says_what_to_mend(accepted, phone):
    wrong = {**FILLED, "signature": "李示例", "q_two_prices": ""}
    page = phone.post(f"/my/visits/{accepted.number}/record/", {**wrong, "intent": "finish"})
    assert page.status_code == 200 and "这一题还没有选" in text(page) and "有赠品" in text(page)
    page = phone.post(
        f"/my/visits/{accepted.number}/record/", {**FILLED, "signature": "李示例", "intent": "finish"}
    )
    assert "签名要写您本人的姓名" in text(page) and "有赠品" in text(page)
    accepted.refresh_from_db()
    assert accepted.state == "accepted"


def test_a_file_that_is_no_photograph(accepted, phone):
    bad = SimpleUploadedFile("a.jpg", b"hello", "image/jpeg")
    page = phone.post(
        f"/my/visits/{accepted.number}/record/", {**FILLED, "photos": [bad], "intent": "finish"}
    )
    assert "不接受这种文件" in text(page)


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#335577").save(out, "JPEG")
    return SimpleUploadedFile("现场.jpg", out.getvalue(), "image/jpeg")


def test_a_photograph_outlives_a_mistake_in_the_form(accepted, phone):
    address = f"/my/visits/{accepted.number}/record/"
    page = phone.post(address, {**FILLED, "signature": "", "photos": [photo()], "intent": "finish"})
    shown = re.search(rf"{address}photos/[^/]+/480/", text(page))
    assert shown and phone.get(shown[0])["Content-Type"] == "image/jpeg"
    phone.post(address, {**FILLED, "photos": [photo()], "intent": "finish"})
    assert photographs.of(accepted.number).count() == 2
    assert not photographs.of(waiting.owner_of(accepted))
    assert phone.get(shown[0]).status_code == 404


def test_a_photograph_can_be_taken_away_again(accepted, phone):
    address = f"/my/visits/{accepted.number}/record/"
    phone.post(address, {"q_own_card": "是", "photos": [photo(), photo()], "intent": "save"})
    first = photographs.of(waiting.owner_of(accepted)).first()
    answer = phone.post(address, {"q_own_card": "是", "intent": f"forget-{first.public_id}"})
    assert answer.url == f"{address}#photos"
    assert photographs.of(waiting.owner_of(accepted)).count() == 1


def test_a_finished_visit_is_not_filled_in_again(accepted, phone):
    address = f"/my/visits/{accepted.number}/record/"
    phone.post(address, {**FILLED, "key": "one", "intent": "finish"})
    again = phone.post(address, {**FILLED, "key": "one", "intent": "finish"}, follow=True)
    assert again.redirect_chain and "我记下的" in text(again)
    assert phone.post(address, {"intent": "autosave"}).status_code == 409
    assert "draft" not in vault.read(accepted.number, "draft")


@pytest.mark.clauses("shaoxing:7", "beijing:8.6/1")
def test_a_visit_of_ones_own(shaoxing, appointment, phone, institution):
    pharmacy = institution(shaoxing, "和平路药店")
    address = f"/my/appointments/{appointment.number}/visit/"
    assert "去哪一家" in text(phone.get(address))
    assert "和平路药店" in text(phone.get(address, {"q": "和平"}))
    assert "没有找到" in text(phone.get(address, {"q": "不存在的"}))
    assert "明察" in text(phone.get(address, {"institution": pharmacy.code}))
    answer = phone.post(
        address,
        {"institution": pharmacy.code, "way": "covert", "checklist": "checklist.pharmacy", "key": "k"},
    )
    made = Visit.objects.get()
    assert answer.url == f"/my/visits/{made.number}/record/"
    assert (made.state, made.work, made.way, made.due) == ("accepted", "self_chosen", "covert", None)
    phone.post(f"/my/do/fieldwork.drop_visit/{made.number}/", {"key": "d"})
    made.refresh_from_db()
    assert made.state == "cancelled"


def test_ones_own_employer_is_refused_on_the_page(shaoxing, serving, institution, signed_in):
    appointment, pharmacy = serving(shaoxing, employer="示例大药房"), institution(shaoxing)
    page = signed_in(appointment.user).post(
        f"/my/appointments/{appointment.number}/visit/",
        {"institution": pharmacy.code, "way": "open", "checklist": "checklist.annex2"},
    )
    assert "应当回避" in text(page) and not Visit.objects.exists()


def test_the_common_page_of_an_act_leads_to_its_own(accepted, phone):
    answer = phone.get(f"/my/do/fieldwork.record_visit/{accepted.number}/")
    assert answer.url == f"/my/visits/{accepted.number}/record/"


def test_an_empty_list_says_what_to_do_next(phone, appointment):
    page = text(phone.get("/my/visits/"))
    assert "现在没有要去的" in page and f"/my/appointments/{appointment.number}/visit/" in page


# --- the desk --------------------------------------------------------------------------------------------


def test_an_officer_finds_a_supervisor_then_an_institution_then_asks(
    shaoxing, appointment, institution, signed_in
):
    clinic = institution(shaoxing, "示例诊所", "H")
    desk = signed_in(shaoxing.user(Role.CASE_OFFICER))
    assert f'value="{appointment.number}"' in text(desk.get("/desk/assigning/", {"institution": clinic.code}))
    assert appointment.letter_number in text(desk.post("/desk/find-supervisor/", {"who": "张示例"}))
    address = f"/desk/appointments/{appointment.number}/assign/"
    assert "示例诊所" in text(desk.get(address, {"q": "诊所"}))
    page = text(desk.get(address, {"institution": clinic.code}))
    assert "定点医疗机构监督内容" in page and "定点零售药店监督内容" not in page and "条文之间有出入" in page
    sent = {
        "institution": clinic.code,
        "way": "open",
        "checklist": "checklist.medical",
        "due": "2026-06-20",
        "key": "k",
    }
    wrong = desk.post(address, {**sent, "due": "2026-06-01", "words": "请留意挂床"})
    assert "完成期限不能早于今天" in text(wrong) and "请留意挂床" in text(wrong)
    made = desk.post(address, sent, follow=True)
    assert "已指定" in text(made) and Visit.objects.get().institution == clinic


def test_the_desk_reads_answers_and_marks_trouble(shaoxing, accepted, phone, signed_in):
    phone.post(f"/my/visits/{accepted.number}/record/", {**FILLED, "intent": "finish"})
    page = text(signed_in(shaoxing.user(Role.INSPECTOR)).get(f"/desk/visits/{accepted.number}/"))
    assert (
        "有赠品" in page and "told-trouble" in page and "张示例" in page and "有 1 项的回答表示有问题" in page
    )
    listed = text(
        signed_in(shaoxing.user(Role.LIAISON)).get("/desk/visits/", {"trouble": "True", "q": "示例大药房"})
    )
    assert accepted.number in listed and "发现问题" in listed


@pytest.mark.parametrize("role", [Role.ACCOUNTANT, Role.AGENCY_OFFICER, Role.AUDITOR])
def test_posts_that_do_not_read_visits(role, shaoxing, visit, signed_in):
    desk = signed_in(shaoxing.user(role))
    assert desk.get("/desk/visits/").status_code == 403
    assert desk.get(f"/desk/visits/{visit.number}/").status_code == 403


def test_a_stranger_gets_404_and_nobody_signs_in_first(visit, wushan, signed_in, client):
    assert signed_in(wushan.user(Role.LIAISON)).get(f"/desk/visits/{visit.number}/").status_code == 404
    assert client.get(f"/desk/visits/{visit.number}/").status_code == 302
    assert client.get(f"/my/visits/{visit.number}/").status_code == 302


def test_lists_are_cut_and_continue(shaoxing, serving, institution, signed_in):
    appointment, pharmacy, by = serving(shaoxing), institution(shaoxing), shaoxing.officer(Role.CASE_OFFICER)
    for _ in range(27):
        perform(
            acts.assign_visit, appointment, by, institution=pharmacy.code, way="open", checklist="checklist.annex2",
            due=clock.today(),
        )  # fmt: skip
    page = text(signed_in(shaoxing.user(Role.LIAISON)).get("/desk/visits/"))
    assert page.count('<th scope="row">') == 25 and "cursor=" in page
