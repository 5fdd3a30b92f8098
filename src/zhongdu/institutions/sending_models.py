"""What institutions send a bureau: what it asked for, what they checked themselves, what fraud they stopped."""

from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Matter
from zhongdu.scope.actor import Actor


class OfInstitution(Matter):
    """A matter between one institution and a bureau: the institution's people hold it."""

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, related_name="+", verbose_name="机构"
    )

    class Meta:
        abstract = True

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return super().held_by(actor) | Q(institution__in=actor.institutions)


class Enquiry(Matter):
    """What a bureau asks institutions to send: some questions, a form to fill in, a last day. One ask, many filings."""

    label = "报送要求"

    class State(models.TextChoices):
        OPEN = "open", "收集中"
        CLOSED = "closed", "已结束"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.OPEN)
    title = models.CharField("要报什么", max_length=120)
    questions = models.JSONField("问题", default=list)
    due = models.DateField("报送期限")
    asked_on = models.DateField("要求日期")

    def __str__(self) -> str:
        return self.title


class Filing(OfInstitution):
    """What one institution sends of what was asked, and vouches for. Answers are in the vault, files beside."""

    label = "报送"

    class State(models.TextChoices):
        ASKED = "asked", "待报送"
        SENT = "sent", "已报送"
        BACK = "back", "退回补正"
        ACCEPTED = "accepted", "已接收"
        EXCUSED = "excused", "不用报了"

    WAITING = (State.ASKED, State.BACK)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.ASKED)
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="filings")
    due = models.DateField("期限")
    sent_on = models.DateField("报送日期", null=True)
    sent_late = models.BooleanField("迟报", default=False)

    class Meta:
        indexes = [
            models.Index(fields=["institution", "state"]),
            models.Index(fields=["enquiry", "state", "due"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "institution"], name="asked_once_in_an_enquiry"),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "accepted"]) | Q(sent_on__isnull=False),
                name="what_was_sent_has_its_day",
                violation_error_message="已报送的要有报送日期。",
            ),
        ]

    @property
    def waits(self) -> bool:
        return self.state in self.WAITING
