"""What was decided: its number, its article, how it was served; never changed but by an act that says why."""

from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.cases.models.case import READERS, Case
from zhongdu.scope.actor import Actor


class Decision(Matter):
    """The decision of one case, as its proposal had it."""

    label = "处理决定"
    readers = READERS

    class State(models.TextChoices):
        ISSUED = "issued", "待送达"
        SERVED = "served", "已送达"
        REVOKED = "revoked", "已撤销"

    class Way(models.TextChoices):
        DIRECT = "direct", "直接送达"
        LEFT = "left", "留置送达"
        MAIL = "mail", "邮寄送达"
        ELECTRONIC = "electronic", "电子送达"
        ENTRUSTED = "entrusted", "委托或者转交送达"
        PUBLIC = "public", "公告送达"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.ISSUED)
    case = models.OneToOneField(Case, models.PROTECT, related_name="decision")
    proposal = models.ForeignKey("cases.Proposal", models.PROTECT, related_name="+")
    paper_number = models.CharField("文号", max_length=60)
    on_the_spot = models.BooleanField("当场处罚", default=False)
    decided_on = models.DateField("决定之日")
    decided_by = models.PositiveBigIntegerField(null=True)
    posted_on = models.DateField("发出公告之日", null=True)
    way = models.CharField("送达方式", max_length=12, choices=Way.choices, blank=True)
    served_on = models.DateField("送达之日", null=True)
    revoked_on = models.DateField("撤销之日", null=True)
    halted = models.JSONField(
        "暂停涉及的协议", default=list
    )  # sorts of agreement; an empty list touches none
    halted_departments = models.CharField("暂停的责任部门", max_length=120, blank=True)
    halted_from = models.DateField("暂停的起日", null=True)  # none: from the day of service
    halt_named_on = models.DateField("写明暂停范围之日", null=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "paper_number"], name="a_paper_number_is_used_once",
                violation_error_message="这个文号已经用过。",
            ),
            models.CheckConstraint(
                condition=Q(served_on__isnull=True, way="") | (Q(served_on__isnull=False) & ~Q(way="")),
                name="a_service_has_its_day_and_way",
                violation_error_message="送达要有日期和方式。",
            ),
            models.CheckConstraint(
                condition=Q(state="issued", served_on__isnull=True)
                | Q(state="served", served_on__isnull=False)
                | Q(state="revoked", revoked_on__isnull=False),
                name="a_decision_stands_as_its_days_say",
                violation_error_message="送达、撤销要有日期。",
            ),
        ]  # fmt: skip

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """The institution it is served on has it."""
        return super().held_by(actor) | Q(case__institution__in=actor.institutions, served_on__isnull=False)

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """Served, it is read by whoever reads the case."""
        return Q(case__in=Case.objects.filter(Case.shared_with(actor)).values("pk"), served_on__isnull=False)

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        return Q(case__in=Case.objects.filter(Case.withheld_from(actor)).values("pk"))


class Remedy(Guarded):
    """The respondent asked for reconsideration, or sued: what came of it, and what was paid too much by then."""

    class Sort(models.TextChoices):
        RECONSIDERATION = "reconsideration", "行政复议"
        LITIGATION = "litigation", "行政诉讼"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "维持、驳回"
        CHANGED = "changed", "变更"
        REVOKED = "revoked", "撤销"
        UNLAWFUL = "unlawful", "确认违法，不撤销"
        DROPPED = "dropped", "申请人撤回"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="remedies")
    sort = models.CharField("哪一种", max_length=16, choices=Sort.choices)
    asked_on = models.DateField("收到之日")
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)
    ended_on = models.DateField("收到结果之日", null=True)
    document = models.CharField("文号", max_length=80, blank=True)
    overpaid_fen = models.BigIntegerField("多缴（分）", default=0)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", ended_on__isnull=True) | (~Q(outcome="") & Q(ended_on__isnull=False)),
                name="what_came_of_a_remedy_has_its_day",
                violation_error_message="复议、诉讼的结果要有日期。",
            )
        ]
