"""What both faces show of briefings: chips, files, charts."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from zhongdu import files
from zhongdu.briefings.models import Briefing
from zhongdu.briefings.rules import Figures, bars
from zhongdu.briefings.writing import FILES
from zhongdu.kit.parts import Chip, Tone

_TONES: dict[str, Tone] = {
    Briefing.State.DRAFT: "neutral",
    Briefing.State.SENT: "good",
    Briefing.State.WITHDRAWN: "quiet",
}


def chip(briefing: Briefing) -> Chip:
    return Chip(briefing.get_state_display(), _TONES[briefing.state])


def enclosed(briefing: Briefing, face: str) -> Iterable[tuple[str, str]]:
    """Its files: (name, address)."""
    kept = list(files.attached(briefing.number, FILES))
    called = files.names(kept)
    for each in kept:
        kwargs = {"number": briefing.number, "file": each.public_id}
        yield called[each.public_id], reverse(f"{face}:briefing_file", kwargs=kwargs)


def content(briefing: Briefing, face: str) -> dict[str, Any]:
    """What it says, for a page of either face."""
    figures = Figures.read(briefing.figures)
    return {"figures": figures, "charts": bars(figures), "enclosed": list(enclosed(briefing, face)), "face": face}  # fmt: skip
