"""What people are told, how far it went by e-mail and SMS, and how each of them wants it."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from zhongdu.messages.words import WORDS, Words, on_face


class MessageSet(QuerySet["Message"]):
    def inbox(self, user_id: int | None, face: str) -> "MessageSet":
        """What somebody was told that is read on one face; nobody else's."""
        return self.filter(user_id=user_id, kind__in=on_face(face)) if user_id else self.none()

    def unread(self) -> "MessageSet":
        return self.filter(read_at=None)


class Message(models.Model):
    """Somebody is told something. Which words, and about which matter; neither address nor content is here.

    Not a matter, but the consequence of one: it is written with the deed, or not at all. ``user`` is none where
    whoever holds the docket has no account: an applicant, somebody who objected.
    """

    number = models.CharField("编号", max_length=12, unique=True)
    kind = models.CharField("消息", max_length=40)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    docket = models.ForeignKey("record.Docket", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    n = models.PositiveIntegerField("件数", null=True)
    once = models.CharField(
        max_length=200, unique=True
    )  # on what occasion, of what, whom: nobody is told twice
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("看过", null=True)

    objects = MessageSet.as_manager()

    class Meta:
        verbose_name = "消息"
        indexes = [
            models.Index(fields=["user", "-id"]),
            models.Index(fields=["user", "kind"], condition=Q(read_at=None), name="messages_unread"),
            models.Index(fields=["at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(docket__isnull=False),
                name="a_message_is_for_somebody",
                violation_error_message="消息要有收件人。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def words(self) -> Words:
        return WORDS[self.kind]

    @property
    def title(self) -> str:
        """What it is called, also after its words were taken out of use."""
        return WORDS[self.kind].title if self.kind in WORDS else self.kind

    @property
    def says(self) -> str:
        return self.words.said(self.n)


class Delivery(models.Model):
    """A message on its way by e-mail or SMS. Where to is looked up when it is sent, and written nowhere."""

    class Way(models.TextChoices):
        EMAIL = "email", "邮件"
        SMS = "sms", "短信"

    class State(models.TextChoices):
        WAITING = "waiting", "等着发"
        SENT = "sent", "已发出"
        SPARED = "spared", "不用发"
        GIVEN_UP = "given_up", "没有送到"

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    way = models.CharField("方式", max_length=8, choices=Way.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("试过", default=0)
    # Whoever sends it puts this off first: should he die, it is due again, and somebody else sends it.
    next_at = models.DateTimeField("下次", null=True)
    ended_at = models.DateTimeField("结束", null=True)
    why = models.CharField(
        "原因", max_length=60, blank=True
    )  # in our own words: nobody's address, nobody else's text

    class Meta:
        verbose_name = "发送"
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="messages_waiting"),
            models.Index(fields=["state", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["message", "way"], name="a_message_goes_one_way_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False, ended_at__isnull=True)
                | (~Q(state="waiting") & Q(next_at__isnull=True, ended_at__isnull=False)),
                name="a_waiting_delivery_has_its_next_try",
                violation_error_message="等着发的要有下次的时间，结束的要有结束的时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message.title} {self.get_way_display()}"

    @property
    def id_outside(self) -> str:
        """What mail servers and gateways know it by: the same at every try, so that they can tell a second one."""
        return f"{self.message.number}-{self.way}"


class Preference(models.Model):
    """How somebody wants to be told besides the inbox. A preference, not an act."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    email = models.BooleanField("发邮件", default=True)
    sms = models.BooleanField("发短信", default=True)
    quiet_from = models.TimeField("安静时段从", default=time(21))
    quiet_until = models.TimeField("安静时段到", default=time(8))

    def __str__(self) -> str:
        return f"preference of {self.user_id}"

    @classmethod
    def of(cls, user_id: int | None) -> "Preference":
        """What somebody prefers; as most do, where they never said or have no account."""
        if user_id is None:
            return cls()
        return cls.objects.filter(user_id=user_id).first() or cls(user_id=user_id)

    def wants(self, way: str) -> bool:
        return bool(getattr(self, way))

    @property
    def owner(self) -> str:
        """Whose the addresses are, in the vault, that somebody gave for messages alone."""
        return own_addresses(self.user_id)


def own_addresses(user_id: int) -> str:
    return f"told:{user_id}"
