"""How a breach of an agreement is handled, measure by measure; and the dispute about it."""

from typing import Any

from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, Matter
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

_AGENCY = Role.AGENCY_OFFICER


class Handling(Matter):
    """协议处理: one breach, one or several measures, decided once after the institution was heard."""

    label = "协议处理"
    readers = (
        _AGENCY, Role.DECIDER, Role.CASE_OFFICER, Role.INSPECTOR, Role.LEGAL_REVIEWER, Role.ACCOUNTANT, Role.AUDITOR
    )  # fmt: skip

    class State(models.TextChoices):
        PROPOSED = "proposed", "拟处理，听取陈述申辩"
        HEARD = "heard", "已听取，待决定"
        DECIDED = "decided", "已作出处理"
        DROPPED = "dropped", "不予处理"
        WITHDRAWN = "withdrawn", "已撤销"

    class Heard(models.TextChoices):
        WRITTEN = "written", "书面陈述、申辩"
        SPOKEN = "spoken", "当面陈述、申辩"
        SILENT = "silent", "到期没有陈述、申辩"
        WAIVED = "waived", "明确表示不陈述、不申辩"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.PROPOSED)
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="handlings")
    conduct_on = models.DateField("行为发生之日")
    article = models.CharField("违反协议哪一条", max_length=120)
    wanted = models.JSONField("拟采取的处理", default=list)  # concepts
    proposed_on = models.DateField()
    answer_by = models.DateField("陈述申辩到哪天")
    heard = models.CharField(max_length=8, choices=Heard.choices, blank=True)
    decided_on = models.DateField(null=True)

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """The institution it is about is told of it from the first day: it may answer."""
        return super().held_by(actor) | Q(agreement__institution__in=actor.institutions)

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"]), models.Index(fields=["agreement", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"]) | ~Q(heard=""),
                name="heard_before_it_is_decided",
                violation_error_message="作出处理以前，要先听取机构的陈述、申辩。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["decided", "withdrawn"], decided_on__isnull=False)
                | Q(state__in=["proposed", "heard", "dropped"], decided_on__isnull=True),
                name="a_handling_decided_has_its_day",
                violation_error_message="作出的处理要有日期。",
            ),
        ]


class Measure(Guarded):
    """One measure of a handling: what it is, its days, its amount, what became of it.

    ``within`` ties a rectification to the suspension it must be done in. ``withdrawn_on``: a dispute was decided so.
    """

    class Outcome(models.TextChoices):
        NONE = "", ""
        HELD = "held", "已约谈"
        PASSED = "passed", "整改合格"
        FAILED = "failed", "整改不到位"
        MISSED = "missed", "未按时限整改"
        RELEASED = "released", "已恢复拨付"
        RESUMED = "resumed", "已恢复协议"

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="measures")
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="measures")
    concept = models.CharField(max_length=80)
    label = models.CharField(max_length=60)
    does = models.CharField(max_length=16, blank=True)
    within = models.ForeignKey("self", models.PROTECT, null=True, related_name="inner")
    at = models.DateTimeField(null=True)
    place = models.CharField(max_length=120, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    fen = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=12, blank=True, choices=Outcome.choices)
    done_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["agreement", "does"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", done_on__isnull=True) | (~Q(outcome="") & Q(done_on__isnull=False)),
                name="what_became_of_a_measure_has_its_day",
                violation_error_message="处理的结果要有日期。",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        waits = {"talk", "rectification", "withholding", "suspension"}
        return self.does in waits and not self.outcome and self.withdrawn_on is None


class Dispute(Matter):
    """协议纠纷: the institution appeals to the bureau against a handling; somebody else than the agency decides."""

    label = "协议纠纷申诉"
    readers = (_AGENCY, Role.DECIDER, Role.CASE_OFFICER, Role.LEGAL_REVIEWER, Role.AUDITOR)

    class State(models.TextChoices):
        FILED = "filed", "已收到"
        TAKEN_UP = "taken_up", "调解、处理中"
        SETTLED = "settled", "已调解"
        DECIDED = "decided", "已处理"
        DROPPED = "dropped", "机构撤回"

    class Effect(models.TextChoices):
        UPHELD = "upheld", "维持"
        CHANGED = "changed", "变更"
        WITHDRAWN = "withdrawn", "撤销"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.FILED)
    handling = models.ForeignKey(Handling, models.PROTECT, related_name="disputes")
    received_on = models.DateField("收到之日")
    taken_up_by = models.PositiveBigIntegerField(null=True)
    effect = models.CharField(max_length=12, blank=True, choices=Effect.choices)
    ended_on = models.DateField(null=True)

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return super().held_by(actor) | Q(handling__agreement__institution__in=actor.institutions)

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state__in=["settled", "decided"], ended_on__isnull=False) & ~Q(effect=""))
                | (~Q(state__in=["settled", "decided"]) & Q(effect="")),
                name="a_dispute_ended_has_its_effect",
                violation_error_message="调解、处理的结果要写明维持、变更还是撤销，以及日期。",
            ),
            models.UniqueConstraint(
                fields=["handling"],
                condition=Q(state__in=["filed", "taken_up"]),
                name="one_open_dispute_a_handling",
                violation_error_message="这项处理已有一件申诉在办。",
            ),
        ]

    @property
    def agreement(self) -> Any:
        return self.handling.agreement
