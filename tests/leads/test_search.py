"""Finding leads by what they tell: within one's scope, exactly, at once, and never those one must not know of."""

import logging
import re
from collections.abc import Iterable
from time import time
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from handling import answered, brought, clerk, looked_for, speaker

from watching import appoint, institution, signed_in, supervisor
from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.registry import ACTS, FOLLOWERS
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.kit import sealed
from zhongdu.kit.searching import Search, Searched
from zhongdu.leads import acts, searching
from zhongdu.leads.models import Lead
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def found(typed: str, by: Actor, descending: bool = True, **more: object) -> list[Lead]:
    rows = Lead.objects.visible_to(by).filter(**more)
    ids = Search(searching.LEADS, rows, typed).beyond(None, 100, descending)
    return [Lead.objects.get(pk=each) for each in ids]


def forget_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {searching.LEADS.index.table}")


def test_words_are_found_wherever_a_lead_tells_them(hunan: Place) -> None:
    shop = institution(hunan, "惠民大药房")
    lead = brought(hunan, "店员用医保卡卖洗衣粉", institution=shop.code, place="示例路1号")
    other = brought(hunan, "病人挂床住院", institution="某某诊所")
    officer = clerk(hunan)
    for typed in ("医保", "洗衣粉 医保卡", "惠民", shop.code, "示例路1号", lead.number, lead.number.lower()):
        assert found(typed, officer) == [lead], typed
    assert found("某某诊所", officer) == [other]
    assert found("医保 挂床", officer) == []


def test_the_newest_comes_first_and_other_filters_go_along(hunan: Place) -> None:
    leads = [brought(hunan, f"药店串换药品{at}号") for at in range(3)]
    officer = clerk(hunan)
    perform(acts.take_up, leads[1], officer)
    assert found("药店", officer) == leads[::-1] and found("药店", officer, False) == leads
    assert found("药店", officer, state="taken_up") == [leads[1]]


def test_a_lead_is_found_by_the_very_act_that_wrote_it(hunan: Place) -> None:
    lead, officer = brought(hunan, "药店串换"), clerk(hunan)
    perform(acts.return_for_completion, lead, officer, words="请补充购药的小票")
    assert found("小票", officer) == [lead]
    perform(acts.complete, lead, speaker(lead), words="第一次补充：收据在抽屉里")
    assert found("抽屉", officer) == found("串换", officer) == [lead]
    perform(acts.take_up, lead, officer)
    perform(acts.answer, lead, officer, outcome="proved", words="已责令退回基金")
    assert found("责令退回", officer) == [lead]


def test_what_officers_note_among_themselves_and_who_spoke_are_not_searched(hunan: Place) -> None:
    lead, officer = brought(hunan), clerk(hunan)
    perform(acts.take_up, lead, officer)
    perform(acts.add_note, lead, officer, words="台账已调阅")
    assert found("台账", officer) == []
    name = lead.user.get_full_name()
    assert len(name) > 1 and found(name, officer) == []


def test_every_act_that_writes_what_is_searched_is_followed() -> None:
    telling = {name for name, act in ACTS.items() if searching.tells(act)}
    assert {"leads.file_lead", "leads.enter_lead", "leads.answer_along", "leads.name_institution"} <= telling
    assert all(searching.after in FOLLOWERS[name] for name in telling)


def test_pairs_without_the_word_are_no_find(hunan: Place) -> None:
    brought(hunan, "某药店，店主换药，药品过期，串换")
    lead = brought(hunan, "药店主串换药品")
    assert found("药店主", clerk(hunan)) == [lead]


def test_what_is_erased_is_found_no_more(hunan: Place) -> None:
    lead, officer = brought(hunan, "药店串换", place="示例路1号"), clerk(hunan)
    vault.erase(lead.number, "narrative")
    assert found("串换", officer) == [] and found("示例路", officer) == [lead]


def test_leads_from_before_the_index_are_indexed_by_the_sweep(hunan: Place) -> None:
    leads, officer = [brought(hunan, "药店串换") for _ in range(3)], clerk(hunan)
    forget_all()
    perform(acts.take_up, leads[1], officer)
    perform(
        acts.answer, leads[1], officer, outcome="proved", words="已退回"
    )  # one comes into the index by itself
    assert found("串换", officer) == [leads[1]]
    done = sweep(clock.today()).done
    assert found("串换", officer) == leads[::-1] and done["还不能按词查找的旧线索"] == 1
    assert searching.LEADS.not_indexed() == []


