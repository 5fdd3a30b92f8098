"""A bureau as a matter: what is done to the bureau itself has a docket like everything else."""

from django.db import models

from zhongdu.acts.models import Matter


class Office(Matter):
    """The docket of a bureau: its posts, liaison, measures in force, standing duties."""

    label = "本局事项"

    class State(models.TextChoices):
        OPEN = "open", "在办"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.OPEN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau"], name="one_office_a_bureau")]
