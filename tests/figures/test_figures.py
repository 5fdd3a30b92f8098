"""Figures: every bar counts what its reader may see, opens exactly those rows, and says nothing of one or two speakers."""

import io
import re
from datetime import date, timedelta
from html import unescape
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from watching import appoint, signed_in, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.figures import rules
from zhongdu.figures.charts import FIGURES, Asked
from zhongdu.leads import acts as leads
from zhongdu.leads.queries import Lead
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 11)


def asked(place: Place, actor: Actor, period: str = "year") -> Asked:
    return Asked(actor, place.law, *rules.span(period, TODAY))


def brought(place: Place, on: date = TODAY, **more: object) -> Lead:
    term = appoint(place)
    with clock.on(on):
        return perform(leads.file_lead, term, supervisor(term), words="…", **more)


def answered(place: Place, on: date, after: int, outcome: str = "proved") -> Lead:
    lead, officer = brought(place, on), place.officer(Role.CASE_OFFICER)
    with clock.on(on + timedelta(days=after)):
        perform(leads.take_up, lead, officer)
        return perform(leads.answer, lead, officer, outcome=outcome, words="…")


def counts(figure: str, place: Place, role: Role = Role.CASE_OFFICER, **more: str) -> dict[str, int | None]:
    """What each bar with anything in it says; None where it does not say."""
    with clock.on(TODAY):
        found = FIGURES[figure].counted(asked(place, place.officer(role), **more), None)
    return {bar.key: None if bar.hidden else bar.n for bar in found if bar.n or bar.hidden}


# --- pure ------------------------------------------------------------------------------------------------


def bars_of(*counts: int) -> list[rules.Shown]:
    return [rules.Shown(str(at), "示例", n, 100 * n) for at, n in enumerate(counts)]


def said(*counts: int) -> tuple[int | None, ...]:
    """What a chart of these counts shows; None where it does not say. One bar fewer where they are not told apart."""
    return tuple(None if bar.hidden else bar.n for bar in rules.guarded(bars_of(*counts)))


def test_one_or_two_are_not_said_and_neither_is_what_would_say_them() -> None:
    assert said(0, 3, 5) == (0, 3, 5)
    assert said(0, 1, 5, 9) == (0, None, None, 9), "the next larger goes along"
    assert said(1, 2, 9) == (None, None, 9), "a one and a two hide each other"
    assert said(2, 4, 4, 9) == (None, None, None, 9), "all of the next larger, or their order would tell"
    assert said(0, 1, 0) == (None, None, None), "the noughts, where there is nothing larger"
    assert said(1, 1, 1) == (None,), "nothing to hide among: not told apart"
    [one, other] = rules.guarded(bars_of(2, 7))
    assert (one.fen, other.fen) == (0, 0), "neither is their money"
    assert rules.total(rules.guarded(bars_of(0, 2)), money=False) is None
    assert rules.total(rules.guarded(bars_of(0, 3)), money=True) == 300


@settings(max_examples=150)
@given(st.lists(st.integers(0, 6), min_size=2, max_size=4).map(tuple))
def test_no_hidden_count_can_be_reckoned_even_by_whoever_knows_the_sum_and_the_rule(
    counts: tuple[int, ...],
) -> None:
    """Every way of filling the chart that looks the same and comes to the same sum: no hidden bar has one value in all."""
    shown = said(*counts)
    alike = [
        other for other in product(range(sum(counts) + 1), repeat=len(counts))
        if sum(other) == sum(counts) and said(*other) == shown
    ]  # fmt: skip
    assert counts in alike
    if len(shown) < len(counts):
        return  # not told apart: no bar says anything of its own
    for at, told in enumerate(shown):
        if told is None:
            assert len({other[at] for other in alike}) > 1, (counts, shown)
        else:
            assert told == counts[at] and not 0 < told < rules.LEAST


@pytest.mark.parametrize(
    ("period", "first", "last", "count"),
    [
        ("year", date(2026, 1, 1), TODAY, 3),
        ("last_year", date(2025, 1, 1), date(2025, 12, 31), 12),
        ("twelve", date(2025, 4, 1), TODAY, 12),
    ],
)
def test_periods(period: str, first: date, last: date, count: int) -> None:
    assert rules.span(period, TODAY) == (first, last)
    assert len(rules.months(first, last)) == count


# --- what is counted ---------------------------------------------------------------------------------------


