"""Article 20 lived through: random histories of one institution by the acts themselves, against a second reading.

A history suspends, asks to put right, checks, answers grounds, lets terms run out, renews, and may end. The reader keeps a
plain log beside it and knows nothing of the rules: it says which grounds stand open before the officer after every step.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import agreeing as at
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts
from zhongdu.agreements.models import Agreement, Bar, Handling, Raised
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep

pytestmark = pytest.mark.django_db
TERM = timedelta(days=39)  # terms are short, so that histories cross many
BEGUN = date(2026, 10, 12)

STEP = st.tuples(
    st.sampled_from(["suspend", "suspend", "suspend", "failed", "passed", "answer", "renew", "wait", "end"]),
    st.integers(1, 14),
    st.booleans(),
)


@dataclass
class Suspended:
    """What the reader wrote down of one suspension."""

    term: int
    since: date
    handling: Handling
    by: date | None
    verdict: str = ""


@dataclass
class Life:
    """One institution through its terms, and the reader's log of it."""

    place: Place
    institution: Any
    terms: list[Agreement] = field(default_factory=list)
    log: list[Suspended] = field(default_factory=list)
    answered: set[Any] = field(default_factory=set)
    ended: bool = False

    def now(self) -> Agreement | None:
        """The agreement that runs today."""
        today = clock.today()
        found = [each for each in self.terms if each.since <= today <= each.until]
        return at.afresh(found[0]) if found and not self.ended else None

    # --- steps: each does nothing where it could not be done ---

    def suspend(self, days: int, to_put_right: bool) -> None:
        if (agreement := self.now()) and agreement.state == Agreement.State.IN_TERM:
            by = clock.today() + timedelta(days=days // 2) if to_put_right else None
            handling = at.suspended(self.place, agreement, days, put_right_by=by)
            term = [each.pk for each in self.terms].index(agreement.pk)
            self.log.append(Suspended(term, clock.today(), handling, by))
            self.resume()

    def check(self, verdict: str) -> None:
        for each in self.log:
            if each.by and not each.verdict:
                at.checked(self.place, at.afresh(each.handling), verdict)
                each.verdict = verdict
                return

    def resume(self) -> None:
        """Where nothing is in the way of it."""
        agreement = self.now()
        if agreement and agreement.state == Agreement.State.SUSPENDED:
            try:
                at.resumed(self.place, agreement)
            except Refused as refused:
                assert refused.code == "not_now"

    def answer(self) -> None:
        if (agreement := self.now()) and (
            row := agreement.raised.filter(outcome="open").order_by("id").first()
        ):
            told = {"raised": str(row.pk), "reason": "情节不严重。"}
            perform(acts.keep_agreement, agreement, at.agency(self.place), **told)
            self.answered.add(self.meant(row))

    def renew(self) -> None:
        last, today = self.terms[-1], clock.today()
        if not self.ended and today >= last.since:
            since = max(last.until + at.DAY, today)
            more = {"since": since, "until": since + TERM}
            self.terms.append(at.signed(self.place, self.institution, **more))

    def end(self) -> None:
        if agreement := self.now():
            at.ended(self.place, agreement)
            self.ended = True

    # --- the second reading ---

    def meant(self, row: Raised) -> tuple[Any, ...]:
        """What a ground says, in the reader's words, from its evidence alone."""
        suspended = {each.handling.number: each for each in self.log}
        told = [suspended[docket] for _, _, docket in row.evidence]
        if "第1次被中止" in row.evidence[0][1]:
            assert {each.term for each in told} == {told[0].term}
            return ("often", told[0].term, len(told))
        return ("not put right", told[0].handling.number)

    def should_stand_open(self) -> set[Any]:
        if not self.now():
            return set()
        times: dict[int, int] = {}
        for each in self.log:
            times[each.term] = times.get(each.term, 0) + 1
        found: set[Any] = {("often", term, number) for term, number in times.items() if number >= 2}
        for each in self.log:
            late = each.by is not None and not each.verdict and clock.today() > each.by
            if each.verdict == "failed" or late:
                found.add(("not put right", each.handling.number))
        return found - self.answered

    def look(self) -> None:
        if agreement := self.now():
            shown = [self.meant(row) for row in agreement.raised.filter(outcome="open")]
            assert len(shown) == len({*shown})
            assert {*shown} == self.should_stand_open()
            for row in agreement.raised.filter(outcome="open", ground="agreement.ending.suspended_twice"):
                assert row.higher and len(row.evidence) == 2  # two by the national rule, three by the city's
        others = Raised.objects.filter(outcome="open").exclude(agreement=self.now())
        assert not others.exists()  # a ground never stands where nobody can answer it


def lived(place: Place, steps: list[tuple[str, int, bool]]) -> Life:
    today = BEGUN
    with clock.on(today):
        life = Life(place, at.institution(place))
        life.terms.append(at.signed(place, life.institution, since=today, until=today + TERM))
    for what, days, yes in steps:
        with clock.on(today):
            if what in ("failed", "passed"):
                life.check(what)
            elif what == "suspend":
                life.suspend(days, yes)
            elif what != "wait":
                getattr(life, what)()
        today += timedelta(days=days)
        with clock.on(today):
            sweep(today)
            life.resume()
            life.look()
    return life


@pytest.mark.clauses("city:20/2", "city:20/2.1", "city:20/3")
@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking lives through hundreds of histories
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, min_size=5, max_size=12))
def test_any_history_puts_before_the_officer_what_a_second_reading_finds(
    city: Place, steps: list[tuple[str, int, bool]]
) -> None:
    with transaction.atomic():
        life = lived(city, steps)
        assert Bar.objects.exists() == life.ended
        if life.ended:
            states = {at.afresh(each).state for each in life.terms}
            assert states <= {Agreement.State.ENDED, Agreement.State.EXPIRED}
        transaction.set_rollback(True)


@pytest.mark.clauses("city:20/2.1")
def test_a_term_that_runs_out_takes_no_ground_with_it(city: Place) -> None:
    steps = [("suspend", 6, True), ("renew", 13, False), ("wait", 14, False), ("wait", 13, False)]
    life = lived(city, steps)
    first, second = (at.afresh(each) for each in life.terms)
    assert (first.state, second.state) == (Agreement.State.EXPIRED, Agreement.State.IN_TERM)
    assert [row.outcome for row in first.raised.all()] == ["lapsed"]
    carried = second.raised.get()
    assert carried.outcome == "open" and carried.key.endswith(f"@{first.pk}")
    with clock.on(BEGUN + timedelta(days=46)):
        life.check(
            "passed"
        )  # of a term that is over: what it shows is taken back from the one that renewed it
    assert second.raised.get().outcome == "gone"
