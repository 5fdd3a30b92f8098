"""What an inspection keeps: evidence taken up by two, records never changed after, findings. Words are in the vault."""

from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded
from zhongdu.inspections.models.inspection import Inspection


class Evidence(Guarded):
    """Something taken up as evidence: proposed by one officer of the team, taken up by another.

    ``file`` is an attachment's, ``record`` an inspection record; what it shows and how it was obtained stand at ``at``,
    against what it was checked at ``checked_at``. Until it is taken up it is material, and nobody may cite it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "待另一人核对"
        TAKEN_UP = "taken_up", "已收作证据"
        REJECTED = "rejected", "不收作证据"

    class Source(models.TextChoices):
        MATERIAL = "material", "社会监督员或者群众提供的材料"
        SPOT = "spot", "现场取得"
        DEMANDED = "demanded", "被检查对象按要求提供"
        RECORD = "record", "检查笔录"
        THIRD = "third", "第三方机构出具"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="all_evidence")
    number = models.PositiveSmallIntegerField("证据编号")
    kind = models.CharField("证据种类", max_length=80)
    source = models.CharField("来源", max_length=12, choices=Source.choices)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.PROPOSED)
    file = models.CharField(max_length=22, blank=True)
    record = models.ForeignKey("Record", models.PROTECT, null=True, related_name="+")
    first = models.PositiveBigIntegerField("提取人")
    second = models.PositiveBigIntegerField("核对人", null=True)
    taken_on = models.DateField("收作证据之日", null=True)
    at = models.PositiveIntegerField()
    checked_at = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="evidence_is_numbered_once"),
            models.CheckConstraint(
                condition=Q(state="proposed", second__isnull=True, taken_on__isnull=True)
                | Q(state="rejected", second__isnull=False, taken_on__isnull=True)
                | Q(state="taken_up", second__isnull=False, taken_on__isnull=False),
                name="evidence_is_taken_up_by_two",
                violation_error_message="收作证据要由两名检查人员先后提取、核对。",
            ),
            models.CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=F("first")),
                name="nobody_takes_up_evidence_alone",
                violation_error_message="核对的人不能就是提取的人。",
            ),
        ]


class Record(Guarded):
    """A record (笔录), never changed after: its whole text is one value in the vault, at ``at``; a mistake is put
    right by a further record that ``corrects`` this one."""

    class Kind(models.TextChoices):
        SITE = "site", "现场检查笔录"
        QUESTIONING = "questioning", "询问笔录"

    class Ending(models.TextChoices):
        SIGNED = "signed", "签名"
        STAMPED = "stamped", "盖章（纸质扫描）"
        REFUSED = "refused", "拒绝签名、盖章"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="records")
    number = models.PositiveSmallIntegerField("笔录编号")
    kind = models.CharField("哪种笔录", max_length=12, choices=Kind.choices)
    began_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间")
    ending = models.CharField("被检查人员", max_length=8, choices=Ending.choices)
    officers = models.JSONField("检查人员", default=list)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by")
    scan = models.CharField(max_length=22, blank=True)
    at = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="records_are_numbered_once"),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("began_at")),
                name="a_record_ends_after_it_began",
                violation_error_message="笔录的结束时间不能早于开始时间。",
            ),
            models.CheckConstraint(
                condition=~Q(ending="stamped") | ~Q(scan=""),
                name="a_stamped_record_has_its_scan",
                violation_error_message="盖章的笔录要附扫描件。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}第{self.number}号"


class Finding(Guarded):
    """What was found of one thing an inspection looked at: a kind of violation by its concept, or "" for the whole."""

    class Outcome(models.TextChoices):
        PROVED = "proved", "属实"
        PARTLY = "partly", "部分属实"
        NOT_PROVED = "not_proved", "没有发现"
        UNCLEAR = "unclear", "尚未查清"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    allegation = models.CharField(max_length=80, blank=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices)
    fen = models.BigIntegerField("涉及金额（分）", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "allegation"], name="one_finding_an_allegation_inspected"
            ),
            models.CheckConstraint(
                condition=Q(fen__isnull=True) | Q(fen__gte=0),
                name="a_finding_is_not_negative",
                violation_error_message="金额不能是负数。",
            ),
        ]
