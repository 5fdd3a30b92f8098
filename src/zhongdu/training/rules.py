"""Drawing questions so that anybody can draw them again, and counting what was answered. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from unicodedata import normalize

LAW = ("training", "training.for_supervisors")  # what a measure may say of it


def drawn(keys: Iterable[int], n: int, seed: str) -> list[int]:
    """``n`` of the questions, in the order asked: the same for the same seed and the same bank."""
    return sorted(keys, key=lambda key: hashlib.sha256(f"{seed}:{key}".encode()).digest())[:n]


def score(right: Mapping[int, Sequence[int]], answers: Mapping[int, Sequence[int]]) -> int:
    """How many of the questions were answered wholly right, in whole per cent, rounded down: nobody passes by rounding."""
    good = sum(sorted(answers.get(key, ())) == sorted(places) for key, places in right.items())
    return good * 100 // max(1, len(right))


def options_of(typed: str) -> tuple[list[str], list[int]]:
    """Lines as they were typed, those that begin with a star right: (options, places of the right ones)."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    right = [at for at, line in enumerate(lines) if line.startswith(("*", "＊"))]
    return [line.lstrip("*＊ ").strip() for line in lines], right


def tidy(typed: str) -> str:
    """A verification code as it is kept, however somebody copied it off a paper."""
    signs = [sign for sign in normalize("NFKC", typed).upper() if sign.isascii() and sign.isalnum()]
    return "-".join("".join(signs[at : at + 4]) for at in range(0, len(signs), 4))
