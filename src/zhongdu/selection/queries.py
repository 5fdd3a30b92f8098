"""What other rooms and pages ask of selection."""

from typing import Any

from django.db.models import QuerySet

from zhongdu import vault
from zhongdu.recruitment.queries import Application
from zhongdu.selection import relaxing, sealing
from zhongdu.selection.features import FEATURES
from zhongdu.selection.models import Candidate, Reviewer, Score, Selection
from zhongdu.selection.pool import Profile, profiles
from zhongdu.selection.pool import groups_for as groups_offered
from zhongdu.selection.rules import Line
from zhongdu.selection.task import Person, Range, Task

__all__ = ["Profile", "Selection", "groups_offered", "profiles", "selections_of"]

SEALED = "sealed"  # the kind under which a selection's files are attached


def selections_of(notice: Any) -> QuerySet[Selection]:
    """The rounds under a notice, the latest first."""
    return Selection.objects.filter(notice=notice).select_related("docket", "bureau").order_by("-id")


def still_in(selection: Selection) -> QuerySet[Candidate]:
    """The candidates whose applications still stand; who withdrew meanwhile is out of it."""
    return selection.candidates.filter(application__state=Application.State.ACCEPTED).order_by("id")


def sheet_lines(reviewer: Reviewer) -> list[tuple[str, Line]]:
    """A reviewer's sheet: each candidate's number with the points, None where the reviewer stands aside."""
    rows = Score.objects.filter(reviewer=reviewer).values_list("candidate__number", "points", "recused")
    return [(number, None if recused else points) for number, points, recused in rows]


def task_now(selection: Selection) -> Task:
    """The task as far as it is known before scores: who, which ranges, how many."""
    people = tuple(Person(each.number, each.groups) for each in still_in(selection))
    return Task(people, tuple(plain_ranges(selection)), selection.places)


def plain_ranges(selection: Selection) -> list[Range]:
    return [Range(each.feature, each.group, each.least, each.most) for each in selection.ranges.all()]


def explained(selection: Selection) -> list[str]:
    """Why no choice keeps the ranges and what would: the smallest relaxation; nothing where one does."""
    return why_impossible(task_now(selection))


def why_impossible(task: Task) -> list[str]:
    if len(task.people) < task.places:
        return [f"可选的只有{len(task.people)}人，少于拟聘的{task.places}人。"]
    if relaxing.is_possible(task):
        return []
    return [each.says(FEATURES.__getitem__) for each in relaxing.easings(task)]


def sealed_inputs(selection: Selection) -> dict[str, Any]:
    """Everything that decides, without a name: what the proposal is computed from."""
    reviewers = list(selection.reviewers.order_by("id"))
    sheets = [dict(sheet_lines(each)) for each in reviewers]
    return {
        "format": sealing.FORMAT,
        "selection": selection.number,
        "places": selection.places,
        "reserves": selection.reserves,
        "way": selection.way,
        "line": selection.line,
        "seed_source": selection.seed_source,
        "seed_says": selection.seed_says,
        "commitment": selection.commitment,
        "criteria": [[each.name, each.weight, each.most] for each in selection.criteria.all()],
        "ranges": [[each.feature, each.group, each.least, each.most] for each in selection.ranges.all()],
        "candidates": [
            {
                "number": each.number,
                "groups": each.groups,
                "preferred": each.preferred,
                "points": [sheet.get(each.number, []) for sheet in sheets],
            }
            for each in still_in(selection)
        ],
    }


def nobody_scored(inputs: dict[str, Any]) -> list[str]:
    """The candidates from whom every reviewer stands aside."""
    if not inputs["criteria"]:
        return []
    return [
        row["number"] for row in inputs["candidates"] if not any(line is not None for line in row["points"])
    ]


def seed_kept(selection: Selection) -> str:
    """The sealed seed, for the proposal alone."""
    return str(vault.read(selection.number, "selection_seed").get("selection_seed", ""))


def not_yet_told(selection: Selection) -> QuerySet[Candidate]:
    """The candidates of an ended selection whose applications still say that they are held."""
    return (
        selection.candidates.filter(application__selected=Application.Selected.HELD)
        .select_related("application__docket", "application__bureau")
        .order_by("id")
    )
