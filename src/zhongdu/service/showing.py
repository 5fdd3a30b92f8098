"""What both faces show of service: chips, tabs, figures with their sums, a report without names."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from zhongdu.kit.parts import Chip, Tab, Tone
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role
from zhongdu.service import figures
from zhongdu.service.models import READERS, Assessment, Proof, Retaliation, Scheme, Stint
from zhongdu.service.paper import number_of, proof_of
from zhongdu.service.rules import Scored, read

_TONES: dict[str, Tone] = {
    Stint.State.PROPOSED: "info",
    Stint.State.CONFIRMED: "good",
    Stint.State.DECLINED: "quiet",
    Proof.State.VALID: "good",
    Proof.State.OUTDATED: "warn",
    Proof.State.WITHDRAWN: "bad",
    Retaliation.State.FILED: "warn",
    Retaliation.State.TAKEN_UP: "info",
    Retaliation.State.ANSWERED: "good",
    Assessment.State.DRAFT: "quiet",
    Assessment.State.GRADED: "info",
    Assessment.State.TOLD: "warn",
    Assessment.State.SETTLED: "good",
    Scheme.State.SET: "info",
    Scheme.State.RUN: "good",
}


def chip(matter: Any) -> Chip:
    """Where a matter of this room stands, in a word."""
    return Chip(matter.get_state_display(), _TONES[matter.state])


# --- the desk's sister pages ---------------------------------------------------------------------------

TABS: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("服务时长", "desk:service", READERS),
    ("每人合计", "desk:service_people", READERS),
    ("服务证明", "desk:proofs", READERS),
    ("保险", "desk:insurances", READERS),
    ("年度考核", "desk:assessments", Assessment.readers),
    ("打击报复反映", "desk:retaliations", Retaliation.readers),
)


def tabs(actor: Actor, current: str) -> list[Tab]:
    """The pages of this room an officer may open."""
    return [
        Tab(label, reverse(name), name == current) for label, name, roles in TABS if actor.standing(roles)
    ]


def first_tab(actor: Actor) -> str:
    return next(tab.url for tab in tabs(actor, ""))


# --- papers ---------------------------------------------------------------------------------------------


def paper(proof: Proof) -> HttpResponse:
    answer = HttpResponse(proof_of(proof), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{number_of(proof)}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


# --- an assessment ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A figure on a page: its sum in words, and where the acts behind it are listed."""

    figure: Scored
    url: str


def rows(assessment: Assessment, face: str) -> list[Row]:
    return [
        Row(
            each,
            reverse(f"{face}:assessment_figure", kwargs={"number": assessment.number, "figure": each.name}),
        )
        for each in read(assessment.figures)
    ]


@dataclass(frozen=True)
class Linked:
    """A matter behind a figure, with its page on this face ("" where this reader has none)."""

    behind: figures.Behind
    url: str


def behind(assessment: Assessment, name: str, face: str) -> list[Linked]:
    """The matters behind a figure. Who brought a lead is sealed on the desk: there the number alone is told."""
    if face == "desk" and figures.FIGURES[name].sealed:
        return []
    found: Iterable[figures.Behind] = figures.behind(assessment, name)
    return [Linked(each, reverse(f"{face}:{each.page}", kwargs={"number": each.number})) for each in found]
