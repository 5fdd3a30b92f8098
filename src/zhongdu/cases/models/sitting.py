"""Several deliberate on a case together: who sits, who stood back, who read, what each said and how each voted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.cases.models.case import READERS, Case
from zhongdu.scope.actor import Actor


class Deliberation(Matter):
    """One sitting on one case. ``proposal`` is what was deliberated on: no other decision may rest on it."""

    label = "集体审议"
    readers = READERS

    class State(models.TextChoices):
        CALLED = "called", "审议中"
        CARRIED = "carried", "通过"
        NOT_CARRIED = "not_carried", "未通过"
        CANCELLED = "cancelled", "取消"

    class Purpose(models.TextChoices):
        DECISION = "decision", "作出处理决定"
        EXTENSION = "extension", "再延长办案期限"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.CALLED)
    case = models.ForeignKey(Case, models.PROTECT, related_name="deliberations")
    purpose = models.CharField("审议什么", max_length=12, choices=Purpose.choices)
    proposal = models.ForeignKey("cases.Proposal", models.PROTECT, null=True, related_name="+")
    because = models.JSONField("为什么集体审议", default=list)
    meets_at = models.DateTimeField("开会时间")
    chair = models.PositiveBigIntegerField("主持人", null=True)
    quorum = models.PositiveSmallIntegerField("至少几人参加", default=1)
    resolved_on = models.DateField("形成决议之日", null=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["carried", "not_carried"], resolved_on__isnull=False)
                | (~Q(state__in=["carried", "not_carried"]) & Q(resolved_on__isnull=True)),
                name="a_resolution_has_its_day",
                violation_error_message="决议要有日期。",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="called"), name="one_sitting_at_a_time",
                violation_error_message="这个案件已经有一次集体审议在进行。",
            ),
        ]  # fmt: skip

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        return Q(case__in=Case.objects.filter(Case.withheld_from(actor)).values("pk"))


class Seat(Guarded):
    """A member at a sitting. The opinion is in the vault under ``owner``."""

    class Vote(models.TextChoices):
        FOR = "for", "同意"
        AGAINST = "against", "不同意"
        ABSTAIN = "abstain", "弃权"

    deliberation = models.ForeignKey(Deliberation, models.PROTECT, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    conflicted = models.BooleanField("应当回避", null=True)  # none: not said yet
    read_on = models.DateField("看过材料之日", null=True)
    vote = models.CharField("表决", max_length=8, choices=Vote.choices, blank=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "user"], name="one_seat_each"),
            models.CheckConstraint(
                condition=Q(vote="") | Q(conflicted=False, read_on__isnull=False),
                name="who_votes_is_free_and_has_read",
                violation_error_message="说明没有利害关系、看过材料，才能表决。",
            ),
        ]

    @property
    def owner(self) -> str:
        return f"seat:{self.pk}"
