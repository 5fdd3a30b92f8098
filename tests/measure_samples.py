"""A sample object for every page of measures, and the matters of measures for the matrix of acts."""

from collections.abc import Callable
from typing import Any

from sampling import Sample
from zhongdu.acts.models import acting
from zhongdu.calendar import clock
from zhongdu.measures.models import Document

MEASURES: dict[str, Callable[[Any], Sample]] = {
    "desk:measures": lambda w: Sample(),
    "desk:measure_text": lambda w: Sample({"code": "beijing"}),
}


def of_measures(world: Any) -> None:
    with acting():
        Document.objects.create(
            code="beijing",
            bureau=world.beijing.bureau,
            text="第一条 示例。",
            sha256="0" * 64,
            brought_on=clock.today(),
        )
