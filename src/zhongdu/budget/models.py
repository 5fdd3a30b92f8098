"""Budgets of the funds, version by version, with the paper of every stage."""

from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, Matter
from zhongdu.scope.roles import Role

KEEPERS = (Role.ACCOUNTANT,)
RECORDERS = (Role.ACCOUNTANT, Role.DECIDER)  # who enters what finance, government and congress decided
READERS = (Role.ACCOUNTANT, Role.DECIDER, Role.AUDITOR)


class Budget(Matter):
    """One fund's budget of one year. An adjustment of an approved one is a budget of its own, and replaces it once approved."""

    label = "基金预算"
    readers = READERS

    class State(models.TextChoices):
        DRAFT = "draft", "编制中"
        SENT = "sent", "待财政审核"
        REVIEWED = "reviewed", "待政府审定"
        SETTLED = "settled", "待人大审议批准"
        APPROVED = "approved", "已批准"
        REPLACED = "replaced", "已调整"
        DROPPED = "dropped", "已作罢"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.DRAFT)
    book = models.ForeignKey("fund.Book", models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("第几稿", default=1)
    adjusts = models.ForeignKey("self", models.PROTECT, null=True, related_name="adjustments")
    approved_on = models.DateField("批准日期", null=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "-year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "year"],
                condition=Q(adjusts=None) & ~Q(state="dropped"),
                name="one_budget_a_year",
                violation_error_message="这个账套已经有这一年的预算。",
            ),
            models.UniqueConstraint(
                fields=["adjusts"],
                condition=~Q(state="dropped"),
                name="adjusted_once",
                violation_error_message="这个预算已经在调整了。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["approved", "replaced"], approved_on__isnull=False)
                | (~Q(state__in=["approved", "replaced"]) & Q(approved_on=None)),
                name="an_approved_budget_has_its_day",
                violation_error_message="批准要有日期。",
            ),
        ]

    @property
    def adjusted_by(self) -> "Budget | None":
        """The adjustment that is under way or took its place."""
        found: Budget | None = self.adjustments.exclude(state=Budget.State.DROPPED).first()
        return found

    def __str__(self) -> str:
        return f"{self.book.name}{self.year}年预算{'（调整）' if self.adjusts_id else ''}"


class BudgetLine(Guarded):
    """What is expected on one account in the year, as one version has it. Earlier versions stay."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="lines")
    version = models.PositiveSmallIntegerField()
    account = models.ForeignKey("fund.Account", models.PROTECT, related_name="+")
    amount = models.PositiveBigIntegerField("金额（分）")

    class Meta:
        ordering = ["account__code"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "version", "account"], name="one_line_an_account")
        ]


class Stage(Guarded):
    """A step of the way with its paper: sent, reviewed, settled, approved, or given back."""

    class Step(models.TextChoices):
        SENT = "sent", "报送财政"
        REVIEWED = "reviewed", "财政审核，编入草案"
        SETTLED = "settled", "政府审定"
        APPROVED = "approved", "人大审议批准"
        RETURNED = "returned", "退回修改"

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="stages")
    version = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=12, choices=Step.choices)
    on = models.DateField("日期")
    document = models.CharField("文号", max_length=60, blank=True)
    words = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        ordering = ["id"]


class Explanation(Guarded):
    """Why a line is off its course at the end of a month."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="explanations")
    account = models.ForeignKey("fund.Account", models.PROTECT, related_name="+")
    first = models.DateField("月份")
    words = models.CharField("说明", max_length=500)
    on = models.DateField()

    class Meta:
        ordering = ["first", "id"]
