"""Visits: what a supervisor was asked, or chose, to look at, who goes along, and what was found; and the lists a
bureau makes itself."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.calendar import clock
from zhongdu.fieldwork import personal  # noqa: F401 classifies what a visit says of people
from zhongdu.fieldwork.captures import Package as Package
from zhongdu.fieldwork.parts import Part as Part
from zhongdu.fieldwork.slots import Slot as Slot
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role


class Visit(Matter):
    """One visit to one institution by one supervisor. A covert one is seen only by those who need it."""

    label = "巡查"
    reminds = True
    readers = (Role.CASE_OFFICER, Role.LIAISON, Role.DECIDER, Role.INSPECTOR)

    class State(models.TextChoices):
        ASSIGNED = "assigned", "待接受"
        ACCEPTED = "accepted", "进行中"
        DECLINED = "declined", "已谢绝"
        DONE = "done", "已完成"
        CANCELLED = "cancelled", "已取消"

    class Work(models.TextChoices):
        ASSIGNED = "assigned", "指定工作"
        SELF_CHOSEN = "self_chosen", "自主工作"

    class Way(models.TextChoices):
        OPEN = "open", "明察"
        COVERT = "covert", "暗访"

    class Risk(models.TextChoices):
        NONE = "", "没有提示风险"
        NOTED = "noted", "有风险，保险待落实"
        COVERED = "covered", "有风险，待本人阅读"
        READ = "read", "有风险，本人已读"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.ASSIGNED)
    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="visits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The officer, who alone sees a covert plan besides the decider.
    assigned_by = models.PositiveBigIntegerField(null=True)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="visits")
    work = models.CharField("工作类别", max_length=12, choices=Work.choices, default=Work.ASSIGNED)
    way = models.CharField("方式", max_length=8, choices=Way.choices, default=Way.OPEN)
    checklist = models.CharField("清单", max_length=80)
    checklist_version = models.PositiveSmallIntegerField(default=1)
    due = models.DateField("完成期限", null=True)
    reminded_on = models.DateField("提醒之日", null=True)  # that the last day is near; once for each last day
    risk = models.CharField("风险", max_length=8, choices=Risk.choices, blank=True, default=Risk.NONE)
    done_at = models.DateTimeField("巡查时间", null=True)
    answers = models.JSONField("巡查内容", default=dict)
    trouble = models.BooleanField("发现问题", default=False)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["user", "state", "due"]),
            models.Index(
                fields=["due"], condition=Q(state__in=["assigned", "accepted"]), name="visits_to_make"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False),
                name="a_visit_done_has_its_time",
                violation_error_message="完成的巡查要有巡查时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(risk__in=["noted", "covered"]),
                name="a_risky_visit_is_taken_on_with_open_eyes",
                violation_error_message="有风险的任务，保险落实、本人读过提示以后才能接受。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """An inspector who goes along reads the visit, whichever bureau's it is."""
        return Q(pk__in=Joining.going(actor).values("visit"))

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """A covert plan, until it is done, is nobody's but the supervisor's, its officer's, the decider's and that of
        the inspectors named to go along."""
        mine = Q(user_id=actor.user_id) | Q(assigned_by=actor.user_id)
        mine |= Q(pk__in=Joining.going(actor).values("visit"))
        decides = Q(pk__in=[])
        for post in actor.standing([Role.DECIDER]):
            decides |= Q(bureau_id=post.bureau_id)
        return Q(way=cls.Way.COVERT) & ~Q(state=cls.State.DONE) & ~mine & ~decides

    @property
    def is_secret(self) -> bool:
        """A covert plan that is not done: what came of it may be told of, but not that it came of a visit."""
        return self.way == self.Way.COVERT and self.state != self.State.DONE

    def days_late(self, today: date) -> int:
        """How many days after its last day it was made, or is still to be made; 0 where it is in time."""
        if self.due is None:
            return 0
        if self.state in (self.State.ASSIGNED, self.State.ACCEPTED):
            return max((today - self.due).days, 0)
        return max((clock.day_of(self.done_at) - self.due).days, 0) if self.done_at else 0


class Joining(Matter):
    """An inspector asked to go along on a visit. It belongs to the inspector's own bureau, which may be above or
    below the visit's, and nobody but the inspector meets it: all others read of it on the page of the visit."""

    label = "联合检查"
    readers = ()

    class State(models.TextChoices):
        ASKED = "asked", "待确认"
        CONFIRMED = "confirmed", "同行"
        DECLINED = "declined", "不能同行"
        CALLED_OFF = "called_off", "已取消"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.ASKED)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="joinings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recused = models.BooleanField("回避", default=False)

    class Meta:
        indexes = [models.Index(fields=["user", "state", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "user"],
                condition=Q(state__in=["asked", "confirmed"]),
                name="asked_along_once",
                violation_error_message="这位检查人员已经在同行名单里。",
            ),
            models.CheckConstraint(
                condition=Q(recused=False) | Q(state="declined"),
                name="who_stands_back_does_not_go",
                violation_error_message="回避的检查人员不能同行。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        return ~cls.held_by(actor)

    @classmethod
    def going(cls, actor: Actor) -> "models.QuerySet[Joining]":
        """Those by which somebody goes along, or has been asked to."""
        mine = cls._default_manager.filter(cls.held_by(actor))
        return mine.filter(state__in=[cls.State.ASKED, cls.State.CONFIRMED])


class OwnList(Matter):
    """A checklist a bureau made itself: its own way of looking, beside those of the measures."""

    label = "本局清单"
    readers = (Role.CASE_OFFICER, Role.LIAISON, Role.DECIDER, Role.INSPECTOR)

    class State(models.TextChoices):
        DRAFT = "draft", "拟稿"
        IN_USE = "in_use", "在用"
        RETIRED = "retired", "停用"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.DRAFT)
    title = models.CharField("标题", max_length=60)
    version = models.PositiveSmallIntegerField("版次", default=0)  # of the edition in use

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", version=0) | (~Q(state="draft") & Q(version__gt=0)),
                name="a_list_in_use_has_an_edition",
                violation_error_message="在用的清单要有版次。",
            )
        ]

    @property
    def concept(self) -> str:
        """What visits call the list they follow."""
        return f"{OWN}{self.number}"


OWN = "own."  # before a list's number, where the lists of measures have their concept


class OwnEdition(Guarded):
    """A list as it was taken into use: visits begun under it are answered under it."""

    of = models.ForeignKey(OwnList, models.PROTECT, related_name="editions")
    version = models.PositiveSmallIntegerField()
    rule = models.JSONField()  # a law.shapes.Checklist
    since = models.DateField()

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["of", "version"], name="one_edition_a_version")]


class ListDraft(models.Model):
    """The questions as somebody is writing them. Not a matter: nobody is asked them yet."""

    of = models.OneToOneField(OwnList, models.CASCADE, related_name="draft")
    kinds = models.JSONField(default=list)
    questions = models.JSONField(default=list)  # fieldwork.drafting.Raw
    saved_at = models.DateTimeField()
