"""What the desk's pages show of an application: its fields as far as they stand open, and what review found."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.models import Matter
from zhongdu.kit.matters import unmasked
from zhongdu.kit.parts import Fact
from zhongdu.law.governing import Law
from zhongdu.recruitment import looking, options, particulars, queries, rules
from zhongdu.recruitment.models import Application, Finding
from zhongdu.recruitment.pages import visitor

WAYS = {
    "computed": ("系统计算的", "由报名表算出，不能改认；一般要求不合的，写明理由才能例外通过"),
    "declared": ("本人声明的", "报名时本人声明过，仍由审核人员认定"),
    "judged": ("由审核人员判断的", "对照条款和材料逐项判断"),
    "preference": ("优先考虑的", "只作标注，不因此排除任何人"),
}
_TONES = {rules.MET: "good", rules.DEPARTS: "warn", rules.UNMET: "bad"}


def by_way(looks: Iterable[rules.Look], shown: Mapping[str, Any]) -> list[tuple[str, str, list[Any]]]:
    """Conditions side by side in groups, by how each comes about: (title, hint, what is shown of each)."""
    grouped: dict[str, list[Any]] = {way: [] for way in WAYS}
    for each in looks:
        grouped["preference" if each.is_preference else each.bound.rule.how].append(shown[each.name])
    return [(*WAYS[way], found) for way, found in grouped.items() if found]


def lines(looks: Iterable[rules.Look], findings: Mapping[str, Finding]) -> dict[str, dict[str, Any]]:
    """What review found of each condition, by whom, and what somebody else thought of it."""
    owners = [owner for each in findings.values() for owner in (each.owner, each.second_owner)]
    kept = vault.read_many(owners, ["words", "review_marks"])
    return {each.name: _line(each, findings.get(each.name), kept) for each in looks}


def _line(look: rules.Look, finding: Finding | None, kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    if finding is None:
        return {"look": look, "finding": None, "label": "未审核", "tone": "neutral"}
    own = kept[finding.owner]
    quiet = look.is_preference and finding.verdict == rules.UNMET
    return {
        "look": look, "finding": finding, "words": own.get("words", ""), "marks": own.get("review_marks", []),
        "second_words": kept[finding.second_owner].get("words", ""),
        "label": options.verdict_label(look, finding.verdict), "tone": "quiet" if quiet else _TONES[finding.verdict],
    }  # fmt: skip


def asked_for(request: HttpRequest, matter: Matter) -> set[str]:
    return unmasked(matter, visitor(request))


def opened(request: HttpRequest, matter: Application, law: Law) -> set[str]:
    """The fields that stand open for this officer now."""
    questions = particulars.asked(law)
    names = [each.name for each in (*questions.fields, *questions.apart)]
    return options.opened(asked_for(request, matter), names)


def name_of(matter: Application, shown: set[str]) -> str:
    name = queries.particulars_of(matter, "name").get("name", "")
    return name if "name" in shown else vault.masked("name", name)


def facts_of(request: HttpRequest, matter: Application, law: Law, shown: set[str]) -> list[Fact]:
    questions, values = particulars.asked(law), queries.particulars_of(matter)
    may_look = any(visitor(request).has(role) for role in looking.unmask.by)
    unmask = reverse("desk:do", kwargs={"act": looking.unmask.name, "number": matter.number})
    made = []
    for each in (*questions.fields, *questions.apart):
        if each.kind in {"photo", "check", "signature"} or each.name not in {*values} - {"signed_on"}:
            continue
        value, hidden = values[each.name], each.name not in shown
        asked_as = each.name if each.name in options.APART else options.WORKING_SET
        made.append(
            Fact(
                each.label, options.starred(each.name, value) if hidden and value else value, masked=bool(hidden and value),
                reveal_url=f"{unmask}?field={asked_as}" if may_look else "",
            )
        )  # fmt: skip
    return made
