"""The board from above: bureaus worst first, clauses kept or not, months; need to know subtracts everywhere."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from watching import appoint, signed_in, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties import board, overview
from zhongdu.duties.models import Duty
from zhongdu.duties.opening import open_duty
from zhongdu.law.shelves import shelf
from zhongdu.leads import acts as leads
from zhongdu.record.keeping import open_docket
from zhongdu.record.models import Event
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 11)


def owed(
    place: Place,
    since: date,
    due: date | None,
    met: date | None = None,
    concept: str = "lead.answer",
    standing: bool = False,
) -> Duty:
    """One duty straight into the database, on a docket of its own."""
    rule = place.law.rule(concept)
    return Duty.objects.create(
        docket=open_docket("bureaus.office", place.bureau), concept=concept, clause=str(rule.address), says=rule.label,
        strength=rule.rule.strength, bureau=place.bureau, since=since, due=due, opened_by="x", met_on=met,
        met_by="y" if met else "", standing=standing,
    )  # fmt: skip


def page(place: Place, name: str, role: Role = Role.DECIDER, **query: str) -> str:
    with clock.on(TODAY):
        answer = signed_in(place.user(role)).get(reverse(f"desk:{name}"), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def cities(hunan: Place) -> list[Place]:
    """Three cities: one behind with two, one behind with one for longer, one with nothing overdue."""
    made = [hunan.below(f"4301{n}0", f"示例{n}市医疗保障局", "city") for n in range(1, 4)]
    first, second, third = made
    owed(first, date(2026, 3, 1), date(2026, 3, 10))
    owed(first, date(2026, 3, 1), date(2026, 3, 9))
    owed(second, date(2026, 1, 1), date(2026, 1, 31))
    owed(third, date(2026, 3, 1), TODAY)
    owed(third, date(2026, 1, 1), date(2026, 2, 10), met=date(2026, 2, 12))
    owed(third, date(2026, 1, 1), date(2026, 2, 10), met=date(2026, 2, 10))
    owed(third, date(2025, 11, 1), date(2025, 12, 1), met=date(2025, 12, 20))
    return made


@pytest.mark.clauses("hunan:10.2")
def test_the_level_above_sees_every_bureau_the_worst_first(hunan: Place, cities: list[Place]) -> None:
    actor = hunan.officer(Role.DECIDER)
    told = overview.by_bureau(board.visible(actor), Bureau.objects.all(), TODAY)
    assert [(bureau.name[:3], tally.overdue, tally.days(TODAY)) for bureau, tally in told] == [
        ("示例1", 2, 2), ("示例2", 1, 39), ("示例3", 0, 0), ("湖南省", 0, 0),
    ]  # fmt: skip
    third = told[2][1]
    assert (third.today, third.open, third.met, third.late) == (
        1,
        1,
        2,
        1,
    )  # what was met last year is not of this


def test_each_figure_opens_exactly_its_rows(hunan: Place, cities: list[Place]) -> None:
    shown = page(hunan, "board_bureaus")
    assert shown.index("示例1市") < shown.index("示例2市") < shown.index("示例3市")
    for city, when, more, expected in (
        (cities[0], "overdue", {}, 2),
        (cities[2], "met", {"year": "2026"}, 2),
        (cities[2], "late", {"year": "2026"}, 1),
        (cities[2], "met", {}, 3),
    ):
        rows = page(hunan, "board", bureau=city.bureau.code, when=when, **more)
        numbers = Duty.objects.filter(bureau=city.bureau).values_list("docket__number", flat=True)
        assert sum(number in rows for number in numbers) == expected


def test_the_heat_map_says_by_figure_and_word_what_its_shade_repeats(
    hunan: Place, cities: list[Place]
) -> None:
    bureaus = list(Bureau.objects.order_by("path"))
    heat, lacking = overview.heats(board.visible(hunan.officer(Role.DECIDER)), bureaus, TODAY)
    assert [word for word, _ in heat.columns] == ["lead.answer"] and not lacking.columns
    cells = {bureau.code: (cell.worst, cell.open, cell.heat) for bureau, [cell] in heat.rows}
    assert cells == {"430000": (0, 0, 0), "430110": (2, 2, 4), "430120": (1, 1, 2), "430130": (0, 1, 0)}
    shown = page(hunan, "board_bureaus")
    assert "逾期2</a>" in shown and "在办1</a>" in shown


def test_a_county_sees_its_own_rows_and_no_neighbours(hunan: Place, cities: list[Place]) -> None:
    shown = page(cities[1], "board_bureaus")
    assert "示例2市" in shown and "示例1市" not in shown and "示例3市" not in shown


def test_what_is_withheld_counts_nowhere(hunan: Place) -> None:
    """A lead against the bureau is its province's: the bureau's own board, clauses and months know nothing of it."""
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    term = appoint(city)
    with clock.on(TODAY):
        lead = perform(leads.file_lead, term, supervisor(term), words="…", against="430100")
    open_duty(lead.docket, city.law, "lead.explanation", on=TODAY, deed="x", bureau=city.bureau, due=TODAY)
    below, above = (board.visible(each.officer(Role.DECIDER)) for each in (city, hunan))
    assert overview.by_clause(below, TODAY) == {}
    assert [each.opened for each in overview.by_month(below, TODAY)] == [0] * 12
    assert overview.by_bureau(below, [city.bureau], TODAY)[0][1] == overview.Tally()
    assert not any(each.columns for each in overview.heats(below, [city.bureau], TODAY))
    assert overview.by_bureau(above, [city.bureau], TODAY)[0][1].today == 1
    [filed] = Event.objects.filter(docket=lead.docket, act="leads.file_lead").values_list(
        "clauses", flat=True
    )
    seen, known = (overview.applied(each.officer(Role.DECIDER), TODAY) for each in (city, hunan))
    assert filed and not set(filed) & set(seen) and set(filed) <= set(known)


def test_months_tell_what_came_was_met_and_stayed_overdue(hunan: Place, cities: list[Place]) -> None:
    months = {
        (each.first.year, each.first.month): (each.opened, each.met, each.late, each.overdue)
        for each in overview.by_month(board.visible(hunan.officer(Role.DECIDER)), TODAY)
    }
    assert len(months) == 12 and next(iter(months)) == (2025, 4)
    assert months[2025, 11] == (1, 0, 0, 0)
    assert months[2025, 12] == (0, 0, 1, 0)  # overdue from the first until the twentieth, not at its end
    assert months[2026, 1] == (3, 0, 0, 1)
    assert months[2026, 2] == (0, 1, 1, 1)
    assert months[2026, 3] == (3, 0, 0, 3)


@pytest.fixture
def keeping(hunan: Place) -> list[Place]:
    """Three cities that owe nothing by a day: one keeps nothing it should keep, one lacks one thing, one keeps all."""
    made = [hunan.below(f"4302{n}0", f"示例{n}市医疗保障局", "city") for n in range(1, 4)]
    first, second, third = made
    owed(first, date(2025, 12, 20), None, concept="liaison", standing=True)
    owed(first, date(2026, 2, 9), None, concept="register", standing=True)
    owed(second, date(2026, 3, 1), None, concept="register", standing=True)
    owed(third, date(2025, 12, 1), None, met=date(2026, 2, 3), concept="liaison", standing=True)
    owed(third, date(2026, 3, 1), None)  # to be answered promptly: begun by something, and not standing
    return made


@pytest.mark.clauses("hunan:10.1")
def test_a_bureau_that_keeps_nothing_does_not_look_like_one_that_keeps_all(
    hunan: Place, keeping: list[Place]
) -> None:
    rows = board.visible(hunan.officer(Role.DECIDER))
    told = overview.by_bureau(rows, Bureau.objects.all(), TODAY)
    assert [(bureau.name[:3], tally.overdue, tally.owed_now, tally.waited(TODAY), tally.no_number) for bureau, tally in told] == [
        ("示例1", 0, 2, 81, 0), ("示例2", 0, 1, 10, 0), ("示例3", 0, 0, 0, 1), ("湖南省", 0, 0, 0, 0),
    ]  # fmt: skip
    shown = page(hunan, "board_bureaus")
    assert "2个现在就欠着常设义务" in shown and "欠着2项" in shown and "最长 81 天" in shown
    owed(keeping[2], date(2026, 3, 1), date(2026, 3, 10))
    assert overview.by_bureau(rows, Bureau.objects.all(), TODAY)[0][0] == keeping[2].bureau, (
        "overdue is worse"
    )


def test_what_is_owed_now_has_its_own_heading_after_the_overdue(hunan: Place, keeping: list[Place]) -> None:
    late = owed(keeping[0], date(2026, 3, 1), date(2026, 3, 10))
    soon = owed(keeping[0], date(2026, 3, 1), date(2026, 3, 20))
    shown = page(keeping[0], "board").partition("<h2")[2]
    assert shown.index(">逾期</h2>") < shown.index(">现在就欠着</h2>") < shown.index(">本月到期</h2>")
    assert shown.index(late.docket.number) < shown.index("随时都应当做到") < shown.index(soon.docket.number)
    only = page(keeping[0], "board", when="owed_now")
    assert only.count("随时都应当做到") == 2 and late.docket.number not in only
    assert "没有期限" in page(keeping[2], "board", when="no_number")
    assert board.counts(board.visible(keeping[0].officer(Role.DECIDER)), TODAY)["owed_now"] == 2


def test_the_second_map_says_where_and_for_how_long(hunan: Place, keeping: list[Place]) -> None:
    bureaus = [each.bureau for each in keeping]
    heat, lacking = overview.heats(board.visible(hunan.officer(Role.DECIDER)), bureaus, TODAY)
    assert [word for word, _ in lacking.columns] == ["register", "liaison"]
    assert [word for word, _ in heat.columns] == ["lead.answer"], "what may have a day stays on its own"
    cells = [[(cell.worst, cell.days, cell.heat) for cell in row] for _, row in lacking.rows]
    assert cells == [[(1, 30, 2), (1, 81, 4)], [(1, 10, 1), (0, 0, 0)], [(0, 0, 0), (0, 0, 0)]]
    shown = page(hunan, "board_bureaus")
    assert "欠81天</a>" in shown and "concept=liaison&amp;when=owed_now" in shown


def test_months_tell_what_was_not_kept_at_their_end(hunan: Place, keeping: list[Place]) -> None:
    months = overview.by_month(board.visible(hunan.officer(Role.DECIDER)), TODAY)
    told = {(each.first.year, each.first.month): each.owed_now for each in months}
    assert [told[2025, 11], told[2025, 12], told[2026, 1], told[2026, 2], told[2026, 3]] == [0, 2, 2, 2, 3]
    assert all(each.overdue == 0 for each in months)
    assert "月末常设欠着" in page(hunan, "board_months")


def test_what_is_owed_now_stands_on_the_front_page_apart_from_what_has_a_day(
    hunan: Place, keeping: list[Place]
) -> None:
    officer = keeping[0].officer(Role.DECIDER)
    assert [row.duty.concept for row in board.owed_now(officer, TODAY)] == ["liaison", "register"]
    assert board.due_for(officer, TODAY) == []
    home = page(keeping[0], "home")
    assert "现在就欠着的常设义务" in home and "已过 81 天" in home
    assert "现在就欠着" not in page(keeping[2], "home")
    assert board.owed_now(hunan.officer(Role.DECIDER), TODAY) == [], (
        "the province's own to do, not its cities'"
    )


@pytest.mark.clauses("hunan:10.2")
def test_every_clause_of_the_measure_is_listed_with_how_it_is_kept(hunan: Place, cities: list[Place]) -> None:
    shown = page(hunan, "board_clauses")
    assert shown.count("/law/hunan/") >= 40 and "/law/hunan/10.2/" in shown
    assert "逾期3项" in shown and "clause=hunan:10.2" in shown
    own = page(hunan, "board_clauses", bureau="430110")
    assert "逾期2项" in own and "bureau=430110" in own
    assert cities[0].bureau.name in page(hunan, "board", clause="hunan:10.2", when="overdue")


@pytest.mark.clauses("hunan:10")
def test_acts_are_counted_by_the_clauses_they_stood_on(hunan: Place) -> None:
    """Counted from the record, of this year and of one's own territory."""
    office = hunan.below("430100", "长沙市医疗保障局", "city")
    with clock.on(TODAY):
        perform(
            bureaus.set_target,
            office.office,
            office.officer(Role.DECIDER),
            concept="lead.answer",
            n=5,
            unit="days",
        )
    above = hunan.officer(Role.DECIDER)
    cited = overview.applied(above, date(2026, 1, 1), office.bureau)
    assert cited and all(n == 1 for n in cited.values())
    assert overview.applied(above, date(2026, 3, 12), office.bureau) == {}
    neighbour = hunan.below("430200", "示例市医疗保障局", "city")
    assert overview.applied(neighbour.officer(Role.DECIDER), date(2026, 1, 1)) == {}


