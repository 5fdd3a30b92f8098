"""The law as a bureau lives under it: editions of packs, where each is in force, and readings chosen.

A pack's document is the truth wherever it is kept; here every version that ever governed anything is kept
by its hash, so that an old matter is never read under a new text.
"""

from django.db import models
from django.db.models import F, Q

from zhongdu.record.models import WrittenOnce

HIGHER, OWN = "higher", "own"  # what a bureau goes by where its measure and another text disagree


class Edition(WrittenOnce):
    """A pack's document as it stood when it was put in force. Never changed."""

    code = models.CharField(max_length=40)
    version = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    text = models.TextField()
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version", "base"], name="one_edition_a_text")]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Commencement(models.Model):
    """From a day on, an edition governs a bureau and the bureaus below it."""

    edition = models.ForeignKey(Edition, models.PROTECT)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="commencements")
    about = models.CharField(max_length=16)
    since = models.DateField("起")
    until = models.DateField("止", null=True)
    demonstration = models.BooleanField("示范施行", default=False)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="commencement_ends_after_it_begins",
                violation_error_message="失效日期不能早于施行日期。",
            )
        ]


class Reading(models.Model):
    """How a bureau reads a rule the text leaves ambiguous, or which of two texts it goes by: chosen once, by name.

    Of texts that disagree ``reading`` is HIGHER or OWN, and ``concept`` what the doubt is known by.
    """

    bureau = models.ForeignKey("scope.Bureau", models.PROTECT)
    code = models.CharField(max_length=40)
    concept = models.CharField(max_length=80)
    reading = models.CharField(max_length=40)
    reason = models.TextField("理由")
    chosen_by = models.CharField(max_length=60)
    chosen_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "code", "concept"],
                name="a_reading_is_chosen_once",
                violation_error_message="本局已经选定过这一条的理解。",
            )
        ]
