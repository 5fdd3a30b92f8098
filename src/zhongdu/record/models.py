"""Dockets and events: what acts leave behind. Nothing here is ever changed or deleted."""

from typing import Any, NoReturn

from django.db import models

from zhongdu.record.chain import EMPTY, link


class Fixed(Exception):
    """Somebody tried to change or delete what is on the record."""


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


class EventSet(models.QuerySet["Event"]):
    def _fixed(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Fixed("留痕不能更改或删除。")

    update = delete = _fixed


class Event(models.Model):
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

    objects = EventSet.as_manager()

    class Meta:
        ordering = ["docket", "seq"]
        constraints = [models.UniqueConstraint(fields=["docket", "seq"], name="one_event_a_place")]
        indexes = [models.Index(fields=["at"])]

    def content(self) -> dict[str, Any]:
        """What the hash covers: everything but the hash and the link, and the docket by its number."""
        return {
            "docket": self.docket.number,
            "seq": self.seq,
            "at": self.at.timestamp(),
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Fixed("留痕不能更改。")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Fixed("留痕不能删除。")


class Seal(models.Model):
    """A night's Merkle root over the heads of all dockets, chained to the seal before."""

    day = models.DateField(unique=True)
    until = models.DateTimeField()  # covers the events entered before this instant
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["day"]

    def reckoned(self) -> str:
        content = {
            "day": self.day.isoformat(),
            "until": self.until.timestamp(),
            "size": self.size,
            "root": self.root,
        }
        return link(self.prev, content)
