"""What bad input gets, as whole requests: a sentence beside the field, nothing half-saved, nothing typed lost."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from recruiting import answers, applied, draft, hand_in, id_number, notice, photograph

from zhongdu.acts.performing import perform
from zhongdu.recruitment import acts, drafts
from zhongdu.recruitment.models import Application, Draft
from zhongdu.recruitment.queries import particulars_of
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
FORM = "/apply/"


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()


def typed(law, **changes) -> dict:
    given = answers(law, **changes)
    return given | dict.fromkeys(given.pop("declared"), "on")


def with_draft(place, **more) -> tuple[Client, Draft]:
    made, code = draft(place, notice(place), **more)
    client = Client()
    client.cookies["receipt"] = code
    return client, made


def test_everything_typed_is_still_there_beside_what_is_wrong_with_it(wushan) -> None:
    client, made = with_draft(wushan, photo=False)
    answer = client.post(
        FORM, typed(wushan.law, id_number="500237198305010020", phone="12") | {"intent": "submit"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200 and "处需要改正" in page
    assert "校验码" in page and "11位手机号码" in page and "请上传照片" in page
    assert 'value="500237198305010020"' in page and "2005年至今，示例中学，教师" in page
    assert not Application.objects.exists()
    assert drafts.typed(made)["phone"] == "12"


@pytest.mark.clauses("beijing:4.1")
def test_an_age_outside_the_pack_is_said_with_its_clause_before_handing_in(beijing) -> None:
    client, _ = with_draft(beijing, id_number=id_number("19500501"))
    page = client.get(FORM).content.decode()
    assert "今天76周岁" in page and "第四条第（一）项" in page and "例外" in page
    done = client.post(FORM, typed(beijing.law, id_number=id_number("19500501")) | {"intent": "submit"})
    assert done.status_code == 302  # 一般: it is for the bureau to depart or not


def test_a_photo_that_is_no_photo(wushan) -> None:
    client, made = with_draft(wushan, photo=False)
    address = reverse("public:photo", kwargs={"which": "new"})
    answer = client.post(address, {"photo": SimpleUploadedFile("a.jpg", b"hello", "image/jpeg")})
    assert "请上传图片" in answer.content.decode() and drafts.photo(made) is None
    assert "请上传照片" in client.post(address, {}).content.decode()
    dot = client.post(address, {"photo": photograph(size=(40, 56))})
    assert "这张照片太小" in dot.content.decode() and drafts.photo(made) is None
    assert client.post(address, {"photo": photograph()}).status_code == 302
    picture = client.get(reverse("public:photo_file", kwargs={"which": "new"}))
    assert picture["Content-Type"] == "image/jpeg"
    assert Client().get(reverse("public:photo_file", kwargs={"which": "new"})).status_code == 404


def test_a_second_application_gets_one_sentence_and_keeps_what_was_typed(wushan) -> None:
    applied(wushan, notice(wushan))
    made, code = draft(wushan, Application.objects.get().notice)
    client = Client()
    client.cookies["receipt"] = code
    page = client.post(FORM, typed(wushan.law) | {"intent": "submit"}).content.decode()
    assert page.count("已经报过名") == 2  # in the summary and beside the number
    assert Application.objects.count() == 1 and drafts.typed(made)["name"] == "示例田甜"


def test_handing_in_twice_is_one_application_and_one_receipt(wushan) -> None:
    client, _ = with_draft(wushan)
    first = client.post(FORM, typed(wushan.law) | {"intent": "submit"})
    again = client.post(FORM, typed(wushan.law) | {"intent": "submit"})
    assert first["Location"] == again["Location"] and Application.objects.count() == 1
    assert client.get(first["Location"]).status_code == 200
    shown_before = client.get(first["Location"])
    assert shown_before.status_code == 302  # the code is shown once; then one's own page


def test_autosave_keeps_what_is_typed_and_reads_the_number(wushan) -> None:
    client, made = with_draft(wushan)
    answer = client.post(
        FORM, {"intent": "autosave", "name": "示例", "id_number": id_number(), "strange": "x"}
    )
    assert "草稿已保存" in answer.content.decode() and "1983年5月1日" in answer.content.decode()
    assert drafts.typed(made) == {"name": "示例", "id_number": id_number(), "declared": []}


def test_without_consent_nothing_may_be_typed(wushan) -> None:
    under = notice(wushan)
    client = Client()
    start = reverse("public:apply_under", kwargs={"number": under.number})
    page = client.post(start, {}).content.decode()
    assert "请确认并勾选" in page and not Draft.objects.exists()
    assert client.post(start, {"agree": "on"}).status_code == 302
    assert Draft.objects.get().consent_text.startswith("谁在收集")


@pytest.mark.clauses("hunan:3", "wushan:4/1.1")
def test_where_one_cannot_apply_the_page_says_why(hunan, wushan) -> None:
    page = Client().get(reverse("public:apply_to", kwargs={"code": "430000"})).content.decode()
    assert "市级医疗保障部门选聘" in page and "第三条" in page
    assert (
        "没有可以由本人直接报名的方式"
        in Client().get(reverse("public:apply_to", kwargs={"code": "500237"})).content.decode()
    )
    assert Client().get(reverse("public:apply_to", kwargs={"code": "999999"})).status_code == 404


# --- the way back


def follow(client: Client, code: str, tail: str = ""):
    return client.post(reverse("public:follow"), {"code": code, "tail": tail})


def test_the_way_back_takes_the_code_and_the_last_four(wushan) -> None:
    made, code = draft(wushan, notice(wushan))
    tail = id_number()[-4:]
    assert "没有找到" in follow(Client(), code, "0000").content.decode()
    assert follow(Client(), code, tail)["Location"] == FORM
    person = hand_in(wushan, made)
    own = reverse("public:application", kwargs={"number": person.number})
    assert "没有找到" in follow(Client(), code, "0000").content.decode()
    assert "没有找到" in follow(Client(), code).content.decode()
    client = Client()
    assert follow(client, code.lower().replace("-", " "), tail)["Location"] == own
    page = client.get(own).content.decode()
    assert "待审核" in page and "撤回报名" in page and "示例田甜" not in page


def test_guessing_is_stopped(wushan) -> None:
    client = Client()
    for _ in range(30):
        follow(client, "AAAA-BBBB-CCCC-DDDD", "1234")
    assert "过十分钟" in follow(client, "AAAA-BBBB-CCCC-DDDD", "1234").content.decode()


def test_what_came_back_is_completed_on_the_same_form(wushan) -> None:
    client, _ = with_draft(wushan)
    client.post(FORM, typed(wushan.law) | {"intent": "submit"})
    person = Application.objects.get()
    perform(acts.return_for_completion, person, wushan.officer(Role.RECRUITER), words="请写清工作经历")
    own = reverse("public:application", kwargs={"number": person.number})
    assert "请写清工作经历" in client.get(own).content.decode()
    address = reverse("public:resubmit", kwargs={"number": person.number})
    page = client.get(address).content.decode()
    assert "2005年至今，示例中学，教师" in page and "photo.jpg" in page
    wrong = client.post(address, typed(wushan.law, phone="1") | {"intent": "submit"})
    assert "11位手机号码" in wrong.content.decode()
    done = client.post(address, typed(wushan.law, experience="示例经历二") | {"intent": "submit"})
    assert done["Location"] == own
    person.refresh_from_db()
    assert person.state == "submitted" and particulars_of(person)["experience"] == "示例经历二"
    withdrawing = reverse("public:do", kwargs={"act": "recruitment.withdraw", "number": person.number})
    assert client.post(withdrawing, {"key": "w"})["Location"] == own
    assert "已撤回" in client.get(own).content.decode()


def test_a_refused_person_reads_why(wushan) -> None:
    client, _ = with_draft(wushan)
    client.post(FORM, typed(wushan.law) | {"intent": "submit"})
    person = Application.objects.get()
    perform(acts.refuse_application, person, wushan.officer(Role.RECRUITER), reason="示例理由：名额已满")
    page = client.get(reverse("public:application", kwargs={"number": person.number})).content.decode()
    assert "名额已满" in page and "已终止" in page
