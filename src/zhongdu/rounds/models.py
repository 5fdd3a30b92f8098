"""A round: institutions drawn, people paired with them, and the visits that come of it."""

from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.fieldwork.queries import Visit
from zhongdu.rounds import personal, rules  # noqa: F401 - nothing may be kept before it is classified
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role


class Round(Matter):
    """组织巡查: many institutions looked at together. A covert one is a plan as secret as its visits."""

    label = "组织巡查"
    readers = (Role.CASE_OFFICER, Role.LIAISON, Role.DECIDER, Role.INSPECTOR)

    class State(models.TextChoices):
        PLANNED = "planned", "待抽取"
        DRAWN = "drawn", "已抽取，待安排"
        PAIRED = "paired", "已安排，待派发"
        UNDER_WAY = "under_way", "进行中"
        CLOSED = "closed", "已结束"
        DROPPED = "dropped", "已作罢"

    class How(models.TextChoices):
        PLAIN = rules.PLAIN, "随机抽取，机会均等"
        WEIGHTED = rules.WEIGHTED, "随机抽取，风险高的机会大"
        BY_RISK = rules.BY_RISK, "按风险从高到低"
        ALL = rules.ALL, "全部都看"

    class Seed(models.TextChoices):
        COMMITTED = "committed", "由系统生成，现在公布它的哈希，抽取时公布原文"
        PUBLIC = "public", "采用以后公布的公开随机数"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.PLANNED)
    title = models.CharField("名称", max_length=120)
    kinds = models.JSONField("哪类机构", default=list)
    way = models.CharField("方式", max_length=8, choices=Visit.Way.choices)
    how = models.CharField("怎样抽", max_length=12, choices=How.choices)
    wanted = models.PositiveIntegerField("抽几家", null=True)
    each = models.PositiveSmallIntegerField("每家几人", default=2)
    due = models.DateField("完成期限")
    checklists = models.JSONField("清单", default=dict)  # kind of institution -> the checklist's concept
    opened_by = models.PositiveBigIntegerField()
    seed_source = models.CharField("种子来源", max_length=12, choices=Seed.choices)
    seed_says = models.CharField("哪个公开随机数", max_length=200, blank=True)
    commitment = models.CharField("种子的SM3", max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(how=rules.ALL) | Q(wanted__gte=1),
                name="a_drawing_has_its_number",
                violation_error_message="请填写抽几家。",
            ),
            models.CheckConstraint(
                condition=Q(each__gte=1),
                name="somebody_goes_to_each",
                violation_error_message="每家至少去一人。",
            ),
        ]

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """A covert round, until it is closed, is nobody's but its officer's and the decider's."""
        decides = Q(pk__in=[])
        for post in actor.standing([Role.DECIDER]):
            decides |= Q(bureau_id=post.bureau_id)
        mine = Q(opened_by=actor.user_id) if actor.user_id else Q(pk__in=[])
        return Q(way=Visit.Way.COVERT) & ~Q(state=cls.State.CLOSED) & ~mine & ~decides


class Drawing(Guarded):
    """One drawing with everything that decided it. A second one does not wipe out the first."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="drawings")
    number = models.PositiveSmallIntegerField()
    file = models.JSONField()  # rules.file_of
    signs = models.JSONField(default=dict)  # code -> why it has points

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="one_drawing_a_number")]


class Stop(Guarded):
    """An institution of a round: drawn, or added by name with a reason."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="stops")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    place = models.PositiveIntegerField("次序")
    points = models.PositiveIntegerField("风险分", default=0)
    added = models.BooleanField("另加的", default=False)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "institution"], name="one_stop_an_institution")
        ]


class Going(Guarded):
    """Somebody who is to go to a stop, and the visit that came of it once they were sent."""

    stop = models.ForeignKey(Stop, models.PROTECT, related_name="going")
    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="+")
    visit = models.OneToOneField("fieldwork.Visit", models.PROTECT, null=True, related_name="+")

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["stop", "appointment"], name="nobody_goes_twice")]
