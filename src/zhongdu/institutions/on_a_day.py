"""The page that says what an entry on the list was on any day; institutions and practitioners have the same."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest

from zhongdu.calendar import clock
from zhongdu.institutions import history
from zhongdu.kit import lists
from zhongdu.kit.parts import Fact


def on_a_day(
    request: HttpRequest, entry: history.Entry, above: Sequence[tuple[str, str]]
) -> tuple[date, dict[str, Any]]:
    """The day asked for, today without one, and what the page shows of it. ``above``: the pages that lead here."""
    filters = lists.Filters.read(request, lists.Day("day", "哪一天", ""))
    day = date.fromisoformat(filters.chosen["day"]) if filters.chosen else clock.today()
    held = history.as_of(entry, day)
    return day, {
        "entry": entry,
        "above": above,
        "filters": filters,
        "day": day,
        "held": held,
        "facts": [Fact(label, value) for label, value in held.lines] if held else (),
        "earliest": history.all_of(entry)[-1].since,
        "places": None,  # where a person worked that day; an institution is where it is
    }
