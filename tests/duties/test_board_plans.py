"""What the board costs follows what its reader is shown, not what stands beside it: seen by the plans of its questions."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from watching import signed_in
from world import Place
from zhongdu.acts.withholding import need_to_know
from zhongdu.calendar import clock
from zhongdu.duties import board, overview, reminding
from zhongdu.duties.models import Duty
from zhongdu.record.keeping import append_first, open_dockets
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 11)
BUREAU = "430100"

Asked = Callable[[Any], object]
QUESTIONS: dict[str, Asked] = {
    "what stands how": lambda actor: board.counts(board.visible(actor), TODAY),
    "the rows": lambda actor: list(
        board.worst_first(board.within(board.visible(actor), "open", TODAY), TODAY).order_by("rank", "due", "id")[:51]
    ),
    "what was met": lambda actor: list(board.within(board.visible(actor), "met", TODAY).order_by("-met_on", "-id")[:51]),
    "what is over": lambda actor: list(board.within(board.visible(actor), "void", TODAY).order_by("-void_on", "-id")[:51]),
    "what was missed": lambda actor: list(board.within(board.visible(actor), "missed", TODAY).order_by("-missed_on", "-id")[:51]),
    "by bureau": lambda actor: overview.by_bureau(board.visible(actor), [], TODAY),
    "the heat": lambda actor: overview.heats(board.visible(actor), [], TODAY),
    "by clause": lambda actor: overview.by_clause(board.visible(actor), TODAY),
    "what was applied": lambda actor: overview.applied(actor, TODAY),
    "by month": lambda actor: overview.by_month(board.visible(actor), TODAY),
    "what is due": lambda actor: board.due_for(actor, TODAY),
    "what is owed now": lambda actor: board.owed_now(actor, TODAY),
}  # fmt: skip


@pytest.fixture
def city(hunan: Place) -> Place:
    return hunan.below(BUREAU, "长沙市医疗保障局", "city")


@pytest.fixture
def beside_many(hunan: Place, city: Place) -> Place:
    """A city with a few duties, and a neighbour with very many; PostgreSQL, which plans by how many there are, knows it."""
    owed(city, 20, TODAY)
    neighbour = hunan.below("430200", "株洲市医疗保障局", "city")
    owed(neighbour, 2000, TODAY)
    owed(neighbour, 600)  # kept standing, and not
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE duties_duty, record_docket, record_event, scope_bureau")
    return city


def owed(place: Place, n: int, due: date | None = None, met: date | None = None) -> list[Duty]:
    """So many duties in bulk, each on a docket of its own, in whose record it stands."""
    rule = place.law.rule("lead.answer")
    dockets = open_dockets("bureaus.office", place.bureau, n)
    append_first(
        [(docket, {}) for docket in dockets], on=TODAY, deed="x", act="bureaus.set_target", actor={}, measure="hunan",
        version="x", clauses=[str(rule.address)],
    )  # fmt: skip
    return Duty.objects.bulk_create(
        Duty(
            docket=docket, kind=docket.kind, concept="lead.answer", clause=str(rule.address), says=rule.label, strength="must",
            bureau=place.bureau, since=TODAY - timedelta(days=90), due=due, opened_by="x", met_on=met, met_by="y" if met else "",
            standing=due is None,
        )
        for docket in dockets
    )  # fmt: skip


def plans(ask: Callable[[], object]) -> Iterator[str]:
    """The plan of each question asked. PostgreSQL reads small tables whole, unless told that this is dear."""
    with CaptureQueriesContext(connection) as seen:
        ask()
    postgres = connection.vendor == "postgresql"
    with transaction.atomic(), connection.cursor() as cursor:
        if postgres:
            cursor.execute("SET LOCAL enable_seqscan = off")
        for each in seen.captured_queries:
            cursor.execute(f"EXPLAIN {'' if postgres else 'QUERY PLAN '}{each['sql']}")
            yield "".join(f"{row[-1]}\n" for row in cursor.fetchall())


# A table read whole, or by an index from end to end; but the indexes of what has ended are read in order, as far as a page.
READ_WHOLE = re.compile(
    r"SCAN (?:duties_duty|record_event)\b(?! USING INDEX duties_(?:met|ended|missed))"
    r"|Seq Scan on duties_duty\b"
    r"|Scan(?: Backward)? using (?!duties_(?:met|ended|missed)\b)\w+ on duties_duty\b[^\n]*\n(?! *Index Cond)"
)


def test_no_face_of_a_bureau_reads_what_others_owe(beside_many: Place) -> None:
    actor = beside_many.officer(Role.DECIDER)
    for question, ask in QUESTIONS.items():
        told = list(plans(lambda ask=ask: ask(actor)))
        assert told and not [plan for plan in told if READ_WHOLE.search(plan)], question


def test_the_nights_reminders_read_what_is_due_and_not_what_people_ever_owed(beside_many: Place) -> None:
    told = list(plans(lambda: list(reminding.of_people(TODAY))))
    assert told and not [plan for plan in told if READ_WHOLE.search(plan)]


def test_the_watch_over_plans_sees_what_it_is_for(beside_many: Place) -> None:
    """A territory reached through a join, beside another condition, reads every duty there is: so it once was."""
    path = Duty.objects.filter(bureau__path__startswith=beside_many.bureau.path) | Duty.objects.filter(
        person_id=1
    )
    assert any(READ_WHOLE.search(plan) for plan in plans(lambda: list(path)))


def test_of_each_row_only_the_rule_of_its_own_kind_is_asked(city: Place) -> None:
    actor = city.officer(Role.DECIDER)
    for question, ask in QUESTIONS.items():
        with CaptureQueriesContext(connection) as seen:
            ask(actor)
        asked = [each["sql"] for each in seen if re.search(r'FROM "(duties_duty|record_event)"', each["sql"])]
        assert asked, question
        for sql in asked:
            assert len(re.findall(r"NOT \(?CASE WHEN", sql)) == 1, question
            for kind in need_to_know():
                assert len(re.findall(rf"WHEN [^ ]+ = \(?'{kind.kind()}'\)? THEN", sql)) == 1, (
                    question,
                    kind,
                )


@pytest.mark.parametrize(
    "face", ["board", "board_bureaus", "board_clauses", "board_months", "board_workbook"]
)
def test_more_duties_ask_no_more_of_the_database(hunan: Place, city: Place, face: str) -> None:
    def asked() -> int:
        with clock.on(TODAY), CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(f"desk:{face}"), {"when": "overdue"}).status_code == 200
        return len(seen)

    client = signed_in(hunan.user(Role.DECIDER))
    owed(city, 3, TODAY - timedelta(days=1))
    asked()
    before = asked()
    owed(city, 40, TODAY - timedelta(days=1))
    owed(city, 40, TODAY, met=TODAY)
    assert asked() == before


def test_a_file_of_open_rows_is_one_question_however_many_its_parts(city: Place) -> None:
    """A file leads to no page, so that nobody asks which of them could be opened."""
    owed(city, 30, TODAY)
    actor = city.officer(Role.DECIDER)
    rows = board.within(board.visible(actor), "open", TODAY)
    with CaptureQueriesContext(connection) as seen:
        told = list(board.in_parts(rows, actor, TODAY, size=7))
    assert len(told) == 30 and not any(row.url for row in told)
    assert len(seen) == 1


def test_a_deed_over_very_many_matters_is_asked_of_those_shown_alone(city: Place) -> None:
    [duty, *_] = owed(city, 3, met=TODAY)
    rows = Duty.objects.filter(pk=duty.pk).select_related("docket", "bureau", "person")
    with CaptureQueriesContext(connection) as seen:
        list(board.read(rows, city.officer(Role.DECIDER), TODAY, "desk"))
    [deeds] = [query["sql"] for query in seen if '"deed" IN' in query["sql"]]
    assert f'"docket_id" IN ({duty.docket_id})' in deeds


def test_a_duty_knows_the_kind_of_its_matter(city: Place) -> None:
    """By it alone need to know subtracts: a row without one would be everybody's."""
    [docket] = open_dockets("leads.lead", city.bureau, 1)
    duty = Duty.objects.create(docket=docket, bureau=city.bureau, since=TODAY, opened_by="x")
    assert duty.kind == "leads.lead"
    with pytest.raises(IntegrityError, match="a_duty_knows_its_kind"), transaction.atomic():
        Duty.objects.bulk_create([Duty(docket=docket, bureau=city.bureau, since=TODAY, opened_by="x")])


def test_postgresql_does_not_compile_what_it_answers_in_milliseconds() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)
