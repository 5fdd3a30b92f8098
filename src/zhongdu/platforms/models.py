"""Other platforms, the tasks they bring, and the messages that go back to them."""

from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.fieldwork.queries import Visit
from zhongdu.platforms import personal  # noqa: F401 - no secret may be kept before it is classified
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role


class Platform(Matter):
    """A platform that may push tasks to a bureau. Its secret is in the vault and shown once."""

    label = "外部平台"
    readers = (Role.SYSTEM_ADMIN, Role.DECIDER, Role.LIAISON, Role.CASE_OFFICER)

    class State(models.TextChoices):
        ACTIVE = "active", "已接通"
        STOPPED = "stopped", "已停用"

    class Digest(models.TextChoices):
        SM3 = "sm3", "HMAC-SM3"
        SHA256 = "sha256", "HMAC-SHA256"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.ACTIVE)
    name = models.CharField("名称", max_length=60)
    key = models.CharField("接入号", max_length=16, unique=True)  # says who signs; not secret
    digest = models.CharField("签名算法", max_length=8, choices=Digest.choices, default=Digest.SM3)
    webhook = models.URLField("结果推送网址", max_length=300, blank=True)
    department = models.CharField(
        "哪个部门的系统", max_length=60, blank=True
    )  # a concept; it may send notices

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"])]


class Errand(Matter):
    """A task that a platform brought: an officer gives it to a supervisor, or back."""

    label = "外来任务"
    readers = (Role.LIAISON, Role.CASE_OFFICER, Role.DECIDER)

    class State(models.TextChoices):
        WAITING = "waiting", "待指派"
        ASSIGNED = "assigned", "已指派"
        RETURNED = "returned", "已退回"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.WAITING)
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="errands")
    outside = models.CharField("对方编号", max_length=64)  # the platform's own number of it
    institution = models.CharField("医药机构", max_length=120)  # code or name, as it was told
    due = models.DateField("完成期限")
    visit = models.OneToOneField("fieldwork.Visit", models.PROTECT, null=True, related_name="errand")

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"]), models.Index(fields=["platform", "id"])]
        constraints = [
            models.UniqueConstraint(fields=["platform", "outside"], name="one_errand_a_number"),
            models.CheckConstraint(
                condition=Q(state="assigned", visit__isnull=False)
                | (~Q(state="assigned") & Q(visit__isnull=True)),
                name="an_assigned_errand_has_its_visit",
                violation_error_message="已指派的任务要有对应的巡查。",
            ),
        ]

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """Who must not know of a visit must not find the errand it serves."""
        return Q(visit__in=Visit.objects.filter(Visit.withheld_from(actor)))


class Nonce(models.Model):
    """A request that was taken, so that the same one is not taken again within the window."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "nonce"], name="a_nonce_once")]


class HandedIn(models.Model):
    """A lead that a platform handed in, or what it passed on about one, under the platform's own numbers: so that
    nothing is taken twice. No page shows it: a lead may be about the very bureau the platform is connected to."""

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="+")
    outside = models.CharField(max_length=64)
    addition = models.CharField(max_length=64, blank=True)
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["platform", "outside", "addition"], name="handed_in_once")
        ]


class Delivery(Guarded):
    """Something a platform is told, until it has acknowledged it or we have given up."""

    errand = models.ForeignKey(Errand, models.PROTECT, related_name="deliveries")
    says = models.CharField(max_length=20)  # assigned, accepted, declined, done, cancelled, returned
    at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=60, blank=True)  # why the last try did not get through

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["next_at"], condition=Q(delivered_at=None), name="deliveries_due")]
