"""A bureau as a matter: what is done to the bureau itself has a docket like everything else."""

from django.db import models

from zhongdu.acts.models import Guarded, Matter


class Office(Matter):
    """The docket of a bureau: its posts, liaison, measures in force, standing duties."""

    label = "本局事项"

    class State(models.TextChoices):
        OPEN = "open", "在办"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.OPEN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau"], name="one_office_a_bureau")]


class Statement(Guarded):
    """The head says by name that a duty is seen to which nothing in the record would show. How is in the event."""

    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    concept = models.CharField(max_length=80)
    on = models.DateField()
    deed = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["bureau", "concept", "-on"])]
