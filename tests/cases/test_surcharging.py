"""The days a remedy was sought add nothing to a late fine: reckoned day by day, shown, and what came in above it goes back."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import casework as at
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from watching import at_institution, institution, signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts, surcharging
from zhongdu.cases.models import Decision, Repayment
from zhongdu.cases.owing import surcharge
from zhongdu.law.governing import Law
from zhongdu.scope.roles import Role

START, DUE, DAY = date(2026, 6, 10), date(2026, 6, 25), timedelta(days=1)
DAYS = st.integers(-10, 40).map(lambda n: DUE + n * DAY)
SPANS = st.lists(
    st.tuples(DAYS, st.integers(0, 20)).map(lambda each: (each[0], each[0] + each[1] * DAY)), max_size=3
)
PAID = st.lists(st.tuples(DAYS, st.integers(1, 10**6)), max_size=4)


def kept(fine: int, payments: list[tuple[date, int]]) -> list[tuple[date, int]]:
    """As many of them as the fine takes."""
    found, left = [], fine
    for day, fen in sorted(payments):
        fen = min(fen, left)
        left -= fen
        found += [(day, fen)] if fen else []
    return found


@given(st.integers(1, 10**7), PAID, SPANS, st.integers(-3, 45))
def test_it_is_what_counting_day_by_day_comes_to(
    fine: int, payments: list[tuple[date, int]], spans: list[tuple[date, date]], late: int
) -> None:
    until, paid = DUE + late * DAY, kept(fine, payments)
    fen, lines = surcharge(fine, DUE, paid, until, 3, spans)
    hundredths = 0
    for n in range(1, late + 1):
        today = DUE + n * DAY
        unpaid = fine - sum(each for day, each in paid if day <= today)
        if not any(begun <= today <= over for begun, over in spans):
            hundredths += unpaid * 3
    whole = hundredths / 100
    assert fen <= min(fine, whole) and fen >= min(fine, whole - len(lines))
    assert all(a.last < b.first for a, b in pairwise(lines)) and all(
        each.fen == 0 for each in lines if not each.counts
    )


@given(st.integers(1, 10**7), PAID, SPANS, st.integers(1, 45))
def test_a_remedy_never_makes_it_more(
    fine: int, payments: list[tuple[date, int]], spans: list[tuple[date, date]], late: int
) -> None:
    until, paid = DUE + late * DAY, kept(fine, payments)
    plain, with_pauses = (
        surcharge(fine, DUE, paid, until, 3)[0],
        surcharge(fine, DUE, paid, until, 3, spans)[0],
    )
    assert with_pauses <= plain and surcharge(fine, DUE, paid, until, 3, [(DUE, until)])[0] == 0
    assert surcharge(fine, DUE, paid, until, 3, [(until + DAY, until + 9 * DAY)])[0] == plain


# --- by acts ------------------------------------------------------------------------------------------------


@pytest.fixture
def town(db: Any) -> Place:
    clock.travel_to(START)
    return at.town()


def afresh(matter: Any) -> Any:
    return type(matter).objects.select_related("docket", "bureau").get(pk=matter.pk)


def sought(place: Place, decision: Decision, asked_on: date) -> Decision:
    perform(
        acts.note_remedy, afresh(decision), at.inspector(place), sort="reconsideration", asked_on=asked_on
    )
    return afresh(decision)


def answered(place: Place, decision: Decision, ended_on: date, **more: Any) -> Decision:
    given = {
        "remedy": str(decision.remedies.get().pk), "outcome": "upheld", "ended_on": ended_on, "document": "示1号",
    } | more  # fmt: skip
    perform(acts.note_remedy_outcome, afresh(decision), at.inspector(place), **given)
    return afresh(decision)


def added(decision: Decision) -> int:
    return int(decision.claims.get(sort="surcharge").fen)


@pytest.mark.clauses("penalty-law:72", "penalty-law:73/3")
def test_the_days_of_a_remedy_are_left_out_and_the_page_says_which(town: Place) -> None:
    shop = institution(town, "示例药房")
    made = at.served(town, _decided(town, shop))
    clock.travel_to(date(2026, 6, 30))
    made = sought(town, made, date(2026, 6, 28))
    made = perform(acts.add_surcharge, made, at.inspector(town))
    assert added(made) == 2 * 450_00  # the 26th and the 27th
    clock.travel_to(date(2026, 7, 10))
    made = answered(town, made, date(2026, 7, 8))
    made = perform(acts.add_surcharge, made, at.inspector(town))
    assert added(made) == 4 * 450_00  # and the 9th and the 10th
    lines = surcharging.derivation(made)
    assert "2026-06-28至2026-07-08共11日，复议、诉讼期间，不予计算" in lines
    for client, face in (
        (signed_in(town.user(Role.ACCOUNTANT)), "desk"),
        (signed_in(at_institution(town, shop).user), "institution"),
    ):
        page = client.get(reverse(f"{face}:decision", kwargs={"number": made.number})).text
        assert (
            "加处罚款怎样算的" in page
            and "共11日，复议、诉讼期间，不予计算" in page
            and "第七十三条第三款" in page
        )


def _decided(place: Place, shop: Any) -> Decision:
    case = at.proved(place, at.filed(place, at.checking(place, institution=shop.code)))
    return at.decided(place, at.ready(place, at.reviewed(place, at.reported(place, case))))


@pytest.mark.clauses("penalty-law:73/3")
def test_what_was_added_for_those_days_falls_away_and_what_was_paid_of_it_goes_back(town: Place) -> None:
    made = at.served(town)
    clock.travel_to(date(2026, 6, 30))
    made = perform(acts.add_surcharge, made, at.inspector(town))
    assert added(made) == 5 * 450_00
    given = {"amount": "2250", "paid_on": clock.today(), "voucher": "示1"}
    perform(
        acts.record_payment, made, town.officer(Role.ACCOUNTANT), claim=str(made.claims.get(sort="surcharge").pk), **given
    )  # fmt: skip
    made = sought(town, made, date(2026, 6, 28))  # its copy came on the 28th, and was entered two days later
    assert added(made) == 2 * 450_00 and Repayment.objects.get().fen == 3 * 450_00


def test_when_every_day_is_a_remedys_there_is_nothing_to_add(town: Place) -> None:
    made = sought(town, at.served(town), START)
    clock.travel_to(date(2026, 6, 30))
    with pytest.raises(Refused) as nothing:
        perform(acts.add_surcharge, made, at.inspector(town))
    assert "都在复议、诉讼期间" in nothing.value.sentence


def test_where_no_law_says_so_every_day_counts(town: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    made = sought(town, at.served(town), START)
    find = Law.find
    monkeypatch.setattr(Law, "find", lambda law, name: None if name == surcharging.PAUSE else find(law, name))
    clock.travel_to(date(2026, 6, 27))
    assert added(perform(acts.add_surcharge, made, at.inspector(town))) == 2 * 450_00
