"""What institutions send a bureau: what it asked for, what they checked themselves, what fraud they stopped."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, Matter
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

# What institutions send can speak of patients: those read it who handle it, and the head of the bureau.
HANDLERS = (Role.CASE_OFFICER, Role.AGENCY_OFFICER, Role.INSPECTOR)
_READERS = (*HANDLERS, Role.DECIDER)


class OfInstitution(Matter):
    """A matter between one institution and a bureau: the institution's people hold it."""

    readers = _READERS

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="+", verbose_name="机构"
    )

    class Meta:
        abstract = True

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return super().held_by(actor) | Q(institution__in=actor.institutions)


class Enquiry(Matter):
    """What a bureau asks institutions to send: some questions, a form to fill in, a last day. One ask, many filings."""

    label = "报送要求"
    readers = _READERS

    class State(models.TextChoices):
        OPEN = "open", "收集中"
        CLOSED = "closed", "已结束"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.OPEN)
    title = models.CharField("要报什么", max_length=120)
    questions = models.JSONField("问题", default=list)
    due = models.DateField("报送期限")
    asked_on = models.DateField("要求日期")

    def __str__(self) -> str:
        return self.title


class Filing(OfInstitution):
    """What one institution sends of what was asked, and vouches for. Answers are in the vault, files beside."""

    label = "报送"

    class State(models.TextChoices):
        ASKED = "asked", "待报送"
        SENT = "sent", "已报送"
        BACK = "back", "退回补正"
        ACCEPTED = "accepted", "已接收"
        EXCUSED = "excused", "不用报了"

    WAITING = (State.ASKED, State.BACK)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.ASKED)
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="filings")
    due = models.DateField("期限")
    sent_on = models.DateField("报送日期", null=True)
    sent_late = models.BooleanField("迟报", default=False)

    class Meta:
        indexes = [
            models.Index(fields=["institution", "state"]),
            models.Index(fields=["enquiry", "state", "due"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "institution"], name="asked_once_in_an_enquiry"),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "accepted"]) | Q(sent_on__isnull=False),
                name="what_was_sent_has_its_day",
                violation_error_message="已报送的要有报送日期。",
            ),
        ]

    @property
    def waits(self) -> bool:
        return self.state in self.WAITING


class SelfCheck(OfInstitution):
    """自查自纠: the institution goes through its duties one by one, with what it found and what it comes to."""

    label = "自查"

    class State(models.TextChoices):
        ASKED = "asked", "待自查"
        SENT = "sent", "已报送"
        BACK = "back", "退回补正"
        READ = "read", "已审阅"

    WAITING = (State.ASKED, State.BACK)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.ASKED)
    since = models.DateField("自查时段起")
    until = models.DateField("自查时段止")
    due = models.DateField("报送期限", null=True)
    sent_on = models.DateField("报送日期", null=True)
    found_fen = models.BigIntegerField("自查发现金额（分）", default=0)

    class Meta:
        indexes = [models.Index(fields=["institution", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="self_check_ends_after_it_begins",
                violation_error_message="自查时段的止日不能早于起日。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "read"]) | Q(sent_on__isnull=False),
                name="a_sent_self_check_has_its_day",
                violation_error_message="已报送的自查要有报送日期。",
            ),
            models.CheckConstraint(
                condition=Q(found_fen__gte=0),
                name="what_a_self_check_found_is_no_debt",
                violation_error_message="金额不能是负数。",
            ),
        ]

    @property
    def waits(self) -> bool:
        return self.state in self.WAITING


class Finding(Guarded):
    """What a self-check says of one duty. What it found in words is in the vault, under the check's number."""

    class Answer(models.TextChoices):
        KEPT = "kept", "做到了"
        TROUBLE = "trouble", "有问题"
        NONE = "none", "不涉及"

    of = models.ForeignKey(SelfCheck, models.PROTECT, related_name="findings")
    duty = models.CharField("规定", max_length=80)
    answer = models.CharField("自查结果", max_length=8, choices=Answer.choices)
    fen = models.BigIntegerField("涉及金额（分）", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "duty"], name="one_finding_a_duty")]


class StoppedFraud(OfInstitution):
    """What an institution stopped and tells the bureau of, as it must; the bureau answers what became of it.

    A matter of its own and no lead: the institution does its duty and vouches by name, where whoever reports has a
    sealed identity, a reward and an answer within the measure's days.
    """

    label = "制止骗保报告"

    class State(models.TextChoices):
        REPORTED = "reported", "已报告"
        ANSWERED = "answered", "已答复"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.REPORTED)
    happened_on = models.DateField("发生日期")
    grounds: Any = models.JSONField("涉及的规定", default=list)
    reported_on = models.DateField("报告日期")
    answered_on = models.DateField("答复日期", null=True)

    class Meta:
        indexes = [models.Index(fields=["institution", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="answered", answered_on__isnull=False)
                | (~Q(state="answered") & Q(answered_on__isnull=True)),
                name="an_answered_report_has_its_day",
                violation_error_message="已答复的报告要有答复日期。",
            )
        ]


class Contractor(Matter):
    """承办单位、第三方机构: who carries out insurance services or takes part in managing the fund, for a term. They are
    watched over like institutions are, by reference."""

    label = "承办单位与第三方机构"

    class State(models.TextChoices):
        ACTIVE = "active", "在册"
        ENDED = "ended", "已结束"

    class Sort(models.TextChoices):
        UNDERTAKER = "undertaker", "承办医疗保障服务的单位"
        THIRD_PARTY = "third_party", "参与医保基金管理的第三方机构"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.ACTIVE)
    name = models.CharField("名称", max_length=120)
    sort = models.CharField("类别", max_length=12, choices=Sort.choices)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    doing = models.CharField("承担什么", max_length=200)
    since = models.DateField("承办起")
    until = models.DateField("承办止", null=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "name"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="contractor_ends_after_it_begins",
                violation_error_message="承办止日不能早于起日。",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(until__isnull=False),
                name="an_ended_contractor_has_a_last_day",
                violation_error_message="已结束的要有承办止日。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
