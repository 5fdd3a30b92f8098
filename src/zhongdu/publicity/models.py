"""Publicity work, planned and done, and the supervisors who take part in it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Matter
from zhongdu.publicity import personal  # noqa: F401 - classifies the vault's fields
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

OFFICERS = (Role.LIAISON, Role.CASE_OFFICER)
READERS: tuple[Role, ...] = (*OFFICERS, Role.DECIDER)


class Activity(Matter):
    """One piece of publicity work of a bureau. How it went, in words, is in the vault (``publicity_account``)."""

    label = "宣传活动"
    readers: ClassVar[tuple[Role, ...]] = READERS

    class State(models.TextChoices):
        PLANNED = "planned", "准备中"
        DONE = "done", "已开展"
        CALLED_OFF = "called_off", "已取消"

    class Topic(models.TextChoices):
        LAWS = "laws", "法律、法规"
        POLICIES = "policies", "医保政策"
        KNOWLEDGE = "knowledge", "医保知识"
        CASES = "cases", "典型案例警示"
        REPORTING = "reporting", "怎样监督和举报"

    class Way(models.TextChoices):
        """The vocabulary has the same words (``publicity.way``); which of them a law names is the law's to say."""

        MEDIA = "media", "新闻媒体"
        OWN_MEDIA = "own_media", "本局公众号、短视频"
        ON_SITE = "on_site", "现场宣传、咨询"
        GOING_IN = "going_in", "进社区、进单位、进机构"
        POSTING = "posting", "张贴、发放材料"
        OTHER = "other", "其他方式"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.PLANNED)
    title = models.CharField("活动名称", max_length=80)
    topic = models.CharField("宣传什么", max_length=12, choices=Topic.choices)
    way = models.CharField("怎样宣传", max_length=12, choices=Way.choices)
    on = models.DateField("日期")  # planned for; once done, the day it was done
    where = models.CharField("地点或媒体", max_length=120)
    arrangement = models.TextField("安排", blank=True)
    led_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField("时长（分钟）", null=True)
    reach = models.PositiveIntegerField("覆盖人数", null=True)
    link = models.CharField("发布的网址", max_length=300, blank=True)
    why = models.CharField("取消的原因", max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["bureau", "topic", "state", "on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", minutes__gte=1) | (~Q(state="done") & Q(minutes__isnull=True)),
                name="publicity_done_took_its_time",
                violation_error_message="已开展的宣传活动要有时长。",
            ),
            models.CheckConstraint(
                condition=(Q(state="called_off") & ~Q(why="")) | (~Q(state="called_off") & Q(why="")),
                name="publicity_called_off_says_why",
                violation_error_message="取消的宣传活动要写明原因。",
            ),
        ]

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE


class Part(Matter):
    """One supervisor is asked to take part in publicity work, says so or not, and has taken part."""

    label = "参加宣传"
    readers: ClassVar[tuple[Role, ...]] = READERS

    class State(models.TextChoices):
        ASKED = "asked", "待回复"
        COMING = "coming", "要参加"
        DECLINED = "declined", "不参加"
        TOOK_PART = "took_part", "参加了"
        STRUCK = "struck", "没有参加"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.ASKED)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="parts")
    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["activity", "state"]), models.Index(fields=["user", "-id"])]
        constraints = [models.UniqueConstraint(fields=["activity", "user"], name="asked_to_take_part_once")]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])


class Seen(models.Model):
    """Somebody opened what they were asked to take part in. A read receipt, not an act."""

    part = models.OneToOneField(Part, models.CASCADE, related_name="seen")
    at = models.DateTimeField()
