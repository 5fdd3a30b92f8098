"""Something sent to supervisors, who got it, and who has opened it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, Matter
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

WRITERS = (Role.LIAISON, Role.CASE_OFFICER, Role.DECIDER)
KEEPERS = (Role.ACCOUNTANT, Role.DECIDER)  # who read the books
READERS: tuple[Role, ...] = (*WRITERS, Role.ACCOUNTANT)
_NOBODY = Q(pk__in=[])


class Briefing(Matter):
    """A document, a briefing, material, or a bulletin of the fund with its figures (``figures``: see ``rules.Figures``)."""

    label = "文件简报"
    readers: ClassVar[tuple[Role, ...]] = READERS

    class State(models.TextChoices):
        DRAFT = "draft", "编写中"
        SENT = "sent", "已发送"
        WITHDRAWN = "withdrawn", "已撤回"

    class Kind(models.TextChoices):
        DOCUMENT = "document", "文件"
        BRIEFING = "briefing", "简报"
        MATERIAL = "material", "学习资料"
        BULLETIN = "bulletin", "基金通报"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.DRAFT)
    sort = models.CharField("类别", max_length=12, choices=Kind.choices)
    title = models.CharField("标题", max_length=100)
    body = models.TextField("正文", blank=True)
    since = models.DateField("从哪天", null=True)
    until = models.DateField("到哪天", null=True)
    figures = models.JSONField("数字", default=dict)
    sent_on = models.DateField("发送日期", null=True)
    why = models.CharField("撤回的原因", max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["state", "sent_on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", sent_on__isnull=True)
                | Q(state="sent", sent_on__isnull=False)
                | Q(state="withdrawn"),
                name="a_briefing_sent_has_its_day",
                violation_error_message="已发送的要有发送日期。",
            ),
            models.CheckConstraint(
                condition=~Q(sort="bulletin") | Q(since__isnull=False, until__gte=F("since")),
                name="a_bulletin_has_its_period",
                violation_error_message="基金通报要有起止日期，结束不能早于开始。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """Those it was sent to."""
        if not actor.user_id:
            return _NOBODY
        mine = Copy.objects.filter(user_id=actor.user_id).values("briefing")
        return Q(pk__in=mine) & ~Q(state="draft")

    @property
    def is_bulletin(self) -> bool:
        return self.sort == self.Kind.BULLETIN


class Copy(Guarded):
    """A briefing as one supervisor got it."""

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="copies")
    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["user", "-id"])]
        constraints = [models.UniqueConstraint(fields=["briefing", "user"], name="sent_to_somebody_once")]

    def __str__(self) -> str:
        return f"{self.briefing}·{self.user_id}"


class Opened(models.Model):
    """When somebody first opened their copy. A read receipt, not an act."""

    copy = models.OneToOneField(Copy, models.CASCADE, related_name="opened")
    at = models.DateTimeField()
