"""A clerk goes through a measure line by line: every clause is there, with what it brought about or why it brought about
nothing."""

from datetime import date

import pytest
from django.urls import reverse

from watching import signed_in
from world import Place
from zhongdu.calendar import clock
from zhongdu.cli.trace import load_rooms
from zhongdu.duties import board, clause_list, overview
from zhongdu.duties.clause_list import ELSEWHERE, lines_of
from zhongdu.duties.overview import Tally
from zhongdu.duties.sweep import sweep
from zhongdu.law.shelves import shelf
from zhongdu.scope.roles import Role

load_rooms()
TODAY = date(2026, 3, 11)
SHIPPED = ("wushan", "shaoxing", "hunan", "beijing", "city")


@pytest.mark.parametrize("code", SHIPPED)
def test_every_clause_is_there_once_and_none_is_without_a_word(code: str) -> None:
    lines = lines_of(code, [code], {}, {})
    assert [line.address for line in lines] == [str(each) for each in shelf().packs[code].clauses]
    assert not [line.address for line in lines if not line.why], "nothing is owed yet, and each says why"
    assert all(line.gist and line.kind for line in lines)


# By hand from the texts: what it is for, how far it binds, and why nothing is owed by it.
BY_HAND = {
    "hunan:10.2": ("义务", ["应当"], "会产生义务，今年没有发生"),
    "hunan:10.3": ("义务", ["应当", "可以"], "常设义务，今年没有欠过"),
    "wushan:14": ("规则", ["应当"], "规定怎样算、怎样认，没有要到期办的事"),
    "city:2/2": ("规则", ["应当"], "规定怎样算、怎样认，没有要到期办的事"),
    "city:9/1": ("义务", ["应当"], "照着做，没有另立期限"),
}


@pytest.mark.clauses(*BY_HAND)
@pytest.mark.parametrize("address", BY_HAND)
def test_what_stands_on_a_clause_is_as_its_text_has_it(address: str) -> None:
    code = address.partition(":")[0]
    line = next(each for each in lines_of(code, [code], {}, {}) if each.address == address)
    assert (line.kind, [each.label for each in line.strengths], line.why) == BY_HAND[address]


def test_what_one_may_do_declares_or_only_heads_others_is_said_so() -> None:
    why = {line.address: line.why for code in SHIPPED for line in lines_of(code, [code], {}, {})}
    for address, clause in (
        (str(each), found) for code in SHIPPED for each, found in shelf().packs[code].clauses.items()
    ):
        if clause.kind == "declaratory":
            assert why[address] == "宣示性的，不要求做什么"
    assert why["wushan:8.4"] == "“可以”“优先”“探索”的，不计欠", "training it may hold"
    assert why["hunan:10"] == "由下面各项落实"


def test_where_something_is_owed_the_figures_speak() -> None:
    tallies = {"hunan:10.2": Tally(overdue=1), "": Tally(later=1)}
    lines = {line.address: line for line in lines_of("hunan", ["hunan"], tallies, {"hunan:10.2": 4})}
    assert (lines["hunan:10.2"].why, lines["hunan:10.2"].applied, lines["hunan:10.2"].tally.open) == (
        "",
        4,
        1,
    )
    assert "" not in lines
    national = {"fund-regulation:35/2": Tally(owed_now=1), "": Tally(later=1)}
    other = lines_of(ELSEWHERE, ["hunan"], national | tallies, {})
    assert "fund-regulation:35/2" in [each.address for each in other] and other[-1].address == ""


@pytest.mark.django_db
@pytest.mark.clauses("hunan:10.1")
def test_the_list_of_a_bureau_is_that_of_its_measures(hunan: Place) -> None:
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    with clock.on(TODAY):
        sweep(TODAY)
        rows = board.visible(city.officer(Role.DECIDER))
        told = list(clause_list.all_lines(city.bureau, TODAY, overview.by_clause(rows, TODAY), {}))
        shown = signed_in(city.user(Role.DECIDER)).get(reverse("desk:board_clauses")).content.decode()
    assert {measure for measure, _ in told} == {shelf().packs["hunan"].head.short, "国家规定和本局做法"}
    owed = {line.address: line.tally.owed_now for _, line in told if line.tally.owed_now}
    assert owed == {"hunan:10.1": 2, "fund-regulation:35/2": 1, "fund-regulation:7/2": 1}
    assert "没有欠的：由下面各项落实" in shown and "欠着2项" in shown
