"""An institution's people hear of what concerns it, by their own accounts: each of them, nobody else, nothing before its time."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

sys.path += [str(Path(__file__).parents[1] / room) for room in ("agreements", "cases")]

import agreeing as at
import casework

from watching import at_institution, institution_actor, signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.agreements import acts as agreements
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.institutions.acts import ask_institutions, end_access
from zhongdu.messages.models import Message
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> Place:
    from world import place

    return place("430100", "示例市医疗保障局", "city", "city")


def told_to(account: Any) -> list[str]:
    return list(Message.objects.filter(user=account.user).order_by("id").values_list("kind", flat=True))


@pytest.mark.clauses("city:20/1")
def test_each_of_its_people_hears_and_no_other_institutions(city: Place) -> None:
    of, other = at.institution(city), at.institution(city, "不相干的医院")
    agreement = at.signed(city, of)
    one, two, stranger = at_institution(city, of), at_institution(city, of), at_institution(city, other)
    gone = at_institution(city, of)
    perform(end_access, gone, institution_actor(gone), why="离职")
    handling = at.decided(city, agreement, "rectification", rectify_by=clock.today() + timedelta(days=9))
    at.checked(city, handling, "passed")
    for account in (one, two):
        assert told_to(account) == ["institution.notice", "institution.decided", "institution.changed"]
    assert told_to(stranger) == told_to(gone) == []


@pytest.mark.clauses("city:9/2")
def test_that_its_payments_stop_is_urgent_and_that_they_go_on_is_told_too(city: Place) -> None:
    of = at.institution(city)
    agreement, account, today = at.signed(city, of), at_institution(city, of), clock.today()
    given = {
        "inspection": at.obstructed(city, of), "suspicion": "处方对不上", "refused": "不给进销存", "since": today,
        "review_on": today + timedelta(days=7), "way": "approved",
    }  # fmt: skip
    perform(agreements.stop_settlement, agreement, city.officer(Role.DECIDER), **given)
    perform(agreements.restore_settlement, at.afresh(agreement), at.agency(city), words="提供了。")
    assert told_to(account) == ["institution.urgent", "institution.changed"]


@pytest.mark.clauses("city:22")
def test_whoever_appealed_hears_the_answer_and_not_of_its_own_deeds(city: Place) -> None:
    of = at.institution(city)
    account, colleague = at_institution(city, of), at_institution(city, of)
    handling = at.decided(city, at.signed(city, of), "refusal", refused="100")
    dispute = perform(agreements.appeal, handling, institution_actor(account), words="不服")
    before = told_to(account)
    perform(agreements.take_up_dispute, dispute, city.officer(Role.LEGAL_REVIEWER))
    perform(
        agreements.decide_dispute,
        at.afresh(dispute),
        city.officer(Role.LEGAL_REVIEWER),
        effect="upheld",
        words="维持。",
        unmediated="机构不愿意。",
    )
    assert told_to(account) == told_to(colleague) == [*before, "institution.changed", "institution.answered"]


def test_of_a_case_nothing_before_it_is_told_on_paper(db: None) -> None:
    town = casework.town()
    of = casework.institution(town, "示例惠民大药房")
    account = at_institution(town, of)
    case = casework.reviewed(
        town,
        casework.reported(
            town, casework.proved(town, casework.filed(town, casework.checking(town, institution=of.code)))
        ),
    )
    assert told_to(account) == []
    case = casework.ready(town, case)
    assert told_to(account) == ["institution.notice"]
    decision = casework.decided(town, case)
    assert told_to(account) == ["institution.notice"]
    casework.served(town, decision)
    assert told_to(account) == ["institution.notice", "institution.decided"]


def test_what_is_due_soon_is_brought_to_mind_once(city: Place) -> None:
    of = at.institution(city)
    account = at_institution(city, of)
    by = clock.today() + timedelta(days=20)
    at.decided(city, at.signed(city, of), "rectification", rectify_by=by)
    before = told_to(account)
    for days in (4, 3, 2, 1, 0):
        with clock.on(by - timedelta(days=days)):
            sweep(by - timedelta(days=days))
            assert told_to(account) == before + ["institution.due_soon"] * (days <= 3)


def test_who_is_asked_to_report_hears_of_it(city: Place) -> None:
    of, other = at.institution(city), at.institution(city, "没有请的医院")
    account, stranger = at_institution(city, of), at_institution(city, other)
    asked = {
        "title": "检验情况",
        "due": clock.today() + timedelta(days=30),
        "codes": of.code,
        "questions": "几台设备？",
    }
    perform(ask_institutions, city.office, city.officer(Role.CASE_OFFICER), **asked)
    assert told_to(account) == ["institution.asked"] and told_to(stranger) == []


def test_its_inbox_leads_to_the_matter_and_asks_where_to_send(city: Place) -> None:
    of = at.institution(city)
    agreement = at.signed(city, of)
    account = at_institution(city, of)
    handling = at.proposed(city, agreement, "talk")
    browser = signed_in(account.user)
    page = browser.get(reverse("institution:messages")).content.decode()
    assert "新的通知" in page and "未看" in page
    opened = browser.get(reverse("institution:message", kwargs={"number": Message.objects.get().number}))
    assert opened["Location"] == reverse("institution:handling", kwargs={"number": handling.number})
    assert "未看" not in browser.get(reverse("institution:messages")).content.decode()
    assert browser.get(reverse("institution:message_settings")).status_code == 200
    assert browser.post(reverse("institution:read_messages")).status_code == 302
