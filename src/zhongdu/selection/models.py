"""A selection: candidates, what is scored and by whom, the ranges for groups, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role
from zhongdu.selection import personal  # noqa: F401 - nothing may be kept before it is classified
from zhongdu.selection.features import FEATURES


class Selection(Matter):
    """择优: from the accepted applications of a notice to those who are to be appointed."""

    label = "择优"
    readers = (Role.RECRUITER, Role.DECIDER, Role.DISCIPLINE_OFFICER)

    class State(models.TextChoices):
        PREPARING = "preparing", "准备中"
        SCORING = "scoring", "评分中"
        PROPOSED = "proposed", "已有方案"
        CONFIRMED = "confirmed", "已确认"
        DROPPED = "dropped", "已作罢"

    class Way(models.TextChoices):
        BEST = "best", "总分最高的入选"
        FAIR = "fair", "达到分数线的视为同等条件，公平抽签"

    class Seed(models.TextChoices):
        COMMITTED = "committed", "由系统生成，现在公布它的哈希，拟定方案时公布原文"
        PUBLIC = "public", "采用以后公布的公开随机数"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.PREPARING)
    title = models.CharField("名称", max_length=120)
    notice = models.ForeignKey("recruitment.Notice", models.PROTECT, null=True, related_name="selections")
    places = models.PositiveIntegerField("拟聘人数")
    reserves = models.PositiveIntegerField("候补人数", default=0)
    way = models.CharField("办法", max_length=8, choices=Way.choices, default=Way.BEST)
    line = models.PositiveIntegerField("分数线", default=0)  # hundredths of a point; for the fair draw
    groups = models.JSONField("各项的分组", default=dict)  # feature -> its groups, in order
    seed_source = models.CharField("种子来源", max_length=12, choices=Seed.choices, blank=True)
    seed_says = models.CharField("哪个公开随机数", max_length=200, blank=True)
    commitment = models.CharField("种子的SM3", max_length=64, blank=True)
    seed = models.CharField("种子", max_length=200, blank=True)  # once it is public
    inputs_sm3 = models.CharField("封存数据的SM3", max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gte=1),
                name="somebody_is_to_be_chosen",
                violation_error_message="拟聘人数至少是1人。",
            ),
            models.CheckConstraint(
                condition=~Q(state="scoring") | ~Q(seed_source=""),
                name="the_seed_is_settled_before_scores",
                violation_error_message="开始评分以前要先定下抽签种子。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "confirmed"]) | (~Q(seed="") & ~Q(inputs_sm3="")),
                name="a_proposal_has_its_seed_and_inputs",
                violation_error_message="方案要有公布了的种子和封存的数据。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """A reviewer reads the selection they score, whatever their post."""
        if not actor.user_id:
            return Q(pk__in=[])
        return Q(pk__in=Reviewer.objects.filter(user_id=actor.user_id).values("selection"))


class Candidate(Guarded):
    """An accepted application in a selection, with its groups. Who it is stands in the application's vault alone."""

    class Place(models.TextChoices):
        OPEN = "", "待定"
        CHOSEN = "chosen", "拟聘"
        RESERVE = "reserve", "候补"
        PASSED_OVER = "passed_over", "未入选"
        LEFT = "left", "已退出"

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="candidates")
    application = models.ForeignKey("recruitment.Application", models.PROTECT, related_name="candidacies")
    number = models.CharField("编号", max_length=12)  # the application's
    groups = models.JSONField("分组", default=dict)  # feature -> group
    preferred = models.BooleanField("优先", default=False)
    score = models.PositiveIntegerField("得分", null=True)  # hundredths of a point
    drawn = models.PositiveIntegerField("抽签次序", null=True)
    proposed = models.BooleanField("方案提出", default=False)
    place = models.CharField("去向", max_length=12, choices=Place.choices, default=Place.OPEN, blank=True)
    rank = models.PositiveIntegerField("候补次序", null=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["selection", "place", "rank"])]
        constraints = [
            models.UniqueConstraint(fields=["selection", "application"], name="one_candidacy_a_round"),
            models.CheckConstraint(
                condition=Q(place="reserve", rank__isnull=False)
                | (~Q(place="reserve") & Q(rank__isnull=True)),
                name="reserves_are_ranked",
                violation_error_message="候补人选要有次序。",
            ),
        ]

    @property
    def points(self) -> str:
        """The score as people write it: 87.50."""
        return "" if self.score is None else f"{self.score // 100}.{self.score % 100:02d}"


class Criterion(Guarded):
    """What is scored: its weight, and the most points a reviewer may give."""

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="criteria")
    name = models.CharField("评分项目", max_length=30)
    weight = models.PositiveSmallIntegerField("权重")
    most = models.PositiveSmallIntegerField("满分")

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "name"],
                name="a_criterion_once",
                violation_error_message="评分项目不能重名。",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100, most__gte=1, most__lte=100),
                name="weights_and_points_count",
                violation_error_message="权重和满分都是1到100的整数。",
            ),
        ]


class Range(Guarded):
    """How many of a group the bureau wants at least and at most."""

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="ranges")
    feature = models.CharField("哪一项", max_length=20, choices=list(FEATURES.items()))
    group = models.CharField("哪一组", max_length=30)
    least = models.PositiveIntegerField("至少", default=0)
    most = models.PositiveIntegerField("最多", null=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "feature", "group"], name="one_range_a_group"),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gte=F("least")),
                name="a_range_has_room",
                violation_error_message="最多的人数不能少于最少的人数。",
            ),
        ]


class Reviewer(Guarded):
    """Somebody of the bureau who scores in a selection, by name."""

    selection = models.ForeignKey(Selection, models.PROTECT, related_name="reviewers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField("交卷时间", null=True)
    sheet_sm3 = models.CharField("评分表的SM3", max_length=64, blank=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "user"], name="a_reviewer_once_a_round"),
            models.CheckConstraint(
                condition=Q(handed_in_at__isnull=True, sheet_sm3="")
                | (Q(handed_in_at__isnull=False) & ~Q(sheet_sm3="")),
                name="what_is_handed_in_is_fixed",
                violation_error_message="交卷要同时记下时间和评分表的哈希。",
            ),
        ]


class Score(models.Model):
    """One line of a reviewer's sheet, as it is typed: nothing is asked of it until the sheet is handed in, and then
    its hash on the record fixes it."""

    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="scores")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="scores")
    points = models.JSONField(
        "各项得分", default=list
    )  # by the criteria's order; None where nothing was typed
    recused = models.BooleanField("回避", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reviewer", "candidate"], name="one_line_a_candidate")]
