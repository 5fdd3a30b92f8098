"""Work of a selection that no request waits for: gathering the pool, the proposal, telling everybody else."""

import json

from django.core.files.base import ContentFile

from zhongdu import files
from zhongdu.acts.models import fetch
from zhongdu.acts.performing import perform, perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.jobs.working import Run, job
from zhongdu.kit.matters import page_of
from zhongdu.recruitment.acts import take_selection
from zhongdu.recruitment.queries import Application, awaiting_selection
from zhongdu.scope.actor import SYSTEM
from zhongdu.selection import acts, optimum, queries, sealing
from zhongdu.selection.models import Selection
from zhongdu.selection.preparing import BATCH
from zhongdu.selection.proposing import refuse_unready, seed_for

_SEALED = frozenset({"application/json", "text/plain"})
_LARGEST = 256 * 1024 * 1024  # bytes of a sealed file: our own


@job("纳入候选人")
def gather(run: Run, *, number: str) -> None:
    by = run.by
    selection = fetch(Selection, number, by)
    total, done = awaiting_selection(selection.bureau, selection.notice).count(), 0
    while True:
        perform(acts.gather_candidates, selection, by, key=f"{run.job.number}-{done}")
        done += BATCH
        run.at(min(done, total), total, "正在读取报名、归类")
        if done >= total:
            break
    run.at(total, total, f"纳入了{total}人")
    run.lead_to(page_of(selection, "desk"))


@job("拟定择优方案")
def propose(run: Run, *, number: str, seed: str) -> None:
    """Computed outside any transaction; the act then makes sure that nothing has changed meanwhile."""
    by = run.by
    selection = fetch(Selection, number, by)
    if selection.state != Selection.State.SCORING:
        raise Refused("wrong_state", "只有评分中的择优可以拟定方案。")
    refuse_unready(_Refusing, selection)
    if not (used := seed_for(selection, seed)):
        raise Refused("no_seed", "请填写公布了的公开随机数。")
    seen, inputs = selection.docket.length, queries.sealed_inputs(selection)
    try:
        file = sealing.reckon(inputs, used, run.at)
    except optimum.Impossible:
        says = " ".join(queries.why_impossible(sealing.task_of(inputs)))
        raise Refused("impossible", says) from None
    text = json.dumps(file, ensure_ascii=False, sort_keys=True, indent=1)
    kept = files.store(
        ContentFile(text.encode(), name=f"择优封存-{number}.json"), owner=number, kind=queries.SEALED, allow=_SEALED,
        limit=_LARGEST, added_by=run.job.asked_by_id,
    )  # fmt: skip
    perform(
        acts.propose_selection, selection, by, key=run.job.number, seen=seen, file=kept.public_id, seed=seed
    )
    run.at(100, 100, f"拟定了{len(file['result']['chosen'])}人")
    run.lead_to(page_of(selection, "desk"))


class _Refusing:
    """What an act says when it refuses, said before the long computation."""

    @staticmethod
    def refuse(code: str, says: str) -> None:
        raise Refused(code, says)


@job("登记择优结果")
def tell_others(run: Run, *, number: str) -> None:
    """Everybody who is neither chosen nor a reserve, some at a time, so that nobody waits long."""
    selection = fetch(Selection, number, run.by)
    total, done = queries.not_yet_told(selection).count(), 0
    while some := list(queries.not_yet_told(selection)[:BATCH]):
        tell(selection, some)
        done += len(some)
        run.at(done, total, "正在登记")
    run.at(total, total, f"登记了{total}人")
    run.lead_to(page_of(selection, "desk"))


def tell(selection: Selection, some: list) -> None:
    """Passed over where the selection was confirmed, free again where it was dropped."""
    selected = Application.Selected.PASSED_OVER if selection.state == Selection.State.CONFIRMED else "none"
    applications = [each.application for each in some]
    perform_all(take_selection, applications, SYSTEM, selected=selected, selection=selection.number)
