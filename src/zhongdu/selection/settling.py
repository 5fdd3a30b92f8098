"""The pages on which is settled what is scored, and how many of each group are wanted."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.kit.matters import matter_context, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import serving
from zhongdu.scope.roles import Role
from zhongdu.selection import acts, queries
from zhongdu.selection.features import FEATURES, UNKNOWN
from zhongdu.selection.models import Selection
from zhongdu.selection.pages import fresh, seen, visitor
from zhongdu.selection.pool import roster_groups

RECRUIT = frozenset({Role.RECRUITER})
_LINES = 8  # criteria a form has room for


@rests_on("selection.looks_at", kind="page")
@page(face="desk", path="desk/selections/<str:number>/criteria/", name="set_criteria", may=RECRUIT)
def set_criteria(request: HttpRequest, number: str) -> HttpResponse:
    """What is scored; the law's own words are offered, the weights are the bureau's."""
    matter = matter_or_404(request, Selection, number)
    context = matter_context(request, matter, "desk")
    looks_at = context["law"].find("selection.looks_at")
    typed, wrong = _criteria_now(matter, looks_at.rule.items if looks_at else ()), ""
    if request.method == "POST":
        rows = zip(*(request.POST.getlist(name) for name in ("name", "weight", "most")), strict=False)
        typed = [tuple(part.strip() for part in row) for row in rows]
        try:
            given = [row for row in typed if any(row)]
            if any(not row[0] or not row[1].isdecimal() or not row[2].isdecimal() for row in given):
                raise Refused(
                    "criteria_incomplete", "每个评分项目都要有名称，权重和满分填整数；不用的一行整行留空。"
                )
            perform(
                acts.set_criteria, matter, visitor(request), key=request.POST.get("key", ""),
                seen=seen(matter, request.POST.get("seen")), names=[row[0] for row in given],
                weights=[int(row[1]) for row in given], mosts=[int(row[2]) for row in given],
            )  # fmt: skip
        except Refused as refused:
            wrong = " ".join(dict.fromkeys([*refused.fields.values()] or [refused.sentence]))
        else:
            messages.success(request, "评分项目已设定。")
            return redirect(page_of(matter, "desk"))
    context |= {
        "typed": [*typed, *[("", "", "")] * (_LINES - len(typed))], "wrong": wrong, "looks_at": looks_at, "key": fresh(),
        "open": matter.state == Selection.State.PREPARING,
    }  # fmt: skip
    return render(request, "selection/criteria.html", context)


def _criteria_now(matter: Selection, offered: Any) -> list[tuple[str, str, str]]:
    """As they stand; before that, the words of the law with equal weights."""
    now = [(each.name, str(each.weight), str(each.most)) for each in matter.criteria.all()]
    words = list(offered)[:_LINES]
    return now or [(word, str(100 // len(words)), "10") for word in words]


@page(face="desk", path="desk/selections/<str:number>/ranges/", name="set_ranges", may=RECRUIT)
def set_ranges(request: HttpRequest, number: str) -> HttpResponse:
    """One table: each group with how many there are, and how many are wanted at least and at most."""
    matter = matter_or_404(request, Selection, number)
    context = matter_context(request, matter, "desk")
    wrong: dict[str, str] = {}
    if request.method == "POST":
        ranges, wrong = _typed_ranges(request, matter)
        if not wrong:
            try:
                perform(
                    acts.set_ranges, matter, visitor(request), key=request.POST.get("key", ""),
                    seen=seen(matter, request.POST.get("seen")), ranges=ranges, reason=request.POST.get("reason", ""),
                )  # fmt: skip
            except Refused as refused:
                wrong = {"": " ".join(dict.fromkeys([*refused.fields.values()] or [refused.sentence]))}
            else:
                matter.refresh_from_db()
                if why := queries.explained(matter):
                    messages.warning(request, "已保存，但现在的范围做不到：" + " ".join(why))
                else:
                    messages.success(request, "人数范围已设定。")
                return redirect(page_of(matter, "desk"))
    context |= {
        "tables": _tables(request, matter),
        "wrong": wrong,
        "key": fresh(),
        "reason": request.POST.get("reason", ""),
        "later": matter.state in {Selection.State.SCORING, Selection.State.PROPOSED},
        "open": matter.state not in {Selection.State.CONFIRMED, Selection.State.DROPPED},
    }
    return render(request, "selection/ranges.html", context)


def _typed_ranges(request: HttpRequest, matter: Selection) -> tuple[list[str], dict[str, str]]:
    ranges, wrong = [], dict[str, str]()
    for feature, groups in matter.groups.items():
        for group in groups:
            least, most = (
                request.POST.get(f"{end}:{feature}={group}", "").strip() for end in ("least", "most")
            )
            if not all(not part or (part.isdecimal() and len(part) < 6) for part in (least, most)):
                wrong[f"{feature}={group}"] = "请填整数，不限的留空。"
            elif least or most:
                ranges.append(f"{feature}={group}={least}-{most}")
    return ranges, wrong


def _tables(request: HttpRequest, matter: Selection) -> list[tuple[str, list[dict[str, Any]]]]:
    now = {(each.feature, each.group): each for each in matter.ranges.all()}
    pool = [each.groups for each in matter.candidates.all()]
    roster = roster_groups(matter, list(serving(matter.bureau, clock.today())), clock.today())
    made = []
    for feature, label in FEATURES.items():
        here, there = (
            Counter(groups.get(feature, UNKNOWN) for groups in people) for people in (pool, roster)
        )
        rows = []
        for group in matter.groups.get(feature, ()):
            name, limit = f"{feature}={group}", now.get((feature, group))
            least = limit.least or "" if limit else ""
            most = "" if limit is None or limit.most is None else limit.most
            rows.append(
                {
                    "name": name, "group": group, "pool": here[group], "roster": there[group],
                    "least": request.POST.get(f"least:{name}", least), "most": request.POST.get(f"most:{name}", most),
                }
            )  # fmt: skip
        made.append((label, rows))
    return made
