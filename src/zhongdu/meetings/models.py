"""A meeting, who is asked to it, and the views brought there."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, Matter
from zhongdu.meetings import personal  # noqa: F401 - classifies the vault's fields
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

OFFICERS = (Role.LIAISON, Role.CASE_OFFICER)
READERS: tuple[Role, ...] = (*OFFICERS, Role.DECIDER)


class Meeting(Matter):
    """One meeting of a bureau with its supervisors. What was said and resolved is in the vault (``meeting_minutes``)."""

    label = "会议"
    readers: ClassVar[tuple[Role, ...]] = READERS

    class State(models.TextChoices):
        PLANNED = "planned", "筹备中"
        CALLED = "called", "已通知"
        HELD = "held", "已召开"
        MINUTED = "minuted", "纪要已印发"
        CALLED_OFF = "called_off", "已取消"

    class Kind(models.TextChoices):
        SYMPOSIUM = "symposium", "座谈会"
        SPECIAL = "special", "专题会议"

    OVER = (State.HELD, State.MINUTED)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.PLANNED)
    sort = models.CharField("哪一种会", max_length=12, choices=Kind.choices)
    title = models.CharField("会议名称", max_length=80)
    starts_at = models.DateTimeField("时间")
    where = models.CharField("地点", max_length=120)
    agenda = models.TextField("议程")
    digest = models.ForeignKey("voices.Digest", models.PROTECT, null=True, related_name="+")
    door = models.CharField(
        max_length=24, unique=True
    )  # what the code at the door says: random, and no docket's number
    held_on = models.DateField("召开日期", null=True)
    minutes = models.PositiveSmallIntegerField("时长（分钟）", null=True)
    minuted_on = models.DateField("纪要印发日期", null=True)
    why = models.CharField("取消的原因", max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["bureau", "sort", "held_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["held", "minuted"], held_on__isnull=False, minutes__gte=1)
                | (~Q(state__in=["held", "minuted"]) & Q(held_on__isnull=True)),
                name="a_meeting_held_has_its_day",
                violation_error_message="开过的会要有日期和时长。",
            ),
            models.CheckConstraint(
                condition=Q(state="minuted", minuted_on__isnull=False)
                | (~Q(state="minuted") & Q(minuted_on__isnull=True)),
                name="minutes_have_their_day",
                violation_error_message="印发的纪要要有日期。",
            ),
        ]

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER


class Invitation(Matter):
    """One supervisor is asked to a meeting: says whether they come, and signs in there.

    Whoever is not ``attended`` when the meeting has been held was absent; nobody needs to say so of each.
    """

    label = "会议通知"
    readers: ClassVar[tuple[Role, ...]] = READERS

    class State(models.TextChoices):
        ASKED = "asked", "待回复"
        COMING = "coming", "能来"
        DECLINED = "declined", "来不了"
        ATTENDED = "attended", "已签到"

    class Way(models.TextChoices):
        CODE = "code", "扫码签到"
        BY_HAND = "by_hand", "工作人员登记"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.ASKED)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations")
    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("签到时间", null=True)
    way = models.CharField("怎样签到", max_length=12, choices=Way.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["meeting", "state"]), models.Index(fields=["user", "-id"])]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="asked_to_a_meeting_once"),
            models.CheckConstraint(
                condition=(Q(state="attended", signed_at__isnull=False) & ~Q(way=""))
                | (~Q(state="attended") & Q(signed_at__isnull=True, way="")),
                name="who_attended_signed_in",
                violation_error_message="签到要有时间和方式。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])


class View(Guarded):
    """A view brought at a meeting: an opinion like any other, with its answer, its clock and its outcome."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="views")
    opinion = models.OneToOneField("voices.Opinion", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.meeting}·{self.opinion}"


class Seen(models.Model):
    """Somebody opened the minutes they were told of. A read receipt, not an act."""

    invitation = models.OneToOneField(Invitation, models.CASCADE, related_name="seen")
    at = models.DateTimeField()
