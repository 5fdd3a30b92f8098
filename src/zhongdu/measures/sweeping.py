"""What the night sees to about measures: this machine's shelf has what governs."""

from collections.abc import Callable, Iterator
from datetime import date

from zhongdu.duties.sweep import sweeper
from zhongdu.measures import shelving


@sweeper
def shelves_are_whole(today: date) -> Iterator[Callable[[], object]]:
    """补齐办法"""
    if shelving.lacking():
        yield shelving.restore
