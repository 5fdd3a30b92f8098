"""An agency of a city that lives by the fund's measure, its institutions and their agreements."""

import sys
from pathlib import Path
from typing import Any

import pytest

_HERE = Path(__file__).parent
sys.path += [str(_HERE), *(str(_HERE.parent / room) for room in ("cases", "platforms"))]


@pytest.fixture
def city(db: None) -> Any:
    """A city under the fund's measure, whose draft is tried out."""
    from world import place

    return place("430100", "示例市医疗保障局", "city", "city")
