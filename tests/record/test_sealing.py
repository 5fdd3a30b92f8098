"""A seal covers exactly what was there when it was made, whatever the clocks say and whoever writes meanwhile."""

from datetime import date, timedelta
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from zhongdu.calendar import clock
from zhongdu.record.keeping import append, heads, open_docket, seal
from zhongdu.record.models import Docket, Event, Fixed, Seal
from zhongdu.record.verifying import breaks
from zhongdu.scope.models import Bureau

BLANK = {
    "on": date(2026, 5, 4),
    "deed": "d",
    "act": "a.b",
    "actor": {"user": 1, "role": "decider", "bureau": "x"},
}


def docket() -> Docket:
    bureau, _ = Bureau.objects.get_or_create(
        code="1", defaults={"name": "示例局", "level": "city", "since": date(2020, 1, 1)}
    )
    return open_docket("x", bureau)


@pytest.mark.django_db
def test_an_event_of_a_clock_that_went_wrong_does_not_break_the_seal_before() -> None:
    today, first = clock.today(), docket()
    append(first, **BLANK)
    assert seal(today)
    with clock.on(today - timedelta(days=7)):
        append(first, **BLANK)
        append(docket(), **BLANK)
    assert list(breaks()) == []
    assert seal(today + timedelta(days=1))
    assert list(breaks()) == []


@pytest.mark.django_db
def test_a_day_is_sealed_once_and_none_after_a_later_one() -> None:
    today = clock.today()
    assert seal(today)
    assert seal(today) is None and seal(today - timedelta(days=1)) is None
    assert Seal.objects.get().size == 0, "an empty night is sealed too"
    assert list(breaks()) == []


@pytest.mark.django_db
def test_a_docket_keeps_its_place_in_the_tree() -> None:
    first, second = docket(), docket()
    append(second, **BLANK)
    before = heads(Event.objects.latest("pk").pk)
    append(first, **BLANK)
    assert heads(Event.objects.latest("pk").pk)[: len(before)] == before


@pytest.mark.django_db
@pytest.mark.parametrize(("column", "value"), [("upto", 0), ("size", 7), ("day", "2020-01-01")])
def test_a_change_of_any_column_of_a_seal_shows(column: str, value: object) -> None:
    append(docket(), **BLANK)
    seal(clock.today())
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE record_seal SET "{column}" = %s', [value])
    assert any("封印" in found.where for found in breaks())


@pytest.mark.django_db
def test_a_seal_is_as_fixed_as_an_event() -> None:
    made = seal(clock.today())
    assert made
    for attempt in (made.save, made.delete, Seal.objects.all().delete, lambda: Seal.objects.update(size=3)):
        with pytest.raises(Fixed):
            attempt()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0.5, 1e20, float("nan"), float("inf")])
def test_what_databases_write_in_several_ways_stays_off_the_record(number: float) -> None:
    first = docket()
    for data in ({"n": number}, {"deep": [{"n": number}]}):
        with pytest.raises(TypeError):
            append(first, **BLANK, data=data)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_night_waits_for_what_is_still_being_written() -> None:
    """An event numbered before the seal's last one, and committed after it, would be missing from it for ever."""
    late, punctual = docket(), docket()
    written, sealing = Signal(), Signal()

    def write_slowly() -> None:
        with transaction.atomic():
            append(late, **BLANK)
            written.set()
            assert sealing.wait(10)
            assert not sealed.wait(0.3), "sealed over the head of a writer"
        connection.close()

    sealed = Signal()

    def close_the_night() -> None:
        sealing.set()
        seal(clock.today())
        sealed.set()
        connection.close()

    append(punctual, **BLANK)
    writer, sealer = Thread(target=write_slowly), Thread(target=close_the_night)
    writer.start()
    assert written.wait(10)
    sealer.start()
    for each in (writer, sealer):
        each.join()
    assert Seal.objects.get().size == 2
    assert list(breaks()) == []


@pytest.mark.django_db
def test_verifying_while_others_write_gives_no_false_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    append(docket(), **BLANK)
    walk = breaks()
    original: Any = Docket.objects.filter

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.undo()
        append(docket(), **BLANK)
        return original(*args, **kwargs)

    monkeypatch.setattr(Docket.objects, "filter", meanwhile)
    assert list(walk) == []
