"""Not at midnight: a day must not end while a test runs."""

from datetime import date

import pytest

from zhongdu.calendar import clock


@pytest.fixture(autouse=True)
def midday() -> None:
    clock.travel_to(date(2026, 6, 10))
