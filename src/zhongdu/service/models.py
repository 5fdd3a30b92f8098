"""Service: its hours, its proof, its safety; what is reported in confidence; the yearly assessment."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.roles import Role
from zhongdu.service import personal  # noqa: F401 classifies what service says of people
from zhongdu.service.rules import DAY

OFFICERS = (Role.LIAISON, Role.CASE_OFFICER)
READERS: tuple[Role, ...] = (*OFFICERS, Role.DECIDER)
_NOBODY = Q(pk__in=[])


class Owned(Matter):
    """A matter that belongs to one supervisor, under one appointment."""

    readers: ClassVar[tuple[Role, ...]] = READERS

    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return Q(user_id=actor.user_id) if actor.user_id else _NOBODY


class Stint(Owned):
    """Some minutes of service on a day. What was done in words is in the vault."""

    label = "服务记录"

    class State(models.TextChoices):
        PROPOSED = "proposed", "待确认"
        CONFIRMED = "confirmed", "已确认"
        DECLINED = "declined", "不计入"

    class Kind(models.TextChoices):
        VISIT = "visit", "巡查"
        TRAINING = "training", "培训"
        MEETING = "meeting", "会议"
        PUBLICITY = "publicity", "宣传"
        OTHER = "other", "其他"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.PROPOSED)
    sort = models.CharField("服务类别", max_length=12, choices=Kind.choices)
    visit = models.ForeignKey("fieldwork.Visit", models.PROTECT, null=True, related_name="+")
    part = models.ForeignKey("publicity.Part", models.PROTECT, null=True, related_name="+")
    on = models.DateField("日期")
    minutes = models.PositiveSmallIntegerField("分钟")

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["user", "state", "on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=DAY),
                name="a_stint_lasts_within_a_day",
                violation_error_message="一次服务的时长在1分钟到24小时之间。",
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=~Q(state="declined"),
                name="a_visit_is_counted_once",
                violation_error_message="这次巡查已经记过时长了。",
            ),
            models.UniqueConstraint(
                fields=["part"],
                condition=~Q(state="declined"),
                name="publicity_is_counted_once",
                violation_error_message="这次宣传已经记过时长了。",
            ),
        ]


class Proof(Owned):
    """A proof of service as it was issued: its figures never change, only what it is worth does."""

    label = "服务证明"

    class State(models.TextChoices):
        VALID = "valid", "有效"
        OUTDATED = "outdated", "已更新"
        WITHDRAWN = "withdrawn", "已撤回"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.VALID)
    verify_code = models.CharField(max_length=32, unique=True)  # random, as on a badge
    since = models.DateField("起")
    until = models.DateField("止")
    minutes = models.PositiveIntegerField("分钟")
    issued_on = models.DateField("出具日期")
    praised_upto = models.PositiveBigIntegerField(
        default=0
    )  # the last commendation there was when it was issued

    class Meta:
        indexes = [models.Index(fields=["user", "-id"]), models.Index(fields=["bureau", "state", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="a_proof_spans_days",
                violation_error_message="截止日期不能早于起始日期。",
            )
        ]


class Line(Guarded):
    """One confirmed stint as a proof counted it."""

    proof = models.ForeignKey(Proof, models.PROTECT, related_name="lines")
    stint = models.ForeignKey(Stint, models.PROTECT, related_name="lines")
    minutes = models.PositiveSmallIntegerField()

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proof", "stint"], name="a_proof_counts_a_stint_once")]


class Commendation(Guarded):
    """Praise by the head of a bureau, in words meant to be read by all who see the proof."""

    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField("日期")
    words = models.CharField("表扬", max_length=200)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [models.Index(fields=["user", "-on", "-id"])]


class Insurance(Guarded):
    """A supervisor is insured from a day until a day; the policy's number is in the vault of the appointment."""

    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="+")
    insurer = models.CharField("保险公司", max_length=60)
    since = models.DateField("起保")
    until = models.DateField("到期")

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [models.Index(fields=["appointment", "until"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="an_insurance_spans_days",
                violation_error_message="到期日不能早于起保日。",
            )
        ]


class Retaliation(Owned):
    """Somebody was made to suffer for what they watched. It goes past the bureau they serve (``against``)."""

    label = "打击报复反映"
    readers = (Role.DISCIPLINE_OFFICER,)

    class State(models.TextChoices):
        FILED = "filed", "待受理"
        TAKEN_UP = "taken_up", "办理中"
        ANSWERED = "answered", "已答复"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.FILED)
    against = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    filed_on = models.DateField("反映日期")
    taken_up_by = models.PositiveBigIntegerField(null=True)
    answered_on = models.DateField("答复日期", null=True)
    told = models.PositiveIntegerField(
        default=0
    )  # the place in the docket of the last thing said to the person

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"]), models.Index(fields=["user", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="answered", answered_on__isnull=False)
                | (~Q(state="answered") & Q(answered_on__isnull=True)),
                name="a_retaliation_answered_has_its_day",
                violation_error_message="已答复的反映要有答复日期。",
            )
        ]

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """Hidden from everybody but discipline officers in whose territory it lies, and from all who hold any
        post at the bureau the person serves; but where none stands above it, its own discipline officer sees it."""
        watching = actor.standing([Role.DISCIPLINE_OFFICER])
        at_it = {post.bureau_id for post in actor.posts}
        own = Q(against_id__in=at_it) & ~Q(bureau_id=F("against_id"))
        return (own | ~territory(Actor(posts=watching))) & ~cls.held_by(actor)


