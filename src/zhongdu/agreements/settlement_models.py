"""What keeps somebody from settling, the order in which that changed, and who may ask."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded
from zhongdu.institutions.queries import Sort


class Hold(Guarded):
    """A period in which an institution or a practitioner may not settle: by which act, under which clause.

    Of an institution it is on one agreement; or on whatever agreement of one ``sort`` there is meanwhile, a renewed one
    too; or, where both are empty, on the whole of it.
    """

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", "协议中止"
        OWN_REQUEST = "own_request", "机构申请中止"
        ENDED = "ended", "协议解除"
        NOT_COOPERATING = "not_cooperating", "检查期间拒不配合，暂停结算"
        PRACTITIONER = "practitioner_suspended", "医师、药师中止服务"
        PENALTY = "penalty", "行政处罚决定责令暂停"

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, related_name="+")
    practitioner = models.ForeignKey("institutions.Practitioner", models.PROTECT, null=True, related_name="+")
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, null=True, related_name="holds")
    sort = models.CharField(max_length=12, choices=Sort.choices, blank=True)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    since = models.DateField()
    until = models.DateField(null=True)  # the last day of it, where it is known
    clause = models.CharField(max_length=60)
    docket = models.CharField(max_length=12, db_index=True)  # of the matter that laid it
    inspection = models.CharField(max_length=12, blank=True, db_index=True)  # during which it holds
    review_on = models.DateField(null=True)
    alone = models.BooleanField(
        default=False
    )  # by the agency alone, where higher law wants the bureau's approval
    void = models.BooleanField(default=False)  # it was withdrawn as if it had not been
    turns_on = models.DateField(null=True, db_index=True)  # the next day that begins it or is after it

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")) | Q(void=True),
                name="a_hold_ends_after_it_begins",
                violation_error_message="停止结算的止日不能早于起日。",
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, practitioner__isnull=True)
                | Q(institution__isnull=True, practitioner__isnull=False),
                name="a_hold_is_on_one",
                violation_error_message="停止结算的，或者是机构，或者是医师、药师。",
            ),
        ]

    def turns_after(self, day: date) -> date | None:
        """The next day on which the answer is another by mere passing; none where nothing more is to come."""
        if self.void:
            return None
        over = self.until + timedelta(days=1) if self.until else None
        return next((edge for edge in (self.since, over) if edge and edge > day), None)


class Generation(models.Model):
    """One row: how many changes there were, and a mark that no two states of the database share."""

    n = models.PositiveBigIntegerField(default=0)
    mark = models.CharField(max_length=16, default="")


class Change(models.Model):
    """A code whose answer changed. ``n`` is given in the order of commits, so that whoever reads on misses none."""

    n = models.PositiveBigIntegerField(primary_key=True)
    code = models.CharField(max_length=20)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    deed = models.CharField(max_length=32)

    class Meta:
        ordering = ["n"]


class SettlementKey(Guarded):
    """A settlement system's key. Only its digest is kept: it was 256 random bits, which nobody can try through."""

    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    name = models.CharField("系统名称", max_length=60)
    key = models.CharField("接入号", max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    issued_on = models.DateField()
    revoked_on = models.DateField(null=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return f"{self.name}（{self.key}）"
