"""Campaigns: special inspections of many, drawn in public and given to bureaus that are not at home there."""

from typing import Any

from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Matter
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role


class Campaign(Matter):
    """A special campaign: what kinds of institution, how many, drawn from a seed whose hash stands on the record
    before; ``file`` is everything that decided the draw (see ``rounds.rules``). Or named by a list: then ``source`` says
    whose list it is, and there is no seed. Hidden until it is sent out, but from
    who planned it and who heads the bureau."""

    label = "专项检查行动"
    readers = (Role.CASE_OFFICER, Role.INSPECTOR, Role.DECIDER)

    class State(models.TextChoices):
        PLANNED = "planned", "待抽取"
        DRAWN = "drawn", "待派出"
        SENT = "sent", "已派出"
        DROPPED = "dropped", "已作罢"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.PLANNED)
    title = models.CharField("名称", max_length=120)
    kinds = models.JSONField("查哪类机构", default=list)
    allegations = models.JSONField("检查什么", default=list)
    wanted = models.PositiveSmallIntegerField("抽几家")
    crossed = models.BooleanField("交叉检查", default=False)
    due = models.DateField("完成期限")
    commitment = models.CharField("种子的哈希", max_length=64, blank=True)
    source = models.CharField("名单从哪来", max_length=120, blank=True)
    file = models.JSONField("抽取的数据", default=dict)
    planned_by = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=(Q(source="") & ~Q(commitment="")) | (~Q(source="") & Q(commitment="")),
                name="a_campaign_is_drawn_or_named",
                violation_error_message="随机抽取的要有种子的哈希，按名单的要写名单从哪来。",
            )
        ]

    @property
    def is_named(self) -> bool:
        """Whom it goes to was named by a list, not drawn."""
        return bool(self.source)

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        heads: set[Any] = {post.bureau_id for post in actor.standing([Role.DECIDER])}
        needs = Q(planned_by=actor.user_id) | Q(bureau__in=heads)
        return Q(state__in=[cls.State.PLANNED, cls.State.DRAWN]) & ~needs
