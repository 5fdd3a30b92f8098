"""Books of the funds: accounts, months, vouchers and their lines. The database itself keeps them (:mod:`.guarding`)."""

from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, Matter
from zhongdu.fund.rules import Element, Way
from zhongdu.scope.roles import Role

KEEPERS = (Role.ACCOUNTANT,)
CHECKERS = (Role.ACCOUNTANT, Role.DECIDER)  # who posts what somebody else prepared
READERS = (Role.ACCOUNTANT, Role.DECIDER, Role.AUDITOR)


class Book(Matter):
    """The books of one fund of one bureau. Nothing of one book can be entered in another."""

    label = "账套"
    readers = READERS

    class State(models.TextChoices):
        IN_USE = "in_use", "在用"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.IN_USE)
    fund = models.CharField("基金种类", max_length=80)  # a concept: fund.kind.…
    name = models.CharField("名称", max_length=60)
    special_account = models.CharField("财政专户", max_length=120)
    since = models.DateField("从哪个月起")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "name"],
                name="one_book_of_a_name",
                violation_error_message="本局已经有这个名称的账套。",
            )
        ]


class Account(Guarded):
    """One account of a book. ``way`` says which of the separate lines its money belongs to, where it is money."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="accounts")
    code = models.CharField("科目编号", max_length=12)
    name = models.CharField("科目名称", max_length=60)
    element = models.CharField("类别", max_length=12, choices=Element.choices)
    way = models.CharField("收支", max_length=12, choices=Way.choices, blank=True)
    retired_on = models.DateField("停用", null=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["book", "code"], name="one_account_of_a_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Month(Matter):
    """One month of a book: open for vouchers, then closed for good."""

    label = "会计月份"
    readers = READERS

    class State(models.TextChoices):
        OPEN = "open", "未结账"
        CLOSED = "closed", "已结账"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.OPEN)
    book = models.ForeignKey(Book, models.PROTECT, related_name="months")
    first = models.DateField("月份")  # its first day
    closed_on = models.DateField("结账日期", null=True)

    class Meta:
        indexes = [models.Index(fields=["book", "-first"])]
        constraints = [
            models.UniqueConstraint(fields=["book", "first"], name="one_month_of_a_book"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | Q(state="open", closed_on__isnull=True),
                name="a_closed_month_has_its_day",
                violation_error_message="结账要有日期。",
            ),
        ]


class Voucher(Guarded):
    """A voucher: prepared by one, posted by another, and from then on never changed; a wrong one is reversed."""

    class State(models.TextChoices):
        PREPARED = "prepared", "待记账"
        POSTED = "posted", "已记账"

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "收付转账"
        OPENING = "opening", "期初余额"
        INTEREST = "interest", "利息"
        RECOVERED = "recovered", "追回退回"
        REVERSAL = "reversal", "冲销"
        CARRY_OVER = "carry_over", "年终结转"

    month = models.ForeignKey(Month, models.PROTECT, related_name="vouchers")
    serial = models.PositiveIntegerField("凭证号", null=True)  # given on posting, without gaps within a month
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PREPARED)
    kind = models.CharField("种类", max_length=12, choices=Kind.choices, default=Kind.ORDINARY)
    day = models.DateField("日期")
    summary = models.CharField("摘要", max_length=120)
    source = models.CharField("所附单据", max_length=120, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    prepared_by = models.PositiveBigIntegerField()
    posted_by = models.PositiveBigIntegerField(null=True)
    posted_on = models.DateField("记账日期", null=True)

    class Meta:
        ordering = ["month", "serial", "id"]
        constraints = [
            models.UniqueConstraint(fields=["month", "serial"], name="one_voucher_of_a_number"),
            models.CheckConstraint(
                condition=Q(state="posted", serial__isnull=False, posted_by__isnull=False, posted_on__isnull=False)
                | Q(state="prepared", serial__isnull=True, posted_by__isnull=True, posted_on__isnull=True),
                name="a_posted_voucher_has_its_number",
                violation_error_message="记账要有凭证号、记账人和日期。",
            ),
            models.CheckConstraint(
                condition=Q(posted_by__isnull=True) | ~Q(posted_by=F("prepared_by")),
                name="nobody_posts_what_he_prepared",
                violation_error_message="制单和记账要由两个人办。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"记{self.serial:04d}号" if self.serial else "未编号"


class Line(Guarded):
    """One line of a voucher: an account debited or credited, in fen."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines")
    place = models.PositiveSmallIntegerField("行")
    debit = models.BigIntegerField("借方（分）", default=0)
    credit = models.BigIntegerField("贷方（分）", default=0)

    class Meta:
        ordering = ["voucher", "place"]
        constraints = [
            models.UniqueConstraint(fields=["voucher", "place"], name="one_line_of_a_place"),
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0),
                name="a_line_is_debit_or_credit",
                violation_error_message="每一行只能填借方或者贷方，金额要大于零。",
            ),
        ]


def _either(one: str, other: str, name: str) -> models.CheckConstraint:
    only = Q(**{f"{one}__isnull": False, f"{other}__isnull": True})
    return models.CheckConstraint(
        condition=only | Q(**{f"{one}__isnull": True, f"{other}__isnull": False}), name=name,
        violation_error_message="一笔款只有一个来处。",
    )  # fmt: skip


class Recovery(Guarded):
    """A payment stands on a voucher: what came in and what was entered are the same money. A decision of the bureau
    demanded it, or a handling of the agency."""

    payment = models.OneToOneField("cases.Payment", models.PROTECT, null=True, related_name="recovery")
    agency_payment = models.OneToOneField(
        "agreements.Payment", models.PROTECT, null=True, related_name="recovery"
    )
    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="recoveries")

    class Meta:
        ordering = ["id"]
        constraints = [_either("payment", "agency_payment", "what_came_in_has_one_origin")]


class PaidBack(Guarded):
    """What went back to who had paid it, since what demanded it was undone, stands on a voucher as well."""

    repayment = models.OneToOneField("cases.Repayment", models.PROTECT, null=True, related_name="paid_back")
    agency_repayment = models.OneToOneField(
        "agreements.Repayment", models.PROTECT, null=True, related_name="paid_back"
    )
    voucher = models.OneToOneField(Voucher, models.PROTECT, related_name="paid_back")

    class Meta:
        ordering = ["id"]
        constraints = [_either("repayment", "agency_repayment", "what_went_back_has_one_origin")]


class Balance(Guarded):
    """What an account had when a month was closed, so that a statement never reads twenty years again."""

    month = models.ForeignKey(Month, models.PROTECT, related_name="balances")
    account = models.ForeignKey(Account, models.PROTECT, related_name="balances")
    opening = models.BigIntegerField("期初（分）")  # debit positive, credit negative
    debit = models.BigIntegerField("本期借方（分）")
    credit = models.BigIntegerField("本期贷方（分）")
    closing = models.BigIntegerField("期末（分）")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "account"], name="one_balance_an_account"),
            models.CheckConstraint(
                condition=Q(closing=F("opening") + F("debit") - F("credit")),
                name="a_balance_adds_up",
                violation_error_message="期末等于期初加借方减贷方。",
            ),
        ]
