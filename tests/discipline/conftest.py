"""A supervisor whose name is known, and what one reads on a page."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from zhongdu.calendar import clock

if TYPE_CHECKING:
    from zhongdu.roster.queries import Appointment

TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def midday() -> None:
    clock.travel_to(TODAY)


@pytest.fixture
def serving() -> "Callable[..., Appointment]":
    """``serving(place, "张示例", sworn=False)``: somebody appointed, with name and employer in the vault."""
    import watching
    from zhongdu import vault
    from zhongdu.acts.models import acting
    from zhongdu.discipline.models import Declaration, Undertaking

    def make(place: Any, name: str = "张示例", employer: str = "", sworn: bool = True) -> "Appointment":
        made = watching.appoint(place)
        vault.put(made.number, {"name": name, "employer": employer or "退休"}, index=["name"])
        if not sworn:
            with acting():
                Undertaking.objects.filter(appointment=made).delete()
                Declaration.objects.filter(user=made.user).delete()
        return made

    return make
