"""The roster's tests begin on one Monday."""

from datetime import date
from typing import Any

import pytest

from zhongdu.calendar import clock


@pytest.fixture(autouse=True)
def on_a_monday() -> None:
    clock.travel_to(date(2026, 3, 16))


@pytest.fixture
def changsha(hunan: Any) -> Any:
    """A city of Hunan's: there the cities recruit."""
    return hunan.below("430100", "长沙市医疗保障局", "city")
