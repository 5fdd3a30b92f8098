"""The proposal, and what people make of it: recorded, amended with reasons, confirmed; reserves moved up."""

import json
from typing import Annotated, Any

from zhongdu import files
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.recruitment.acts import take_selection
from zhongdu.recruitment.queries import Application, short_of
from zhongdu.scope.roles import Role
from zhongdu.selection import rules, sealing
from zhongdu.selection.models import Candidate, Selection
from zhongdu.selection.queries import SEALED, nobody_scored, sealed_inputs, seed_kept, sheet_lines
from zhongdu.selection.task import tie_order

_State, _Place = Selection.State, Candidate.Place
_LAW = ["selection.looks_at", "selection.best", "selection.number"]


@act(
    on=Selection,
    moves={_State.SCORING: _State.PROPOSED},
    by=Role.RECRUITER,
    at="level.recruiting",
    under=_LAW,
)
def propose_selection(
    selection: Selection,
    deed: Doing,
    *,
    file: Annotated[str, Says("封存文件", plain=True, most=40)],
    seed: Annotated[str, Says("公开随机数", plain=True, most=200)] = "",
) -> None:
    """拟定方案

    The proposal as it was computed from the sealed inputs: they are still the same, and the seed is now public.
    """
    refuse_unready(deed, selection)
    sealed = files.attached(selection.number, SEALED).filter(public_id=file).first()
    if sealed is None:
        deed.refuse("no_file", "没有找到封存文件，请重新拟定。")
    told = json.loads(files.original(sealed).read())
    should = seed_for(selection, seed)
    if told["seed"] != should or told["inputs_sm3"] != sealing.inputs_hash(sealed_inputs(selection)):
        deed.refuse("overtaken", "计算期间有了变化，请重新拟定。")
    selection.seed, selection.inputs_sm3 = should, told["inputs_sm3"]
    _write_down(selection, told["result"], should)
    deed.note(inputs_sm3=selection.inputs_sm3, drawn_from=should, sealed=[sealed.public_id, sealed.blob.sm3])


def refuse_unready(deed: Any, selection: Selection) -> None:
    """Every sheet is in and still what was handed in, and everybody was scored by somebody."""
    missing = [
        each.user.get_full_name()
        for each in selection.reviewers.select_related("user")
        if not each.handed_in_at
    ]
    if missing:
        deed.refuse("sheets_missing", f"还没有交评分表的：{'、'.join(missing)}。")
    for each in selection.reviewers.all():
        if rules.sheet_hash(sheet_lines(each)) != each.sheet_sm3:
            deed.refuse("sheet_changed", "有一份评分表与交上来时的不一样，不能据以拟定，请联系系统管理员。")
    if alone := nobody_scored(sealed_inputs(selection)):
        deed.refuse(
            "nobody_scored", f"全部评审都回避的候选人没有得分：{'、'.join(alone[:5])}。请作罢后另行安排评审。"
        )


def seed_for(selection: Selection, typed: str) -> str:
    """The seed of the draw: what was sealed, or the public number that was named beforehand."""
    return seed_kept(selection) if selection.seed_source == Selection.Seed.COMMITTED else typed.strip()


def _write_down(selection: Selection, result: dict[str, Any], seed: str) -> None:
    candidates = list(selection.candidates.all())
    drawn = tie_order(seed, list(result["scores"]))
    chosen, ranks = (
        set(result["chosen"]),
        {number: rank for rank, number in enumerate(result["reserves"], start=1)},
    )
    for each in candidates:
        each.score, each.drawn = result["scores"].get(each.number), drawn.get(each.number)
        each.proposed, each.rank = each.number in chosen, ranks.get(each.number)
        each.place = (
            _Place.CHOSEN if each.proposed
            else _Place.RESERVE if each.rank
            else _Place.LEFT if each.score is None
            else _Place.PASSED_OVER
        )  # fmt: skip
    Candidate.objects.bulk_update(candidates, ["score", "drawn", "proposed", "rank", "place"], batch_size=500)


