"""Dockets, events and seals: what acts leave behind. Events and seals are never changed or deleted."""

from datetime import UTC
from typing import Any, NoReturn

from django.db import models

from zhongdu.record.chain import EMPTY, link


class Fixed(Exception):
    """Somebody tried to change or delete what is on the record."""


def _fixed(*args: Any, **kwargs: Any) -> NoReturn:
    raise Fixed("留痕不能更改或删除。")


class WrittenOnceSet(models.QuerySet[Any]):
    update = delete = _fixed


class WrittenOnce(models.Model):
    """A row that is added and then stays as it is."""

    objects = WrittenOnceSet.as_manager()
    delete = _fixed

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _fixed()
        super().save(*args, **kwargs)


class Docket(models.Model):
    """The file of one matter: its number, whose it is, and the head of its chain of events.

    Numbers are random, so that a gap betrays nothing. ``head`` and ``length`` move only with the events.
    """

    number = models.CharField("编号", max_length=12, unique=True)
    kind = models.CharField(max_length=40)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="dockets")
    opened_at = models.DateTimeField()
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default=EMPTY)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["bureau", "kind", "-id"])]

    def __str__(self) -> str:
        return self.number


class Event(WrittenOnce):
    """One act on one matter: who, when, under which measure and clauses, with what; and the hash that fixes it.

    ``on`` is the day it took effect, ``at`` the instant it was entered. Actors are written down by number and
    post, never by foreign key: the record outlives accounts. Personal data stand in ``data`` only as a vault
    entry's salted commitment.
    """

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    on = models.DateField()
    deed = models.CharField(max_length=32, db_index=True)
    act = models.CharField(max_length=80)
    actor = models.JSONField()
    measure = models.CharField(max_length=40, blank=True)
    version = models.CharField(max_length=12, blank=True)
    clauses = models.JSONField(default=list)
    data = models.JSONField(default=dict)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["docket", "seq"]
        constraints = [models.UniqueConstraint(fields=["docket", "seq"], name="one_event_a_place")]

    def content(self) -> dict[str, Any]:
        """What the hash covers: everything but the hash and the link, and the docket by its number."""
        return {
            "docket": self.docket.number,
            "seq": self.seq,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "on": self.on.isoformat(),
            "deed": self.deed,
            "act": self.act,
            "actor": self.actor,
            "measure": self.measure,
            "version": self.version,
            "clauses": self.clauses,
            "data": self.data,
        }

    def reckoned(self) -> str:
        return link(self.prev, self.content())


class Seal(WrittenOnce):
    """A night's Merkle root over the heads of all dockets, chained to the seal before.

    It covers the events up to number ``upto``, and not those before an instant: clocks can be wrong, and what
    is entered before midnight may be there only after it.
    """

    day = models.DateField(unique=True)
    upto = models.BigIntegerField()
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["day"]

    def reckoned(self) -> str:
        content = {"day": self.day.isoformat(), "upto": self.upto, "size": self.size, "root": self.root}
        return link(self.prev, content)
