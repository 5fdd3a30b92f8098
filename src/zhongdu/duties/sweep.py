"""The sweep: once a night, what fell due happens by itself. Rooms declare what they sweep.

Each sweeper is asked for the matters that are due and does one act to each, as the system; a matter that
cannot be done stops nothing else. The cost follows what is due, not what exists.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import date

from django.utils.module_loading import autodiscover_modules

from zhongdu.calendar import clock
from zhongdu.record.keeping import seal

Sweeper = Callable[[date], Iterator[Callable[[], object]]]
_sweepers: dict[str, Sweeper] = {}
log = logging.getLogger(__name__)


def sweeper(function: Sweeper) -> Sweeper:
    """Declare a sweeper: given the day, it yields one callable for each thing that is due.

    Its docstring's first line is what people read it as.
    """
    _sweepers[(function.__doc__ or function.__name__).strip().partition("\n")[0]] = function
    return function


def sweep(today: date) -> dict[str, int]:
    """Do all that is due on a day and seal the days before it; how many things each sweeper did.

    Safe to run twice, and after days without a run: what was done is no longer due.
    """
    autodiscover_modules("acts", "sweeping")
    done: dict[str, int] = {}
    with clock.on(today):
        for name, each in _sweepers.items():
            done[name] = sum(_do(thing, each) for thing in each(today))
    return done


def seal_yesterday(today: date) -> bool:
    """Seal the record up to the end of yesterday; false when that was done already."""
    return seal(date.fromordinal(today.toordinal() - 1)) is not None


def _do(thing: Callable[[], object], each: Sweeper) -> bool:
    try:
        thing()
    except Exception:  # one broken matter must not keep the others from their day
        log.exception("sweep: %s failed", each.__name__)
        return False
    return True
