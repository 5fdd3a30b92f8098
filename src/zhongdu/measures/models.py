"""A measure's life before it is in force, and the words of its own document.

A draft's text is the same document that ships in ``law/``; what is sent out for comment is kept as an edition.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, Matter
from zhongdu.law.models import Edition
from zhongdu.scope.roles import Role

DRAFTERS = (Role.CASE_OFFICER, Role.LEGAL_REVIEWER, Role.DECIDER)
ANSWERING = (
    Role.LIAISON,
    Role.CASE_OFFICER,
    Role.LEGAL_REVIEWER,
    Role.DECIDER,
)  # who replies for a lower bureau


class Document(Guarded):
    """The text of a measure's own document, as a bureau brought it. A later one takes its place; none is deleted."""

    code = models.CharField(max_length=40)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    text = models.TextField("原文")
    sha256 = models.CharField(max_length=64)  # of the file it was read from
    brought_on = models.DateField("导入日期")

    class Meta:
        indexes = [models.Index(fields=["code", "-id"])]

    def __str__(self) -> str:
        return f"{self.code} {self.brought_on}"


class Draft(Matter):
    """A measure that is being made: written, sent out for comment, reviewed, issued."""

    label = "办法稿"

    class State(models.TextChoices):
        WRITING = "writing", "起草"
        CONSULTING = "consulting", "征求意见"
        CONSULTED = "consulted", "修改定稿"
        REVIEWED = "reviewed", "已合法性审核"
        ISSUED = "issued", "已印发"
        WITHDRAWN = "withdrawn", "已撤回"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.WRITING)
    code = models.SlugField("代码", max_length=40, unique=True)
    title = models.CharField("名称", max_length=200)
    base = models.CharField("蓝本", max_length=40)  # the measure it was begun from, by its code
    text = models.TextField("办法数据")
    cases = models.TextField("案例", blank=True, default="")  # as the packs' cases.toml
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_on = models.DateField("备案日期", null=True)
    filing_number = models.CharField("备案号", max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(filed_on__isnull=True, filing_number="")
                | (Q(filed_on__isnull=False, state="issued") & ~Q(filing_number="")),
                name="filed_when_and_under_what_number",
                violation_error_message="备案日期和备案号一起填，印发以后才备案。",
            )
        ]


class Consultation(Matter):
    """What one lower bureau is asked about a draft, and its stamped reply."""

    label = "征求意见"

    class State(models.TextChoices):
        WAITING = "waiting", "待回复"
        REPLIED = "replied", "已回复"
        CALLED_OFF = "called_off", "不再征求"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.WAITING)
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="consultations")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")  # the text as it was sent
    sent_on = models.DateField("发出日期")
    until = models.DateField("反馈截止")
    replied_on = models.DateField("回复日期", null=True)
    has_comments = models.BooleanField("有意见", null=True)

    class Meta:
        indexes = [models.Index(fields=["draft", "bureau"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="replied", replied_on__isnull=False, has_comments__isnull=False)
                | (~Q(state="replied") & Q(replied_on__isnull=True, has_comments__isnull=True)),
                name="a_reply_has_its_day",
                violation_error_message="回复要记日期和有没有意见。",
            )
        ]
