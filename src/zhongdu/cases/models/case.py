"""The case itself: about whom, for what, how far it has come; its evidence, what was lost, what is proposed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.inspections.queries import Inspection
from zhongdu.leads.queries import Lead
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

HANDLERS = (Role.INSPECTOR,)  # who investigates holds a law-enforcement certificate
READERS = (
    Role.INSPECTOR, Role.CASE_OFFICER, Role.DECIDER, Role.LEGAL_REVIEWER, Role.HEARING_OFFICER,
    Role.DELIBERATOR, Role.ACCOUNTANT,
)  # fmt: skip
_PERSONS = ("practitioner", "insured", "person")


class Case(Matter):
    """A case against one respondent. Who a person is, and all that is told of the facts, is in the vault.

    ``handlers`` are the officers who investigate, two at least; whoever is among them reviews, hears and decides nothing.
    ``before`` is the state a suspended case goes back to; ``notified`` the proposal the respondent was told of.
    """

    label = "行政处罚案件"
    readers = READERS

    class State(models.TextChoices):
        CHECKING = "checking", "线索核查"
        NOT_FILED = "not_filed", "不予立案"
        INVESTIGATING = "investigating", "调查取证"
        REPORTED = "reported", "法制审核"
        REVIEWED = "reviewed", "审核通过"
        NOTIFIED = "notified", "告知当事人"
        HEARING = "hearing", "听证"
        READY = "ready", "待决定"
        DECIDED = "decided", "已决定"
        CLOSED = "closed", "已结案"
        SUSPENDED = "suspended", "中止调查"
        TERMINATED = "terminated", "终止调查"

    class Respondent(models.TextChoices):
        INSTITUTION = "institution", "定点医药机构"
        PRACTITIONER = "practitioner", "医保医师、药师等从业人员"
        INSURED = "insured", "参保人员"
        PERSON = "person", "其他个人"
        AGENCY = "agency", "经办机构"
        CONTRACTOR = "contractor", "承办单位、第三方机构"

    class Corrected(models.TextChoices):
        AWAITED = "awaited", "已责令改正"
        DONE = "done", "已改正"
        REFUSED = "refused", "拒不改正"

    class Source(models.TextChoices):
        LEAD = "lead", "举报和监督员线索"
        INSPECTION = "inspection", "监督检查发现"
        DATA = "data", "智能监控和数据筛查"
        HANDED = "handed", "上级交办、部门移送"
        OTHER = "other", "其他"

    FILED = (State.INVESTIGATING, State.REPORTED, State.REVIEWED, State.NOTIFIED, State.HEARING, State.READY)
    OPEN = (State.CHECKING, *FILED, State.DECIDED, State.SUSPENDED)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.CHECKING)
    source = models.CharField("案件来源", max_length=12, choices=Source.choices)
    respondent = models.CharField("当事人", max_length=16, choices=Respondent.choices)
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, related_name="cases"
    )
    person = models.CharField(
        max_length=64, blank=True
    )  # a keyed hash of the ID number, to know the same person by
    lead = models.ForeignKey("leads.Lead", models.PROTECT, null=True, related_name="cases")
    inspected = models.OneToOneField(
        "inspections.Respondent", models.PROTECT, null=True, related_name="case_of"
    )
    violations = models.JSONField("涉嫌的行为", default=list)  # concepts: violation.swapping
    found_on = models.DateField("发现线索或者收到材料之日")
    conduct_from = models.DateField("行为发生之日", null=True)
    conduct_until = models.DateField("行为终了之日")
    harms_health = models.BooleanField("涉及生命健康安全且有危害后果", default=False)
    handlers = models.JSONField("办案人员", default=list)
    case_number = models.CharField("立案号", max_length=60, blank=True)
    filed_on = models.DateField("立案之日", null=True)
    major = models.BooleanField("重大行政决定", default=False)
    complicated = models.BooleanField("情况复杂", default=False)
    social_impact = models.BooleanField("可能造成重大社会影响", default=False)
    people = models.PositiveIntegerField("涉及人数", default=1)
    reviewer = models.PositiveBigIntegerField("法制审核人员", null=True)
    notified = models.ForeignKey("cases.Proposal", models.PROTECT, null=True, related_name="+")
    notified_on = models.DateField("当事人收到告知之日", null=True)
    may_be_heard = models.BooleanField("告知了听证权利", default=False)
    defended = models.BooleanField("提出了陈述申辩", default=False)
    hearing_officer = models.PositiveBigIntegerField("听证主持人", null=True)
    hearing_asked_on = models.DateField("要求听证之日", null=True)
    hearing_at = models.DateTimeField("听证时间", null=True)
    heard_on = models.DateField("听证之日", null=True)
    decision_until = models.DateField("延长后的决定期限", null=True)
    correct_by = models.DateField("责令改正到哪天", null=True)
    corrected = models.CharField("改正了没有", max_length=8, choices=Corrected.choices, blank=True)
    before = models.CharField("中止前的状态", max_length=24, blank=True)
    closed_on = models.DateField("结案之日", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["institution", "-id"]),
            models.Index(fields=["person", "-id"], condition=~Q(person=""), name="cases_of_one_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(respondent="institution", institution__isnull=False)
                | (~Q(respondent="institution") & Q(institution__isnull=True)),
                name="a_case_against_an_institution_names_it",
                violation_error_message="当事人是定点医药机构的，要写明是哪一家；不是的不写。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["checking", "not_filed"], filed_on__isnull=True)
                | (~Q(state__in=["checking", "not_filed"]) & Q(filed_on__isnull=False)),
                name="a_case_filed_has_its_day",
                violation_error_message="立了案的要有立案日期，没有立案的不能有。",
            ),
            models.CheckConstraint(
                condition=Q(corrected="", correct_by=None) | (~Q(corrected="") & Q(correct_by__isnull=False)),
                name="what_is_to_be_put_right_has_its_day",
                violation_error_message="责令改正要有期限。",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="a_case_closed_has_its_day",
                violation_error_message="结案要有日期。",
            ),
            models.CheckConstraint(
                condition=(Q(state="suspended") & ~Q(before="")) | (~Q(state="suspended") & Q(before="")),
                name="a_suspended_case_knows_its_way_back",
                violation_error_message="中止的案件要知道恢复到哪一步。",
            ),
            models.CheckConstraint(
                condition=Q(conduct_from__isnull=True) | Q(conduct_until__gte=models.F("conduct_from")),
                name="conduct_ends_after_it_begins",
                violation_error_message="行为终了之日不能早于发生之日。",
            ),
        ]

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """The bureau that manages whom another inspected on order from above reads the case from the day they were told."""
        manages = {post.bureau_id for post in actor.standing(READERS)}
        return Q(
            inspected__inspection__home__in=manages, inspected__inspection__assigned_by__isnull=False, notified_on__isnull=False
        )  # fmt: skip

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """Whom the lead or the inspection it came of is withheld from, the case is too; and who has stood back from it,
        or from deliberating on it, reads no further."""
        lead = Lead.objects.filter(Lead.withheld_from(actor)).values("pk")
        inspection = Inspection.objects.filter(Inspection.withheld_from(actor)).values("pk")
        stood_back = cls._base_manager.filter(
            deliberations__seats__user=actor.user_id or 0, deliberations__seats__conflicted=True
        )
        recused = StoodBack.objects.filter(user_id=actor.user_id or 0).values("case")
        hidden = Q(lead__in=lead) | Q(inspected__inspection__in=inspection)
        return hidden | Q(pk__in=stood_back.values("pk")) | Q(pk__in=recused)

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """The institution a case is against knows of it from the day it was told, and not before."""
        told = Q(institution__in=actor.institutions, notified__isnull=False, notified_on__isnull=False)
        return super().held_by(actor) | told

    @property
    def is_person(self) -> bool:
        return self.respondent in _PERSONS

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the respondent is, in the words of the law's sanctions."""
        if self.institution:
            return (self.institution.kind,)
        return (self.respondent, "person") if self.is_person else (self.respondent,)

    @property
    def flags(self) -> list[str]:
        """What an officer found of the three kinds of cases that are deliberated on."""
        return [name for name in ("major", "complicated", "social_impact") if getattr(self, name)]


