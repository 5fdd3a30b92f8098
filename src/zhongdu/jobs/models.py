"""What somebody asked the machine to do: how far it is, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet


class JobSet(QuerySet["Job"]):
    def of(self, user_id: int | None) -> "JobSet":
        """Whoever asked for a job sees it, and nobody else: its result is theirs to hand on."""
        return self.filter(asked_by=user_id) if user_id else self.none()


class Job(models.Model):
    """One piece of work. Not a matter: it reckons and prints; what it changes, it changes by acts."""

    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        WORKING = "working", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "没有完成"

    number = models.CharField("编号", max_length=12, unique=True)
    kind = models.CharField(max_length=80)
    title = models.CharField("做什么", max_length=120)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told = models.JSONField(default=dict)  # what it works on: numbers and choices, nothing personal
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    says = models.CharField("进展", max_length=300, blank=True)
    leads_to = models.CharField(max_length=300, blank=True)  # the page where its outcome is looked at
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = JobSet.as_manager()

    class Meta:
        verbose_name = "后台任务"
        indexes = [models.Index(fields=["asked_by", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "working"], ended_at__isnull=True)
                | Q(state__in=["done", "failed"], ended_at__isnull=False),
                name="an_ended_job_says_when",
                violation_error_message="结束的任务要有结束时间。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def owner(self) -> str:
        """Whose its result is, among files."""
        return f"job:{self.number}"

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0
