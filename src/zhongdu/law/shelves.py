"""Where this installation keeps its packs and holiday lists; readable without Django being set up."""

from pathlib import Path

from zhongdu import places
from zhongdu.calendar import Schedule, default_schedule
from zhongdu.law import library
from zhongdu.law.library import Shelf


def law_folders() -> list[Path]:
    """The shipped packs, then those a bureau has put beside its data; the later ones win."""
    return [folder for folder in (places.law(), places.var() / "law") if folder.is_dir()]


def shelf() -> Shelf:
    return library.shelf(*law_folders())


def schedule() -> Schedule:
    """China's working days: the lists that ship and those loaded later."""
    return default_schedule(*(folder / "holidays" for folder in law_folders()))
