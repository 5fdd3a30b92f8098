"""What a decision makes somebody owe, to which account, and what came in."""

from django.db import models
from django.db.models import Q

from zhongdu.cases.models.decision import Decision
from zhongdu.claims import rows


class Claim(rows.Claim):
    """What goes back to one fund's special account, or a fine or its surcharge to the treasury."""

    class Sort(models.TextChoices):
        REFUND = "refund", "退回基金"
        FINE = "fine", "罚款"
        SURCHARGE = "surcharge", "加处罚款"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="claims")
    sort = models.CharField("款项", max_length=10, choices=Sort.choices)

    class Meta(rows.Claim.Meta):
        indexes = [models.Index(fields=["decision", "sort"]), models.Index(fields=["due_on", "id"])]
        constraints = [
            *rows.Claim.Meta.constraints,
            models.UniqueConstraint(fields=["decision", "sort", "fund"], name="one_claim_an_account"),
            models.CheckConstraint(
                condition=(Q(sort="refund") & ~Q(fund="")) | (~Q(sort="refund") & Q(fund="")),
                name="a_refund_names_its_fund",
                violation_error_message="退回的基金要写明是哪一项；罚款上缴国库，不属于哪一项基金。",
            ),
        ]


class Payment(rows.Payment):
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="payments")


class Instalment(rows.Instalment):
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="instalments")


class Repayment(rows.Repayment):
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="repayments")
