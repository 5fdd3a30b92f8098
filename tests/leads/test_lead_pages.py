"""The pages of leads, as whole requests: bring one on the phone, deal with it on the desk, read the answer."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from handling import looked_for

from watching import appoint, institution, photo, signed_in, supervisor
from world import Place
from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.files.models import Attachment
from zhongdu.leads import acts, evidence
from zhongdu.leads.models import Lead
from zhongdu.roster.queries import Appointment
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
REPORT = "/my/report/"


@pytest.fixture
def term(beijing: Place) -> Appointment:
    return appoint(beijing)


@pytest.fixture
def phone(term: Appointment) -> Client:
    return signed_in(term.user)


@pytest.fixture
def desk(beijing: Place) -> Client:
    return signed_in(beijing.user(Role.CASE_OFFICER))


def page(client: Client, name: str, **kwargs: str) -> str:
    answer = client.get(reverse(name, kwargs=kwargs))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clauses("beijing:8.6/2", "beijing:8.2")
def test_brought_on_the_phone_answered_on_the_desk_read_on_the_phone(
    beijing: Place, term: Appointment, phone: Client, desk: Client
) -> None:
    institution(beijing, "惠民大药房")
    form = page(phone, "phone:file_lead")
    assert "时间、地点、事件、证据" in form and "第八条第（六）项第二款" in form
    sent = {
        "key": "b" * 32, "words": "店员用医保卡卖洗衣粉", "institution": "惠民大药房", "place": "示例路1号",
        "happened_at": "2026-09-01T10:30", "violations": ["violation.swapping"], "evidence": [photo()],
    }  # fmt: skip
    with clock.on(date(2026, 9, 2)):
        answer = phone.post(REPORT, sent, follow=True)
    lead = Lead.objects.get()
    assert f"已收到您的线索，编号 {lead.number}。" in answer.content.decode()
    assert "店员用医保卡卖洗衣粉" in answer.content.decode()
    assert lead.lacks == [] and lead.happened_at.hour == 2  # 10:30 in China, kept with its zone

    listed = page(desk, "desk:leads")
    assert lead.number in listed and "惠民大药房" in listed
    shown = page(desk, "desk:lead", number=lead.number)
    assert "店员用医保卡卖洗衣粉" in shown and "受理" in shown and "示例路1号" in shown
    file = files.attached(lead.number).get()
    assert f"/desk/leads/{lead.number}/previews/{file.public_id}/" in shown
    for act, more in (
        ("take_up", {"key": "1"}),
        ("answer", {"each-0": "proved", "words": "查实，已责令退回 300 元。"}),
    ):
        do = reverse(f"desk:{act}", kwargs={"number": lead.number})
        assert desk.post(do, more).status_code == 302, act
    assert "有新答复" in page(phone, "phone:leads")
    read = page(phone, "phone:lead", number=lead.number)
    assert "查实，已责令退回 300 元。" in read and "查证属实" in read
    assert "有新答复" not in page(phone, "phone:leads")
    assert lead.number in desk.get(reverse("desk:leads"), {"done": "1"}).content.decode()


def test_after_a_mistake_the_words_and_the_good_files_are_still_there(
    term: Appointment, phone: Client
) -> None:
    fake = SimpleUploadedFile("假的.jpg", b"no photo at all", "image/jpeg")
    sent = {"key": "c" * 32, "words": "写了很久的经过", "place": "示例路", "evidence": [photo(), fake]}
    answer = phone.post(REPORT, sent)
    shown = answer.content.decode()
    assert answer.status_code == 200 and not Lead.objects.exists()
    assert "写了很久的经过" in shown and "“假的.jpg”" in shown
    assert "现场.jpg" in shown  # the good one waits
    kept = Attachment.objects.get()
    waiting = reverse("phone:waiting_file", kwargs={"key": "c" * 32, "file": kept.public_id})
    assert waiting in shown and phone.get(waiting).status_code == 200
    assert signed_in(appoint_other(term).user).get(waiting).status_code == 404
    phone.post(REPORT, {"key": "c" * 32, "words": "写了很久的经过"})
    lead = Lead.objects.get()
    assert [*files.names(files.attached(lead.number)).values()] == ["现场.jpg"]
    assert not files.attached(evidence.draft_owner(term.user_id, "c" * 32)).exists()


def appoint_other(term: Appointment) -> Appointment:
    return appoint(Place(term.bureau, None))


def test_pressing_twice_is_one_lead(phone: Client) -> None:
    for _ in range(2):
        answer = phone.post(REPORT, {"key": "d" * 32, "words": "…", "evidence": [photo()]})
        assert answer.status_code == 302
    assert Lead.objects.count() == 1
    assert files.attached(Lead.objects.get().number).count() == 1


def test_drafts_nobody_sent_are_erased_after_two_days(term: Appointment, phone: Client) -> None:
    phone.post(REPORT, {"key": "e" * 32, "evidence": [SimpleUploadedFile("空.jpg", b"x"), photo()]})
    owner = evidence.draft_owner(term.user_id, "e" * 32)
    assert files.attached(owner).count() == 1
    sweep(clock.today())
    assert files.attached(owner).count() == 1
    sweep(date.fromordinal(clock.today().toordinal() + 3))
    assert not files.attached(owner).exists()


@pytest.mark.parametrize("key", ["../../etc", "f" * 31, "G" * 32])
def test_a_key_that_we_did_not_make_opens_nothing(phone: Client, key: str) -> None:
    assert phone.post(REPORT, {"key": key, "words": "…"}).status_code == 404
    assert not Lead.objects.exists()


def test_whose_appointment_has_ended_is_told_so_plainly(wushan: Place) -> None:
    term = appoint(wushan)
    from zhongdu.acts.models import acting

    with acting():
        term.state, term.ended_on, term.ground, term.papers = (
            "ended",
            clock.today(),
            "ending.expiry",
            "expired",
        )
        term.save()
    client = signed_in(term.user)
    assert "现在不能以监督员身份报线索" in page(client, "phone:file_lead")
    assert client.post(REPORT, {"key": "f" * 32, "words": "…"}).status_code == 200
    assert not Lead.objects.exists()


def test_originals_are_downloads_and_previews_are_reencoded(
    term: Appointment, phone: Client, desk: Client
) -> None:
    lead = perform(acts.file_lead, term, supervisor(term), evidence=[photo()])
    file = files.attached(lead.number).get()
    for client, face in ((phone, "phone"), (desk, "desk")):
        where = {"number": lead.number, "file": file.public_id}
        original = client.get(reverse(f"{face}:lead_file", kwargs=where))
        assert original["Content-Disposition"].startswith("attachment")
        assert original["Content-Type"] == "image/jpeg"
        assert b"".join(original.streaming_content) == photo().read()
        preview = client.get(reverse(f"{face}:lead_preview", kwargs=where))
        assert preview["Content-Type"] == "image/jpeg" and preview.content != photo().read()
        for answer in (original, preview):
            assert answer["X-Content-Type-Options"] == "nosniff"
            policy = answer["Content-Security-Policy"]  # nothing runs there; what was recorded may be played
            assert policy.startswith("default-src 'none';") and policy.endswith("sandbox")
            assert "no-store" in answer["Cache-Control"]
    elsewhere = perform(acts.file_lead, term, supervisor(term), words="…")
    wrong = reverse("desk:lead_file", kwargs={"number": elsewhere.number, "file": file.public_id})
    assert desk.get(wrong).status_code == 404


def test_the_desk_list_puts_the_longest_wait_first_and_narrows(
    beijing: Place, term: Appointment, desk: Client
) -> None:
    me = supervisor(term)
    perform(
        bureaus.set_target, beijing.office, beijing.officer(Role.DECIDER), concept="lead.answer", n=3, unit="days"
    )  # fmt: skip
    with clock.on(date(2026, 3, 2)):
        old = perform(acts.file_lead, term, me, words="一", violations=["violation.swapping"])
    with clock.on(date(2026, 3, 9)):
        new = perform(acts.file_lead, term, me, words="二", violations=["violation.other_loss"])
        shown = page(desk, "desk:leads")
        assert shown.index(old.number) < shown.index(new.number)
        assert "本局目标" in shown and "逾期" in shown
        for query, found, missing in (
            ({"overdue": "True"}, old, new),
            ({"violation": "violation.other_loss"}, new, old),
        ):
            shown = desk.get(reverse("desk:leads"), query).content.decode()
            assert found.number in shown and missing.number not in shown, query
        shown = looked_for(desk, new.number).content.decode()
        assert new.number in shown and old.number not in shown
        shown = desk.get(reverse("desk:leads"), {"state": "taken_up"}).content.decode()
        assert "没有符合条件的线索" in shown


def test_earlier_leads_about_the_same_institution_are_shown(
    beijing: Place, term: Appointment, desk: Client
) -> None:
    shop = institution(beijing)
    first = perform(acts.file_lead, term, supervisor(term), words="一", institution=shop.code)
    second = perform(acts.file_lead, term, supervisor(term), words="二", institution=shop.code)
    assert first.number in page(desk, "desk:lead", number=second.number)
    assert second.number not in page(desk, "desk:lead", number=first.number)


def test_empty_lists_say_what_to_do(phone: Client, desk: Client) -> None:
    assert "还没有报过线索" in page(phone, "phone:leads")
    assert "没有等待答复的线索" in page(desk, "desk:leads")


@pytest.mark.clauses("shaoxing:8")
def test_under_a_draft_every_page_says_that_it_is_only_tried_out(shaoxing: Place) -> None:
    term = appoint(shaoxing)
    lead = perform(acts.file_lead, term, supervisor(term), words="…")
    phone, desk = signed_in(term.user), signed_in(shaoxing.user(Role.CASE_OFFICER))
    for client, name, more in (
        (phone, "phone:leads", {}), (phone, "phone:file_lead", {}), (phone, "phone:lead", {"number": lead.number}),
        (desk, "desk:leads", {}), (desk, "desk:lead", {"number": lead.number}), (desk, "desk:board", {}),
    ):  # fmt: skip
        assert "示范施行" in page(client, name, **more), name


def test_supervisors_have_no_desk_and_officers_no_phone(phone: Client, desk: Client) -> None:
    assert phone.get(reverse("desk:leads")).status_code == 403
    assert desk.get(reverse("phone:leads")).status_code == 403
    assert Client().get(REPORT).status_code == 302
