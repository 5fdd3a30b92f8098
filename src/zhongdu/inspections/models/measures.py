"""What is done in an inspection: measures, demands, who helps, what stood in the way. Words stand on the docket."""

from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded
from zhongdu.inspections.models.inspection import Inspection, Respondent


class Measure(Guarded):
    """Something done under a power of the law: which, when, by whom; what was written stands at ``at``."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="measures")
    power = models.CharField("措施", max_length=80)
    taken_at = models.DateTimeField("时间")
    officers = models.JSONField("在场的检查人员", default=list)
    at = models.PositiveIntegerField()

    class Meta:
        ordering = ["taken_at", "id"]


class ThirdParty(Guarded):
    """Who helps an inspection under contract, bound to secrecy and free of interests."""

    class Sort(models.TextChoices):
        INSURER = "insurer", "商业保险公司"
        ACCOUNTANT = "accountant", "会计师事务所"
        EXPERT = "expert", "专业人员"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="third_parties")
    sort = models.CharField("类别", max_length=12, choices=Sort.choices)
    name = models.CharField("名称", max_length=120)
    contract = models.CharField("合同或者委托书编号", max_length=60)
    secrecy_on = models.DateField("签保密承诺之日")
    until = models.DateField("聘到哪天")
    at = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]


class Demand(Guarded):
    """Documents and explanations demanded by a day; the list stands at ``at``, a line for each item."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="demands")
    respondent = models.ForeignKey(
        Respondent, models.PROTECT, null=True, related_name="+", verbose_name="向谁要"
    )
    number = models.PositiveSmallIntegerField("第几次")
    officers = models.JSONField("在场的检查人员", default=list)
    asked_on = models.DateField("提出之日")
    until = models.DateField("期限")
    reminded_on = models.DateField("提醒之日", null=True)
    at = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["until"], condition=Q(reminded_on=None), name="demands_to_remind_of")]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="demands_are_numbered_once"),
            models.CheckConstraint(
                condition=Q(until__gte=F("asked_on")),
                name="demanded_before_it_is_due",
                violation_error_message="期限不能早于提出之日。",
            ),
        ]


class DemandItem(Guarded):
    """One thing demanded, and whether it was given; what was said of it stands at ``at``."""

    class Given(models.TextChoices):
        WAITING = "waiting", "还没有提供"
        WHOLE = "whole", "已提供"
        PARTLY = "partly", "部分提供"
        NOT = "not", "没有提供"
        DROPPED = "dropped", "不再要求"

    WAITED_FOR = (Given.WAITING, Given.PARTLY, Given.NOT)

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField("第几项")
    given = models.CharField("提供情况", max_length=8, choices=Given.choices, default=Given.WAITING)
    settled_on = models.DateField("登记之日", null=True)
    at = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["demand", "place"], name="one_item_a_place"),
            models.CheckConstraint(
                condition=Q(given="waiting", settled_on__isnull=True)
                | (~Q(given="waiting") & Q(settled_on__isnull=False)),
                name="a_settled_item_has_its_day",
                violation_error_message="登记过的资料要有登记日期。",
            ),
        ]


class Obstacle(Guarded):
    """Something that stood in the way of an inspection, and by whom of the inspected, as it went on the record at ``at``."""

    class Sort(models.TextChoices):
        REFUSED = "refused", "拒绝检查或者拒不提供资料"
        OBSTRUCTED = "obstructed", "阻碍检查"
        FALSE = "false", "谎报"
        CONCEALED = "concealed", "瞒报"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="obstacles")
    respondent = models.ForeignKey(
        Respondent, models.PROTECT, null=True, related_name="obstacles", verbose_name="谁不配合"
    )
    sort = models.CharField("情形", max_length=12, choices=Sort.choices)
    happened_at = models.DateTimeField("时间")
    officers = models.JSONField("在场的检查人员", default=list)
    at = models.PositiveIntegerField()

    class Meta:
        ordering = ["happened_at", "id"]


class Hold(Guarded):
    """The agency was asked to suspend an institution's settlement: since when, until it is looked at again, until when."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="holds")
    respondent = models.ForeignKey(Respondent, models.PROTECT, related_name="+")
    since = models.DateField("起")
    review_on = models.DateField("复查之日")
    ended_on = models.DateField("止", null=True)
    approved_by = models.PositiveBigIntegerField("批准人")
    at = models.PositiveIntegerField()
    ended_at = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "respondent"],
                condition=Q(ended_on=None),
                name="one_open_hold_a_respondent",
            ),
            models.CheckConstraint(
                condition=Q(review_on__gte=F("since")),
                name="a_hold_is_looked_at_after_it_began",
                violation_error_message="复查日期不能早于开始日期。",
            ),
        ]
