"""Checking a pack, ours or a stranger's, as it would stand on the shelf: its shape, its neighbours, its cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhongdu.calendar import Schedule
from zhongdu.law.cases import failures, read_cases
from zhongdu.law.fitting import unmet
from zhongdu.law.library import Shelf, gathered
from zhongdu.law.pack import BadPack, Mistake, Pack, read


@dataclass(frozen=True)
class Checked:
    """What came of it: the pack if it could be read, every mistake found, how many cases it brought."""

    pack: Pack | None
    mistakes: tuple[Mistake, ...]
    cases: int = 0


def check(folder: Path, shelved: Sequence[Path], schedule: Schedule) -> Checked:
    """Check the pack in a folder among those below the ``shelved`` folders; a mistake in one of them is not its own."""
    try:
        pack = read(folder)
    except BadPack as bad:
        return Checked(None, (*bad.mistakes, *_of_cases(folder)))
    packs = gathered(*shelved)[0] | {pack.code: pack}
    wrong = unmet(pack, packs)
    if wrong:
        return Checked(pack, (*wrong, *_of_cases(folder)))
    try:
        cases = read_cases(folder)
    except BadPack as bad:
        return Checked(pack, tuple(bad.mistakes))
    return Checked(pack, tuple(failures(cases, Shelf(packs).of(pack), schedule)), len(cases))


def _of_cases(folder: Path) -> list[Mistake]:
    """What is wrong with how the cases are written, told even where the pack cannot answer them."""
    try:
        read_cases(folder)
    except BadPack as bad:
        return bad.mistakes
    return []
