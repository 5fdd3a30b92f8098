"""The whole year of a county bureau in fast-forward; the board's rows then are those written down here by hand, no more and
no fewer, and every face of the board says the same."""

import io
from collections import Counter
from datetime import date
from typing import Any

import pytest
from lives import enter, expect
from python_calamine import CalamineWorkbook
from year_of_a_bureau import LAST, PLAN, Year, day

from zhongdu.duties import board, overview
from zhongdu.duties.models import Duty
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)

# Written from the texts and the calendar, not from what the program says: the duty, its clause, from when, until when,
# met on, void on.
Row = tuple[str, str, date, date | None, date | None, date | None]
ROWS: list[Row] = [
    # what is to be kept, found lacking on the first night
    ("symposium", "wushan:8.3", day(1, 5), day(12, 31), day(10, 16), None),
    ("working_conditions", "wushan:5", day(1, 5), None, day(1, 6), None),
    ("hotline", "city:24", day(1, 5), None, day(1, 6), None),
    ("supervision.mechanism", "city:24", day(1, 5), None, day(1, 20), None),
    ("supervision.supervisors", "city:24", day(1, 5), None, day(1, 20), None),
    ("publicity", "city:23", day(1, 5), None, day(2, 12), None),
    ("fund.watching", "city:27/2", day(1, 5), None, day(1, 6), None),
    ("deliberation", "city:10", day(1, 5), None, day(1, 8), None),
    ("agency.duty.internal_control", "city:17.1", day(1, 5), None, day(1, 7), None),
    ("agency.duty.paying", "city:17.4", day(1, 5), None, day(1, 7), None),
    ("agency.duty.other", "city:17.5", day(1, 5), None, day(1, 7), None),
    ("agency.duty.agreements", "city:17.2", day(6, 16), None, None, None),
    # the budget, from finance to congress
    ("budget.approval", "city:15", day(1, 15), None, day(3, 5), None),
    # two letters on paper: one term renewed, one run out; the renewed one's list entry; two years each
    ("term.length", "wushan:5", date(2024, 4, 1), day(4, 1), day(4, 1), None),
    ("term.length", "wushan:5", date(2024, 4, 1), day(4, 1), day(4, 1), None),
    ("term.length", "wushan:5", day(4, 2), date(2028, 4, 2), None, None),
    ("appointment.list_public", "wushan:5", day(3, 20), None, day(3, 20), None),
    # two appointed in March: one serves on, one stepped down
    ("term.length", "wushan:5", day(3, 2), date(2028, 3, 2), None, None),
    ("term.length", "wushan:5", day(3, 2), date(2028, 3, 2), None, day(11, 16)),
    ("appointment.list_public", "wushan:5", day(3, 2), None, day(3, 2), None),
    ("appointment.list_public", "wushan:5", day(3, 2), None, day(3, 2), None),
    # a visit assigned to a supervisor, made the same day
    ("task.other", "wushan:6.8", day(6, 15), day(7, 31), day(6, 15), None),
    # leads: fifteen days is the bureau's own target
    ("lead.answer", "wushan:10", day(4, 7), day(4, 22), day(4, 15), None),
    ("lead.answer", "wushan:10", day(5, 6), day(5, 21), day(6, 10), None),
    ("lead.explanation", "wushan:10", day(5, 22), None, day(5, 25), None),
    ("lead.answer", "wushan:10", day(11, 10), day(11, 25), None, None),
    ("lead.explanation", "wushan:10", day(11, 26), None, None, None),
    ("lead.answer", "wushan:10", day(12, 20), date(2027, 1, 4), None, None),
]


KEPT = {row[1] for row in ROWS[:12]}  # the clauses by which something is to be kept so
# At each month's end, of what should be kept so: publicity until February, the agreements since June.
NOT_KEPT = [1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]
# Whoever heads the bureau, every fifteen days where the year has a night of ours: how many were not kept that morning.
REMINDED = [
    (day(1, 6), 10), (day(1, 30), 1), (day(7, 10), 1), (day(9, 8), 1), (day(10, 16), 1), (day(11, 10), 1),
    (day(11, 26), 1), (LAST, 1),
]  # fmt: skip


