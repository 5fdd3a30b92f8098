"""Putting personal values away, reading them back, and erasing them.

A value is any JSON value. Its commitment, ``SM3(salt | [owner, field, value])`` with the list as canonical
JSON, may stand in the record for ever: it fixes the value while the value lives and betrays nothing after.
Who may read is not decided here: the acts that unmask decide it, and are recorded.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from os import urandom
from typing import Any, NamedTuple

from cryptography.hazmat.primitives import hashes
from django.db import transaction

from . import blind
from .blind import find, token
from .cipher import ciphers
from .fields import kind_of, mask, masked
from .models import Entry
from .refusals import VaultError

__all__ = [  # what ``zhongdu.vault`` offers
    "Commitment", "broken", "check", "commitment", "erase", "find", "mask", "masked",
    "put", "put_first", "read", "read_every", "read_many", "recall", "reseal", "token", "when_erased",
]  # fmt: skip

SALT = 16  # bytes
MANY = 500  # rows a statement


class Commitment(NamedTuple):
    """What the record keeps of a value: which entry holds it, and its digest in hex."""

    entry_id: int
    digest: str


def _canonical(value: Any) -> bytes:
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


def commitment(salt: bytes, owner: str, field: str, value: Any) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(salt + _canonical([owner, field, value]))
    return digest.finalize().hex()


def _context(owner: str, field: str, seq: int) -> bytes:
    """Bound to each box, so that boxes moved between rows do not open."""
    return _canonical([owner, field, seq])


def _seal(owner: str, field: str, seq: int, value: Any) -> Entry:
    salt = urandom(SALT)
    box = ciphers().seal(salt + _canonical(value), _context(owner, field, seq))
    digest = commitment(salt, owner, field, value)
    return Entry(owner=owner, field=field, seq=seq, box=box, digest=digest)


def _open(entry: Entry) -> tuple[bytes, Any]:
    """The salt and the value of an entry that lives."""
    box = bytes(entry.box or b"")  # PostgreSQL hands out a memoryview
    plaintext = ciphers().open(box, _context(entry.owner, entry.field, entry.seq))
    return plaintext[:SALT], json.loads(plaintext[SALT:])


def _newest(owners: Iterable[str], fields: Collection[str]) -> dict[tuple[str, str], Entry]:
    """The last entry of each field, erased ones too: an erased value does not uncover the one before it."""
    entries = Entry.objects.filter(owner__in=list(owners)).order_by("seq")
    if fields:
        entries = entries.filter(field__in=list(fields))
    return {(entry.owner, entry.field): entry for entry in entries.iterator()}


def put(
    owner: str,
    values: Mapping[str, Any],
    *,
    index: Collection[str] = (),
    history: bool = True,
) -> dict[str, Commitment]:
    """Make these the current values of ``owner``, and give the commitment of each for the record.

    Fields in ``index`` can be found by their whole value; what an older value was found by is forgotten. A value equal to the current one makes no new entry. ``history=False`` (drafts,
    which no record cites) erases the older values at once. To be called under the lock of the owner's matter:
    of two calls at the same moment for one field, the second fails whole on ``vault_entry_once``.
    """
    for field in values:
        kind_of(field)
    with transaction.atomic(savepoint=False):
        newest = _newest([owner], values)
        kept = {entry.field: entry for entry in newest.values() if _holds(entry, values[entry.field])}
        made = {
            field: _seal(owner, field, newest[owner, field].seq + 1 if (owner, field) in newest else 1, value)
            for field, value in values.items()
            if field not in kept
        }
        Entry.objects.bulk_create(made.values())
        if not history:
            current = [entry.pk for entry in (kept | made).values()]
            Entry.objects.filter(owner=owner, field__in=list(values)).exclude(pk__in=current).erase()
        if newest:
            blind.forget(owner, values)
        blind.remember(owner, _given(values, index))
    entries = kept | made
    return {field: Commitment(entries[field].pk, entries[field].digest) for field in values}


def put_first(
    many: Mapping[str, Mapping[str, Any]], *, index: Collection[str] = ()
) -> dict[str, dict[str, Commitment]]:
    """``put`` for many owners of whom nothing was kept before, in few statements: ``{owner: {field: commitment}}``."""
    for field in {field for values in many.values() for field in values}:
        kind_of(field)
    made = [
        _seal(owner, field, 1, value) for owner, values in many.items() for field, value in values.items()
    ]
    with transaction.atomic(savepoint=False):
        Entry.objects.bulk_create(made, batch_size=MANY)
        blind.remember_first({owner: _given(values, index) for owner, values in many.items()})
    found: dict[str, dict[str, Commitment]] = {owner: {} for owner in many}
    for entry in made:
        found[entry.owner][entry.field] = Commitment(entry.pk, entry.digest)
    return found


def _given(values: Mapping[str, Any], fields: Collection[str]) -> dict[str, str]:
    """The values to find by: an empty one finds nobody, or everybody."""
    return {field: values[field] for field in fields if values.get(field)}


def _holds(entry: Entry, value: Any) -> bool:
    """Whether this is the entry's value already; one that cannot be read must not stand in a new one's way."""
    if entry.box is None:
        return False
    try:
        current = _open(entry)[1]
    except VaultError:
        return False
    return _canonical(current) == _canonical(value)


def read_many(owners: Iterable[str], fields: Collection[str]) -> dict[str, dict[str, Any]]:
    """``{owner: {field: value}}`` for a page of owners in one query; no fields named means all of them.

    Every owner is a key; a field never put, or erased, is not.
    """
    found: dict[str, dict[str, Any]] = {owner: {} for owner in owners}
    for (owner, field), entry in _newest(found, fields).items():
        if entry.box is not None:
            found[owner][field] = _open(entry)[1]
    return found


def read(owner: str, *fields: str) -> dict[str, Any]:
    """The current values of one owner: ``read_many`` for one."""
    return read_many([owner], fields)[owner]


def read_every(owners: Iterable[str], fields: Collection[str]) -> dict[str, list[Any]]:
    """Every value these fields of the owners ever had and that lives, the oldest first, in one query."""
    found: dict[str, list[Any]] = {owner: [] for owner in owners}
    for entry in Entry.objects.filter(owner__in=list(found), field__in=list(fields), erased_at=None).order_by(
        "pk"
    ):
        found[entry.owner].append(_open(entry)[1])
    return found


def recall(entry_ids: Iterable[int]) -> dict[int, Any]:
    """The values that the record cites, as they were then; erased ones are left out."""
    entries = Entry.objects.in_bulk(list(entry_ids)).values()
    return {entry.pk: _open(entry)[1] for entry in entries if entry.box is not None}


def check(entry: Entry, digest: str | None = None) -> bool:
    """Whether an entry still is what it was committed to (by its own digest, and by the one given).

    An erased entry passes, since nothing is left to compare: that an act erased it is the record's to show.
    """
    if digest not in (None, entry.digest):
        return False
    if entry.box is None:
        return entry.erased_at is not None
    try:
        salt, value = _open(entry)
    except VaultError:
        return False
    return commitment(salt, entry.owner, entry.field, value) == entry.digest


def broken(commitments: Iterable[Commitment]) -> list[Commitment]:
    """Those commitments whose entry is missing or no longer what it was; for the walk over the record."""
    asked = list(commitments)
    entries = Entry.objects.in_bulk({one.entry_id for one in asked})
    return [
        one for one in asked if one.entry_id not in entries or not check(entries[one.entry_id], one.digest)
    ]


def erase(owner: str, *fields: str) -> list[Commitment]:
    """Blank every value these fields ever had (no field named: all of the owner's) and what finds them.

    Gives the commitments that now stand for nothing, so that the act can record them.
    """
    with transaction.atomic():
        living = Entry.objects.filter(owner=owner, erased_at=None).order_by("pk")
        if fields:
            living = living.filter(field__in=fields)
        gone = list(living.values_list("pk", "field", "digest"))
        Entry.objects.filter(pk__in=[pk for pk, _, _ in gone]).erase()
        blind.forget(owner, {field for _, field, _ in gone})
        for then in _WHEN_ERASED if gone else ():
            then(owner)
    return [Commitment(pk, digest) for pk, _, digest in gone]


_WHEN_ERASED: list[Callable[[str], None]] = []


def when_erased(then: Callable[[str], None]) -> Callable[[str], None]:
    """Let a room forget what it can find an owner by when something of theirs is erased, in the same transaction."""
    _WHEN_ERASED.append(then)
    return then


def reseal() -> int:
    """After a rotation or a change of cipher: put every box under the newest key; gives how many it moved.

    Values, salts and commitments stay, so the record does not notice. May run beside the service, and again.
    """
    safe, moved = ciphers(), 0
    for entry in Entry.objects.filter(erased_at=None).order_by("pk").iterator():
        box, context = bytes(entry.box or b""), _context(entry.owner, entry.field, entry.seq)
        if not safe.fresh(box):
            moved += Entry.objects.all().rebox(entry.pk, safe.seal(safe.open(box, context), context))
    return moved
