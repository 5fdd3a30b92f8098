"""A notice before and after it is published: amended, with files, looked at, printed, with the empty form beside it."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from recruiting import TODAY, notice, photograph
from test_desk_pages import at, desk

from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.record.models import Event
from zhongdu.recruitment import acts
from zhongdu.recruitment.queries import ATTACHED
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
TOLD = {
    "title": "示例公告", "body": "示例正文", "quota": 30, "channels": ["channel.open"], "opens_on": TODAY,
    "closes_on": date(2026, 10, 31),
}  # fmt: skip
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def drafted(place, **changes):
    return perform(acts.draft_notice, place.office, place.officer(Role.RECRUITER), **TOLD | changes)


def document(name: str = "岗位说明.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


@pytest.mark.clauses("wushan:4/2")
def test_a_draft_is_amended_under_the_rules_it_was_drafted_by(wushan) -> None:
    made, client = drafted(wushan), desk(wushan)
    page = client.get(at("amend_notice", made)).content.decode()
    assert 'value="示例公告"' in page and "示例正文" in page and 'value="2026-10-31"' in page
    typed = TOLD | {"title": "改过的公告", "quota": "24", "opens_on": "2026-09-28", "closes_on": "2026-11-30"}
    typed |= {"seen": made.docket.length, "key": "a"}
    again = client.post(at("amend_notice", made), typed).content.decode()
    assert "请写明理由" in again and "改过的公告" in again
    assert client.post(at("amend_notice", made), typed | {"departure": "本县人口少"}).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.quota, made.closes_on) == ("改过的公告", 24, date(2026, 11, 30))
    event = Event.objects.filter(docket=made.docket_id).last()
    assert "wushan:4/2" in event.clauses


def test_what_is_published_stays_as_it_is(wushan) -> None:
    running, recruiter = notice(wushan), wushan.officer(Role.RECRUITER)
    for act, told in ((acts.amend_notice, TOLD), (acts.add_attachments, {"attachments": [document()]})):
        with pytest.raises(Refused) as caught:
            perform(act, running, recruiter, **told)
        assert caught.value.code == "wrong_state"
    page = desk(wushan).get(at("amend_notice", running)).content.decode()
    assert "现在不能办" in page and "<textarea" not in page


@pytest.mark.clauses("wushan:4/1.1", "beijing:6.1", "hunan:6/1.1")
def test_files_go_with_a_notice_and_anybody_may_take_them(wushan) -> None:
    made, recruiter = drafted(wushan), wushan.officer(Role.RECRUITER)
    perform(acts.add_attachments, made, recruiter, attachments=[document(), photograph("场地.jpg")])
    first, second = files.attached(made.number, ATTACHED)
    where = reverse("public:notice_file", kwargs={"number": made.number, "file": first.public_id})
    assert Client().get(where).status_code == 404, "not before it is published"
    perform(acts.remove_attachment, made, recruiter, which=second.public_id)
    perform(acts.publish_notice, made, recruiter)
    page = Client().get(reverse("public:notice", kwargs={"number": made.number})).content.decode()
    assert "岗位说明.pdf" in page and "场地.jpg" not in page
    got = Client().get(where)
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"].startswith("attachment") and "sandbox" in got["Content-Security-Policy"]
    event = Event.objects.filter(docket=made.docket_id, act="recruitment.add_attachments").get()
    assert [first.public_id, first.blob.sm3] in event.data["files"] and "岗位说明" not in str(event.data)


@pytest.mark.parametrize(
    "sent",
    [
        [SimpleUploadedFile("病毒.pdf", b"MZ\x90\x00", "application/pdf")],
        [document(), SimpleUploadedFile("空.pdf", b"", "application/pdf")],
        [document(f"{n}.pdf") for n in range(11)],
    ],
)
def test_a_file_that_cannot_go_along_is_named_and_none_is_kept(wushan, sent) -> None:
    made = drafted(wushan)
    with pytest.raises(Refused) as caught:
        perform(acts.add_attachments, made, wushan.officer(Role.RECRUITER), attachments=sent)
    assert "attachments" in caught.value.fields
    assert not files.attached(made.number).exists()


@pytest.mark.clauses("wushan:3")
def test_an_officer_sees_the_page_before_everybody_does(wushan, beijing) -> None:
    made = drafted(wushan)
    page = desk(wushan).get(at("preview_notice", made)).content.decode()
    assert "预览" in page and "示例正文" in page and "第三条第（一）项" in page and "拟稿" in page
    assert desk(beijing).get(at("preview_notice", made)).status_code == 404


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
@pytest.mark.clauses("wushan:annex2")
def test_the_empty_form_is_there_for_who_applies_on_paper(wushan, kind, begins) -> None:
    running = notice(wushan)
    where = reverse("public:blank_form", kwargs={"code": wushan.bureau.code, "kind": kind})
    assert where in Client().get(reverse("public:notice", kwargs={"number": running.number})).content.decode()
    answer = Client().get(where)
    assert answer.content.startswith(begins) and f"form-500237.{kind}" in answer["Content-Disposition"]
    if kind == "docx":
        table = Document(io.BytesIO(answer.content)).tables[0]
        assert [cell.text for cell in table.rows[0].cells] == ["姓　名", "", "性　别", "", "照　片"]
        assert "诚信" in table.rows[-1].cells[0].text


@pytest.mark.parametrize("address", ["/bureaus/999999/form.pdf", "/bureaus/500237/form.exe"])
def test_no_other_form_is_there(wushan, address) -> None:
    assert Client().get(address).status_code == 404
