"""What leaves a case for others, and what others send in: referrals, exposure, credit, departments' information."""

from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Matter
from zhongdu.cases.models.case import READERS, Case
from zhongdu.cases.models.decision import Decision
from zhongdu.inspections.queries import Inspection
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.roles import Role


class Referral(Matter):
    """A case, or part of one, handed to whoever has the power: the police, another department, discipline."""

    label = "移送"
    readers = READERS
    POLICE = "department.police"

    class State(models.TextChoices):
        PROPOSED = "proposed", "待批准"
        DECLINED = "declined", "不予移送"
        APPROVED = "approved", "待移送"
        SENT = "sent", "已移送"
        RECEIVED = "received", "已接收"
        TAKEN = "taken", "对方已立案"
        NOT_TAKEN = "not_taken", "对方不予立案"
        CLOSED = "closed", "已反馈结果"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.PROPOSED)
    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    to = models.CharField("移送给", max_length=60)  # a department's concept, or "discipline"
    officers = models.JSONField("核实情况的人员", default=list)
    reported_on = models.DateField("提出书面报告之日")
    transfer_by = models.DateTimeField("移送到何时", null=True)
    sent_on = models.DateField("移送之日", null=True)
    received_on = models.DateField("对方接收之日", null=True)
    answered_on = models.DateField("收到立案或者不立案通知之日", null=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "declined", "approved"], sent_on__isnull=True)
                | (~Q(state__in=["proposed", "declined", "approved"]) & Q(sent_on__isnull=False)),
                name="a_referral_sent_has_its_day",
                violation_error_message="移送要有日期。",
            )
        ]

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        return Q(case__in=Case.objects.filter(Case.withheld_from(actor)).values("pk"))


class Exposure(Matter):
    """A case told to the public, without anybody's personal data; written by one, reviewed by another."""

    label = "曝光典型案件"
    readers = READERS

    class State(models.TextChoices):
        PROPOSED = "proposed", "待审核"
        REJECTED = "rejected", "不予曝光"
        PUBLISHED = "published", "已曝光"
        WITHDRAWN = "withdrawn", "已撤回"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.PROPOSED)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="exposures")
    title = models.CharField("标题", max_length=120)
    text = models.TextField("公开的内容")
    written_by = models.PositiveBigIntegerField(null=True)
    reviewed_by = models.PositiveBigIntegerField(null=True)
    published_on = models.DateField("发布之日", null=True)
    withdrawn_on = models.DateField("撤回之日", null=True)
    why_withdrawn = models.CharField("撤回的理由", max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("written_by")),
                name="nobody_reviews_their_own_exposure",
                violation_error_message="审核的人不能是起草的人。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "withdrawn"]) | Q(published_on__isnull=False, reviewed_by__isnull=False),
                name="what_is_published_was_reviewed",
                violation_error_message="审核过才能公开。",
            ),
        ]  # fmt: skip

    @classmethod
    def open_to_all(cls) -> Q:
        return Q(state__in=[cls.State.PUBLISHED, cls.State.WITHDRAWN])

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """As hidden as its case, until everybody reads it."""
        hidden = Decision.objects.filter(Decision.withheld_from(actor)).values("pk")
        return Q(decision__in=hidden) & ~cls.open_to_all()


class CreditEntry(Matter):
    """A respondent's entry in the credit record, from one decision, until it is repaired or withdrawn."""

    label = "信用记录"
    readers = READERS

    class State(models.TextChoices):
        LISTED = "listed", "已记入"
        REPAIRING = "repairing", "申请修复"
        REPAIRED = "repaired", "已修复"
        WITHDRAWN = "withdrawn", "已撤回"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.LISTED)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="credit")
    listed_on = models.DateField("记入之日")
    known_to = models.JSONField("共享给", default=list)
    joint = models.BooleanField("列为失信联合惩戒对象", default=False)
    published_on = models.DateField("公开之日", null=True)
    end_told_to = models.JSONField("告知过修复或者撤回", default=list)
    ended_on = models.DateField("修复或者撤回之日", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(
                fields=["-id"], condition=Q(published_on__isnull=False), name="credit_before_the_public"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["repaired", "withdrawn"], ended_on__isnull=False)
                | (~Q(state__in=["repaired", "withdrawn"]) & Q(ended_on__isnull=True)),
                name="a_credit_entry_ended_has_its_day",
                violation_error_message="修复、撤回要有日期。",
            )
        ]

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        return Q(decision__in=Decision.objects.filter(Decision.withheld_from(actor)).values("pk"))

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """The institution knows what stands in its record."""
        return super().held_by(actor) | Q(decision__case__institution__in=actor.institutions)

    @classmethod
    def open_to_all(cls) -> Q:
        """What the public reads: of institutions only, and while it stands."""
        standing = [cls.State.LISTED, cls.State.REPAIRING]
        return Q(published_on__isnull=False, state__in=standing, decision__case__institution__isnull=False)


