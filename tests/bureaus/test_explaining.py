"""A year that went by without it stays missed for ever; once its head has said by name why, nobody waits for it any more,
and the level above reads what he said."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from watching import signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties import board, overview
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.messages.models import Message
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
FIRST, NEXT = date(2026, 6, 10), date(2027, 2, 1)
WHY, SINCE = "筹备期间场地被征用", "二〇二七年一月补开了一次"
ROW = "symposium=2026-12-31"


@pytest.fixture
def city(hunan: Place) -> Place:
    """A city that held no symposium in a year that is over, and has not in this one."""
    clock.travel_to(FIRST)
    made = hunan.below("430100", "长沙市医疗保障局", "city")
    sweep(FIRST)
    clock.travel_to(NEXT)
    sweep(NEXT)
    return made


def explain(place: Place, **more: Any) -> Any:
    said = {"duty": ROW, "why": WHY, "since": SINCE} | more
    return perform(bureaus.explain_missed, place.office, place.officer(Role.DECIDER), **said)


def rows(place: Place) -> list[tuple[date | None, date | None, date | None]]:
    found = Duty.objects.filter(docket=place.office.docket, concept="symposium").order_by("due")
    return list(found.values_list("due", "met_on", "missed_on"))


@pytest.mark.clauses("hunan:10.3")
def test_a_missed_year_is_explained_and_stays_missed(hunan: Place, city: Place) -> None:
    chief = city.officer(Role.DECIDER)
    assert ROW.partition("=")[0] in [
        row.duty.concept for row in board.due_for(chief, NEXT) if row.when == "overdue"
    ]
    explain(city)
    assert rows(city) == [(date(2026, 12, 31), None, NEXT), (date(2027, 12, 31), None, None)]
    assert "overdue" not in [row.when for row in board.due_for(chief, NEXT)]
    visible = board.visible(hunan.officer(Role.DECIDER)).filter(bureau=city.bureau)
    counted = board.counts(visible, NEXT)
    assert (counted["overdue"], counted["missed"], counted["met"]) == (0, 1, 0)
    [(_, tally)] = overview.by_bureau(visible, [city.bureau], NEXT)
    assert (tally.overdue, tally.missed, tally.met, tally.late) == (0, 1, 0, 0)
    months = {each.first: each.overdue for each in overview.by_month(visible, date(2027, 2, 28))}
    assert months[date(2026, 12, 1)] == 1 and months[date(2027, 1, 1)] == 1, (
        "it was so until it was explained"
    )
    assert months[date(2027, 2, 1)] == 0
    assert not list(breaks())


def test_the_sweep_neither_opens_it_again_nor_meets_it(city: Place) -> None:
    explain(city)
    before = rows(city)
    for day in (NEXT, date(2027, 2, 2), date(2027, 3, 1)):
        sweep(day)
    assert rows(city) == before


def test_only_what_went_by_is_explained_and_only_once(city: Place) -> None:
    for row in ("symposium=2027-12-31", "liaison=", "symposium"):
        with pytest.raises(Refused):
            explain(city, duty=row)
    with pytest.raises(Refused):
        explain(city, why="")
    explain(city)
    with pytest.raises(Refused) as refused:
        explain(city)
    assert "没有过了期限" in refused.value.says
    with pytest.raises(Refused):
        perform(
            bureaus.explain_missed, city.office, city.officer(Role.LIAISON), duty=ROW, why=WHY, since=SINCE
        )


def test_the_level_above_is_told_and_reads_why_and_a_neighbour_does_not(hunan: Place, city: Place) -> None:
    above, neighbour = hunan.user(Role.DECIDER), hunan.below("430200", "示例市医疗保障局", "city")
    explain(city)
    [told] = Message.objects.filter(kind="duties.missed_explained")
    assert told.user == above and told.docket == city.office.docket
    client, standing = signed_in(above), reverse("desk:board_standing")
    shown = client.get(standing, {"bureau": "430100"}).content.decode()
    assert WHY in shown and SINCE in shown and "逾期未履行的说明" in shown
    board_page = client.get(reverse("desk:board"), {"bureau": "430100", "when": "missed"}).content.decode()
    assert "逾期未履行" in board_page and "说明未履行" in board_page
    other = signed_in(neighbour.user(Role.DECIDER))
    assert WHY not in other.get(standing, {"bureau": "430100"}).content.decode()
    assert client.get(reverse("desk:board_bureaus")).content.decode().count("when=missed") == 1


def test_the_database_refuses_what_was_not_missed(city: Place) -> None:
    this_year = Duty.objects.filter(docket=city.office.docket, due=date(2027, 12, 31))
    kept = Duty.objects.filter(docket=city.office.docket, concept="liaison")
    for row in (this_year, kept):
        with pytest.raises(IntegrityError, match="missed_only_once"), transaction.atomic():
            row.update(missed_on=NEXT, missed_by="x")