class StoodBack(Guarded):
    """An officer who had to stand back from a case, as investigator or as who hears it: it is theirs to read no more."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="stood_back")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField("回避之日")

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="one_stands_back_once")]

    def __str__(self) -> str:
        return f"{self.case}·{self.on}"


class Evidence(Guarded):
    """A piece of evidence that two officers took up. Its name and where it came from are in the vault under ``owner``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    kind = models.CharField("证据种类", max_length=60)  # evidence.kind.documentary
    taken_on = models.DateField("取得之日")
    taken_by = models.JSONField("取证人员", default=list)
    struck_on = models.DateField("排除之日", null=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]

    @property
    def owner(self) -> str:
        return f"evidence:{self.pk}"


class Struck(Guarded):
    """A piece an inspection took up that does not carry this case: struck out as unproved, or because it concerns another
    of the inspected. ``number`` is its number in that inspection; there it stays as it is."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="struck")
    number = models.PositiveSmallIntegerField("检查中的证据编号")
    struck_on = models.DateField("排除之日")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="a_piece_is_struck_once_a_case"),
        ]


class Loss(Guarded):
    """What one fund lost by the conduct, in fen: what is to be returned to it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="losses")
    fund = models.CharField("基金", max_length=60)  # fund.kind.employees
    fen = models.BigIntegerField("金额（分）")

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "fund"],
                name="one_loss_a_fund",
                violation_error_message="这一基金已有一笔损失。",
            ),
            models.CheckConstraint(
                condition=Q(fen__gt=0), name="a_loss_is_an_amount", violation_error_message="损失要大于零。"
            ),
        ]


class Proposal(Guarded):
    """How a case is to be decided, as it was proposed at one time: never changed, only followed by another."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals")
    made_on = models.DateField("提出之日")
    made_by = models.PositiveBigIntegerField(null=True)
    outcome = models.CharField("怎样决定", max_length=60)  # case.decision.penalty
    sanction = models.CharField("罚则", max_length=60, blank=True)  # sanction.use
    leniency = models.CharField("不予处罚的情形", max_length=60, blank=True)
    losses = models.JSONField("应退金额（分）", default=dict)  # fund -> fen
    fine_fen = models.BigIntegerField("罚款（分）", default=0)
    months = models.PositiveSmallIntegerField("暂停几个月", default=0)
    bars = models.BooleanField("限制从业", default=False)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fine_fen__gte=0),
                name="a_fine_is_no_debt",
                violation_error_message="罚款不能是负数。",
            ),
            models.CheckConstraint(
                condition=Q(outcome="case.decision.penalty") | Q(fine_fen=0, months=0, bars=False),
                name="only_a_penalty_punishes",
                violation_error_message="不予处罚的，不能有罚款、暂停或者限制从业。",
            ),
        ]

    @property
    def loss_fen(self) -> int:
        return sum(self.losses.values())

    def as_notes(self) -> dict[str, Any]:
        """What the record keeps of it."""
        return {
            "outcome": self.outcome, "sanction": self.sanction, "leniency": self.leniency, "losses": self.losses,
            "fine_fen": self.fine_fen, "months": self.months, "bars": self.bars,
        }  # fmt: skip
