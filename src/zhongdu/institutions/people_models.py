"""Practitioners: who they are now and were before, where they work, and the docket of what was done to their entry."""

from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.scope.actor import Actor, territory


class PractitionerSet(GuardedSet):
    def visible_to(self, actor: Actor) -> "PractitionerSet":
        """Officers see who is on their territory's lists, and who practises anywhere in it, under any of their codes."""
        work = Workplace.objects.filter(territory(actor, "institution__bureau"))
        return self.filter(here(territory(actor), work))


def here(managed: Q, work: "models.QuerySet[Workplace]") -> Q:
    """Managed or at work somewhere, themselves or by a code that was merged into theirs."""
    merged = Practitioner.objects.filter(managed).exclude(merged_into=None)
    return (
        managed
        | Q(pk__in=work.values("practitioner"))
        | Q(pk__in=work.values("practitioner__merged_into"))
        | Q(pk__in=merged.values("merged_into"))
    )


class Practitioner(Guarded):
    """Somebody who prescribes, dispenses or treats on the fund's account, known by their national code.

    That a person of this name practises here under this licence is a professional fact, published where they work.
    Numbers of identity cards and telephones are not: nothing here needs them, and so they are not taken in.
    """

    class Kind(models.TextChoices):
        PHYSICIAN = "physician", "医保医师"
        PHARMACIST = "pharmacist", "医保药师"
        NURSE = "nurse", "医保护士"
        TECHNICIAN = "technician", "医保技术人员"

    code = models.CharField("国家医保编码", max_length=14, unique=True)
    name = models.CharField("姓名", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    title = models.CharField("职称", max_length=40, blank=True)
    licence = models.CharField("执业证书编号", max_length=40, blank=True)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+", verbose_name="管理的医保局")
    holds_since = models.DateField("现在的登记自", null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name="并入"
    )

    objects = PractitionerSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["bureau", "kind", "name"]),
            models.Index(fields=["licence"], condition=~Q(licence=""), name="practitioners_by_licence"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="practitioner_is_not_merged_into_itself",
                violation_error_message="一个人不能并入自己。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


PERSONAL = ("name", "kind", "title", "licence", "bureau_id")


class FormerPractitioner(Guarded):
    """What a practitioner's particulars were before, as :class:`Former` keeps an institution's. Where somebody worked
    has its days on the workplaces themselves."""

    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="formers")
    name = models.CharField("姓名", max_length=60, db_index=True)
    kind = models.CharField("类别", max_length=12, choices=Practitioner.Kind.choices)
    title = models.CharField("职称", max_length=40, blank=True)
    licence = models.CharField("执业证书编号", max_length=40, blank=True)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    since = models.DateField("自", null=True)
    until = models.DateField("至（不含）")

    class Meta:
        ordering = ["practitioner", "-until"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__gt=F("since")),
                name="former_practitioner_held_for_a_day",
                violation_error_message="原来的登记至少要有一天。",
            ),
            models.UniqueConstraint(fields=["practitioner", "until"], name="one_former_practitioner_a_day"),
        ]


class PractitionerDossier(Matter):
    """The docket of a practitioner's entry on the list, opened the first time somebody is about to act on it."""

    label = "医师药师档案"

    class State(models.TextChoices):
        OPEN = "open", "在册"
        MERGED = "merged", "已并入另一编码"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.OPEN)
    practitioner = models.OneToOneField(Practitioner, models.PROTECT, related_name="dossier")

    @property
    def whom(self) -> Practitioner:
        return self.practitioner


class ApartPractitioners(Guarded):
    """Two who look like one and are two: somebody looked, and they are not proposed again."""

    one = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")
    other = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="practitioners_told_apart_once"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="practitioners_told_apart_in_order",
                violation_error_message="两个人不能相同。",
            ),
        ]


class Workplace(Guarded):
    """A practitioner works at an institution, from a day and until a day where they are known; at several at once too."""

    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="workplaces")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="workplaces")
    since = models.DateField("执业起", null=True, blank=True)
    until = models.DateField("执业止", null=True, blank=True)

    class Meta:
        ordering = ["practitioner", "-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="workplace_ends_after_it_begins",
                violation_error_message="执业止日不能早于起日。",
            ),
            models.UniqueConstraint(
                fields=["practitioner", "institution"],
                condition=Q(until__isnull=True),
                name="one_open_workplace_of_a_pair",
                violation_error_message="此人已在这家机构执业。",
            ),
        ]
