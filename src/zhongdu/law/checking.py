"""Checking a pack, ours or a stranger's, as it would stand on the shelf: its shape, its neighbours, its cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhongdu.calendar import Schedule
from zhongdu.law.address import Address
from zhongdu.law.cases import Case, failures, outcome, read_cases
from zhongdu.law.fitting import unmet
from zhongdu.law.library import Shelf, Statute, gathered
from zhongdu.law.pack import BadPack, Mistake, Pack, compile_pack, read


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


def check_draft(text: str, code: str, shelf: Shelf) -> Checked:
    """Check the document of a measure that is still being written, as it would stand on the shelf."""
    try:
        pack = compile_pack(text, f"{code}.toml")
    except BadPack as bad:
        return Checked(None, tuple(bad.mistakes))
    return Checked(pack, tuple(unmet(pack, shelf.packs)))


@dataclass(frozen=True)
class Tried:
    """A case of one measure put to another: what each answers."""

    says: str
    ask: str
    expected: Any
    answer: Any
    address: Address | None = None  # of the rule that answers, where one does

    @property
    def is_same(self) -> bool:
        return bool(self.expected == self.answer)


def try_cases(cases: Sequence[Case], statute: Statute, schedule: Schedule) -> list[Tried]:
    """How a measure answers the cases of another: for people, who see from it what is decided otherwise."""
    return [
        Tried(case.says, case.ask, _unaddressed(case.expect), _unaddressed(_answer(case, statute, schedule)))
        for case in cases
    ]


def run_cases(cases: Sequence[Case], statute: Statute, schedule: Schedule) -> list[Tried]:
    """How a measure answers its own cases, and which of its rules does."""
    return [
        Tried(case.says, case.ask, case.expect, _answer(case, statute, schedule), _speaking(case, statute))
        for case in cases
    ]


def _speaking(case: Case, statute: Statute) -> Address | None:
    bound = statute.find(case.ask)
    return bound.address if bound else None


def _answer(case: Case, statute: Statute, schedule: Schedule) -> Any:
    try:
        return outcome(case, statute, schedule)
    except (LookupError, ValueError) as error:
        return str(error)


def _unaddressed(answer: Any) -> Any:
    """Without the clause, which is always another measure's."""
    return {k: v for k, v in answer.items() if k != "address"} if isinstance(answer, dict) else answer
