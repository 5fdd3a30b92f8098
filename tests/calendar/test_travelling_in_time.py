"""Travelling in time: a process may, and a block may, without taking the others along."""

from datetime import date, timedelta
from threading import Thread

from zhongdu.calendar import clock

THEN = date(2026, 3, 2)


def test_a_block_is_on_its_day_and_ends() -> None:
    before = clock.today()
    with clock.on(THEN):
        assert clock.today() == THEN
        with clock.on(THEN + timedelta(days=1)):
            assert clock.today() == THEN + timedelta(days=1)
        assert clock.today() == THEN
    assert clock.today() == before


def test_a_block_takes_no_other_thread_along() -> None:
    seen = []
    with clock.on(THEN):
        other = Thread(target=lambda: seen.append(clock.today()))
        other.start()
        other.join()
    assert seen != [THEN]


def test_a_rehearsal_takes_the_whole_process_along_but_no_block() -> None:
    clock.travel_to(THEN)
    seen = []
    other = Thread(target=lambda: seen.append(clock.today()))
    other.start()
    other.join()
    assert seen == [THEN]
    with clock.on(THEN - timedelta(days=30)):
        assert clock.today() == THEN - timedelta(days=30)
    assert clock.today() == THEN