def unkept_at(month: int) -> int:
    """How much of what has no last day stood unmet when a month ended, counted from the rows above."""
    end = day(month + 1, 1) if month < 12 else date(2027, 1, 1)
    kept = [row for row in ROWS if row[1] in KEPT and not row[3]]
    return sum(1 for row in kept if row[2] < end and not (row[4] and row[4] < end))


def sort_key(row: Row) -> str:
    return repr(row)


@pytest.mark.clauses(
    "wushan:4/1.1",
    "wushan:5",
    "wushan:8.3",
    "wushan:10",
    "wushan:11.4",
    "city:10",
    "city:15",
    "city:17",
    "city:24",
)
def test_the_whole_year_of_a_county_ends_with_a_board_right_to_the_row(
    transactional_db: None, visitor: Any, step: Any
) -> None:
    year = Year()
    year.lived(PLAN)
    actor = year.by(Role.DECIDER)
    rows = board.visible(actor)
    fields = ("concept", "clause", "since", "due", "met_on", "void_on")
    assert sorted(rows.values_list(*fields), key=sort_key) == sorted(ROWS, key=sort_key)
    assert not list(breaks())

    still = [row for row in ROWS if not row[4] and not row[5]]
    overdue = [row for row in still if row[3] and row[3] < LAST]
    late = [row for row in ROWS if row[3] and row[4] and row[4] > row[3]]
    [(_, tally)] = overview.by_bureau(rows, [year.place.bureau], LAST)
    assert (tally.open, tally.overdue, tally.late) == (len(still), len(overdue), len(late)) == (6, 1, 1)
    # What should be kept standing and is not has no last day; what is only to be done promptly is not among it.
    now = [row for row in still if not row[3] and row[1] in KEPT]
    assert (tally.owed_now, tally.no_number) == (len(now), 1) == (1, 1)
    assert tally.waited(LAST) == (LAST - day(6, 16)).days
    by_clause = overview.by_clause(rows, LAST)
    owed = Counter(row[1] for row in still)
    assert {clause: told.open for clause, told in by_clause.items() if told.open} == owed
    months = overview.by_month(rows, LAST)
    begun = Counter(row[2].month for row in ROWS if row[2].year == 2026)
    assert [each.opened for each in months] == [begun[month] for month in range(1, 13)]
    assert [each.owed_now for each in months] == [unkept_at(month) for month in range(1, 13)] == NOT_KEPT
    reminded = Event.objects.filter(act="bureaus.remind_of_owed").order_by("seq").values_list("on", "data__n")
    assert list(reminded) == REMINDED

    for kind in ("desktop", "phone"):
        desk = enter(visitor, kind, year.place.user(Role.DECIDER).username)
        for when, expected in (("open", still), ("overdue", overdue), ("owed_now", now), ("late", late)):
            desk.goto(f"/desk/board/?when={when}")
            expect(desk.locator("table.records th[scope=row]")).to_have_count(len(expected))
            step(desk, f"全年的看板 {when} {kind}")
        desk.goto("/desk/")
        expect(desk.get_by_role("heading", name="现在就欠着的常设义务")).to_be_visible()
        step(desk, f"年末的首页 {kind}")
        desk.goto("/desk/board/months/")
        step(desk, f"全年逐月 {kind}")
        desk.goto("/desk/board/standing/")
        expect(desk.get_by_text("欠着1项")).to_be_visible()
        step(desk, f"全年的常设义务 {kind}")
    answer = desk.request.get("/desk/board/board.xlsx?when=open")
    told = CalamineWorkbook.from_filelike(io.BytesIO(answer.body())).get_sheet_by_name("逐项").to_python()
    assert sorted((line[2], str(line[6])) for line in told[1:]) == sorted(
        (row[1], f"{row[2]:%F}") for row in still
    )
    assert Duty.objects.count() == len(ROWS)
