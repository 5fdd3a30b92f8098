"""The pool of a selection, as the database has it: groups read off applications, proposals taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhongdu.institutions.queries import Institution, near
from zhongdu.law.governing import Law
from zhongdu.recruitment.queries import preferences_found, told_by
from zhongdu.scope.models import Bureau, Division
from zhongdu.selection import features
from zhongdu.selection.models import Candidate, Selection


def groups_for(bureau: Any, law: Law) -> dict[str, list[str]]:
    """The groups a selection begins with: the divisions below a bureau's own are its regions, the preferences of the law
    its categories."""
    preferences = [bound for bound in law.family("eligibility") if bound.rule.how == "preference"]
    return features.groups(
        _regions(bureau), [option for bound in preferences for option in bound.rule.options]
    )


def _regions(bureau: Any) -> list[str]:
    code = (bureau.division_id or "").rstrip("0")
    code += "0" * (len(code) % 2)
    if len(code) not in {2, 4}:
        return []
    below = Division.objects.filter(code__startswith=code).exclude(code=bureau.division_id)
    if len(code) == 2:  # a province's regions are its cities; those of a city under the centre its districts
        below = below.filter(code__endswith="00") if below.filter(code__endswith="00").count() > 2 else below
    return list(below.values_list("name", flat=True)[:40])


def grouped(
    applications: Sequence[Any], law: Law, selection: Selection, on: date
) -> list[tuple[Any, dict[str, str], bool]]:
    """Applications with the groups that follow from them, and whether the law prefers the person."""
    told = told_by([each.number for each in applications], *features.FIELDS)
    marks = preferences_found(applications, law)
    surroundings = _surroundings(
        selection.bureau, {str(facts.get("employer") or "") for facts in told.values()}
    )
    return [
        (
            each,
            features.derive(
                told[each.number],
                on=on,
                offered=selection.groups,
                marks=marks.get(each.pk, ()),
                **surroundings,
            ),
            each.pk in marks,
        )
        for each in applications
    ]


def _surroundings(bureau: Any, employers: set[str]) -> dict[str, Any]:
    """Which of these employers are institutions of the territory, and the bureaus around."""
    known = near(bureau).filter(name__in=employers) if employers else Institution.objects.none()
    return {
        "institutions": set(known.values_list("name", flat=True)),
        "bureaus": set(Bureau.objects.filter(code__in=bureau.line).values_list("name", flat=True)),
    }


def roster_groups(selection: Selection, terms: Sequence[Any], on: date) -> list[dict[str, str]]:
    """The groups of those who serve already, as far as their papers tell."""
    told = told_by([term.number for term in terms], *features.FIELDS)
    return list(_read_off(told, selection.bureau, selection.groups, on).values())


@dataclass(frozen=True)
class Profile:
    """What somebody's papers tell of them: the groups, and the words they wrote of work, school and experience."""

    groups: dict[str, str]
    words: str
    address: str


def profiles(terms: Iterable[Any], bureau: Any, law: Law, on: date) -> dict[str, Profile]:
    """``{number: profile}`` of those who serve, in a few queries: for choosing whom to ask, never for a list on a screen
    beyond the groups."""
    told = told_by([term.number for term in terms], *features.FIELDS)
    groups = _read_off(told, bureau, groups_for(bureau, law), on)
    return {
        number: Profile(
            groups[number],
            " ".join(str(facts.get(name) or "") for name in ("employer", "experience", "school")),
            str(facts.get("address") or ""),
        )
        for number, facts in told.items()
    }


def _read_off(
    told: Mapping[str, Mapping[str, Any]], bureau: Any, offered: Mapping[str, Sequence[str]], on: date
) -> dict[str, dict[str, str]]:
    around = _surroundings(bureau, {str(facts.get("employer") or "") for facts in told.values()})
    return {
        number: features.derive(facts, on=on, offered=offered, marks=(), **around)
        for number, facts in told.items()
    }


def forget_proposal(selection: Selection) -> None:
    """A proposal that no longer stands leaves nothing behind but its events and its file."""
    Candidate.objects.filter(selection=selection).update(
        score=None, drawn=None, proposed=False, place=Candidate.Place.OPEN, rank=None
    )
