"""Inspections: whom, by whom, on what ground; and who goes."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, Matter
from zhongdu.calendar import clock
from zhongdu.inspections import personal  # noqa: F401 - classifies the vault's fields
from zhongdu.inspections.models.campaign import Campaign
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

READERS = (Role.INSPECTOR, Role.CASE_OFFICER, Role.DECIDER, Role.LEGAL_REVIEWER, Role.DISCIPLINE_OFFICER)
PLANNERS = (Role.CASE_OFFICER, Role.INSPECTOR, Role.DECIDER, Role.DISCIPLINE_OFFICER)


class Inspection(Matter):
    """One inspection by a team. It belongs to the bureau that inspects; ``home`` is the one that manages whom it
    inspects, ``assigned_by`` the bureau above that gave it to this one.

    ``way`` and ``allegations`` are concepts of the law. ``against`` is a bureau whose own agency, contractor or people
    are inspected: it, and all below it, must not learn of it here. Before it has begun nobody knows of it but who
    planned it, who goes, and who heads the bureau.
    """

    label = "监督检查"
    readers = READERS

    class State(models.TextChoices):
        PLANNED = "planned", "筹备中"
        UNDER_WAY = "under_way", "检查中"
        REPORTED = "reported", "待审定"
        CLOSED = "closed", "已办结"
        CALLED_OFF = "called_off", "已取消"

    class Origin(models.TextChoices):
        OWN = "own", "本局确定"
        LEAD = "lead", "线索"
        ROUND = "round", "组织巡查"
        DRAWN = "drawn", "随机抽取"
        LISTED = "listed", "名单"
        TOLD = "told", "部门信息"

    class Given(models.TextChoices):
        OWN = "own", "本局检查"
        ASSIGNED = "assigned", "指定检查"
        CROSSED = "crossed", "交叉检查"

    class Outcome(models.TextChoices):
        CASE = "case", "转立案审查"
        AGREEMENT = "agreement", "转经办机构按协议处理"
        BOTH = "both", "转立案审查，并转经办机构"
        NOTHING = "nothing", "没有发现违法违规"
        MENDED = "mended", "有不规范之处，已当场改正"

    OPEN = (State.PLANNED, State.UNDER_WAY, State.REPORTED)
    TO_A_CASE = (Outcome.CASE, Outcome.BOTH)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.PLANNED)
    title = models.CharField("检查事项", max_length=120)
    way = models.CharField("检查方式", max_length=80)
    origin = models.CharField("来源", max_length=8, choices=Origin.choices, default=Origin.OWN)
    given = models.CharField("由谁检查", max_length=8, choices=Given.choices, default=Given.OWN)
    grave = models.BooleanField("重大案件", default=False)
    home = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+", verbose_name="管理的医保局")
    assigned_by = models.ForeignKey("scope.Bureau", models.PROTECT, null=True, related_name="+")
    against = models.ForeignKey("scope.Bureau", models.PROTECT, null=True, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="inspections")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, null=True, related_name="inspections")
    round = models.ForeignKey("rounds.Round", models.PROTECT, null=True, related_name="+")
    allegations = models.JSONField("检查什么", default=list)
    planned_by = models.PositiveBigIntegerField()
    due = models.DateField("完成期限", null=True)
    began_at = models.DateTimeField("出示证件的时间", null=True)
    reported_on = models.DateField("写出报告之日", null=True)
    closed_on = models.DateField("办结之日", null=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)
    told_at = models.PositiveIntegerField(null=True)  # where in the docket the words for the inspected stand
    case = models.CharField("案件编号", max_length=12, blank=True)
    handled_by = models.ForeignKey(
        "scope.Bureau", models.PROTECT, null=True, related_name="+", verbose_name="立案办理的医保局"
    )
    published_on = models.DateField("公布之日", null=True)
    public_words = models.TextField("公布的内容", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["state", "due"]),
            models.Index(
                fields=["-published_on", "-id"],
                condition=Q(published_on__isnull=False),
                name="inspections_published",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(given="own", assigned_by__isnull=True)
                | (~Q(given="own") & Q(assigned_by__isnull=False)),
                name="an_assigned_inspection_has_its_assigner",
                violation_error_message="指定、交叉检查要写明是哪个局指定的。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "called_off"], began_at__isnull=True)
                | Q(state="called_off")
                | Q(state__in=["under_way", "reported", "closed"], began_at__isnull=False),
                name="an_inspection_begins_with_its_papers",
                violation_error_message="检查从出示证件开始，要写明时间。",
            ),
            models.CheckConstraint(
                condition=(Q(state="closed", closed_on__isnull=False) & ~Q(outcome=""))
                | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="an_inspection_closed_has_its_outcome",
                violation_error_message="办结的检查要写明日期和结果。",
            ),
            models.CheckConstraint(
                condition=Q(case="") | Q(outcome__in=["case", "both"]),
                name="a_case_follows_from_its_outcome",
                violation_error_message="结果是转立案审查的，才有案件。",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True, public_words="")
                | (Q(published_on__isnull=False, state="closed") & ~Q(public_words="")),
                name="what_is_published_has_its_words",
                violation_error_message="办结以后才能公布，公布要写明日期和内容。",
            ),
        ]  # fmt: skip

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """Those of the team read it, whichever bureau they come from; and the bureau that has the case it led to."""
        handling = {post.bureau_id for post in actor.standing(READERS)}
        return Q(pk__in=Member.going(actor).values("inspection")) | Q(handled_by__in=handling)

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """Whom an inspection would warn: before it has begun nearly everybody; where it is against a bureau, that
        bureau and all below it. And who has stood back from it, to the end."""
        above = {code for post in actor.posts for code in post.path.strip("/").split("/")}
        heads = {post.bureau_id for post in actor.standing([Role.DECIDER])}
        needs = (
            Q(planned_by=actor.user_id)
            | Q(pk__in=Member.going(actor).values("inspection"))
            | Q(bureau__in=heads)
            | Q(assigned_by__in=heads)
        )
        unbegun = Q(began_at__isnull=True) & ~needs
        stood_back = Member.objects.filter(user_id=actor.user_id or 0, state=Member.State.RECUSED)
        return unbegun | Q(against__code__in=above) | Q(pk__in=stood_back.values("inspection"))

    @property
    def is_away(self) -> bool:
        """Whether it was given to a bureau that does not manage whom it inspected."""
        return bool(self.assigned_by_id) and self.home_id != self.bureau_id

    @property
    def is_secret(self) -> bool:
        """Whether it would warn somebody to learn of it."""
        return self.began_at is None


class Respondent(Guarded):
    """Somebody inspected. A person's name and number stand in the vault, in the event at ``at``.

    Who stands on the lists is referred to; a practitioner or a unit that stands on none is known by what was written.
    """

    class Kind(models.TextChoices):
        INSTITUTION = "institution", "定点医药机构"
        PRACTITIONER = "practitioner", "医保医师、药师"
        AGENCY = "agency", "医保经办机构"
        CONTRACTOR = "contractor", "承办单位或第三方机构"
        INSURED = "insured", "参保人员"

    PEOPLE = (Kind.PRACTITIONER, Kind.INSURED)

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="respondents")
    kind = models.CharField("被检查对象", max_length=12, choices=Kind.choices)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, related_name="+")
    practitioner = models.ForeignKey("institutions.Practitioner", models.PROTECT, null=True, related_name="+")
    contractor = models.ForeignKey("institutions.Contractor", models.PROTECT, null=True, related_name="+")
    unit = models.CharField("单位名称", max_length=120, blank=True)
    at = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="institution", institution__isnull=False)
                | (Q(kind__in=["agency", "contractor"]) & ~Q(unit=""))
                | Q(kind__in=["practitioner", "insured"]),
                name="a_respondent_is_somebody",
                violation_error_message="被检查的机构要在名录中，单位要写名称。",
            ),
        ]

    def __str__(self) -> str:
        return self.institution.name if self.institution else self.unit or self.get_kind_display()


class Member(Guarded):
    """Somebody of the team, in a post: asked about conflicts before the start, and cleared, recused or replaced."""

    class State(models.TextChoices):
        ASKED = "asked", "待说明有无利害关系"
        CLEAR = "clear", "没有利害关系"
        RECUSED = "recused", "回避"
        REPLACED = "replaced", "已由别人替换"

    GOING = (State.ASKED, State.CLEAR)

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    post = models.ForeignKey("scope.Post", models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.ASKED)
    leads = models.BooleanField("负责人", default=False)

    class Meta:
        ordering = ["-leads", "id"]
        indexes = [models.Index(fields=["user", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "user"], name="nobody_is_of_a_team_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.user.get_full_name()}·{self.get_state_display()}"

    @classmethod
    def going(cls, actor: Actor) -> "models.QuerySet[Member]":
        """Where an actor is of the team."""
        return cls.objects.filter(user_id=actor.user_id or 0, state__in=cls.GOING)

    def papers_at(self, moment: datetime) -> "Papers | None":
        """The certificate they had shown by then and that was valid on that day; without one nobody takes part."""
        return next((each for each in reversed(self.papers.all()) if each.cover(moment)), None)


class Papers(Guarded):
    """A certificate as somebody of the team showed it to the inspected: its number and last day as they stood then.
    Who is named later, or holds a new one, shows theirs later."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="papers")
    certificate = models.CharField("出示的执法证号", max_length=40)
    until = models.DateField("执法证有效期")
    shown_at = models.DateTimeField("出示的时间")

    class Meta:
        ordering = ["shown_at", "id"]

    def cover(self, moment: datetime) -> bool:
        """Whether they had been shown by a moment, and were valid on its day. Moments are typed to the minute."""
        shown = self.shown_at.replace(second=0, microsecond=0) <= moment
        return shown and clock.day_of(moment) <= self.until
