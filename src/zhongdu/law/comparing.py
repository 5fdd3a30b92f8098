"""What one measure changes against another, rule by rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from zhongdu.law.library import Statute
from zhongdu.law.pack import Bound
from zhongdu.law.saying import says
from zhongdu.law.shapes import jsonable

WHOM = {
    "bureau": "医保局", "agency": "经办机构", "institution": "定点医药机构", "supervisor": "社会监督员",
    "department": "有关部门", "government": "政府",
}  # fmt: skip
# Whom a rule is about, by the beginning of its name; the longest that fits counts. All else is the bureau's.
_ABOUT = {
    "eligibility": "申请人", "application": "申请人", "channel": "申请人", "origin": "申请人", "term": "社会监督员",
    "discipline": "社会监督员", "ending": "社会监督员", "task": "社会监督员", "change_report": "社会监督员",
    "appointment": "社会监督员", "agreement": "定点医药机构", "institution": "定点医药机构", "insured": "参保人员",
    "reward": "举报人", "checklist": "社会监督员", "visit": "社会监督员", "sanction": "被检查的单位和个人",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One rule that is new, gone, or not the same; each side in a sentence."""

    name: str
    sort: Literal["new", "gone", "changed"]
    before: Bound | None
    after: Bound | None

    @property
    def bound(self) -> Bound:
        found = self.after or self.before
        assert found
        return found

    @property
    def label(self) -> str:
        return self.bound.label

    @property
    def whom(self) -> str:
        """Who will notice."""
        if holder := getattr(self.bound.rule, "holder", ""):
            return WHOM[holder]
        fitting = [word for word in _ABOUT if self.name == word or self.name.startswith(f"{word}.")]
        return _ABOUT[max(fitting, key=len)] if fitting else "医保局"

    @property
    def was(self) -> str:
        return said(self.before)

    @property
    def becomes(self) -> str:
        return said(self.after)


def said(bound: Bound | None) -> str:
    """A rule with its strength, in words; "" where there is none."""
    return "，".join(filter(None, (bound.rule.strength.label, says(bound)))) if bound else ""


def changes(before: Statute, after: Statute) -> list[Change]:
    """What is different between two measures as they speak, each over its base, in the order of the new one."""
    return list(_changes(before, after))


def _changes(before: Statute, after: Statute) -> Iterator[Change]:
    old, new = spoken(before), spoken(after)
    for name, bound in new.items():
        if name not in old:
            yield Change(name, "new", None, bound)
        elif _substance(old[name]) != _substance(bound):
            yield Change(name, "changed", old[name], bound)
    for name, bound in old.items():
        if name not in new:
            yield Change(name, "gone", bound, None)


def spoken(statute: Statute) -> dict[str, Bound]:
    """Every rule a measure speaks: its own, and its base's where it is silent."""
    below = spoken(statute.base) if statute.base else {}
    kept = {
        name: bound
        for name, bound in below.items()
        if not (bound.concept.each and not bound.concept.adds and bound.concept.name in statute.pack.concepts)
    }
    return {
        **{bound.name: bound for bound in statute.own()},
        **{n: b for n, b in kept.items() if n not in statute.pack.rules},
    }


def _substance(bound: Bound) -> dict[str, Any]:
    """What a rule orders, whatever clause and note it stands beside."""
    beside = {"clause", "also", "note", "trust", "label"}
    return {key: value for key, value in jsonable(bound.rule).items() if key not in beside}
