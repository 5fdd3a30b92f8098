"""What a measure has besides its rules: the words of its own document."""

from django.db import models

from zhongdu.acts.models import Guarded


class Document(Guarded):
    """The text of a measure's own document, as a bureau brought it. A later one takes its place; none is deleted."""

    code = models.CharField(max_length=40)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    text = models.TextField("原文")
    sha256 = models.CharField(max_length=64)  # of the file it was read from
    brought_on = models.DateField("导入日期")

    class Meta:
        indexes = [models.Index(fields=["code", "-id"])]

    def __str__(self) -> str:
        return f"{self.code} {self.brought_on}"
