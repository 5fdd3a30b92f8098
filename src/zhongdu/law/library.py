"""The shelf of packs: all of them read once, and the rules of one measure with its base beneath."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhongdu.law.address import Address
from zhongdu.law.fitting import unmet
from zhongdu.law.heads import Instrument
from zhongdu.law.pack import BadPack, Bound, Mistake, Pack, read
from zhongdu.law.shapes import Clause
from zhongdu.law.vocabulary import Concept, concept


class Silent(LookupError):
    """Neither the measure nor the base beneath it says anything of a concept."""


@dataclass(frozen=True)
class Statute:
    """A measure as it speaks: its own rules, and its base's where it is silent."""

    pack: Pack
    base: "Statute | None" = None

    @property
    def code(self) -> str:
        return self.pack.code

    @property
    def title(self) -> str:
        return self.pack.head.title

    @property
    def is_draft(self) -> bool:
        return self.pack.head.status == "draft"

    def says(self, name: str) -> bool:
        """Whether the measure or its base binds a concept, or any member of a family."""
        return self.find(name) is not None or bool(self.family(name))

    def rule(self, name: str) -> Bound:
        """The rule for a concept. Raises :class:`Silent`, or ``UnknownConcept`` for a word nobody knows."""
        known = concept(name)
        if name in self.pack.rules:
            return self.pack.rules[name]
        if self.base and not self._speaks_alone(known):
            return self.base.rule(name)
        raise Silent(f"《{self.title}》没有规定“{known.says}”（{name}）。")

    def find(self, name: str) -> Bound | None:
        """The rule for a concept, or none where the law is silent."""
        try:
            return self.rule(name)
        except Silent:
            return None

    def family(self, name: str) -> list[Bound]:
        """The members of a family in the order of their clauses. A measure that has any speaks alone,
        except in families that add to the base's (``adds``)."""
        known = concept(name)
        if not known.each or name != known.name:
            return []
        below = self.base.family(name) if self.base and not self._speaks_alone(known) else []
        own = [bound for bound in self.pack.rules.values() if bound.concept.name == name]
        named = {bound.name for bound in own}
        return sorted(
            own + [bound for bound in below if bound.name not in named], key=lambda bound: bound.address
        )

    def _speaks_alone(self, known: Concept) -> bool:
        return known.each and not known.adds and known.name in self.pack.concepts

    def own(self) -> list[Bound]:
        """The measure's own rules, in the order of its clauses."""
        return sorted(self.pack.rules.values(), key=lambda bound: (bound.address, bound.name))


@dataclass(frozen=True)
class Shelf:
    """Every pack by its code."""

    packs: dict[str, Pack]

    def statute(self, code: str) -> Statute:
        return self.of(self.packs[code])

    def of(self, pack: Pack) -> Statute:
        """A pack that need not stand on the shelf, over its base that does."""
        return Statute(pack, self.statute(pack.head.extends) if pack.head.extends else None)

    @property
    def base(self) -> Statute:
        """The base of defaults that every measure stands on."""
        return self.statute(next(code for code, pack in self.packs.items() if pack.head.about == "base"))

    @property
    def statutes(self) -> list[Statute]:
        return [self.statute(code) for code in self.packs]

    @property
    def instruments(self) -> dict[str, Instrument]:
        return {code: shape for pack in self.packs.values() for code, shape in pack.instruments.items()}

    def clause(self, address: Address) -> Clause | None:
        for pack in self.packs.values():
            if address in pack.clauses:
                return pack.clauses[address]
        return None

    def title_of(self, code: str) -> str:
        """The title of a measure or of an instrument of the base."""
        if code in self.packs:
            return self.packs[code].head.title
        found = self.instruments.get(code)
        return found.title if found else code

    def cite(self, address: Address | str) -> str:
        """A citation to the letter: 《…办法》第六条第（四）项."""
        address = Address.parse(address) if isinstance(address, str) else address
        return f"《{self.title_of(address.code)}》{address.citation}"


def load(*folders: Path) -> Shelf:
    """Read every pack below the folders, a base before what extends it. Raises :class:`BadPack`."""
    packs, mistakes = gathered(*folders)
    if not mistakes:  # what one pack lacks in another cannot be told while that other is unread
        mistakes = [mistake for pack in packs.values() for mistake in unmet(pack, packs)]
    if mistakes:
        raise BadPack(mistakes)
    order = sorted(packs.values(), key=lambda pack: (bool(pack.head.extends), pack.head.about, pack.code))
    return Shelf({pack.code: pack for pack in order})


def gathered(*folders: Path) -> tuple[dict[str, Pack], list[Mistake]]:
    """The packs below the folders that can be read, later ones in place of earlier; the others' mistakes."""
    packs: dict[str, Pack] = {}
    mistakes: list[Mistake] = []
    for path in _found(folders):
        try:
            pack = read(path)
            packs[pack.code] = pack
        except BadPack as bad:
            mistakes += bad.mistakes
    return packs, mistakes


def _found(folders: Iterable[Path]) -> list[Path]:
    return [path.parent for folder in folders for path in sorted(folder.glob("*/measure.toml"))]


@cache
def _loaded(folders: tuple[Path, ...], stamp: tuple[float, ...]) -> Shelf:
    return load(*folders)


def shelf(*folders: Path) -> Shelf:
    """The packs below the folders, read again only when a file has changed."""
    stamp = tuple((path / "measure.toml").stat().st_mtime for path in _found(folders))
    return _loaded(folders, stamp)
