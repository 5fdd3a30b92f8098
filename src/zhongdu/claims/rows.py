"""What a room keeps of money it demands: whole fen, and the sums always agree. Each room has its own tables of these.

A room adds what the money is owed by (a decision, a measure) and the key of each row to its claim.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, GuardedSet


class Claim(Guarded):
    """One amount owed to one account."""

    fund = models.CharField(
        "基金", max_length=60, blank=True
    )  # fund.kind.employees; "" for what goes to the treasury
    fen = models.BigIntegerField("应缴（分）")
    paid_fen = models.BigIntegerField("已缴（分）", default=0)
    waived_fen = models.BigIntegerField("核销（分）", default=0)
    due_on = models.DateField("缴纳到哪天", null=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]
    payments: Any
    instalments: Any
    repayments: Any

    class Meta:
        abstract = True
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fen__gte=0, paid_fen__gte=0, waived_fen__gte=0)
                & Q(fen__gte=F("paid_fen") + F("waived_fen")),
                name="%(app_label)s_no_more_comes_in_than_is_owed",
                violation_error_message="已缴和核销的合计，不能超过应缴的金额。",
            )
        ]

    @property
    def open_fen(self) -> int:
        """What is still owed of it."""
        return self.fen - self.paid_fen - self.waived_fen


class Payment(Guarded):
    """An amount that came in, by its voucher."""

    fen = models.BigIntegerField("金额（分）")
    paid_on = models.DateField("到账之日")
    voucher = models.CharField("凭证号", max_length=60)
    entered_by = models.PositiveBigIntegerField(null=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
        ordering = ["id"]
        indexes = [models.Index(fields=["paid_on", "id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(fen__gt=0), name="%(app_label)s_a_payment_is_an_amount",
                violation_error_message="缴款要大于零。",
            ),
            models.UniqueConstraint(
                fields=["claim", "voucher"], name="%(app_label)s_a_voucher_pays_once",
                violation_error_message="这张凭证已经登记过。",
            ),
        ]  # fmt: skip


class Instalment(Guarded):
    """A part of a claim that may be paid later, as it was agreed."""

    due_on = models.DateField("到期之日")
    fen = models.BigIntegerField("金额（分）")

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fen__gt=0), name="%(app_label)s_an_instalment_is_an_amount",
                violation_error_message="每一期的金额要大于零。",
            )
        ]  # fmt: skip


class Repayment(Guarded):
    """What came in and is not owed any more, since what demanded it was changed or undone: it is owed to who paid.

    All that came in on a claim either counts for it (its ``paid_fen``) or stands here.
    """

    fen = models.BigIntegerField("要退还（分）")
    arose_on = models.DateField("产生之日")
    due_on = models.DateField("退还到哪天")
    repaid_on = models.DateField("退还之日", null=True)
    voucher = models.CharField("凭证号", max_length=60, blank=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
        ordering = ["id"]
        indexes = [
            models.Index(fields=["repaid_on", "id"]),
            models.Index(
                fields=["due_on", "id"], condition=Q(repaid_on=None), name="%(app_label)s_to_be_repaid"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(fen__gt=0), name="%(app_label)s_a_repayment_is_an_amount",
                violation_error_message="退还的要大于零。",
            ),
            models.CheckConstraint(
                condition=Q(repaid_on=None, voucher="") | (Q(repaid_on__isnull=False) & ~Q(voucher="")),
                name="%(app_label)s_a_repayment_made_has_its_voucher",
                violation_error_message="已经退还的要有日期和凭证号。",
            ),
        ]  # fmt: skip
