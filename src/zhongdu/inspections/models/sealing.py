"""Sealing, and keeping by registering: its own docket, since each has its own clocks, approvals and end."""

from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Matter
from zhongdu.inspections.models.inspection import READERS, Inspection
from zhongdu.scope.actor import Actor


class Sealing(Matter):
    """Things sealed, or registered and kept where they are (先行登记保存). What, where, who keeps them and why is in the
    vault, at the first event of its docket. ``pauses`` are days the law does not count."""

    label = "封存"
    readers = READERS

    class State(models.TextChoices):
        PROPOSED = "proposed", "待批准"
        APPROVED = "approved", "已批准，待实施"
        HELD = "held", "封存中"
        UNAPPROVED = "unapproved", "未获批准，应当立即解除"
        REFUSED = "refused", "不予批准"
        LIFTED = "lifted", "已解除"

    class Sort(models.TextChoices):
        SEALING = "sealing", "封存"
        SEIZURE = "seizure", "先行登记保存"

    class Disposal(models.TextChoices):
        RETURNED = "returned", "退还"
        EVIDENCE = "evidence", "提取作为证据后退还"
        SEALED = "sealed", "改为封存"
        REFERRED = "referred", "移送有关部门"

    OPEN = (State.PROPOSED, State.APPROVED, State.HELD, State.UNAPPROVED)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.PROPOSED)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="sealings")
    sort = models.CharField("哪一种", max_length=8, choices=Sort.choices)
    urgent = models.BooleanField("情况紧急，当场实施", default=False)
    sealed_at = models.DateTimeField("实施时间", null=True)
    officers = models.JSONField("实施的检查人员", default=list)
    approve_by = models.DateTimeField("补办批准的最后时间", null=True)
    approved_at = models.DateTimeField("批准时间", null=True)
    approved_by = models.PositiveBigIntegerField("批准人", null=True)
    until = models.DateField("到哪天为止", null=True)
    extended_on = models.DateField("延长之日", null=True)
    pauses = models.JSONField("依法不计入的日子", default=list)
    reminded_on = models.DateField("提醒之日", null=True)
    disposal = models.CharField("怎样处理", max_length=12, choices=Disposal.choices, blank=True)
    lifted_on = models.DateField("解除之日", null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "until"]), models.Index(fields=["inspection", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="held") | Q(sealed_at__isnull=False, until__isnull=False),
                name="what_is_sealed_has_its_last_day",
                violation_error_message="封存要写明时间和到哪天为止。",
            ),
            models.CheckConstraint(
                condition=(Q(state="lifted", lifted_on__isnull=False) & ~Q(disposal=""))
                | (~Q(state="lifted") & Q(lifted_on__isnull=True, disposal="")),
                name="what_is_lifted_has_its_day",
                violation_error_message="解除要写明日期和怎样处理。",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="an_approval_has_its_time_and_its_name",
                violation_error_message="批准要写明时间和批准人。",
            ),
            models.CheckConstraint(
                condition=~Q(state="held", urgent=False) | Q(approved_at__isnull=False),
                name="only_what_is_urgent_is_sealed_unapproved",
                violation_error_message="不紧急的，先批准再实施。",
            ),
        ]

    @property
    def called(self) -> str:
        return str(self.get_sort_display())

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        return Q(inspection__in=Inspection.objects.filter(Inspection.shared_with(actor)).values("pk"))

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """Whom the inspection is withheld from."""
        hidden = Inspection.objects.filter(Inspection.withheld_from(actor)).values("pk")
        return Q(inspection__in=hidden)
