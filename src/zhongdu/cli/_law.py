"""What the commands on the law share: the shelf, a measure by its code, and the nearest name for a slip."""

from collections.abc import Iterable
from difflib import get_close_matches

from zhongdu.cli.registry import Finding, Misuse
from zhongdu.law import shelves
from zhongdu.law.library import Shelf, Statute
from zhongdu.law.pack import BadPack


def books() -> Shelf:
    """Every pack of this installation; a mistake in one of them ends the command with all of its lines."""
    try:
        return shelves.shelf()
    except BadPack as bad:
        raise Finding(f"办法的数据有误，请先改正：\n{bad}") from None


def statute(code: str) -> Statute:
    shelf = books()
    if code not in shelf.packs:
        raise Misuse(f"没有代码为“{code}”的办法" + nearest(code, shelf.packs))
    return shelf.statute(code)


def nearest(word: str, known: Iterable[str]) -> str:
    """How the sentence about an unknown name goes on: with the nearest ones, or with the first."""
    names = list(known)
    near = get_close_matches(word, names, n=3, cutoff=0.5)
    if near:
        return f"，是不是 {'、'.join(near)}？"
    return f"；有 {'、'.join(names[:8])}{' 等' * (len(names) > 8)}。"
