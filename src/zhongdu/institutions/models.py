"""Designated medical institutions, retail pharmacies and their practitioners, as the agencies' lists have them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.institutions.people_models import (
    PERSONAL,
    ApartPractitioners,
    FormerPractitioner,
    Practitioner,
    PractitionerDossier,
    Workplace,
)
from zhongdu.institutions.sending_models import Contractor, Enquiry, Filing, Finding, SelfCheck, StoppedFraud
from zhongdu.scope.actor import Actor, territory

__all__ = [
    "PARTICULARS",
    "PERSONAL",
    "Access",
    "Apart",
    "ApartPractitioners",
    "Contractor",
    "Dossier",
    "Enquiry",
    "Filing",
    "Finding",
    "Former",
    "FormerPractitioner",
    "Institution",
    "Practitioner",
    "PractitionerDossier",
    "SelfCheck",
    "StoppedFraud",
    "Workplace",
]


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
    licence = models.CharField("许可证编号", max_length=40, blank=True)
    legal_person = models.CharField("法定代表人", max_length=60, blank=True)
    since = models.DateField("定点起", null=True, blank=True)
    until = models.DateField("定点止", null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)  # CGCS2000
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, blank=True)
    holds_since = models.DateField("现在的登记自", null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name="并入"
    )

    objects = InstitutionSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["bureau", "kind", "name"]),
            models.Index(fields=["credit_code"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="institution_ends_after_it_begins",
                violation_error_message="定点止日不能早于起日。",
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__range=(73, 136), latitude__range=(3, 54)),
                name="institution_stands_in_the_country",
                violation_error_message="经度和纬度要一起填，并且在中国境内。",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="institution_is_not_merged_into_itself",
                violation_error_message="一家机构不能并入自己。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


PARTICULARS = ("name", "kind", "credit_code", "address", "licence", "legal_person", "bureau_id")


class Former(Guarded):
    """What an institution's particulars were before: from a day on (or since ever known), until the day of the next.

    What holds now stands on the institution itself, from ``holds_since`` on; so nothing is written twice, and the
    particulars of any day are one row.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="formers")
    name = models.CharField("名称", max_length=120, db_index=True)
    kind = models.CharField("类别", max_length=24, choices=Institution.Kind.choices)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    licence = models.CharField("许可证编号", max_length=40, blank=True)
    legal_person = models.CharField("法定代表人", max_length=60, blank=True)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    since = models.DateField("自", null=True)
    until = models.DateField("至（不含）")

    class Meta:
        ordering = ["institution", "-until"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__gt=F("since")),
                name="former_particulars_held_for_a_day",
                violation_error_message="原来的登记至少要有一天。",
            ),
            models.UniqueConstraint(fields=["institution", "until"], name="one_former_a_day"),
        ]


class Dossier(Matter):
    """The docket of an institution, opened the first time somebody is about to act on it: a list of a hundred
    thousand brings none."""

    label = "机构档案"

    class State(models.TextChoices):
        OPEN = "open", "在册"
        MERGED = "merged", "已并入另一家"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.OPEN)
    institution = models.OneToOneField(Institution, models.PROTECT, related_name="dossier")

    @property
    def whom(self) -> Institution:
        return self.institution

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """What an institution begins by itself, it begins on its own dossier."""
        return super().held_by(actor) | Q(institution__in=actor.institutions)


class Apart(Guarded):
    """Two institutions that look like one and are two: somebody looked, and they are not proposed again."""

    one = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    other = models.ForeignKey(Institution, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="told_apart_once"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="told_apart_in_order",
                violation_error_message="两家机构不能相同。",
            ),
        ]


class Access(Matter):
    """The account of one person of an institution: opened by a link used once, ended by an act.

    Who they are is in the vault. The account's name is the institution's code and a number, so that it tells of
    nobody; several people of one institution have one each.
    """

    label = "机构账号"

    class State(models.TextChoices):
        INVITED = "invited", "待开通"
        OPEN = "open", "使用中"
        ENDED = "ended", "已停用"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.INVITED)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="accesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    link = models.CharField(max_length=64, null=True, unique=True)  # the keyed hash of a link that waits
    link_until = models.DateField("链接有效至", null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(link__isnull=True, link_until__isnull=True)
                | Q(link__isnull=False, link_until__isnull=False),
                name="a_link_has_a_last_day",
                violation_error_message="链接要有有效期。",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(user__isnull=False),
                name="an_open_account_is_somebodys",
                violation_error_message="使用中的账号要有登录人。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """One's own, and one's colleagues': people of an institution know who else may sign in for it."""
        return super().held_by(actor) | Q(institution__in=actor.institutions)