@act(on=Selection, when=[_State.PROPOSED], by=Role.DECIDER, at="level.recruiting", under=_LAW)
def amend_proposal(
    selection: Selection,
    deed: Doing,
    *,
    out: Annotated[str, Says("换下", hint="拟聘人选的编号", plain=True, most=12)] = "",
    into: Annotated[str, Says("换上", hint="候补或者未入选人选的编号", plain=True, most=12)] = "",
    reason: Annotated[str, Says("理由", words=True, most=1000)],
) -> None:
    """调整方案

    People decide: somebody out, somebody in, with a written reason; the first proposal stays in its sealed file.
    """
    leaving = selection.candidates.filter(number=out.upper(), place=_Place.CHOSEN).first() if out else None
    coming = (
        selection.candidates.filter(
            number=into.upper(), place__in=[_Place.RESERVE, _Place.PASSED_OVER]
        ).first()
        if into
        else None
    )
    if not out and not into:
        deed.refuse("nothing_to_amend", "请填写换下或者换上的人选。", beside="out")
    if out and leaving is None:
        deed.refuse("not_chosen", "方案的拟聘人选里没有这个编号。", beside="out")
    if into and coming is None:
        deed.refuse("not_waiting", "候补和未入选的人选里没有这个编号。", beside="into")
    if leaving:
        leaving.place = _Place.PASSED_OVER
        leaving.save()
    if coming:
        _take(coming)


def _take(candidate: Candidate) -> None:
    """Somebody is chosen after all; the reserves behind close up."""
    candidate.place, candidate.rank = _Place.CHOSEN, None
    candidate.save()
    for rank, each in enumerate(
        candidate.selection.candidates.filter(place=_Place.RESERVE).order_by("rank"), start=1
    ):
        if each.rank != rank:
            each.rank = rank
            each.save()


@act(
    on=Selection,
    moves={_State.PROPOSED: _State.CONFIRMED},
    by=Role.DECIDER,
    at="level.recruiting",
    under=_LAW,
    grave=True,
    tells="方案是计算出来的，由您确认才生效。确认以后，拟聘人选进入公示或者聘任，候补按次序等候，其余的记为未入选。",
)
def confirm_selection(
    selection: Selection,
    deed: Doing,
    *,
    departure: Annotated[str, Says("例外的理由", hint="人数不合办法的一般规定时填写", words=True)] = "",
) -> None:
    """确认择优结果

    A person takes the decision; no computation takes it alone. The applications learn what became of them.
    """
    chosen = list(_with_applications(selection, _Place.CHOSEN))
    if not chosen:
        deed.refuse("nobody", "方案里没有拟聘人选。")
    gone = [each.number for each in chosen if each.application.state != Application.State.ACCEPTED]
    if gone:
        deed.refuse("gone", f"有拟聘人选已经退出：{'、'.join(gone)}。请先调整方案。")
    number = deed.law.find("selection.number")
    if number and (says := short_of(number, len(chosen))):
        deed.depart(number, departure, says)
    for each in chosen:
        deed.then(
            take_selection, each.application, selected=Application.Selected.CHOSEN, selection=selection.number
        )
    for each in _with_applications(selection, _Place.RESERVE):
        deed.then(
            take_selection,
            each.application,
            selected=Application.Selected.RESERVE,
            selection=selection.number,
        )
    deed.note(chosen=len(chosen))


def _with_applications(selection: Selection, place: str) -> Any:
    rows = selection.candidates.filter(place=place).order_by("rank", "id")
    return rows.select_related("application__docket", "application__bureau")


@act(on=Selection, when=[_State.CONFIRMED], by=Role.DECIDER, at="level.recruiting", under=_LAW)
def move_up_reserve(
    selection: Selection,
    deed: Doing,
    *,
    leaving: Annotated[
        str, Says("退出的人选", hint="已经撤回或者不予聘任的拟聘人选的编号", plain=True, most=12)
    ],
    coming: Annotated[
        str, Says("递补的人选", hint="候补人选的编号，一般是次序最前、又合范围的那位", plain=True, most=12)
    ],
    reason: Annotated[str, Says("理由", hint="为什么是这位递补", words=True, most=1000)],
) -> None:
    """递补

    A reserve takes the place of somebody chosen who withdrew or was refused.
    """
    old = (
        selection.candidates.filter(number=leaving.upper(), place=_Place.CHOSEN)
        .select_related("application")
        .first()
    )
    new = (
        selection.candidates.filter(number=coming.upper(), place=_Place.RESERVE)
        .select_related("application__docket", "application__bureau")
        .first()
    )
    if old is None:
        deed.refuse("not_chosen", "拟聘人选里没有这个编号。", beside="leaving")
    if old.application.state in Application.LIVE:
        deed.refuse("still_there", "此人没有退出，还在办理。", beside="leaving")
    if new is None or new.application.state != Application.State.ACCEPTED:
        deed.refuse("not_a_reserve", "候补里没有这个编号，或者此人已经退出。", beside="coming")
    old.place = _Place.LEFT
    old.save()
    _take(new)
    deed.then(
        take_selection, new.application, selected=Application.Selected.CHOSEN, selection=selection.number
    )
