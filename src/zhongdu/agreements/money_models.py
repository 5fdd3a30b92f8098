"""What a handling demands back for a fund, what came in of it, and what the institution says it paid."""

from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded
from zhongdu.agreements.handling_models import Measure
from zhongdu.claims import rows


class Claim(rows.Claim):
    """What one measure demands back for one fund's special account."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="claims")

    class Meta(rows.Claim.Meta):
        indexes = [models.Index(fields=["due_on", "id"])]
        constraints = [
            *rows.Claim.Meta.constraints,
            models.UniqueConstraint(fields=["measure", "fund"], name="one_claim_a_fund"),
            models.CheckConstraint(
                condition=~Q(fund=""), name="what_is_recovered_names_its_fund",
                violation_error_message="追回的费用要写明退回哪一项基金。",
            ),
        ]  # fmt: skip


class Payment(rows.Payment):
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="payments")


class Instalment(rows.Instalment):
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="instalments")


class Repayment(rows.Repayment):
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="repayments")


class Slip(Guarded):
    """What an institution says it paid. It counts once the accountant found it on the account, and not before."""

    class Found(models.TextChoices):
        WAITING = "waiting", "等着核对"
        ARRIVED = "arrived", "已到账"
        MISSING = "missing", "没有到账"

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="slips")
    fen = models.BigIntegerField("金额（分）")
    paid_on = models.DateField("付款之日")
    voucher = models.CharField("付款凭证号", max_length=60)
    said_on = models.DateField("告知之日")
    found = models.CharField("核对", max_length=8, choices=Found.choices, default=Found.WAITING)
    found_on = models.DateField("核对之日", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fen__gt=0), name="a_slip_is_an_amount", violation_error_message="金额要大于零。"
            ),
            models.CheckConstraint(
                condition=Q(found="waiting", found_on=None) | (~Q(found="waiting") & Q(found_on__isnull=False)),
                name="a_slip_looked_at_has_its_day",
                violation_error_message="核对的结果要有日期。",
            ),
            models.UniqueConstraint(
                fields=["claim", "voucher"], condition=~Q(found="missing"), name="a_slip_is_handed_in_once",
                violation_error_message="这张凭证已经告知过。",
            ),
        ]  # fmt: skip
