"""Named reviewers score, each alone: what is typed is the reviewer's own until it is handed in."""

from collections.abc import Mapping

from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.scope.roles import POSTS
from zhongdu.selection import rules
from zhongdu.selection.models import Reviewer, Score, Selection
from zhongdu.selection.queries import sheet_lines, still_in

_State = Selection.State


def keep(reviewer: Reviewer, typed: Mapping[int, tuple[list[int | None], bool]]) -> None:
    """Keep what a reviewer typed: points by criterion, and whether they stand aside, for each candidate's key."""
    lines = [
        Score(reviewer=reviewer, candidate_id=candidate, points=[] if recused else points, recused=recused)
        for candidate, (points, recused) in typed.items()
    ]
    Score.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["reviewer", "candidate"],
        update_fields=["points", "recused"],
        batch_size=500,
    )


@act(
    on=Selection,
    when=[_State.SCORING],
    by=POSTS,
    under=["selection.looks_at", "selection.best"],
    tells="交上去就不能再改。全部评审交齐以前，谁也看不到别人的分。",
)
def hand_in_scores(selection: Selection, deed: Doing) -> None:
    """交评分表

    A reviewer's whole sheet, fixed by its hash; nobody sees another's before all have handed in.
    """
    reviewer = selection.reviewers.filter(user_id=deed.by.user_id or 0).first()
    if reviewer is None:
        deed.refuse("not_a_reviewer", "您不是这次择优的评审人员。")
    if reviewer.handed_in_at:
        deed.refuse("handed_in", "您的评分表已经交了，不能再改。")
    lines, waiting = sheet_lines(reviewer), unfinished(reviewer)
    if waiting:
        deed.refuse("unfinished", f"还有{waiting}名候选人没有打完分（与本人有利害关系的请勾选回避）。")
    reviewer.handed_in_at, reviewer.sheet_sm3 = clock.now(), rules.sheet_hash(lines)
    reviewer.save()
    deed.note(sheet_sm3=reviewer.sheet_sm3)


def unfinished(reviewer: Reviewer) -> int:
    """How many candidates a reviewer still has to score or stand aside from."""
    needed = reviewer.selection.criteria.count()
    if not needed:
        return 0
    done = {
        number
        for number, line in sheet_lines(reviewer)
        if line is None or (len(line) == needed and None not in line)
    }
    in_round = set(still_in(reviewer.selection).values_list("number", flat=True))
    return len(in_round - done)
