"""A signature drawn on the screen: kept, taken back, printed; and what is no signature."""

import io
from base64 import b64encode

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from PIL import Image, ImageDraw
from recruiting import TODAY, answers, draft, notice, photograph
from test_applying_pages import begin
from test_desk_pages import desk, paper_of

from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.kit import signing
from zhongdu.recruitment import acts, drafts, particulars
from zhongdu.recruitment.models import Application, Draft
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
FORM, PAGE = "/apply/", "/apply/signature/new/"


def drawn(width: int = 200) -> str:
    """What a browser sends of a canvas with a stroke on it."""
    made = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    ImageDraw.Draw(made).line((50, 50, 50 + width, 150), fill="#14213d", width=5)
    out = io.BytesIO()
    made.save(out, "PNG")
    return f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"


@pytest.fixture
def applicant(client: Client, wushan) -> Client:
    return begin(client, wushan, notice(wushan))


@pytest.mark.clauses("wushan:annex2")
def test_drawn_instead_of_typed_it_is_handed_in_and_printed(applicant, wushan) -> None:
    assert applicant.post(FORM, {"name": "示例田甜", "intent": "sign"})["Location"] == PAGE
    assert applicant.post(PAGE, {"drawn": drawn()})["Location"] == "/apply/#id_signature"
    page = applicant.get(FORM).content.decode()
    assert "data:image/png;base64," in page and 'name="signature"' not in page
    applicant.post(reverse("public:photo", kwargs={"which": "new"}), {"photo": photograph()})
    typed = answers(wushan.law)
    del typed["signature"]
    done = applicant.post(FORM, typed | dict.fromkeys(typed.pop("declared"), "on") | {"intent": "submit"})
    assert done.status_code == 302, done.content.decode()
    made = Application.objects.get()
    assert signing.is_drawn(vault.read(made.number, "signature")["signature"])
    for kind in ("pdf", "docx"):
        form = applicant.get(
            reverse("public:application_paper", kwargs={"number": made.number, "kind": kind})
        )
        assert form.status_code == 200
    assert len(Document(io.BytesIO(form.content)).inline_shapes) == 2  # the face and the signature
    client = desk(wushan)
    assert client.get(paper_of(made, "docx")).status_code == 403
    unmask = reverse("desk:do", kwargs={"act": "recruitment.unmask", "number": made.number})
    client.post(unmask, {"field": "whole_form", "reason": "存档", "key": "u"})
    assert client.get(paper_of(made, "docx")).content.startswith(b"PK")


def test_taken_back_a_name_is_typed_again(applicant) -> None:
    applicant.post(PAGE, {"drawn": drawn()})
    assert applicant.post(FORM, {"intent": "unsign"}).status_code == 302
    assert 'name="signature"' in applicant.get(FORM).content.decode()
    assert drafts.signature(Draft.objects.get()) == ""


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "示例田甜",
        "data:image/png;base64,AAAA",
        "data:image/svg+xml;base64,AAAA",
        drawn(0),
        drawn() + "!",
        "data:image/png;base64,é",
    ],
)
def test_what_is_no_signature_is_told_and_not_kept(applicant, sent) -> None:
    page = applicant.post(PAGE, {"drawn": sent})
    assert page.status_code == 200 and "签" in page.content.decode()
    assert drafts.signature(Draft.objects.get()) == ""


def test_a_picture_typed_into_the_box_of_the_name_is_no_signature(wushan) -> None:
    read = particulars.check(wushan.law, answers(wushan.law, signature=drawn()[:90]), on=TODAY, photo=True)
    assert "signature" in read.wrong


def test_a_returned_application_keeps_its_drawn_signature(wushan) -> None:
    made, _ = draft(wushan, notice(wushan), signature="")
    drafts.keep_signature(made, signing.read(drawn()))
    application = perform(acts.apply, wushan.office, wushan.officer(Role.RECRUITER), draft=made.receipt)
    perform(acts.return_for_completion, application, wushan.officer(Role.RECRUITER), words="请补充")
    application.refresh_from_db()
    again = drafts.amending(application)
    assert signing.is_drawn(drafts.signature(again)) and "signature" not in drafts.typed(again)


def test_nobody_signs_without_a_draft(wushan) -> None:
    assert Client().get(PAGE).status_code == 404
