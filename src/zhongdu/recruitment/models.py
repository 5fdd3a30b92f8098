"""Notices, applications, what review found, and objections during public notice."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.recruitment import personal  # noqa: F401 - no personal field may be kept before it is classified
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

READERS = (Role.RECRUITER, Role.DECIDER, Role.LIAISON, Role.DISCIPLINE_OFFICER)


class Notice(Matter):
    """A recruitment notice: by which channels, how many, from when until when."""

    label = "选聘公告"

    class State(models.TextChoices):
        DRAFT = "draft", "拟稿"
        OPEN = "open", "报名中"
        CLOSED = "closed", "已截止"
        DROPPED = "dropped", "未发布"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.DRAFT)
    title = models.CharField("标题", max_length=120)
    body = models.TextField("正文", blank=True)
    quota = models.PositiveIntegerField("拟聘人数")
    channels = models.JSONField("选聘方式", default=list)
    opens_on = models.DateField("报名开始")
    closes_on = models.DateField("报名截止")

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="notice_closes_after_it_opens",
                violation_error_message="报名截止日不能早于开始日。",
            )
        ]

    @classmethod
    def open_to_all(cls) -> Q:
        return Q(state__in=[cls.State.OPEN, cls.State.CLOSED])


class Recommendation(Matter):
    """A unit is asked to recommend people: by which letter, until when, and what came of it.

    ``bureau`` wrote the letter, ``to`` is the bureau that recruits: the same one, or one above it for which it brings
    the units together. ``link`` is a keyed hash of the secret in the address that the unit was given.
    """

    label = "推荐函"
    readers = READERS

    class State(models.TextChoices):
        OPEN = "open", "等单位推荐"
        HANDED_IN = "handed_in", "已推荐"
        CLOSED = "closed", "已失效"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.OPEN)
    to = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+", verbose_name="选聘的医保局")
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="recommendations")
    channel = models.CharField("选聘方式", max_length=60)
    unit = models.CharField("推荐单位", max_length=60)
    words = models.TextField("函里的要求", blank=True)
    link = models.CharField(max_length=64, unique=True)
    asked_on = models.DateField("发函日期")
    expires_on = models.DateField("推荐截止")
    handed_in_on = models.DateField("推荐日期", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["to", "state", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("asked_on")),
                name="a_letter_expires_after_it_was_written",
                violation_error_message="推荐截止日不能早于发函的日子。",
            ),
            models.CheckConstraint(
                condition=Q(state="handed_in", handed_in_on__isnull=False)
                | (~Q(state="handed_in") & Q(handed_in_on__isnull=True)),
                name="handed_in_on_a_day",
                violation_error_message="已推荐的要有推荐日期，没有推荐的不能有。",
            ),
        ]

    @property
    def typing(self) -> str:
        """Under whom the vault keeps what the unit has typed so far."""
        return f"{self.number}:typing"


class Recommended(Guarded):
    """A person a unit recommended. Name, telephone and why stand in the vault under ``owner`` until the person lets
    go; the rest the person says alone, in a draft that waits for consent."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="people")
    place = models.PositiveSmallIntegerField()  # on the unit's list, from 1
    released_on = models.DateField(null=True)  # declined, or never answered: the particulars are erased

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["recommendation", "place"], name="one_person_a_place")]

    @property
    def owner(self) -> str:
        return f"{self.recommendation.number}:{self.place}"


class Draft(models.Model):
    """What an applicant has typed so far. Not a matter: nothing is asked of anybody until it is handed in.

    ``receipt`` is a keyed hash of the receipt code; the words themselves are in the vault under ``owner``. A draft
    that a bureau opened for somebody it invites, or whose paper form it keys in, waits for that person's consent.
    """

    receipt = models.CharField(max_length=64, unique=True)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="drafts")
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=60)
    unit = models.CharField(max_length=60, blank=True)  # who recommends, where a unit does
    recommended = models.OneToOneField(Recommended, models.PROTECT, null=True, related_name="draft")
    consented_at = models.DateTimeField(null=True)
    consent_text = models.TextField(blank=True)  # the privacy notice as it stood when it was agreed to
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consented_at__isnull=True, consent_text="")
                | (Q(consented_at__isnull=False) & ~Q(consent_text="")),
                name="consent_is_to_a_text",
                violation_error_message="同意的时间和同意的内容要一起记下。",
            )
        ]

    @property
    def owner(self) -> str:
        return f"draft:{self.pk}"


