"""Designated medical institutions and retail pharmacies, as the agencies' lists have them."""

from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, GuardedSet
from zhongdu.scope.actor import Actor, territory


class InstitutionSet(GuardedSet):
    def visible_to(self, actor: Actor) -> "InstitutionSet":
        """Officers see their territory's; everybody else reaches institutions through their own matters."""
        return self.filter(territory(actor))


class Institution(Guarded):
    """A designated institution, known by its national code (12 characters: H or P, division, serial)."""

    class Kind(models.TextChoices):
        MEDICAL = "medical_institution", "定点医疗机构"
        PHARMACY = "pharmacy", "定点零售药店"

    code = models.CharField("医保机构代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类别", max_length=24, choices=Kind.choices)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    bureau = models.ForeignKey(
        "scope.Bureau", models.PROTECT, related_name="institutions", verbose_name="管理的医保局"
    )
    since = models.DateField("定点起", null=True, blank=True)
    until = models.DateField("定点止", null=True, blank=True)

    objects = InstitutionSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["bureau", "kind", "name"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="institution_ends_after_it_begins",
                violation_error_message="定点止日不能早于起日。",
            )
        ]

    def __str__(self) -> str:
        return self.name
