"""Those who are asked about a lead answer on a page of theirs, and learn nothing but what they are asked."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from handling import afresh, brought, clerk

from watching import institution, photo, signed_in
from world import Place
from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.leads import acts, evidence, inquiring, looking
from zhongdu.leads.models import Inquiry, Lead
from zhongdu.messages.models import Message
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
ASKED = "请提供惠民大药房3月的结算明细。"


def asked(place: Place, to: str = "agency", **more: Any) -> tuple[Lead, Inquiry]:
    place.user(Role.AGENCY_OFFICER)
    lead, me = brought(place, "看到店员串换药品", evidence=[photo(name="张三的脸.jpg")]), clerk(place)
    lead = perform(acts.take_up, lead, me)
    told = {"to": to, "words": ASKED, "until": clock.today() + timedelta(days=5), **more}
    perform(acts.ask_about, lead, me, **told)
    return afresh(lead), Inquiry.objects.select_related("docket", "bureau").get()


def agency(place: Place) -> Client:
    return signed_in(place.user(Role.AGENCY_OFFICER))


def page(client: Client, inquiry: Inquiry, face: str = "desk") -> str:
    return client.get(reverse(f"{face}:inquiry", kwargs={"number": inquiry.number})).content.decode()


def answer(client: Client, inquiry: Inquiry, face: str = "desk", **typed: Any) -> Any:
    """The form as it is on the page, with what was typed into it."""
    form = page(client, inquiry, face)
    hidden = dict(re.findall(r'name="(key|seen)" value="([^"]+)"', form))
    return client.post(reverse(f"{face}:inquiry", kwargs={"number": inquiry.number}), {**hidden, **typed})


def test_the_agency_finds_it_answers_it_and_sees_nothing_of_the_lead(hunan: Place) -> None:
    lead, inquiry = asked(hunan)
    officer = agency(hunan)
    assert Message.objects.get(user=hunan.user(Role.AGENCY_OFFICER)).kind == "work.inquiry"
    listed = officer.get(reverse("desk:inquiries")).content.decode()
    assert inquiry.number in listed and ASKED in listed
    shown = page(officer, inquiry)
    assert ASKED in shown and "答复湖南省医疗保障局" in shown
    speaker = lead.user.get_full_name()  # type: ignore[union-attr]
    for secret in (lead.number, "看到店员", "张三的脸", speaker, "社会监督员"):
        assert secret not in listed + shown, secret
    assert officer.get(reverse("desk:lead", kwargs={"number": lead.number})).status_code == 403
    table = photo("navy", name="明细.jpg")
    assert answer(officer, inquiry, words="3月结算42笔，见表。", material=[table]).status_code == 302
    said = looking.asked(afresh(lead))[0]
    assert said.reply == "3月结算42笔，见表。" and said.replied_on == clock.today()
    [kept] = files.attached(lead.number, evidence.INTERNAL)
    assert files.names([kept])[kept.public_id] == "明细.jpg"
    desk = signed_in(hunan.user(Role.CASE_OFFICER))
    assert "3月结算42笔" in desk.get(reverse("desk:lead", kwargs={"number": lead.number})).content.decode()
    assert Message.objects.get(user=hunan.user(Role.CASE_OFFICER)).kind == "work.inquiry_answered"
    assert inquiry.number not in officer.get(reverse("desk:inquiries")).content.decode()
    assert inquiry.number in officer.get(reverse("desk:inquiries"), {"done": "1"}).content.decode()
    speakers = signed_in(lead.user).get(reverse("phone:lead", kwargs={"number": lead.number}))
    assert "42笔" not in speakers.content.decode() and list(breaks()) == []


def test_only_the_agency_that_is_asked_reads_it(hunan: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    _, inquiry = asked(changsha)
    address = reverse("desk:inquiry", kwargs={"number": inquiry.number})
    for place, role, status in (
        (changsha, Role.AGENCY_OFFICER, 200),
        (changsha, Role.CASE_OFFICER, 200),
        (hunan, Role.CASE_OFFICER, 200),  # who may read the lead
        (hunan, Role.AGENCY_OFFICER, 404),
        (changsha, Role.DISCIPLINE_OFFICER, 404),
        (changsha, Role.LIAISON, 403),
    ):
        assert signed_in(place.user(role)).get(address).status_code == status, (place.bureau.name, role)
    assert inquiry.number not in agency(hunan).get(reverse("desk:inquiries")).content.decode()
    with pytest.raises(Refused) as refused:
        perform(acts.answer_inquiry, inquiry, clerk(changsha), words="…")
    assert refused.value.code == "not_your_role"


def test_a_unit_answers_once_by_the_link_on_its_letter(hunan: Place) -> None:
    shop = institution(hunan, "惠民大药房")
    lead, inquiry = asked(hunan, "institution", institution=shop.code)
    assert page(agency(hunan), inquiry).count(ASKED) == 0, "it is no business of the agency's"
    desk = page(signed_in(hunan.user(Role.CASE_OFFICER)), inquiry)
    address = inquiring.address(inquiry)
    assert address in desk and "<svg" in desk
    path, unit = "/" + address.split("/", 3)[3], Client()
    assert unit.get(reverse("public:inquiry", kwargs={"number": inquiry.number})).status_code == 404
    assert unit.get(path[:-3] + "AA/").status_code == 404
    assert unit.get(path).url == reverse("public:inquiry", kwargs={"number": inquiry.number})
    shown = page(unit, inquiry, "public")
    assert ASKED in shown and "惠民大药房" in shown
    for secret in (lead.number, "看到店员", hunan.user(Role.CASE_OFFICER).get_full_name(), path):
        assert secret not in shown, secret
    wrong = answer(unit, inquiry, "public", words="没有串换。").content.decode()
    assert "联系电话" in wrong and "没有串换。" in wrong
    typed = {"words": "没有串换。", "contact": "李四 13900000000"}
    assert answer(unit, inquiry, "public", **typed).status_code == 302
    assert "没有串换。" in page(unit, inquiry, "public") and "<textarea" not in page(unit, inquiry, "public")
    assert looking.asked(afresh(lead))[0].reply == "没有串换。（答复人：李四 13900000000）"
    assert Client().get(path).status_code == 404, "one time"
    unit.post(reverse("public:leave_inquiry", kwargs={"number": inquiry.number}))
    assert unit.get(reverse("public:inquiry", kwargs={"number": inquiry.number})).status_code == 404


def test_an_account_signed_in_beside_the_link_is_not_who_answered(hunan: Place) -> None:
    _, inquiry = asked(hunan, "department")
    liaison = signed_in(hunan.user(Role.LIAISON))
    liaison.get("/" + inquiring.address(inquiry).split("/", 3)[3])
    answer(liaison, inquiry, "public", words="没有登记。", contact="王五")
    event = Inquiry.objects.get().docket.events.latest("seq")
    assert event.act == "leads.answer_inquiry" and event.actor == {"user": None, "role": "unit", "bureau": ""}


def test_only_the_copies_go_along_under_names_that_say_nothing(hunan: Place) -> None:
    lead = brought(hunan, evidence=[photo(name="张三的脸.jpg")])
    lead, kept = perform(acts.take_up, lead, clerk(hunan)), files.attached(lead.number, evidence.KIND).get()
    told = {"to": "department", "words": "请辨认。", "until": clock.today(), "hand": [kept.public_id]}
    perform(acts.ask_about, lead, clerk(hunan), **told)
    inquiry, unit = Inquiry.objects.select_related("docket").get(), Client()
    unit.get("/" + inquiring.address(inquiry).split("/", 3)[3])
    assert "材料1" in page(unit, inquiry, "public") and "张三" not in page(unit, inquiry, "public")
    [sent] = files.attached(inquiry.number, inquiring.HANDED)
    where = {"number": inquiry.number, "file": sent.public_id}
    got = unit.get(reverse("public:inquiry_file", kwargs=where))
    assert got.status_code == 200 and sent.blob.sm3 != kept.blob.sm3
    assert Client().get(reverse("public:inquiry_file", kwargs=where)).status_code == 404
    other = {"number": inquiry.number, "file": kept.public_id}
    assert unit.get(reverse("public:inquiry_file", kwargs=other)).status_code == 404


@pytest.mark.clauses("hunan:7.3")
def test_the_agency_of_the_very_bureau_a_lead_is_about_gets_no_page(hunan: Place) -> None:
    term_lead = brought(hunan, "经办窗口收礼", against=hunan.bureau.code)
    watch = hunan.officer(Role.DISCIPLINE_OFFICER)
    lead = perform(acts.take_up, term_lead, watch)
    perform(acts.ask_about, lead, watch, to="agency", words="请交台账。", until=clock.today())
    assert not Inquiry.objects.exists() and lead.requests.count() == 1
    assert not Message.objects.filter(user=hunan.user(Role.AGENCY_OFFICER)).exists()


def test_what_comes_back_on_paper_closes_the_page(hunan: Place) -> None:
    lead, inquiry = asked(hunan)
    request = str(lead.requests.get().pk)
    perform(acts.record_reply, lead, clerk(hunan), request=request, words="电话里说42笔。")
    shown = page(agency(hunan), inquiry)
    assert "已经另外答复" in shown and "42笔" not in shown and "<textarea" not in shown
    with pytest.raises(Refused, match="已答复"):
        perform(acts.answer_inquiry, inquiry, hunan.officer(Role.AGENCY_OFFICER), words="…")


@pytest.mark.parametrize("to", ["agency", "department"])
def test_who_is_late_is_reminded_and_not_every_night(hunan: Place, to: str) -> None:
    with clock.on(date(2026, 3, 2)):
        _, inquiry = asked(hunan, to)
    kind, who = {
        "agency": ("work.inquiry_late", Role.AGENCY_OFFICER),
        "department": ("work.inquiry_unanswered", Role.CASE_OFFICER),
    }[to]

    def told() -> int:
        return Message.objects.filter(user=hunan.user(who), kind=kind).count()

    counts = []
    for day in (7, 8, 9, 15, 16):  # due on the 7th
        with clock.on(date(2026, 3, day)):
            sweep(date(2026, 3, day))
        counts.append(told())
    assert counts == [0, 1, 1, 2, 2]
    with clock.on(date(2026, 3, 16)):
        if to == "agency":
            assert "逾期 9 天" in agency(hunan).get(reverse("desk:inquiries")).content.decode()
            assert answer(agency(hunan), inquiry, words="迟了，抱歉。").status_code == 302
            assert "晚了 9 天" in page(agency(hunan), inquiry)


def test_an_answer_needs_words_or_files_and_keeps_what_was_good(hunan: Place) -> None:
    _, inquiry = asked(hunan)
    officer = agency(hunan)
    assert "请写几句，或者附上材料" in answer(officer, inquiry, words="").content.decode()
    bad = answer(officer, inquiry, words="见表。" * 4000, material=[photo("navy", name="明细.jpg")])
    assert "明细.jpg" in bad.content.decode() and Inquiry.objects.get().state == "open"