class Scheme(Matter):
    """How a bureau assesses a year: which figures count, for how much. Its own way, but for what its law says."""

    label = "考核方案"
    readers = (*READERS, Role.RECRUITER)

    class State(models.TextChoices):
        SET = "set", "已制定"
        RUN = "run", "已计算"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.SET)
    year = models.PositiveSmallIntegerField("年度")
    weights = models.JSONField("分值", default=dict)  # {figure: {"weight": points, "full": for full points}}
    grades = models.JSONField("等次", default=list)  # the bureau's own words, the best first
    answer_days = models.PositiveSmallIntegerField("本人说明的天数")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "year"],
                name="one_scheme_a_year",
                violation_error_message="本局这一年已经有考核方案，请直接修改。",
            )
        ]


class Assessment(Owned):
    """A year of one supervisor, figure by figure as it was reckoned. No score ends an appointment by itself."""

    label = "年度考核"
    readers = (*READERS, Role.RECRUITER)

    class State(models.TextChoices):
        DRAFT = "draft", "待评定"
        GRADED = "graded", "待审定"
        TOLD = "told", "待本人意见"
        ANSWERED = "answered", "本人已说明"
        SETTLED = "settled", "已定"

    SHOWN = (State.TOLD, State.ANSWERED, State.SETTLED)  # to the supervisor

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.DRAFT)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField("年度")
    figures = models.JSONField("各项", default=list)  # as service.rules.scored gives them
    tenths = models.IntegerField("得分")  # tenths of a point, so that sums are exact
    reckoned_on = models.DateField("计算之日")
    grade = models.CharField("等次", max_length=20, blank=True)
    answer_until = models.DateField("本人说明截止", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["user", "state", "-year"]),
            models.Index(fields=["state", "answer_until"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "user"], name="assessed_once_a_year"),
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(grade=""),
                name="an_assessment_has_its_grade",
                violation_error_message="请先评定等次。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "graded"]) | Q(answer_until__isnull=False),
                name="an_assessment_told_may_be_answered_until",
                violation_error_message="告知本人的考核要有说明的截止日期。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """Drafts are the bureau's own; what it has told is the supervisor's too."""
        return Q(user_id=actor.user_id, state__in=cls.SHOWN) if actor.user_id else _NOBODY


class Seen(models.Model):
    """How far into its docket the person has read what they reported. A read receipt, not an act."""

    retaliation = models.OneToOneField(Retaliation, models.CASCADE, related_name="seen")
    length = models.PositiveIntegerField()