class Application(Matter):
    """A person's application, from the day it is handed in. Who it is stands in the vault."""

    label = "报名申请"
    readers = READERS

    class State(models.TextChoices):
        SUBMITTED = "submitted", "待审核"
        RETURNED = "returned", "退回补充"
        ACCEPTED = "accepted", "审核通过"
        ON_NOTICE = "on_notice", "公示中"
        CLEARED = "cleared", "公示无异议"
        APPOINTED = "appointed", "已聘任"
        REFUSED = "refused", "未聘任"
        WITHDRAWN = "withdrawn", "已撤回"

    class Selected(models.TextChoices):
        NOT_YET = "", "未择优"
        HELD = "held", "择优中"
        CHOSEN = "chosen", "拟聘"
        RESERVE = "reserve", "候补"
        PASSED_OVER = "passed_over", "未入选"

    WAITING = (
        Selected.HELD,
        Selected.RESERVE,
        Selected.PASSED_OVER,
    )  # a selection stands in the way of these
    LIVE = (State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.ON_NOTICE, State.CLEARED, State.APPOINTED)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.SUBMITTED)
    receipt = models.CharField(max_length=64, unique=True)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="applications")
    channel = models.CharField("选聘方式", max_length=60)
    unit = models.CharField("推荐单位", max_length=60, blank=True)
    recommended = models.OneToOneField(Recommended, models.PROTECT, null=True, related_name="application")
    person = models.CharField(max_length=64, db_index=True)  # blind token of the ID number
    submitted_on = models.DateField("报名日期")
    posted_on = models.DateField("公示发布", null=True)
    notice_ends_on = models.DateField("公示截止", null=True)
    posting = models.CharField(
        max_length=32, blank=True, db_index=True
    )  # the deed that posted the list it is on
    selected = models.CharField("择优结果", max_length=12, choices=Selected.choices, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["bureau", "-posted_on", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "person"],
                condition=Q(
                    state__in=["submitted", "returned", "accepted", "on_notice", "cleared", "appointed"]
                ),
                name="one_live_application_a_person_a_notice",
                violation_error_message="此人已报名这次选聘，凭回执号查看即可，不必重复报名。",
            ),
            models.UniqueConstraint(
                fields=["bureau", "person"],
                condition=Q(
                    state__in=["submitted", "returned", "accepted", "on_notice", "cleared", "appointed"],
                    notice__isnull=True,
                ),
                name="one_live_application_a_person_without_notice",
                violation_error_message="此人已向本局报名，凭回执号查看即可，不必重复报名。",
            ),
            models.CheckConstraint(
                condition=Q(posted_on__isnull=True, notice_ends_on__isnull=True)
                | (Q(posted_on__isnull=False, notice_ends_on__gte=F("posted_on")) & ~Q(posting="")),
                name="public_notice_has_both_days",
                violation_error_message="公示要同时有发布日和截止日，截止日不能早于发布日。",
            ),
            models.CheckConstraint(
                condition=~Q(state="on_notice") | Q(posted_on__isnull=False),
                name="on_notice_since_a_day",
                violation_error_message="公示中的申请要有发布日。",
            ),
        ]


class Finding(Guarded):
    """What review found of one condition: met, departed from with a reason, or not met.

    The reason can speak of the person, so it is in the vault under ``owner``. Where a bureau has two people review,
    somebody else looks at it again (``second``); a finding made anew has to be looked at anew.
    """

    class Verdict(models.TextChoices):
        MET = "met", "符合"
        DEPARTS = "departs", "例外通过"
        UNMET = "unmet", "不符合"

    application = models.ForeignKey(Application, models.PROTECT, related_name="findings")
    condition = models.CharField(max_length=80)  # the concept: eligibility.age
    clause = models.CharField(max_length=60)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reasoned = models.BooleanField("写明理由", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_on = models.DateField(null=True)
    agreed = models.BooleanField("复核同意", null=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "condition"], name="one_finding_a_condition"),
            models.CheckConstraint(
                condition=Q(second__isnull=True, second_on__isnull=True, agreed__isnull=True)
                | Q(second__isnull=False, second_on__isnull=False, agreed__isnull=False),
                name="second_look_is_whole",
                violation_error_message="复核要同时有复核人、日期和意见。",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("by")),
                name="two_reviewers_are_two",
                violation_error_message="审核和复核不能是同一个人。",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="departs") | Q(reasoned=True),
                name="a_departure_has_a_reason",
                violation_error_message="例外通过要写明理由。",
            ),
        ]

    @property
    def owner(self) -> str:
        return f"{self.application.number}:{self.condition}"

    @property
    def second_owner(self) -> str:
        """Under which the vault keeps what the second reviewer wrote."""
        return f"{self.owner}:second"


class Outlet(Guarded):
    """Where else a list was put before the public (its own site, an account, a newspaper, a board), since when; the
    proof is among the files of its ``owner``."""

    class Kind(models.TextChoices):
        SITE = "site", "官方网站"
        ACCOUNT = "account", "公众号"
        NEWSPAPER = "newspaper", "报纸"
        BOARD = "board", "公告栏"
        OTHER = "other", "其他"

    number = models.CharField(max_length=32, unique=True)  # the deed that entered it
    posting = models.CharField(max_length=32, db_index=True)  # the list
    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    where = models.CharField("网址、版次或地点", max_length=200)
    on = models.DateField("发布日期")

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "kind", "where"],
                name="one_outlet_a_place",
                violation_error_message="这份公示已经登记过这一处。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.where}"

    @property
    def owner(self) -> str:
        return f"outlet:{self.number}"

    @property
    def is_link(self) -> bool:
        return self.where.startswith(("https://", "http://"))


class Objection(Matter):
    """An objection to a person on public notice. What it says, and from whom, is in the vault."""

    label = "公示异议"
    readers = READERS

    class State(models.TextChoices):
        OPEN = "open", "待核实"
        UPHELD = "upheld", "异议成立"
        DISMISSED = "dismissed", "异议不成立"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.OPEN)
    receipt = models.CharField(max_length=64, unique=True)
    application = models.ForeignKey(Application, models.PROTECT, related_name="objections")
    raised_on = models.DateField()
    signed = models.BooleanField("实名", default=False)

    class Meta:
        indexes = [models.Index(fields=["application", "state"])]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return Q(docket__number__in=actor.holds)