def test_the_workbook_has_the_same_rows(hunan: Place, cities: list[Place]) -> None:
    with clock.on(TODAY):
        client = signed_in(hunan.user(Role.DECIDER))
        answer = client.get(reverse("desk:board_workbook"), {"when": "overdue"})
        again = client.get(reverse("desk:board_workbook"), {"when": "overdue"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["逐局", "逐条", "逐月", "逐项"]
    rows = book.get_sheet_by_name("逐项").to_python()
    assert len(rows) == 4 and {row[3] for row in rows[1:]} == {"示例1市医疗保障局", "示例2市医疗保障局"}
    clauses = book.get_sheet_by_name("逐条").to_python()
    assert len([row for row in clauses if row[2].startswith("hunan:")]) == len(shelf().packs["hunan"].clauses)
    [answering] = [row for row in clauses if row[2] == "hunan:10.2"]
    assert answering[8] == 3 and not answering[-1], "what is overdue by it, and no reason why nothing is"
    bureaus = book.get_sheet_by_name("逐局").to_python()
    assert bureaus[1][:3] == ["示例1市医疗保障局", 2.0, 2.0]
    assert bureaus[0][3:5] == ["现在就欠着", "最长欠了几天"]
    assert answer.content == again.content


def test_more_bureaus_ask_no_more_of_the_database(hunan: Place, cities: list[Place]) -> None:
    def asked() -> int:
        client = signed_in(hunan.user(Role.DECIDER))
        with (
            clock.on(TODAY),
            CaptureQueriesContext(
                connection,
            ) as seen,
        ):
            assert client.get(reverse("desk:board_bureaus")).status_code == 200
        return len(seen)

    asked()
    before = asked()
    for n in range(10, 30):
        owed(hunan.below(f"4302{n}", f"示例{n}县医疗保障局"), date(2026, 3, 1), date(2026, 3, 9))
    assert asked() == before
