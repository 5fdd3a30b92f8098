"""Rewards: one person's for one verified lead. Who that is stays sealed; how the amount came about is written out."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Matter
from zhongdu.leads.queries import Lead
from zhongdu.rewards import personal  # noqa: F401 - classifies the vault's fields
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

HANDLERS = (Role.CASE_OFFICER, Role.DISCIPLINE_OFFICER)  # the latter only sees leads against a bureau
CHECKERS = (*HANDLERS, Role.LEGAL_REVIEWER, Role.ACCOUNTANT, Role.DECIDER)  # the first of the two approvals
PAYERS = (Role.ACCOUNTANT, Role.DISCIPLINE_OFFICER)


class Reward(Matter):
    """A reward, from the moment somebody considers it.

    ``findings`` are the conditions of the law and what was found of each; ``lines`` is the derivation of ``fen``, which
    is this person's part of ``total_fen``; those ``computed_with`` another were reckoned in the same deed as it.
    ``against`` is the bureau whose own people the lead is about: then it is decided above that bureau.
    """

    label = "举报奖励"
    readers = CHECKERS

    class State(models.TextChoices):
        CONSIDERED = "considered", "待核算"
        COMPUTED = "computed", "待复核"
        CHECKED = "checked", "待审定"
        APPROVED = "approved", "待告知"
        TOLD = "told", "待领取"
        CLAIMED = "claimed", "待发放"
        PAID = "paid", "已发放"
        LAPSED = "lapsed", "逾期未领"
        WAIVED = "waived", "本人放弃"
        REFUSED = "refused", "不予奖励"

    UNDECIDED = (State.CONSIDERED, State.COMPUTED, State.CHECKED)
    DECIDED = (State.APPROVED, State.TOLD, State.CLAIMED, State.PAID, State.LAPSED, State.WAIVED)
    TOLD_OF = (State.TOLD, State.CLAIMED, State.PAID, State.LAPSED, State.WAIVED)
    SHOWN = (*TOLD_OF, State.REFUSED)  # what the reporter sees; before that nothing is certain

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.CONSIDERED)
    lead = models.OneToOneField("leads.Lead", models.PROTECT, related_name="reward")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="举报人"
    )
    against = models.ForeignKey("scope.Bureau", models.PROTECT, null=True, related_name="+")
    considered_on = models.DateField("考虑之日")
    findings = models.JSONField("条件", default=dict)  # concept -> rules.MET or rules.UNMET
    assigned = models.BooleanField("指定工作中发现的", default=False)
    case_fen = models.BigIntegerField("案值（分）", null=True)
    source = models.CharField("案值依据", max_length=120, blank=True)
    lines = models.JSONField("核算过程", default=list)
    total_fen = models.BigIntegerField("本案奖励（分）", null=True)
    fen = models.BigIntegerField("奖励金额（分）", null=True)
    computed_with = models.ForeignKey("self", models.PROTECT, null=True, related_name="others")
    computed_by = models.PositiveBigIntegerField(null=True)
    checked_by = models.PositiveBigIntegerField(null=True)
    approved_by = models.PositiveBigIntegerField(null=True)
    approved_above = models.CharField("上级批复", max_length=120, blank=True)
    approved_on = models.DateField("审定之日", null=True)
    told_on = models.DateField("接到通知之日", null=True)
    claim_until = models.DateField("领取到哪天", null=True)
    claimed_on = models.DateField("领取之日", null=True)
    paid_on = models.DateField("发放之日", null=True)
    voucher = models.CharField("支付凭证号", max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["user", "-id"]),
            models.Index(fields=["state", "claim_until"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["considered", "refused"])
                | Q(fen__gte=0, total_fen__gte=F("fen"), case_fen__gte=0),
                name="a_reward_reckoned_has_its_amount",
                violation_error_message="核算过的奖励要有案值和金额，本人的一份不能多于本案的奖励。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "told", "claimed", "paid", "lapsed", "waived"])
                | Q(approved_on__isnull=False)
                & (~Q(approved_above="") | Q(checked_by__isnull=False, approved_by__isnull=False)),
                name="a_reward_is_approved_by_two",
                violation_error_message="奖励要经两个人先后复核、审定，或者有上级机关的批复。",
            ),
            models.CheckConstraint(
                condition=(Q(checked_by__isnull=True) | Q(approved_by__isnull=True) | ~Q(checked_by=F("approved_by")))
                & (Q(checked_by__isnull=True) | Q(computed_by__isnull=True) | ~Q(checked_by=F("computed_by")))
                & (Q(approved_by__isnull=True) | Q(computed_by__isnull=True) | ~Q(approved_by=F("computed_by"))),
                name="nobody_approves_a_reward_twice",
                violation_error_message="核算、复核、审定要由三个不同的人办。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["told", "claimed", "paid", "lapsed", "waived"], told_on__isnull=False)
                | Q(state__in=["considered", "computed", "checked", "approved", "refused"], told_on__isnull=True),
                name="a_reward_told_has_its_day",
                violation_error_message="告知了举报人的奖励要有告知日期。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["claimed", "paid"], claimed_on__isnull=False)
                | (~Q(state__in=["claimed", "paid"]) & Q(claimed_on__isnull=True)),
                name="a_reward_claimed_has_its_day",
                violation_error_message="领取了的奖励要有领取日期。",
            ),
            models.CheckConstraint(
                condition=(Q(state="paid", paid_on__isnull=False) & ~Q(voucher=""))
                | (~Q(state="paid") & Q(paid_on__isnull=True, voucher="")),
                name="a_reward_paid_has_its_voucher",
                violation_error_message="发放要写明日期和支付凭证号。",
            ),
        ]  # fmt: skip

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """Whose the lead is, by account or by its receipt code, theirs is its reward, from the day it is decided."""
        theirs = Lead.objects.filter(Lead.held_by(actor)).values("pk")
        return Q(lead__in=theirs, state__in=cls.SHOWN)

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """Whom the lead is withheld from, the reward is too; but never its own reporter."""
        hidden = Lead.objects.filter(Lead.withheld_from(actor)).values("pk")
        return Q(lead__in=hidden) & ~cls.held_by(actor)

    @property
    def group(self) -> Any:
        """All that were reckoned in one deed with it, itself among them."""
        root = self.computed_with_id or self.pk
        return Reward.objects.filter(Q(pk=root) | Q(computed_with=root))
