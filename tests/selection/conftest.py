"""Each test begins on the same Monday, with a folder of its own for files."""

import sys
from pathlib import Path
from typing import Any

import pytest

from zhongdu.calendar import clock

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "recruitment")]


@pytest.fixture(autouse=True)
def a_day_and_a_folder(today_again: None, settings: Any, tmp_path: Path) -> None:
    from recruiting import TODAY

    settings.MEDIA_ROOT = tmp_path
    clock.travel_to(TODAY)
