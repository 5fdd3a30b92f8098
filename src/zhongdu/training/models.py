"""A course, its questions, who is to take it, and what they answered."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, Matter
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

TEACHERS = (Role.LIAISON, Role.CASE_OFFICER, Role.DECIDER)
_NOBODY = Q(pk__in=[])


class Course(Matter):
    """Something to learn: a page to read, files and videos, and a test where there is one."""

    label = "培训课程"
    readers: ClassVar[tuple[Role, ...]] = TEACHERS

    class State(models.TextChoices):
        DRAFT = "draft", "准备中"
        OPEN = "open", "开放中"
        CLOSED = "closed", "已结束"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.DRAFT)
    title = models.CharField("课程名称", max_length=80)
    body = models.TextField("学习内容", blank=True)
    minutes = models.PositiveSmallIntegerField("学时（分钟）")
    until = models.DateField("完成期限", null=True)
    draws = models.PositiveSmallIntegerField("每次抽几题", default=0)  # none: no test
    pass_mark = models.PositiveSmallIntegerField("合格线（%）", default=60)
    tries = models.PositiveSmallIntegerField("可以考几次", default=3)
    in_class = models.BooleanField("到现场听课", default=False)
    class_at = models.DateTimeField("上课时间", null=True)  # of the class that is called now
    class_where = models.CharField("上课地点", max_length=120, blank=True)
    door = models.CharField(max_length=24, null=True, unique=True)  # as at a meeting

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark__gte=1, pass_mark__lte=100, tries__gte=1, minutes__gte=1),
                name="a_course_can_be_passed",
                violation_error_message="合格线在1到100之间，至少可以考一次，学时至少一分钟。",
            ),
            models.CheckConstraint(
                condition=Q(class_at__isnull=True, door__isnull=True)
                | Q(in_class=True, class_at__isnull=False, door__isnull=False),
                name="a_class_called_has_its_door",
                violation_error_message="通知的课要有时间和签到码。",
            ),
        ]

    @property
    def has_test(self) -> bool:
        return self.draws > 0


class Question(Guarded):
    """One question of a course's bank: ``right`` are the places of the right options."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="questions")
    text = models.CharField("题目", max_length=300)
    options = models.JSONField("选项")
    right = models.JSONField("正确答案")
    retired_on = models.DateField("停用", null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_many(self) -> bool:
        return len(self.right) > 1


class Study(Matter):
    """One supervisor takes a course. Once completed it bears a certificate with a code of its own."""

    label = "学习记录"
    readers: ClassVar[tuple[Role, ...]] = TEACHERS

    class State(models.TextChoices):
        ASSIGNED = "assigned", "待学习"
        COMPLETED = "completed", "已完成"
        WITHDRAWN = "withdrawn", "证书已撤回"

    class Way(models.TextChoices):
        CODE = "code", "扫码签到"
        BY_HAND = "by_hand", "工作人员登记"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.ASSIGNED)
    course = models.ForeignKey(Course, models.PROTECT, related_name="studies")
    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    more_tries = models.PositiveSmallIntegerField("另给几次", default=0)
    attended_at = models.DateTimeField("上课签到时间", null=True)
    way = models.CharField("怎样签到", max_length=12, choices=Way.choices, blank=True)
    completed_on = models.DateField("完成日期", null=True)
    verify_code = models.CharField(max_length=32, null=True, unique=True)  # random, as on a proof of service

    class Meta:
        indexes = [models.Index(fields=["course", "state"]), models.Index(fields=["user", "-id"])]
        constraints = [
            models.UniqueConstraint(fields=["course", "user"], name="a_course_is_taken_once"),
            models.CheckConstraint(
                condition=Q(state="assigned", completed_on__isnull=True, verify_code__isnull=True)
                | (~Q(state="assigned") & Q(completed_on__isnull=False, verify_code__isnull=False)),
                name="who_completed_has_a_certificate",
                violation_error_message="完成的学习要有日期和证书编号。",
            ),
            models.CheckConstraint(
                condition=Q(attended_at__isnull=True, way="") | (Q(attended_at__isnull=False) & ~Q(way="")),
                name="who_was_in_class_signed_in",
                violation_error_message="签到要有时间和方式。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return Q(user_id=actor.user_id) if actor.user_id else _NOBODY


class Attempt(Guarded):
    """One try at the test: which questions were drawn, by which seed, and what was answered."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="attempts")
    seed = models.CharField("种子", max_length=40)
    drawn = models.JSONField("抽到的题")  # the questions' keys, in the order asked
    answers = models.JSONField("答案", null=True)  # none: not handed in yet
    score = models.PositiveSmallIntegerField("得分（%）", null=True)
    passed = models.BooleanField("合格", default=False)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["study"], condition=Q(ended_at=None), name="one_test_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, answers__isnull=True, score__isnull=True)
                | Q(ended_at__isnull=False, answers__isnull=False, score__isnull=False),
                name="a_test_handed_in_has_its_score",
                violation_error_message="交上来的测验要有答案和得分。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}·{self.begun_at:%F}"
