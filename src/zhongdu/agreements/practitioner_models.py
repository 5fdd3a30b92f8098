"""How a breach by a physician or a pharmacist is handled, by article of its own: one docket a breach."""

from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Matter
from zhongdu.agreements.handling_models import Handling
from zhongdu.scope.roles import Role


class PractitionerHandling(Matter):
    """对一名医保医师、药师的处理: heard first, decided once; a suspension keeps what they prescribe from being settled."""

    label = "医师药师处理"
    readers = (
        Role.AGENCY_OFFICER, Role.DECIDER, Role.CASE_OFFICER, Role.INSPECTOR, Role.LEGAL_REVIEWER, Role.AUDITOR,
    )  # fmt: skip

    class State(models.TextChoices):
        PROPOSED = "proposed", "拟处理，听取陈述"
        HEARD = "heard", "已听取，待决定"
        DECIDED = "decided", "已作出处理"
        DROPPED = "dropped", "不予处理"

    class Checked(models.TextChoices):
        PASSED = "passed", "整改合格"
        FAILED = "failed", "整改不到位"
        MISSED = "missed", "未按时限整改"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.PROPOSED)
    practitioner = models.ForeignKey("institutions.Practitioner", models.PROTECT, related_name="+")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    conduct_on = models.DateField("行为发生之日")
    wanted = models.JSONField("拟采取的处理", default=list)  # concepts
    proposed_on = models.DateField()
    answer_by = models.DateField("陈述到哪天")
    heard = models.CharField(max_length=8, choices=Handling.Heard.choices, blank=True)
    decided_on = models.DateField(null=True)
    talk_at = models.DateTimeField("约谈时间", null=True)
    talked_on = models.DateField("约谈之日", null=True)
    rectify_by = models.DateField("整改到哪天", null=True)
    checked = models.CharField(max_length=8, choices=Checked.choices, blank=True)
    suspended_from = models.DateField("中止从哪天起", null=True)
    suspended_until = models.DateField("中止到哪天", null=True)
    restored_on = models.DateField("恢复之日", null=True)
    referred_to = models.CharField("移交给谁", max_length=60, blank=True)
    points = models.PositiveSmallIntegerField("记分", default=0)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["practitioner", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"]) | ~Q(heard=""),
                name="a_practitioner_is_heard_first",
                violation_error_message="作出处理以前，要先听取本人的陈述。",
            ),
            models.CheckConstraint(
                condition=(Q(state="decided") & Q(decided_on__isnull=False))
                | (~Q(state="decided") & Q(decided_on__isnull=True, suspended_from__isnull=True, points=0)),
                name="a_practitioner_is_suspended_by_decision",
                violation_error_message="中止服务、记分要有作出处理的日期。",
            ),
            models.CheckConstraint(
                condition=Q(suspended_until__isnull=True) | Q(suspended_until__gte=F("suspended_from")),
                name="a_practitioner_suspension_ends_after_it_begins",
                violation_error_message="中止的止日不能早于起日。",
            ),
        ]
