"""An applicant's way through the pages, as a browser sends it."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from recruiting import answers, notice, photograph

from zhongdu.recruitment.models import Application, Draft

pytestmark = pytest.mark.django_db


def begin(client: Client, place, under) -> Client:
    start = client.post(reverse("public:apply_under", kwargs={"number": under.number}), {"agree": "on"})
    assert start.status_code == 302, start.content.decode()
    return client


def form_data(law, **changes) -> dict:
    typed = answers(law, **changes)
    return typed | dict.fromkeys(typed.pop("declared"), "on")


@pytest.mark.clauses("wushan:annex2", "wushan:4/1.1")
def test_from_the_notice_to_the_receipt(client: Client, wushan) -> None:
    under = notice(wushan)
    page = client.get(reverse("public:notice", kwargs={"number": under.number})).content.decode()
    assert "公开选聘" in page and "第三条第（五）项" in page
    begin(client, wushan, under)
    form = reverse("public:application_form")
    assert client.get(form).status_code == 200
    photo = client.post(reverse("public:photo", kwargs={"which": "new"}), {"photo": photograph()})
    assert photo.status_code == 302
    code = client.cookies["receipt"].value
    done = client.post(form, form_data(wushan.law) | {"intent": "submit"})
    assert done.status_code == 302, re.findall("有 .*", done.content.decode())
    receipt = client.get(done["Location"])
    assert code in receipt.content.decode()
    assert Application.objects.get().state == "submitted"
    assert not Draft.objects.exists()
    own = client.get(reverse("public:application", kwargs={"number": Application.objects.get().number}))
    assert "我的报名" in own.content.decode()
    paper = client.get(
        reverse(
            "public:application_paper", kwargs={"number": Application.objects.get().number, "kind": "pdf"}
        )
    )
    assert paper.content.startswith(b"%PDF")
    assert client.get(reverse("public:follow")).status_code == 200
    assert client.get(reverse("public:notices")).status_code == 200
