"""What a decision makes somebody owe, to which account, and what came in: whole fen, and the sums always agree."""

from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, GuardedSet
from zhongdu.cases.models.decision import Decision


class Claim(Guarded):
    """One amount owed: what goes back to one fund's special account, or a fine or its surcharge to the treasury."""

    class Sort(models.TextChoices):
        REFUND = "refund", "退回基金"
        FINE = "fine", "罚款"
        SURCHARGE = "surcharge", "加处罚款"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="claims")
    sort = models.CharField("款项", max_length=10, choices=Sort.choices)
    fund = models.CharField(
        "基金", max_length=60, blank=True
    )  # fund.kind.basic; "" for what goes to the treasury
    fen = models.BigIntegerField("应缴（分）")
    paid_fen = models.BigIntegerField("已缴（分）", default=0)
    waived_fen = models.BigIntegerField("核销（分）", default=0)
    due_on = models.DateField("缴纳到哪天", null=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["decision", "sort"]), models.Index(fields=["due_on", "id"])]
        constraints = [
            models.UniqueConstraint(fields=["decision", "sort", "fund"], name="one_claim_an_account"),
            models.CheckConstraint(
                condition=Q(fen__gte=0, paid_fen__gte=0, waived_fen__gte=0)
                & Q(fen__gte=F("paid_fen") + F("waived_fen")),
                name="no_more_comes_in_than_is_owed",
                violation_error_message="已缴和核销的合计，不能超过应缴的金额。",
            ),
            models.CheckConstraint(
                condition=(Q(sort="refund") & ~Q(fund="")) | (~Q(sort="refund") & Q(fund="")),
                name="a_refund_names_its_fund",
                violation_error_message="退回的基金要写明是哪一项；罚款上缴国库，不属于哪一项基金。",
            ),
        ]

    @property
    def open_fen(self) -> int:
        """What is still owed of it."""
        return self.fen - self.paid_fen - self.waived_fen


class Payment(Guarded):
    """An amount that came in, by its voucher."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="payments")
    fen = models.BigIntegerField("金额（分）")
    paid_on = models.DateField("到账之日")
    voucher = models.CharField("凭证号", max_length=60)
    entered_by = models.PositiveBigIntegerField(null=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["paid_on", "id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(fen__gt=0), name="a_payment_is_an_amount", violation_error_message="缴款要大于零。"
            ),
            models.UniqueConstraint(
                fields=["claim", "voucher"], name="a_voucher_pays_once",
                violation_error_message="这张凭证已经登记过。",
            ),
        ]  # fmt: skip


class Instalment(Guarded):
    """A part of a claim that may be paid later, as it was agreed."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="instalments")
    due_on = models.DateField("到期之日")
    fen = models.BigIntegerField("金额（分）")

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fen__gt=0), name="an_instalment_is_an_amount",
                violation_error_message="每一期的金额要大于零。",
            )
        ]  # fmt: skip


class Repayment(Guarded):
    """What came in and is not owed any more, since the decision was changed or undone: the bureau owes it to who paid.

    All that came in on a claim either counts for it (its ``paid_fen``) or stands here.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="repayments")
    fen = models.BigIntegerField("要退还（分）")
    arose_on = models.DateField("产生之日")
    due_on = models.DateField("退还到哪天")
    repaid_on = models.DateField("退还之日", null=True)
    voucher = models.CharField("凭证号", max_length=60, blank=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["repaid_on", "id"]),
            models.Index(fields=["due_on", "id"], condition=Q(repaid_on=None), name="cases_to_be_repaid"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(fen__gt=0),
                name="a_repayment_is_an_amount",
                violation_error_message="退还的要大于零。",
            ),
            models.CheckConstraint(
                condition=Q(repaid_on=None, voucher="") | (Q(repaid_on__isnull=False) & ~Q(voucher="")),
                name="a_repayment_made_has_its_voucher",
                violation_error_message="已经退还的要有日期和凭证号。",
            ),
        ]
