"""Writing the record: opening a docket, appending an event, sealing a night."""

import json
from collections.abc import Iterable
from datetime import date
from secrets import choice
from typing import Any, NoReturn

from django.db import connection, transaction
from django.db.models import Max

from zhongdu.calendar import clock
from zhongdu.record.chain import EMPTY, canonical, leaf, root
from zhongdu.record.models import Docket, Event, Seal

MANY = 500  # rows a statement, within every database's limit of parameters
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that read alike


class Overtaken(Exception):
    """Another act reached the docket first."""


def random_number() -> str:
    """A number for people: ``K7Q4-93TX``; some 8×10¹¹ of them, in no order."""
    letters = "".join(choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def open_docket(kind: str, bureau: Any) -> Docket:
    """A new docket. Should another have its number (one in a million, if a million are there), ``IntegrityError``."""
    return Docket.objects.create(number=random_number(), kind=kind, bureau=bureau, opened_at=clock.now())


def open_dockets(kind: str, bureau: Any, count: int) -> list[Docket]:
    """Many new dockets of a kind in few statements."""
    numbers: set[str] = set()
    while len(numbers) < count:
        numbers.add(random_number())
    now = clock.now()
    made = [Docket(number=number, kind=kind, bureau=bureau, opened_at=now) for number in sorted(numbers)]
    return Docket.objects.bulk_create(made, batch_size=MANY)


def append_first(dockets: Iterable[tuple[Docket, dict[str, Any]]], **content: Any) -> None:
    """The first event of many dockets that the caller's transaction has just opened, each with its own data."""
    now, events, opened = clock.now(), [], []
    for docket, data in dockets:
        json.loads(canonical(data), parse_float=_inexact, parse_constant=_inexact)
        event = Event(docket=docket, seq=1, at=now, prev=docket.head, data=data, **content)
        event.hash = event.reckoned()
        docket.length, docket.head = event.seq, event.hash
        events.append(event)
        opened.append(docket)
    Docket.objects.bulk_update(opened, ["length", "head"], batch_size=MANY)
    Event.objects.bulk_create(events, batch_size=MANY)


def append(docket: Docket, **content: Any) -> Event:
    """Put an event at the end of a docket, in the caller's transaction.

    The head moves by one conditional update that counts its rows, which holds on every database.
    Raises :class:`Overtaken` when somebody else's event got there first.
    """
    json.loads(canonical(content.get("data", {})), parse_float=_inexact, parse_constant=_inexact)
    event = Event(docket=docket, seq=docket.length + 1, at=clock.now(), prev=docket.head, **content)
    event.hash = event.reckoned()
    moved = Docket.objects.filter(pk=docket.pk, length=docket.length, head=docket.head).update(
        length=event.seq, head=event.hash
    )
    if moved != 1:
        raise Overtaken(docket.number)
    event.save(force_insert=True)
    docket.length, docket.head = event.seq, event.hash
    return event


def _inexact(number: str) -> NoReturn:
    raise TypeError(f"databases write {number} in several ways: put whole numbers or text on the record")


def heads(upto: int) -> list[str]:
    """The last event of every docket among the events up to a number, as leaves: in the order the dockets began."""
    rows = Event.objects.filter(pk__lte=upto).order_by("pk").values_list("docket__number", "seq", "hash")
    return list({number: head(number, seq, hash_) for number, seq, hash_ in rows.iterator()}.values())


def head(number: str, seq: int, hash_: str) -> str:
    """The leaf of a docket that stood at an event."""
    return leaf(f"{number}:{seq}:{hash_}")


def seal(day: date) -> Seal | None:
    """Seal everything entered so far as the end of a day; none when that day, or a later one, is sealed already."""
    last = Seal.objects.last()
    if last and last.day >= day:
        return None
    upto = _settled()
    leaves = heads(upto)
    made = Seal(day=day, upto=upto, size=len(leaves), root=root(leaves), prev=last.hash if last else EMPTY)
    made.hash = made.reckoned()
    made.save(force_insert=True)
    return made


def _settled() -> int:
    """The number of the last event, when nobody is still in the middle of writing an earlier one."""
    with transaction.atomic():
        if connection.vendor == "postgresql":  # SQLite lets one at a time write, and has waited already
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {Event._meta.db_table} IN SHARE MODE")
        return Event.objects.aggregate(last=Max("pk"))["last"] or 0
