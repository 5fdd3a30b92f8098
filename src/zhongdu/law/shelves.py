"""Where this installation keeps its packs and holiday lists; readable without Django being set up."""

import os
from pathlib import Path

from zhongdu.calendar import Schedule, default_schedule
from zhongdu.law import library
from zhongdu.law.library import Shelf

_ROOT = Path(__file__).resolve().parents[3]


def law_folders() -> list[Path]:
    """The shipped packs, then those a bureau has put beside its data; the later ones win."""
    shipped = Path(os.environ.get("ZHONGDU_LAW", _ROOT / "law"))
    own = Path(os.environ.get("ZHONGDU_VAR", _ROOT / "var")) / "law"
    return [folder for folder in (shipped, own) if folder.is_dir()]


def shelf() -> Shelf:
    return library.shelf(*law_folders())


def schedule() -> Schedule:
    """China's working days: the lists that ship and those loaded later."""
    return default_schedule(*(folder / "holidays" for folder in law_folders()))
