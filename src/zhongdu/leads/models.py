"""Leads: something was seen, somebody must answer, and the one who spoke is safe."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Matter
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role


class Lead(Matter):
    """A lead. What it tells, and what was answered, is in the vault; here is what lists and clocks need."""

    label = "线索"
    readers = (Role.CASE_OFFICER, Role.DECIDER, Role.DISCIPLINE_OFFICER)

    class State(models.TextChoices):
        FILED = "filed", "待受理"
        RETURNED = "returned", "退回补充"
        TAKEN_UP = "taken_up", "办理中"
        ANSWERED = "answered", "已答复"
        DECLINED = "declined", "不予受理"

    class Outcome(models.TextChoices):
        PROVED = "proved", "查证属实"
        PARTLY = "partly", "部分属实"
        NOT_PROVED = "not_proved", "查无实据"
        UNCLEAR = "unclear", "无法查清"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.FILED)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="反映人")
    visit = models.ForeignKey("fieldwork.Visit", models.PROTECT, null=True, related_name="leads")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, related_name="leads")
    against = models.ForeignKey("scope.Bureau", models.PROTECT, null=True, related_name="+", verbose_name="涉及的医保局")
    violations = models.JSONField("类别", default=list)
    happened_at = models.DateTimeField("时间", null=True)
    place = models.CharField("地点", max_length=200, blank=True)
    filed_on = models.DateField("反映日期")
    taken_up_by = models.PositiveBigIntegerField(null=True)
    answered_on = models.DateField("答复日期", null=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"]), models.Index(fields=["user", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="answered", answered_on__isnull=False) | (~Q(state="answered") & Q(answered_on__isnull=True)),
                name="an_answer_has_its_day",
                violation_error_message="已答复的线索要有答复日期。",
            )
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """A lead against a bureau is hidden from that bureau's people, but for its discipline officer."""
        condition = Q(pk__in=[])
        watching = {post.bureau_id for post in actor.standing([Role.DISCIPLINE_OFFICER])}
        for post in actor.posts:
            if post.bureau_id not in watching:
                condition |= Q(against_id=post.bureau_id)
        return condition & ~cls.held_by(actor)
