"""How a pack fits among the others: its base, the instruments and clauses it names, what every such measure needs."""

import re

from zhongdu.law.address import Address, BadAddress
from zhongdu.law.pack import Mistake, Pack, citations
from zhongdu.law.toml_lines import Keys, line_of, lines_of
from zhongdu.law.vocabulary import vocabulary


def unmet(pack: Pack, packs: dict[str, Pack]) -> list[Mistake]:
    """Everything a pack names that is not there, and every concept it and its base leave unbound but must not."""
    base = packs.get(pack.head.extends)
    if pack.head.extends and (base is None or base.head.about != "base"):
        return _told(
            pack, [(("extends",), f'没有名为“{pack.head.extends}”的依据（about = "base" 的办法）。')]
        )
    instruments = {**(base.instruments if base else {}), **pack.instruments}
    known = {**packs, pack.code: pack}
    return _told(
        pack,
        [
            *_unknown_clauses(pack, known, set(instruments)),
            *_unknown_instruments(pack, set(instruments)),
            *_unbound(pack, base),
        ],
    )


def _unknown_clauses(pack: Pack, packs: dict[str, Pack], instruments: set[str]) -> list[tuple[Keys, str]]:
    named = [spot for name, bound in pack.rules.items() for spot in citations(name, bound.rule)]
    named += [(("tension", place, "against"), one.against) for place, one in enumerate(pack.tensions)]
    wrong: list[tuple[Keys, str]] = []
    for path, text in named:
        try:
            address = Address.parse(text, pack.code)
        except BadAddress as error:
            wrong.append((path, str(error)))
            continue
        if address.code not in {*packs, *instruments}:
            wrong.append((path, f"没有名为“{address.code}”的办法或文件。"))
        elif address.code in packs and address not in packs[address.code].clauses:
            wrong.append(
                (path, f"《{packs[address.code].head.title}》没有登记{address.citation}（{address}）。")
            )
    return wrong


def _unknown_instruments(pack: Pack, instruments: set[str]) -> list[tuple[Keys, str]]:
    """Short names in ``to`` and ``replaced_by``; a text that is not on record is cited by its title instead."""
    named: list[tuple[Keys, str]] = [
        ((*name.split("."), "to", place), text)
        for name, bound in pack.rules.items()
        for place, text in enumerate(getattr(bound.rule, "to", ()))
        if re.fullmatch(r"[a-z][a-z0-9-]*", text)
    ]
    named += [
        (("instrument", code, "replaced_by"), one.replaced_by)
        for code, one in pack.instruments.items()
        if one.replaced_by
    ]
    return [(path, f"没有登记名为“{text}”的文件。") for path, text in named if text not in instruments]


def _unbound(pack: Pack, base: Pack | None) -> list[tuple[Keys, str]]:
    have = {bound.concept.name for one in (pack, base) if one for bound in one.rules.values()}
    return [
        ((word.name,), f"办法和它的依据都没有写“{word.says}”，而这类办法必须有。")
        for word in vocabulary().values()
        if word.needed == pack.head.about and word.name not in have
    ]


def _told(pack: Pack, wrong: list[tuple[Keys, str]]) -> list[Mistake]:
    file = str(pack.folder / "measure.toml") if pack.folder else f"{pack.code}.toml"
    lines = lines_of(pack.text)
    return [Mistake(file, line_of(lines, path), ".".join(map(str, path)), says) for path, says in wrong]
