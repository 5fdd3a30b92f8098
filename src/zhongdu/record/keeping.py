"""Writing the record: opening a docket, appending an event, sealing a night."""

from collections.abc import Iterator
from datetime import date, datetime, time
from secrets import choice
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from zhongdu.calendar import clock
from zhongdu.record.chain import EMPTY, leaf, root
from zhongdu.record.models import Docket, Event, Seal

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that read alike


class Overtaken(Exception):
    """Another act reached the docket first."""


def random_number() -> str:
    """A number for people: ``K7Q4-93TX``; some 8×10¹¹ of them, in no order."""
    letters = "".join(choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def open_docket(kind: str, bureau: Any) -> Docket:
    """A new docket with a number nobody else has."""
    while True:
        try:
            with transaction.atomic():
                return Docket.objects.create(
                    number=random_number(), kind=kind, bureau=bureau, opened_at=clock.now()
                )
        except IntegrityError:  # one in a thousand million, and then simply another
            continue


def append(docket: Docket, **content: Any) -> Event:
    """Put an event at the end of a docket, in the caller's transaction.

    The head moves by one conditional update that counts its rows, which holds on every database.
    Raises :class:`Overtaken` when somebody else's event got there first.
    """
    before, prev = docket.length, docket.head
    event = Event(docket=docket, seq=before + 1, at=clock.now(), prev=prev, **content)
    event.hash = event.reckoned()
    moved = Docket.objects.filter(pk=docket.pk, length=before, head=prev).update(
        length=before + 1, head=event.hash
    )
    if moved != 1:
        raise Overtaken(docket.number)
    event.save(force_insert=True)
    docket.length, docket.head = event.seq, event.hash
    return event


def heads(until: datetime) -> Iterator[str]:
    """Every docket's number and the hash of its last event before an instant, as leaves of the tree."""
    last = (
        Event.objects.filter(at__lt=until)
        .order_by()
        .values("docket")
        .annotate(seq=Max("seq"))
        .values_list("docket", "seq")
    )
    wanted = dict(last)
    rows = (
        Event.objects.filter(at__lt=until)
        .order_by("docket_id", "seq")
        .values_list("docket_id", "docket__number", "seq", "hash")
    )
    for docket, number, seq, hash_ in rows.iterator(chunk_size=5000):
        if wanted.get(docket) == seq:
            yield leaf(f"{number}:{seq}:{hash_}")


def seal(day: date) -> Seal | None:
    """Seal everything entered up to the end of a day; none when that day, or a later one, is sealed already."""
    last = Seal.objects.last()
    if last and last.day >= day:
        return None
    until = datetime.combine(day, time.max, clock.CHINA)
    leaves = list(heads(until))
    made = Seal(day=day, until=until, size=len(leaves), root=root(leaves), prev=last.hash if last else EMPTY)
    made.hash = made.reckoned()
    made.save(force_insert=True)
    return made
