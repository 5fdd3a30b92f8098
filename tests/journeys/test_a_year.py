"""A year of a county bureau in fast-forward: what came, what was answered in time, late or not at all; and on its last
day the board is right to the row, and the figures say the same."""

from datetime import date, timedelta
from typing import Any

import pytest
from lives import enter, expect, on, onward

from watching import appoint, supervisor
from world import Place, place
from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties import board, overview
from zhongdu.duties.sweep import sweep
from zhongdu.leads import acts as leads
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
LAST = date(2026, 12, 31)
# Each month: a lead answered after 10 days, and one after so many more; none where it is never answered.
SECOND = {1: 12, 2: 40, 3: 14, 4: 9, 5: 33, 6: 11, 7: 15, 8: 25, 9: 10, 10: 12, 11: None, 12: None}
TARGET = 15  # days, the bureau's own where the measure says 及时


@pytest.fixture
def county(transactional_db: None) -> Place:
    on(date(2026, 1, 1))
    made = place("500237", "巫山县医疗保障局", "county", "wushan")
    perform(
        bureaus.set_target,
        made.office,
        made.officer(Role.DECIDER),
        concept="lead.answer",
        n=TARGET,
        unit="days",
    )
    return made


def lived(county: Place) -> list[tuple[date, date | None]]:
    """The year, day by day in order: (filed, answered) of every lead."""
    term = appoint(county)
    plan = [(date(2026, month, 5), 10) for month in SECOND] + [
        (date(2026, month, 8), n) for month, n in SECOND.items()
    ]
    days: dict[date, list[tuple[str, int]]] = {}
    for at, (filed, after) in enumerate(plan):
        days.setdefault(filed, []).append(("file", at))
        if after is not None:
            days.setdefault(filed + timedelta(days=after), []).append(("answer", at))
    made: dict[int, Any] = {}
    officer = county.officer(Role.CASE_OFFICER)
    for day in sorted({*days, *(date(2026, month, 1) for month in SECOND)}):
        with clock.on(day):
            sweep(day)
            for what, at in days.get(day, []):
                if what == "file":
                    made[at] = perform(
                        leads.file_lead, term, supervisor(term), words="示例", happened_at=None
                    )
                else:
                    perform(leads.take_up, made[at], officer)
                    perform(
                        leads.answer,
                        made[at],
                        officer,
                        outcome="proved" if at % 3 else "not_proved",
                        words="示例",
                    )
    return [(filed, filed + timedelta(days=n) if n is not None else None) for filed, n in plan]


@pytest.mark.clauses("wushan:10")
def test_a_year_ends_with_a_board_that_is_right_to_the_row(county: Place, visitor: Any, step: Any) -> None:
    told = lived(county)
    on(LAST)
    sweep(LAST)
    actor = county.officer(Role.DECIDER)
    rows = board.visible(actor).filter(concept="lead.answer")
    found = sorted((row.since, row.met_on) for row in rows)
    assert found == sorted(told, key=lambda each: (each[0], each[1] or date.max)), "every row, and no other"
    due = {row.since: row.due for row in rows}
    late = sum(1 for filed, done in told if done and done > due[filed])
    overdue = sum(1 for filed, done in told if not done and due[filed] < LAST)
    [(_, tally)] = overview.by_bureau(rows, [county.bureau], LAST)
    assert (tally.met, tally.late, tally.overdue, tally.open) == (22, late, overdue, 2)
    assert late == 3 and overdue == 2
    months = overview.by_month(rows, LAST)
    assert [each.opened for each in months] == [2] * 12 and sum(each.met + each.late for each in months) == 22
    assert not list(breaks())

    for kind in ("desktop", "phone"):
        desk = enter(visitor, kind, county.user(Role.DECIDER).username)
        desk.goto("/desk/board/?concept=lead.answer&when=late")
        expect(desk.get_by_role("rowheader")).to_have_count(late)
        step(desk, f"逾期办结的 {kind}")
        desk.goto("/desk/board/months/?concept=lead.answer")
        expect(desk.get_by_text("2026年12月")).to_be_visible()
        step(desk, f"一年的看板 {kind}")
        desk.goto("/desk/figures/")
        expect(desk.get_by_role("heading", name="线索：结果")).to_be_visible()
        step(desk, f"一年的图表 {kind}")
        proved = sum(1 for at, (_, done) in enumerate(told) if done and at % 3)
        onward(desk.get_by_role("link", name=str(proved), exact=True).first)
        expect(desk.get_by_role("heading", name="查证属实")).to_be_visible()
        expect(desk.get_by_role("rowheader")).to_have_count(proved)
        step(desk, f"一条点开 {kind}")
