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
    """How a bureau reads a rule the text leaves ambiguous, or which of two texts it goes by: chosen by name.

    Of texts that disagree ``reading`` is HIGHER or OWN, and ``concept`` what the doubt is known by. Such a choice may be
    taken back, with a reason: it holds from ``chosen_on`` to the day before ``ended_on``, and the row stays.
    """

    bureau = models.ForeignKey("scope.Bureau", models.PROTECT)
    code = models.CharField(max_length=40)
    concept = models.CharField(max_length=80)
    reading = models.CharField(max_length=40)
    reason = models.TextField("理由")
    chosen_by = models.CharField(max_length=60)
    chosen_on = models.DateField()
    ended_on = models.DateField("收回日期", null=True)
    ended_by = models.CharField(max_length=60, blank=True)
    ended_why = models.TextField("收回的理由", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "code", "concept"],
                condition=Q(ended_on=None),
                name="a_reading_is_chosen_once",
                violation_error_message="本局已经选定过这一条的理解。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by="", ended_why="")
                | (Q(ended_on__gte=F("chosen_on")) & ~Q(ended_by="") & ~Q(ended_why="")),
                name="a_choice_is_taken_back_by_name_with_a_reason",
                violation_error_message="收回要记日期、是谁收回的、为什么。",
            ),
        ]