def test_leads_by_outcome_wait_and_month(wushan: Place) -> None:
    for _ in range(3):
        answered(wushan, date(2026, 1, 5), 5)
        answered(wushan, date(2026, 2, 2), 6, "not_proved")
        brought(wushan, date(2026, 3, 2))
    answered(wushan, date(2025, 12, 30), 3)  # last year's
    assert counts("lead_outcome", wushan) == {"proved": 3, "not_proved": 3, "open": 3}
    assert counts("lead_wait", wushan) == {"to5": 3, "to15": 3, "waiting": 3}
    assert counts("lead_month", wushan) == {"2026-01": 3, "2026-02": 3, "2026-03": 3}
    alone = counts("lead_month", wushan, period="last_year")
    assert set(alone.values()) == {None} and len(alone) == 12, "one lead is not said, nor in which month"
    assert counts("lead_place", wushan) == {"500237": 9}


def test_a_lead_of_several_kinds_stands_in_each(wushan: Place) -> None:
    first, second = [bound.name for bound in wushan.law.family("violation")][:2]
    for _ in range(3):
        brought(wushan, violations=[first, second])
        brought(wushan, violations=[first])
        brought(wushan)
    assert counts("lead_kind", wushan) == {first: 6, second: 3, "none": 3}


def test_a_lead_withheld_from_its_reader_never_counts(hunan: Place) -> None:
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    for _ in range(3):
        brought(city, against="430100")
        brought(city)
    for figure in ("lead_outcome", "lead_wait", "lead_month", "lead_kind", "lead_place"):
        below, above = counts(figure, city), counts(figure, hunan, Role.DECIDER)
        assert [sum(n or 0 for n in found.values()) for found in (below, above)] == [3, 6], figure


def test_supervisors_by_where_they_came_from_are_those_who_serve(wushan: Place) -> None:
    appoint(wushan)
    appoint(wushan)
    assert counts("origin", wushan) == {"none": 2}
    assert counts("profession", wushan) == {"none": 2}


def test_a_neighbour_counts_nothing_of_it(wushan: Place, shaoxing: Place) -> None:
    for _ in range(3):
        brought(wushan)
    assert counts("lead_month", shaoxing) == {} and counts("origin", shaoxing) == {}


# --- its pages ---------------------------------------------------------------------------------------------


def page(place: Place, name: str, role: Role = Role.CASE_OFFICER, **more: str) -> str:
    with clock.on(TODAY):
        answer = signed_in(place.user(role)).get(name, more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_bar_opens_exactly_what_it_counts(wushan: Place) -> None:
    kept = [answered(wushan, date(2026, 1, 5), 5) for _ in range(3)]
    others = [brought(wushan, date(2026, 3, 2)) for _ in range(4)]
    shown = page(wushan, reverse("desk:figures"))
    bars = re.findall(r'<a href="(/desk/figures/[^"]+/behind/\?[^"]+)">(\d+)</a>', shown)
    assert len(bars) >= 7
    for address, n in bars:
        behind = page(wushan, unescape(address))
        assert behind.count('<th scope="row">') == int(n), address
    proved = page(wushan, reverse("desk:figure", kwargs={"figure": "lead_outcome"}), bar="proved")
    assert all(lead.number in proved for lead in kept) and not any(lead.number in proved for lead in others)


def test_what_is_too_few_to_say_is_said_nowhere(wushan: Place) -> None:
    answered(wushan, date(2026, 1, 5), 5)
    assert "不写</a>" in page(wushan, reverse("desk:figures"))
    with clock.on(TODAY):
        client = signed_in(wushan.user(Role.CASE_OFFICER))
        book = client.get(reverse("desk:figures_workbook"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_name("数据").to_python()
    assert ["线索：结果", "查证属实", "不写"] in [row[:3] for row in rows]


def test_a_post_sees_the_figures_of_what_it_reads(wushan: Place) -> None:
    brought(wushan)
    recruiter = page(wushan, reverse("desk:figures"), Role.RECRUITER)
    assert "在聘监督员" in recruiter and "线索：" not in recruiter
    with clock.on(TODAY):
        client = signed_in(wushan.user(Role.RECRUITER))
        address = reverse("desk:figure", kwargs={"figure": "lead_outcome"})
        assert client.get(address, {"bar": "open"}).status_code == 404
        client = signed_in(wushan.user(Role.CASE_OFFICER))
        assert client.get(address, {"bar": "nonsense"}).status_code == 404
        assert client.get(reverse("desk:figure", kwargs={"figure": "nonsense"})).status_code == 404


def test_more_rows_ask_no_more_of_the_database(wushan: Place) -> None:
    def queries() -> int:
        client = signed_in(wushan.user(Role.DECIDER))
        with clock.on(TODAY), CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("desk:figures")).status_code == 200
        return len(seen)

    brought(wushan)
    queries()
    before = queries()
    for _ in range(5):
        answered(wushan, date(2026, 2, 2), 2)
    assert queries() == before
