"""Leads: something was seen, somebody must answer, and the one who spoke is safe."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Matter
from zhongdu.leads import personal  # noqa: F401 - classifies the vault's fields
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.roles import Role


class Lead(Matter):
    """A lead. What it tells, where, and what was answered is in the vault; here is what lists and clocks need.

    ``against`` is the bureau it is about, when it is about a bureau, its agency or their people; ``lacks``
    are the pack's own words for what the measure asks for and the lead does not have; ``told`` is the place
    in the docket of the last thing said to the speaker.
    """

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

    WAITING = (State.FILED, State.RETURNED, State.TAKEN_UP)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.FILED)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="反映人"
    )
    visit = models.ForeignKey("fieldwork.Visit", models.PROTECT, null=True, related_name="leads")
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, related_name="leads"
    )
    against = models.ForeignKey(
        "scope.Bureau", models.PROTECT, null=True, related_name="+", verbose_name="涉及的医保局"
    )
    violations = models.JSONField("类别", default=list)
    happened_at = models.DateTimeField("时间", null=True)
    lacks = models.JSONField("尚缺的内容", default=list)
    grave = models.BooleanField("重大情况", default=False)
    filed_on = models.DateField("反映日期")
    taken_up_by = models.PositiveBigIntegerField(null=True)
    told = models.PositiveIntegerField(default=0)
    answered_on = models.DateField("答复日期", null=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["user", "-id"]),
            models.Index(
                fields=["against"], condition=Q(against__isnull=False), name="leads_against_a_bureau"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="answered", answered_on__isnull=False)
                | (~Q(state="answered") & Q(answered_on__isnull=True)),
                name="an_answer_has_its_day",
                violation_error_message="已答复的线索要有答复日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(outcome=""),
                name="an_answer_has_its_outcome",
                violation_error_message="已答复的线索要写明结果。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """A lead against a bureau is hidden from that bureau's people, but for its discipline officer;
        and a discipline officer sees no others, unless another post lets him."""
        watching = {post.bureau_id for post in actor.standing([Role.DISCIPLINE_OFFICER])}
        named = {post.bureau_id for post in actor.posts} - watching
        hidden = Q(against_id__in=named) if named else Q(pk__in=[])
        if watching:
            handling = Actor(posts=actor.standing([Role.CASE_OFFICER, Role.DECIDER]))
            hidden |= Q(against=None) & ~territory(handling)
        return hidden & ~cls.held_by(actor)

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING


class Seen(models.Model):
    """How far into the docket the speaker has read. A read receipt, not an act."""

    lead = models.OneToOneField(Lead, models.CASCADE, related_name="seen")
    length = models.PositiveIntegerField()
