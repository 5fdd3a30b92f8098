"""Agreements through the pages: an agency officer's day, the papers, a key shown once."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import agreeing as at
import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from watching import photo, signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts, paper
from zhongdu.agreements.models import Agreement, Handling, Review
from zhongdu.agreements.rules import CONFIRMED_EVERY
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def desk(place: Place, role: Role = Role.AGENCY_OFFICER) -> Client:
    return signed_in(place.user(role))


def read(client: Client, name: str, **kwargs: Any) -> str:
    answer = client.get(reverse(f"desk:{name}", kwargs=kwargs))
    assert answer.status_code == 200, (name, answer.status_code)
    return unescape(answer.content.decode())


@pytest.mark.clauses("city:20/1")
def test_deciding_asks_only_what_the_chosen_measures_need(city: Place) -> None:
    handling, clerk = at.heard(city, at.signed(city), "deposit", "suspension"), desk(city)
    text = read(clerk, "decide_handling", number=handling.number)
    assert "现在有50,000.00元" in text and "中止协议从哪天起" in text
    assert "约谈时间" not in text and "解除协议的情形" not in text
    assert "扣除履约保证金不在条例列举的协议处理方式之内" in text  # what the texts disagree on
    url = reverse("desk:decide_handling", kwargs={"number": handling.number})
    half = unescape(clerk.post(url, {"key": "a", "words": "事实清楚。", "deducted": "很多"}).content.decode())
    assert "事实清楚。" in half and "请填写。" in half and Handling.objects.get().state == "heard"
    today = clock.today()
    whole = {
        "key": "a", "words": "事实清楚。", "deducted": "100", "suspended_from": today.isoformat(),
        "suspended_until": (today + timedelta(days=30)).isoformat(),
    }  # fmt: skip
    assert clerk.post(url, whole).status_code == 302
    text = read(clerk, "handling", number=handling.number)
    assert "扣除履约保证金100.00元" in text and "中止协议；期满并经检查合格" in text
    assert "协议中止：" in read(clerk, "agreement", number=handling.agreement.number)


@pytest.mark.clauses("city:20/2", "city:20/2.1")
def test_the_grounds_and_what_proves_each_stand_on_the_pages(city: Place) -> None:
    agreement = at.signed(city)
    first = at.suspended(city, agreement, put_right_by=clock.today())
    at.checked(city, first, "failed")
    clerk = desk(city)
    assert agreement.name in unescape(
        clerk.get(reverse("desk:agreements"), {"show": "grounds"}).content.decode()
    )
    text = read(clerk, "agreement", number=agreement.number)
    assert "中止期间整改不到位" in text and first.number in text
    assert "本办法满3次" in text and "国家规定满2次" in text and "不能比它多" in text
    assert "决定不解除" in text


@pytest.mark.clauses("city:17.3")
def test_an_audit_goes_indicator_by_indicator(city: Place) -> None:
    agreement, clerk = at.signed(city), desk(city)
    url = reverse("desk:record_review", kwargs={"number": agreement.number})
    assert all(name in unescape(clerk.get(url).content.decode()) for name in at.INDICATORS)
    told = {
        "key": "a",
        "what": "audit",
        "on": clock.today().isoformat(),
        "words": "基本做到。",
        "met-0": "met",
        "found-0": "86元",
    }
    assert clerk.post(url, told).status_code == 200 and not Review.objects.exists()
    assert clerk.post(url, told | {"met-1": "unmet", "found-1": "九成"}).status_code == 302
    assert Review.objects.get().results == [["次均费用", "met", "86元"], ["处方合格率", "unmet", "九成"]]
    assert "1项没有达到" in read(clerk, "agreement", number=agreement.number)


@pytest.mark.clauses("city:17.2", "city:20/1", "city:22")
def test_papers_say_the_facts_the_clauses_and_where_to_appeal(city: Place) -> None:
    agreement, clerk = at.signed(city), desk(city)
    handling = at.decided(
        city, agreement, "refusal", "rectification", refused="1200.5", rectify_by=clock.today()
    )
    for name, number in (("agreement_paper", agreement.number), ("handling_paper", handling.number)):
        answer = clerk.get(reverse(f"desk:{name}", kwargs={"number": number, "kind": "pdf"}))
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
        answer = clerk.get(reverse(f"desk:{name}", kwargs={"number": number, "kind": "docx"}))
        assert Document(BytesIO(answer.content)).paragraphs
    lines = [line for line in paper.handling_printed(handling)["body"] if isinstance(line, str)]
    text = "\n".join(lines)
    for said in (
        "串换药品",
        "拒付违规费用1,200.50元",
        "第二十条第一款",
        "可以向示例市医疗保障局申诉",
        "第二十二条",
    ):
        assert said in text
    docx = Document(BytesIO(paper.rendered(paper.handling_printed(handling), "docx")[0]))
    written = "\n".join(line.text for line in docx.paragraphs)
    assert all(line in written for line in lines)


def test_what_is_only_meant_is_told_with_the_day_to_answer_by(city: Place) -> None:
    handling = at.proposed(city, at.signed(city), "talk")
    told = paper.handling_printed(handling)
    assert told["title"] == "拟作协议处理告知书" and "陈述、申辩" in told["body"][-1]


def test_a_text_changed_leaves_what_was_signed_as_it_is(city: Place) -> None:
    agreement = at.signed(city)
    newer = at.text(city)
    assert newer.version == 2 and at.afresh(agreement).text.version == 1
    assert "文本第1版" in paper.agreement_printed(at.afresh(agreement))["number"]


def test_a_key_is_shown_once_and_works(city: Place) -> None:
    admin = desk(city, Role.SYSTEM_ADMIN)
    url = reverse("desk:issue_settlement_key", kwargs={"number": city.office.number})
    form_key = re.search(r'name="key" value="(\w+)"', admin.get(url).content.decode())
    assert form_key
    told = {"name": "示例结算系统", "key": form_key[1], "seen": ""}
    shown = re.search(r"[0-9a-f]{12}\.[0-9a-f]{64}", admin.post(url, told).content.decode())
    again = re.search(r"[0-9a-f]{12}\.[0-9a-f]{64}", admin.post(url, told).content.decode())
    assert shown and again and shown[0] == again[0]  # a double click
    assert shown[0] not in admin.get(url).content.decode()
    of = at.signed(city).institution
    got = Client().get(f"/api/v1/settlement/{of.code}", HTTP_AUTHORIZATION=f"Bearer {shown[0]}")
    assert got.json()["may_settle"]


def test_an_officer_sees_the_answer_that_systems_get(city: Place) -> None:
    agreement = at.signed(city)
    at.suspended(city, agreement)
    answer = desk(city).get(reverse("desk:settlement"), {"code": agreement.institution.code})
    text = unescape(answer.content.decode())
    assert "今天不能结算" in text and "协议中止" in text


def test_proofs_of_a_rectification_are_kept_and_served(city: Place) -> None:
    handling = at.decided(city, at.signed(city), "rectification", rectify_by=clock.today())
    perform(acts.bring_proofs, handling, at.agency(city), words="都改了。", proofs=[photo()])
    text = read(desk(city), "handling", number=handling.number)
    url = re.search(rf"/desk/handlings/{handling.number}/files/[\w-]+/", text)
    assert url and desk(city).get(url[0]).status_code == 200


# --- the agency's five duties -------------------------------------------------------------------------


def owed(place: Place) -> set[str]:
    rows = Duty.objects.open().filter(docket=place.office.docket_id, concept__startswith="agency.duty")
    return {concept.rpartition(".")[2] for concept in rows.values_list("concept", flat=True)}


@pytest.mark.clauses("city:17", "city:17.1", "city:17.2", "city:17.3", "city:17.4", "city:17.5")
def test_the_five_duties_stand_on_the_board_until_they_are_met(city: Place) -> None:
    today = clock.today()
    of = at.institution(city)
    sweep(today)
    assert owed(city) == {"internal_control", "agreements", "paying", "other"}
    agreement = at.signed(city, of, until=today + timedelta(days=800))
    for name in ("internal_control", "paying", "other"):
        perform(
            acts.confirm_agency_duty, city.office, at.agency(city), duty=f"agency.duty.{name}", words="看过了。",
            proofs=[photo()],
        )  # fmt: skip
    sweep(today)
    assert owed(city) == set()
    later = today + timedelta(days=400)
    sweep(later)
    assert owed(city) == {"internal_control", "paying", "other", "audit"}
    with clock.on(later):
        perform(
            acts.record_review, at.afresh(agreement), at.agency(city), what="audit", on=later, words="做到。",
            results=dict.fromkeys(at.INDICATORS, "met"),
        )  # fmt: skip
    sweep(later)
    assert "audit" not in owed(city)


def test_how_often_is_the_bureaus_own_choice(city: Place) -> None:
    assert CONFIRMED_EVERY.of(city.bureau) == "12"
    perform(
        acts.confirm_agency_duty, city.office, at.agency(city), duty="agency.duty.paying", words="按时付了。"
    )
    perform(
        bureaus.choose_practice,
        city.office,
        city.officer(Role.DECIDER),
        practice="agreements.confirmed_every=3",
    )
    sweep(clock.today() + timedelta(days=120))
    assert "paying" in owed(city)


def test_elsewhere_there_is_no_such_page_for_who_reads_no_agreements(city: Place, beijing: Place) -> None:
    agreement: Agreement = at.signed(city)
    url = reverse("desk:agreement", kwargs={"number": agreement.number})
    assert desk(beijing).get(url).status_code == 404
    assert desk(city, Role.RECRUITER).get(url).status_code == 403


def test_the_agency_is_not_led_to_another_rooms_act_of_the_same_name(city: Place) -> None:
    """Bureau and agency each have their own suspension of settlement: the button leads to the agency's."""
    made = at.signed(city)
    page = signed_in(city.user(Role.AGENCY_OFFICER)).get(
        reverse("desk:agreement", kwargs={"number": made.number})
    )
    assert reverse("desk:stop_settlement", kwargs={"number": made.number}) not in page.content.decode()
    at.obstructed(city, made.institution)
    page = signed_in(city.user(Role.AGENCY_OFFICER)).get(page.request["PATH_INFO"])
    link = reverse("desk:stop_settlement", kwargs={"number": made.number})
    assert link in page.content.decode()
    assert signed_in(city.user(Role.AGENCY_OFFICER)).get(link).status_code == 200


def test_a_hospital_is_not_signed_as_a_pharmacy_nor_the_other_way_round(city: Place) -> None:
    with pytest.raises(Refused, match="定点医疗机构不能签“零售药店”的协议") as refused:
        at.applied(city, kind="pharmacy")
    assert refused.value.code == "kind_does_not_suit" and "kind" in refused.value.fields
    assert at.applied(city, kind="dual").sort == "dual"