@pytest.mark.clauses("hunan:7.3")
def test_a_lead_against_a_bureau_is_found_by_no_word_by_those_it_is_hidden_from(hunan: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    yuelu = changsha.below("430104", "岳麓区医疗保障局")
    term = appoint(changsha)
    hidden = perform(
        acts.file_lead,
        term,
        supervisor(term),
        words="局长的弟弟开的药店",
        against="430100",
        place="示例路1号",
    )
    assert found("弟弟", clerk(hunan)) == [hidden]
    for place in (changsha, yuelu):
        for typed in ("弟弟", "药店", "示例路1号", hidden.number, "长沙市医疗保障局"):
            assert found(typed, clerk(place)) == [], typed
        page, nothing = read(place, "弟弟"), read(place, "哥哥")
        assert "没有找到" in page and page.count("<tr") == nothing.count("<tr")
        assert hidden.number not in page


def test_what_one_may_not_see_is_never_opened(hunan: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    term = appoint(changsha)
    perform(acts.file_lead, term, supervisor(term), words="局长的弟弟开的药店", against="430100")
    own, officer = brought(changsha, "另一家药店"), clerk(changsha)
    opened: list[int] = []
    told = Searched.told

    def noting(self: Searched, leads: Iterable[Lead]) -> dict[int, str]:
        words = told(self, leads)
        opened.extend(words)
        return words

    monkeypatch.setattr(Searched, "told", noting)
    assert found("药店", officer) == [own] and opened == [own.pk]


@pytest.mark.parametrize("few", [0, 1_000])
def test_a_common_word_among_few_leads(hunan: Place, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    """Whichever side is walked, the same is found."""
    monkeypatch.setattr("zhongdu.kit.searching.FIRST", 2)
    monkeypatch.setattr("zhongdu.kit.searching.FEW", few)
    leads = [brought(hunan, "药店串换") for _ in range(5)]
    old, officer = answered(hunan), clerk(hunan)
    perform(acts.take_up, leads[0], officer)
    assert found("串换", officer, state="taken_up") == [leads[0]]
    assert found("串换", officer) == [old, *leads[::-1]]


# --- the page ---------------------------------------------------------------------------------------------
def read(place: Place, words: str, **filters: str) -> str:
    answer = looked_for(signed_in(place.user(Role.CASE_OFFICER)), words, **filters)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_page_shows_the_words_marked_where_they_stand(hunan: Place) -> None:
    lead = answered(hunan)
    brought(hunan, "病人躺着不走")
    page = read(hunan, "串换")
    assert lead.number in page and "<mark>串换</mark>药品" in page and "躺着" not in page  # answered ones too
    assert "写两个字以上，可写几个词" in page and 'value="串换"' in page


def test_one_character_gets_a_sentence_and_what_was_typed_stays(hunan: Place) -> None:
    brought(hunan)
    page = read(hunan, "药")
    assert "“药”只有一个字，请写两个字以上的词。" in page and 'value="药"' in page and "<mark>" not in page


def test_what_speakers_write_is_never_markup(hunan: Place) -> None:
    brought(hunan, "药店<script>alert(1)</script>串换")
    page = read(hunan, "药店")
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_pages_lead_on_and_back_through_all_that_was_found(
    hunan: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhongdu.kit.searching.FIRST", 7)
    term = appoint(hunan)
    leads = [
        perform(acts.file_lead, term, supervisor(term), words=f"药店串换{at}") if at % 2 else
        perform(acts.file_lead, term, supervisor(term), words="病人挂床")
        for at in range(120)
    ]  # fmt: skip
    expected = [each.number for each in leads if each.pk and leads.index(each) % 2][::-1]
    client, seen, pages = signed_in(hunan.user(Role.CASE_OFFICER)), [], []
    first = looked_for(client, "药店")
    listed, found = first.redirect_chain[-1][0], first.context["found"]

    def at(cursor: str | None) -> Any:
        return client.get(f"{listed}&cursor={cursor}").context["found"]

    while True:
        seen += [each.number for each in found]
        pages.append(found)
        if found.next is None:
            break
        found = at(found.next)
    assert seen == expected and [len(each) for each in pages] == [25, 25, 10]
    back = at(pages[-1].previous)
    assert [each.number for each in back] == seen[25:50] and back.previous and back.next
    again = at(back.previous)
    assert [each.number for each in again] == seen[:25] and again.previous is None
    stale = at("broken")
    assert [each.number for each in stale] == seen[:25]


def test_by_place_and_day(hunan: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    here, there = brought(hunan, "药店串换"), brought(changsha, "药店串换")
    assert {here.number, there.number} <= set(read(hunan, "药店").replace("/", " ").split())
    page = read(hunan, "药店", of="430100")
    assert there.number in page and here.number not in page
    assert here.number not in read(hunan, "药店", until="2020-01-01")
    assert here.number in read(hunan, "药店", since="2020-01-01")
    assert here.number in read(hunan, "药店", since="never")


# --- where the words go -------------------------------------------------------------------------------------
def test_words_looked_for_stand_in_no_address_and_no_log(
    hunan: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for at in range(30):
        brought(hunan, f"药店洗衣粉{at}")
    answer = looked_for(signed_in(hunan.user(Role.CASE_OFFICER)), "洗衣粉", state="filed")
    chain = [address for address, _ in answer.redirect_chain]
    links = re.findall(r'(?:href|action)="([^"]*)"', answer.content.decode())
    assert "state=filed" in chain[-1] and any("cursor=" in link for link in links)
    for address in [*chain, *links, caplog.text]:
        assert "洗衣粉" not in unquote(address)
    assert 'method="post"' in answer.content.decode() and "<mark>洗衣粉</mark>" in answer.content.decode()


def test_an_address_with_words_opens_for_the_one_who_asked_and_not_for_ever(hunan: Place) -> None:
    brought(hunan, "药店洗衣粉")
    mine, others = signed_in(hunan.user(Role.CASE_OFFICER)), signed_in(hunan.user(Role.DECIDER))
    address = looked_for(mine, "洗衣粉").redirect_chain[-1][0]
    assert "<mark>" in mine.get(address).content.decode()
    assert "洗衣粉" not in others.get(address).content.decode()
    token = parse_qs(urlsplit(address).query)["q"][0]
    whose = f"{reverse('desk:leads')} {hunan.user(Role.CASE_OFFICER).pk}"
    assert sealed.opened(token, whose) == "洗衣粉" and sealed.opened(token[:-2] + "AA", whose) == ""
    with patch("zhongdu.kit.sealed.time", lambda: time() + settings.SESSION_COOKIE_AGE + 60):
        assert sealed.opened(token, whose) == ""


def test_words_typed_into_an_address_look_for_nothing(hunan: Place) -> None:
    lead = brought(hunan, "药店洗衣粉")
    page = (
        signed_in(hunan.user(Role.CASE_OFFICER))
        .get(reverse("desk:leads"), {"q": "火星来客"})
        .content.decode()
    )
    assert lead.number in page and "火星来客" not in page
