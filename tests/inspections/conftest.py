"""Not at midnight: a day must not end while a test runs."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from zhongdu.calendar import clock

if TYPE_CHECKING:  # importing it now would be before Django is there
    from inspecting import City

    from world import Place


@pytest.fixture(autouse=True)
def midday() -> None:
    clock.travel_to(date(2026, 6, 10))


@pytest.fixture
def city(beijing: "Place") -> "City":
    """A city under the fund measure of a city, with two districts and an institution in the first."""
    from inspecting import city_of

    return city_of(beijing)
