"""How the record is fixed: canonical JSON, SM3, and Merkle trees in the manner of RFC 6962. Pure functions."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

EMPTY = "0" * 64  # what the first link of every chain points back to


def sm3(data: bytes) -> str:
    """SM3 (GB/T 32905) as 64 hex digits."""
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize().hex()


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(prev: str, content: Mapping[str, Any]) -> str:
    """The hash of an event that stands behind the one with hash ``prev``."""
    return sm3(f"{prev}\n{canonical(content)}".encode())


def leaf(text: str) -> str:
    return sm3(b"\x00" + text.encode())


def node(left: str, right: str) -> str:
    return sm3(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right))


def root(leaves: Sequence[str]) -> str:
    """The Merkle root over leaf hashes (RFC 6962 §2.1: split at the largest power of two below the size)."""
    if not leaves:
        return sm3(b"")
    level = list(leaves)
    while len(level) > 1:  # an odd one out moves up unpaired, which gives the same tree
        level = [node(*pair) if len(pair) == 2 else pair[0] for pair in _pairs(level)]
    return level[0]


def proof(leaves: Sequence[str], position: int) -> list[tuple[str, str]]:
    """The path that shows one leaf under the root: ("left" or "right", hash) from the leaf upwards."""
    path, level = [], list(leaves)
    while len(level) > 1:
        beside = position ^ 1
        if beside < len(level):
            path.append(("left" if beside < position else "right", level[beside]))
        level = [node(*pair) if len(pair) == 2 else pair[0] for pair in _pairs(level)]
        position //= 2
    return path


def proves(leaf_hash: str, path: Sequence[tuple[str, str]], root_hash: str) -> bool:
    """Whether a path leads from a leaf to a root."""
    for side, beside in path:
        leaf_hash = node(beside, leaf_hash) if side == "left" else node(leaf_hash, beside)
    return leaf_hash == root_hash


def _pairs(level: list[str]) -> list[list[str]]:
    return [level[start : start + 2] for start in range(0, len(level), 2)]
