"""Whom to send: those who fit first, several at once, and nobody in two places at the same time."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watching import supervisor
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts, slots
from zhongdu.fieldwork.bag import packed
from zhongdu.fieldwork.candidates import pool
from zhongdu.fieldwork.fitting import Candidate, Wish, ranked
from zhongdu.fieldwork.models import Slot, Visit
from zhongdu.scope.roles import Role

DUE = date(2026, 7, 10)
groups = st.sampled_from(["医药卫生", "法律", "其他"])
candidates = st.builds(
    Candidate, number=st.uuids().map(str), letter=st.text("0123456789", min_size=1, max_size=6), profession=groups, work=groups,
    words=st.sampled_from(["", "当过药师", "做过会计"]), near=st.booleans(), at_hand=st.integers(0, 9), lately=st.integers(0, 30),
    was_there=st.booleans(),
)  # fmt: skip
wishes = st.builds(
    Wish,
    profession=groups | st.just(""),
    work=groups | st.just(""),
    words=st.sampled_from(["", "药师"]),
    near=st.booleans(),
)


@given(st.lists(candidates, max_size=12), wishes)
def test_whoever_meets_more_wishes_comes_first(found, wish):
    fits = ranked(found, wish)
    assert sorted(fit.candidate.number for fit in fits) == sorted(each.number for each in found), (
        "nobody is lost"
    )
    wanted = sum(map(bool, (wish.profession, wish.work, wish.words, wish.near)))
    for fit in fits:
        assert len(fit.meets) + len(fit.lacks) == wanted
    for one, other in itertools.pairwise(fits):
        assert len(one.meets) >= len(other.meets)
        if len(one.meets) == len(other.meets) and one.candidate.was_there == other.candidate.was_there:
            assert one.candidate.at_hand <= other.candidate.at_hand
    assert fits == ranked(found[::-1], wish) or len({each.letter for each in found}) < len(found)


@pytest.mark.clauses("wushan:8.2", "beijing:8.6/1")
def test_professions_and_experience_are_read_from_the_papers(wushan, serving, institution):
    shop = institution(wushan)
    doctor, lawyer = serving(wushan, "示例甲"), serving(wushan, "示例乙")
    vault.put(doctor.number, {"experience": "县医院药师三十年"})
    vault.put(lawyer.number, {"experience": "律师事务所律师"})
    by = wushan.officer(Role.CASE_OFFICER)
    found = {each.number: each for each in pool(by, wushan.bureau, shop, clock.today()).candidates}
    assert found[doctor.number].profession == "医药卫生" and found[lawyer.number].profession == "法律"
    first = ranked(found.values(), Wish(words="药师"))[0]
    assert first.candidate.number == doctor.number and first.meets == ("经历提到“药师”",)


def asked(place, by, term, shop, **told):
    checklist = acts.lists(term, place.law, shop.kind)[0][0]
    return perform(
        acts.assign_visit, term, by, institution=shop.code, way="open", checklist=checklist, due=DUE, **told
    )


def test_nobody_is_asked_to_be_in_two_places(wushan, serving, institution):
    term, by = serving(wushan), wushan.officer(Role.CASE_OFFICER)
    one, other = institution(wushan), institution(wushan, "另一家药房")
    day = date(2026, 6, 20)
    visit = asked(wushan, by, term, one, day=day, half="am")
    for half in ("am", ""):
        with pytest.raises(Refused) as no:
            asked(wushan, by, term, other, day=day, half=half)
        assert no.value.code == "time_taken" and "惠民" not in no.value.sentence
    afternoon = asked(wushan, by, term, other, day=day, half="pm")
    assert slots.spoken(afternoon) == "2026年6月20日下午" and Slot.objects.count() == 2
    carried = {each["number"]: each["agreed"] for each in packed(supervisor(term))["visits"]}
    assert carried[afternoon.number] == "2026年6月20日下午", "also out of reach of the network"
    perform(acts.cancel_visit, visit, by, words="改期")
    assert asked(wushan, by, term, one, day=day, half="am")
    with pytest.raises(Refused) as no:
        asked(wushan, by, term, one, day=date(2026, 7, 11))
    assert no.value.fields["day"]


@pytest.mark.clauses("beijing:11")
def test_a_city_and_its_district_do_not_book_one_supervisor_twice(beijing, serving, institution):
    district = beijing.below("110108", "海淀区医疗保障局")
    term, day = serving(beijing), date(2026, 6, 20)
    here, there = institution(beijing), institution(district, "海淀药房")
    asked(beijing, beijing.officer(Role.CASE_OFFICER), term, here, day=day)
    by = district.officer(Role.CASE_OFFICER)
    with pytest.raises(Refused) as no:
        asked(district, by, term, there, day=day, half="pm")
    assert no.value.code == "time_taken"
    busy = pool(by, district.bureau, there, clock.today(), day=day, half="pm")
    assert not busy.candidates, "and is not offered for that time"
    assert [each.number for each in pool(by, district.bureau, there, clock.today()).candidates] == [
        term.number
    ]


def test_several_are_asked_in_one_deed_or_none(wushan, serving, institution, signed_in):
    shop, terms = institution(wushan), [serving(wushan, f"示例{name}") for name in "甲乙丙"]
    desk = signed_in(wushan.user(Role.CASE_OFFICER))
    address = f"/desk/assigning/?institution={shop.code}&count=2"
    page = desk.get(address).content.decode()
    assert page.count(" checked>") >= 2
    checklist = acts.lists(terms[0], wushan.law, shop.kind)[0][0]
    sent = {"institution": shop.code, "way": "open", "checklist": checklist, "due": "2026-07-10", "key": "k"}
    none = desk.post(address, sent).content.decode()
    assert "请至少勾选一位监督员" in none and not Visit.objects.exists()
    late = desk.post(
        address, {**sent, "who": [t.number for t in terms], "due": "2020-01-01"}
    ).content.decode()
    assert "不能早于今天" in late and not Visit.objects.exists()
    answer = desk.post(address, {**sent, "who": [t.number for t in terms[:2]]})
    assert answer.status_code == 302
    assert set(Visit.objects.values_list("user", flat=True)) == {t.user_id for t in terms[:2]}
    desk.post(address, {**sent, "who": [t.number for t in terms[:2]]})
    assert Visit.objects.count() == 2, "a double click is one deed"


def test_who_has_not_promised_is_not_offered(wushan, serving, institution, signed_in):
    from zhongdu.acts.models import acting
    from zhongdu.discipline.models import Undertaking

    term, shop = serving(wushan), institution(wushan)
    with acting():
        Undertaking.objects.filter(appointment=term).delete()
    page = (
        signed_in(wushan.user(Role.CASE_OFFICER))
        .get(f"/desk/assigning/?institution={shop.code}")
        .content.decode()
    )
    assert term.number not in page and "现在没有可以请的监督员" in page


def test_a_covert_plan_of_a_colleague_is_in_no_figure(wushan, serving, institution):
    term, shop = serving(wushan), institution(wushan)
    before = pool(wushan.officer(Role.LIAISON), wushan.bureau, shop, clock.today()).candidates
    checklist = acts.lists(term, wushan.law, shop.kind)[0][0]
    perform(
        acts.assign_visit, term, wushan.officer(Role.CASE_OFFICER), institution=shop.code, way="covert",
        checklist=checklist, due=DUE,
    )  # fmt: skip
    assert pool(wushan.officer(Role.LIAISON), wushan.bureau, shop, clock.today()).candidates == before
    assert (
        pool(wushan.officer(Role.CASE_OFFICER), wushan.bureau, shop, clock.today()).candidates[0].at_hand == 1
    )
