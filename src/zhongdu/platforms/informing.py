"""What a department's own system sends: each line once, by the department's own number; and where each stands.

A department learns that we have it, whether the code is known here, and whether it is dealt with; never what follows
from it, since an inspection comes unannounced.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.cases.acts import read_notices, take_notices
from zhongdu.cases.queries import DepartmentNotice
from zhongdu.law.governing import governing
from zhongdu.platforms.models import Platform
from zhongdu.scope.actor import SYSTEM

_SAYS = {"received": "待处理", "unmatched": "已收到，名录里没有这个代码，由人核对", "acted": "已处理"}


def inform(platform: Platform, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Take in what is well told, and answer each line in its order: where it stands, or what is wrong with it."""
    told = [{**row, "outside": row["id"], "department": platform.department} for row in rows]
    perform(
        take_notices, office_of(platform.bureau), SYSTEM, sender=platform.key, department=platform.department, rows=told
    )  # fmt: skip
    # Read again as it is now: a line that was taken in, now or before, is there under its number.
    found = read_notices(
        office_of(platform.bureau), enumerate(told, 1), governing(platform.bureau, clock.today()), clock.today(),
        platform.key,
    )  # fmt: skip
    wrong: dict[int, list[Any]] = {}
    for each in found.wrong:
        wrong.setdefault(each.row, []).append(each)
    return [
        _problem(row["id"], wrong[at]) if at in wrong else standing(found.again[row["id"]]) | {"taken": True}
        for at, row in enumerate(rows, 1)
    ]


def one(platform: Platform, outside: str) -> dict[str, Any] | None:
    """Where one line stands; none where this system never sent it."""
    found = _own(platform).filter(outside=outside).first()
    return standing(found) if found else None


def several(platform: Platform, after: str, most: int) -> list[dict[str, Any]]:
    """What the system sent, in the order it came, after one of its own numbers."""
    rows = _own(platform).order_by("id")
    if after:
        last = rows.filter(outside=after).values_list("id", flat=True).first()
        rows = rows.filter(id__gt=last) if last else rows.none()
    return [standing(each) for each in rows[:most]]


def standing(notice: DepartmentNotice) -> dict[str, Any]:
    state = "received" if notice.state == DepartmentNotice.State.HANDED else str(notice.state)
    matched = "institution" if notice.institution_id else "practitioner" if notice.practitioner_id else ""
    return {
        "id": notice.outside, "number": notice.number, "state": state, "says": _SAYS[state], "matched": matched,
    }  # fmt: skip


def _problem(outside: str, wrong: Sequence[Any]) -> dict[str, Any]:
    fields = {"id" if each.column == "outside" else each.column: each.says for each in wrong}
    return {
        "id": outside, "taken": False, "problem": {"code": wrong[0].code, "says": wrong[0].says, "fields": fields},
    }  # fmt: skip


def _own(platform: Platform) -> Any:
    return DepartmentNotice.objects.filter(sender=platform.key).select_related("docket")