class DepartmentNotice(Matter):
    """What another department told of an institution or a practitioner: matched by code, and acted upon.

    ``code`` is the code as it was told; whom it means stands beside it once that is known. ``sender`` is the key of the
    system that sent it and ``outside`` the number it has there; both are empty for what was keyed in or came as a list.
    The agency reads only what was handed to it, and who must not know of an inspection finds no notice it came of.
    """

    label = "部门信息"
    readers = (*READERS, Role.AGENCY_OFFICER)

    class State(models.TextChoices):
        UNMATCHED = "unmatched", "没有对上"
        RECEIVED = "received", "待处理"
        HANDED = "handed", "已转经办机构"
        ACTED = "acted", "已处理"

    class What(models.TextChoices):
        LICENCE = "licence", "执照、许可证或者登记证书被吊销"
        CERTIFICATE = "certificate", "执业证书被吊销、注销"
        DECEASED = "deceased", "从业人员死亡"
        PRACTITIONER = "practitioner", "从业人员受到处理"
        PENALTY = "penalty", "受到行政处罚"
        OTHER = "other", "其他违法违规处理信息"

    class Outcome(models.TextChoices):
        CASE = "case", "登记线索核查"
        INSPECTION = "inspection", "开展检查"
        AGENCY = "agency", "转经办机构按协议处理"
        NOTHING = "nothing", "不采取措施"

    OF_INSTITUTIONS = (What.LICENCE,)
    OF_PRACTITIONERS = (What.CERTIFICATE, What.DECEASED)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.RECEIVED)
    department = models.CharField("来自", max_length=60)
    what = models.CharField("什么事", max_length=16, choices=What.choices)
    code = models.CharField("代码", max_length=18)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, related_name="+")
    practitioner = models.ForeignKey("institutions.Practitioner", models.PROTECT, null=True, related_name="+")
    document = models.CharField("文号", max_length=80)
    happened_on = models.DateField("处理之日")
    sender = models.CharField("哪个系统送来的", max_length=16, blank=True)
    outside = models.CharField("对方编号", max_length=64, blank=True)
    outcome = models.CharField("怎样处理", max_length=16, choices=Outcome.choices, blank=True)
    opened = models.CharField("转成的事项", max_length=12, blank=True)  # the number of its docket
    inspection = models.ForeignKey("inspections.Inspection", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["opened"], condition=~Q(opened=""), name="notices_by_what_they_opened"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "department", "document", "code", "what"], name="a_document_is_taken_in_once",
                violation_error_message="这份文书已经登记过。",
            ),
            models.UniqueConstraint(
                fields=["sender", "outside"], condition=~Q(sender=""), name="a_number_of_a_sender_is_taken_in_once",
                violation_error_message="这个编号已经收过。",
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=True) | Q(practitioner__isnull=True),
                name="a_notice_is_of_one",
                violation_error_message="部门信息说的，或者是机构，或者是人。",
            ),
            models.CheckConstraint(
                condition=Q(state="acted")
                | Q(state="unmatched", institution__isnull=True, practitioner__isnull=True)
                | (
                    Q(state__in=["received", "handed"])
                    & (Q(institution__isnull=False) | Q(practitioner__isnull=False))
                ),
                name="a_notice_to_act_on_is_of_somebody",
                violation_error_message="对上了机构或者人，才能处理。",
            ),
        ]  # fmt: skip

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        reads_all = territory(Actor(posts=actor.standing(READERS)))
        hidden = Inspection.objects.filter(Inspection.withheld_from(actor)).values("pk")
        return Q(inspection__in=hidden) | (~reads_all & ~Q(outcome=cls.Outcome.AGENCY))

    @property
    def about(self) -> str:
        """Whom it is about, as far as that is known."""
        whom = self.institution or self.practitioner
        return f"{whom.name}（{whom.code}）" if whom else self.code
