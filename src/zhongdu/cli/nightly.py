"""The work of the night: what has fallen due is swept once at start and shortly after every midnight."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from zhongdu.calendar.clock import CHINA, today
from zhongdu.calendar.clock import now as clock

SHORTLY_AFTER_MIDNIGHT = time(0, 5)
LONGEST_NAP = 60.0  # seconds: a machine that slept through midnight notices within a minute of waking

log = logging.getLogger(__name__)


def next_night(now: datetime) -> datetime:
    """The first 00:05 in China strictly after ``now`` (an aware datetime)."""
    here = now.astimezone(CHINA)
    tonight = datetime.combine(here.date(), SHORTLY_AFTER_MIDNIGHT, CHINA)
    return tonight if here < tonight else tonight + timedelta(days=1)


@contextmanager
def sweep_nightly() -> Iterator[None]:
    """Sweep in a thread for as long as the block lasts."""
    ended = threading.Event()
    thread = threading.Thread(target=keep_watch, args=(sweep_now, ended), name="nightly", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(LONGEST_NAP)


def keep_watch(
    work: Callable[[], None],
    ended: threading.Event,
    now: Callable[[], datetime] = clock,
) -> None:
    """Do ``work`` at once and then every night, until ``ended``; one failed night does not end the watch."""
    while not ended.is_set():
        following = next_night(now())
        try:
            work()
        except Exception as error:
            # The kind of error only: its text could carry somebody's particulars.
            log.error("the nightly sweep failed: %s", type(error).__name__)
        while now() < following and not ended.wait(LONGEST_NAP):
            pass


def sweep_now() -> None:
    from django.db import close_old_connections

    from zhongdu.duties.sweep import seal_yesterday, sweep

    close_old_connections()
    try:
        sweep(today())
        seal_yesterday(today())
    finally:
        close_old_connections()
