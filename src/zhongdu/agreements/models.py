"""Agreements: an institution's, of one kind, for a term; what was found of it; and what stands against a new one."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, Matter
from zhongdu.agreements import personal  # noqa: F401 - nothing may be kept before it is classified
from zhongdu.agreements.handling_models import Dispute, Handling, Measure
from zhongdu.agreements.money_models import Claim, Instalment, Payment, Repayment, Slip
from zhongdu.agreements.practitioner_models import PractitionerHandling
from zhongdu.agreements.settlement_models import Change, Generation, Hold, SettlementKey
from zhongdu.institutions.queries import Sort, credit_codes, kin
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

__all__ = [
    "AGENCY", "READERS", "Agreement", "Bar", "Change", "Claim", "Confirmation", "Dispute", "Generation", "Handling", "Hold",
    "Instalment", "Measure", "Payment", "PractitionerHandling", "Raised", "Repayment", "Review", "SettlementKey", "Slip",
    "Text",
]  # fmt: skip

AGENCY = Role.AGENCY_OFFICER
READERS = (AGENCY, Role.DECIDER, Role.CASE_OFFICER, Role.INSPECTOR, Role.LEGAL_REVIEWER, Role.AUDITOR)


class Text(Guarded):
    """A version of the agreement's text as a bureau's agency signs it. Versions are added and never changed."""

    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=12, choices=Sort.choices)
    version = models.PositiveIntegerField("版本")
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文")
    indicators = models.JSONField("考核指标", default=list)
    since = models.DateField("启用")

    class Meta:
        ordering = ["-version", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "kind", "version"],
                name="one_text_a_version",
                violation_error_message="这个版本已经有了。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.version}版）"


class Agreement(Matter):
    """One institution's agreement of one kind, from the application for it to its end.

    ``name`` and ``credit_code`` are what the institution was called when it applied: a later name changes no paper.
    ``deducted_fen`` and ``cut_fen`` are what was taken off the deposit and the quota; both can be given back.
    """

    label = "医保服务协议"
    readers = READERS

    class State(models.TextChoices):
        APPLIED = "applied", "待评估"
        ASSESSED = "assessed", "评估合格，待签订"
        SIGNED = "signed", "已签订，待生效"
        IN_TERM = "in_term", "履行中"
        SUSPENDED = "suspended", "已中止"
        ENDED = "ended", "已解除"
        EXPIRED = "expired", "已期满"
        TURNED_DOWN = "turned_down", "未签订"

    LIVE = (State.SIGNED, State.IN_TERM, State.SUSPENDED)
    PENDING = (State.APPLIED, State.ASSESSED)
    RUNNING = (State.IN_TERM, State.SUSPENDED)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.APPLIED)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="agreements")
    name = models.CharField("机构名称", max_length=120)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, db_index=True)
    sort = models.CharField("种类", max_length=12, choices=Sort.choices)
    text = models.ForeignKey(Text, models.PROTECT, null=True, related_name="+")
    applied_on = models.DateField("申请之日")
    assessed_on = models.DateField("评估之日", null=True)
    signed_on = models.DateField("签订之日", null=True)
    since = models.DateField("协议期起", null=True)
    until = models.DateField("协议期止", null=True)
    deposit_fen = models.BigIntegerField("履约保证金（分）", default=0)
    deducted_fen = models.BigIntegerField("已扣保证金（分）", default=0)
    quota_fen = models.BigIntegerField("总控指标额度（分）", default=0)
    cut_fen = models.BigIntegerField("已核减额度（分）", default=0)
    ended_on = models.DateField("解除之日", null=True)
    ground = models.CharField("解除的情形", max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["institution", "state"]),
            models.Index(fields=["state", "until"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["applied", "assessed", "turned_down"])
                | Q(signed_on__isnull=False, since__isnull=False, until__gte=F("since"), text__isnull=False),
                name="an_agreement_signed_has_its_term",
                violation_error_message="签订的协议要有文本、签订日期和起止日，止日不能早于起日。",
            ),
            models.CheckConstraint(
                condition=(Q(state="ended", ended_on__isnull=False) & ~Q(ground=""))
                | (~Q(state="ended") & Q(ended_on__isnull=True, ground="")),
                name="an_agreement_ended_has_its_ground",
                violation_error_message="解除的协议要写明日期和情形。",
            ),
            models.CheckConstraint(
                condition=Q(deposit_fen__gte=F("deducted_fen"), deducted_fen__gte=0),
                name="no_more_deposit_than_there_is",
                violation_error_message="扣除的保证金不能多于现有的。",
            ),
            models.CheckConstraint(
                condition=Q(quota_fen__gte=F("cut_fen"), cut_fen__gte=0),
                name="no_more_quota_than_there_is",
                violation_error_message="核减的额度不能多于现有的。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """An institution's own, from the day it is signed; what was only applied for it knows too."""
        return super().held_by(actor) | Q(institution__in=actor.institutions)

    @property
    def deposit_left(self) -> int:
        return self.deposit_fen - self.deducted_fen

    @property
    def quota_left(self) -> int:
        return self.quota_fen - self.cut_fen

    @property
    def of_same_body(self) -> Any:
        """The agreements of the institution under any of its codes, and of whatever else is the same legal body."""
        codes = credit_codes(self.institution) | {self.credit_code} - {""}
        return Agreement.objects.filter(
            Q(institution__in=kin(self.institution).order_by()) | Q(credit_code__in=codes)
        )


class Review(Guarded):
    """An assessment or an audit of how an agreement was kept: what was found, indicator by indicator."""

    class What(models.TextChoices):
        ASSESSMENT = "assessment", "考核"
        AUDIT = "audit", "稽核"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reviews")
    what = models.CharField(max_length=12, choices=What.choices)
    on = models.DateField()
    results = models.JSONField(default=list)  # [indicator, "met" or "unmet", what was found]
    deed = models.CharField(max_length=32)

    class Meta:
        ordering = ["-on", "-id"]

    @property
    def unmet(self) -> int:
        return sum(found == "unmet" for _, found, _ in self.results)


class Raised(Guarded):
    """A ground that the record shows, put before the agency's officer with what proves it. It ends nothing by itself."""

    class Outcome(models.TextChoices):
        OPEN = "open", "待认定"
        ENDED = "ended", "已解除"
        KEPT = "kept", "决定不解除"
        GONE = "gone", "情形已不存在"
        LAPSED = "lapsed", "协议期满时未认定"  # the next term of the agreement shows it anew

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="raised")
    ground = models.CharField(max_length=80)  # its concept
    higher = models.BooleanField(default=False)  # it rests on higher law, which the measure disagrees with
    key = models.CharField(max_length=40)  # what it was raised by: the same is not raised twice
    on = models.DateField()
    evidence = models.JSONField(default=list)  # [day, sentence, docket]
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "ground", "key"],
                name="a_ground_is_raised_once",
                violation_error_message="这一情形已经提出过。",
            )
        ]


class Bar(Guarded):
    """After an ending: whose applications are not accepted, and until which day, that day included."""

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    credit_code = models.CharField(max_length=18, blank=True, db_index=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="bars")
    ended_on = models.DateField()
    until = models.DateField()
    clause = models.CharField(max_length=60)
    lifted_on = models.DateField(null=True)  # the ending was withdrawn

    class Meta:
        ordering = ["-until", "id"]


class Confirmation(Guarded):
    """The agency says, by name, that it has seen to one of its duties, with what shows it."""

    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    concept = models.CharField(max_length=80)
    on = models.DateField()
    deed = models.CharField(max_length=32)

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["bureau", "concept", "-on"])]
