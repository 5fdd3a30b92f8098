"""The sweep: once a night, what fell due happens by itself. Rooms declare what they sweep.

Each sweeper is asked for the things that are due, and does one act for each, as the system; one that cannot
be done stops nothing else, and is counted and logged. The cost follows what is due, not what exists.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from traceback import format_tb

from django.utils.module_loading import autodiscover_modules

from zhongdu.calendar import clock
from zhongdu.record.keeping import seal

Sweeper = Callable[[date], Iterator[Callable[[], object]]]
_sweepers: dict[str, Sweeper] = {}
log = logging.getLogger(__name__)


@dataclass
class Swept:
    """How many things each sweeper did, and how many it could not do."""

    done: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def counting(self, name: str) -> Iterator[None]:
        """What goes wrong is told by its kind and its place: its text could carry somebody's particulars."""
        try:
            yield
        except Exception as error:
            self.failed[name] += 1
            kind = f"{type(error).__name__} {getattr(error, 'code', '')}"
            log.error("sweep: %s: %s\n%s", name, kind, "".join(format_tb(error.__traceback__)))


def sweeper(function: Sweeper) -> Sweeper:
    """Declare a sweeper: given the day, it yields one callable for each thing that is due.

    Its docstring's first line is what people read it as.
    """
    _sweepers[(function.__doc__ or function.__name__).strip().partition("\n")[0]] = function
    return function


def sweep(today: date) -> Swept:
    """Do all that is due on a day. Safe to run twice, and after days without a run: what was done is no longer due."""
    autodiscover_modules("acts", "sweeping")
    swept = Swept(Counter(dict.fromkeys(_sweepers, 0)))
    with clock.on(today) if today != clock.today() else nullcontext():
        for name, due in _sweepers.items():
            with swept.counting(name):
                for thing in due(today):
                    with swept.counting(name):
                        thing()
                        swept.done[name] += 1
    return swept


def seal_yesterday(today: date) -> bool:
    """Seal the record up to the end of yesterday; false when that was done already."""
    return seal(today - timedelta(days=1)) is not None
