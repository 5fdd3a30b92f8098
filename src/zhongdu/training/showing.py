"""What both faces show of training: chips, files, questions."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from zhongdu import files
from zhongdu.kit.parts import Chip, Tone
from zhongdu.training.models import Attempt, Course, Question, Study
from zhongdu.training.teaching import FILES

_TONES: dict[str, Tone] = {
    Course.State.DRAFT: "neutral",
    Course.State.OPEN: "info",
    Course.State.CLOSED: "quiet",
    Study.State.ASSIGNED: "warn",
    Study.State.COMPLETED: "good",
    Study.State.WITHDRAWN: "bad",
}


def chip(matter: Any) -> Chip:
    return Chip(matter.get_state_display(), _TONES[matter.state])


def enclosed(course: Course, page: str, number: str) -> Iterable[tuple[str, str]]:
    """A course's files, by way of a page and the number of the matter that page is of: (name, address)."""
    kept = list(files.attached(course.number, FILES))
    called = files.names(kept)
    for each in kept:
        yield called[each.public_id], reverse(page, kwargs={"number": number, "file": each.public_id})


def asked(attempt: Attempt) -> list[Question]:
    """The questions of a test, in the order they were drawn."""
    found = Question.objects.in_bulk(attempt.drawn)
    return [found[key] for key in attempt.drawn]
