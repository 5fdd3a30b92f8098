"""A duty is a clause with a holder and a last day; its clock's events are kept, and the day is folded from them."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhongdu.record.models import Docket
from zhongdu.scope.actor import Actor, bureaus_in
from zhongdu.scope.roles import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Source(models.TextChoices):
    """Whose the last day is. 及时 has no number: a bureau's own target never passes for the law's."""

    LAW = "law", "法定"
    TARGET = "target", "本局目标"
    TERM = "term", "授予时写定"
    NONE = "none", "无期限"


OPEN = Q(met_on=None, void_on=None, missed_on=None)


class DutySet(models.QuerySet["Duty"]):
    def open(self) -> "QuerySet[Duty]":
        return self.filter(OPEN)

    def overdue(self, today: date) -> "QuerySet[Duty]":
        return self.open().filter(due__lt=today)

    def visible_to(self, actor: Actor) -> "QuerySet[Duty]":
        """Officers see what their territory owes, supervisors what they owe and are owed."""
        mine = Q(docket__number__in=actor.holds)
        if actor.user_id:
            mine |= Q(person_id=actor.user_id) | Q(owed_to_id=actor.user_id)
        return self.filter(mine | Q(bureau_id__in=bureaus_in(actor)))


class Duty(models.Model):
    """Who owes what to whom, by which clause, since when, until when, and by what it was met."""

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="duties")
    # The docket's, which never changes; here too, since who may know of a duty is asked by it, row after row.
    kind = models.CharField(max_length=40, editable=False)
    concept = models.CharField(max_length=80)
    clause = models.CharField(max_length=60)  # its address: beijing:6.4; "" for what a bureau asks of itself
    says = models.CharField(max_length=120)
    strength = models.CharField(max_length=16)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="duties", db_index=False)
    role = models.CharField(max_length=24, blank=True, choices=[(role.value, role.label) for role in Role])
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    owed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    standing = models.BooleanField(default=False)
    since = models.DateField()
    due = models.DateField(null=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.NONE)
    period = models.JSONField(null=True)  # n, unit, rolls, counts as the law had them when the duty opened
    provisional = models.BooleanField(default=False)
    opened_by = models.CharField(max_length=32)  # the deed
    met_on = models.DateField(null=True)
    met_by = models.CharField(max_length=32, blank=True)
    void_on = models.DateField(null=True)
    void_by = models.CharField(max_length=32, blank=True)
    # Its day went by without it, and somebody has said by name why: it stays missed for ever, and waits for nobody.
    missed_on = models.DateField(null=True)  # the day it was said
    missed_by = models.CharField(max_length=32, blank=True)

    objects = DutySet.as_manager()

    class Meta:
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["bureau", "due", "id"], condition=OPEN, name="duties_open"),
            models.Index(fields=["bureau", "met_on", "id"], name="duties_by_bureau"),
            models.Index(fields=["met_on", "id"], condition=Q(met_on__isnull=False), name="duties_met"),
            models.Index(fields=["void_on", "id"], condition=Q(void_on__isnull=False), name="duties_ended"),
            models.Index(
                fields=["missed_on", "id"], condition=Q(missed_on__isnull=False), name="duties_missed"
            ),
            models.Index(fields=["bureau", "since"], condition=Q(standing=True), name="duties_standing"),
            models.Index(fields=["docket", "concept"]),
            # Most duties are nobody's by name: an index full of nothing would look useless to SQLite, and go unused.
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="duties_of_a_person"),
            models.Index(fields=["due"], condition=OPEN & Q(person__isnull=False), name="duties_people_owe"),
            models.Index(
                fields=["owed_to"], condition=Q(owed_to__isnull=False), name="duties_owed_to_a_person"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=""),
                name="a_duty_knows_its_kind",
                violation_error_message="义务要记下属于哪一种事项。",
            ),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True, met_by="") | (Q(met_on__isnull=False) & ~Q(met_by="")),
                name="met_when_and_by_what_together",
                violation_error_message="履行日期与由何履行要一起记。",
            ),
            models.CheckConstraint(
                condition=Q(missed_on__isnull=True, missed_by="")
                | (
                    Q(due__isnull=False, missed_on__gt=F("due"), met_on=None, void_on=None) & ~Q(missed_by="")
                ),
                name="missed_only_once_its_day_went_by",
                violation_error_message="过了期限、没有履行的，才能说明未履行。",
            ),
            models.CheckConstraint(
                condition=Q(due__isnull=True) | Q(due__gte=F("since")),
                name="due_not_before_it_begins",
                violation_error_message="到期日不能早于起算日。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.says}（{self.clause}）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.kind = self.docket.kind
        super().save(*args, **kwargs)

    @property
    def ended_on(self) -> date | None:
        return self.met_on or self.void_on or self.missed_on

    @property
    def ended_by(self) -> str:
        """The deed that met, voided or explained it."""
        return self.met_by or self.void_by or self.missed_by

    def is_open(self) -> bool:
        return self.ended_on is None

    def was_late(self, today: date) -> bool:
        return self.due is not None and (self.ended_on or today) > self.due


class Tick(models.Model):
    """An event of a duty's clock: started, paused, resumed, extended. Each was an act, whose event says why."""

    class Kind(models.TextChoices):
        START = "start", "起算"
        PAUSE = "pause", "中止"
        RESUME = "resume", "恢复"
        EXTEND = "extend", "延长"

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="ticks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    on = models.DateField()
    until = models.DateField(
        null=True
    )  # of an extension: the new last day; of a start: the day fixed by name
    deed = models.CharField(max_length=32)

    class Meta:
        ordering = ["id"]


class Target(models.Model):
    """A bureau's own number where the law says only 及时. Shown as the bureau's, never as the law's."""

    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="targets")
    concept = models.CharField(max_length=80)
    n = models.PositiveSmallIntegerField("数")
    unit = models.CharField("单位", max_length=16, choices=[("working_days", "个工作日"), ("days", "日")])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "concept"],
                name="one_target_a_duty",
                violation_error_message="本局已为这项义务定过目标。",
            )
        ]
