"""Reckoning a reward from the case value, for one reporter or for all who brought the same case."""

from typing import Annotated, Any

from django.db.models import Q

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.law.governing import Law
from zhongdu.law.money import NotMoney, fen_of, points_of
from zhongdu.law.saying import SHARED
from zhongdu.rewards.considering import barred_by, not_ones_own, start_over
from zhongdu.rewards.models import CHECKERS, HANDLERS, Reward
from zhongdu.rewards.rules import SHARING, Line, OwnShare, kept, read, reckon, shares, weights
from zhongdu.scope.roles import Role

State = Reward.State


def grades(reward: Any, law: Law) -> list[tuple[str, str]]:
    """The levels to choose from, each with what belongs there."""
    scale = law.find("reward.scale")
    told = scale.rule.grades if scale else ()
    return [(each.name, f"{each.label}：{each.says}" if each.says else each.label) for each in told]


def companions(reward: Any, law: Law) -> list[tuple[str, str]]:
    """Other rewards that may be for the same case: considered, of the same bureau, their leads dealt with as one or about
    the same body."""
    lead = reward.lead
    leading = lead.merged_into_id or lead.pk
    same = Q(lead__merged_into=leading) | Q(lead=leading)
    if lead.institution_id or lead.against_id:
        same |= Q(lead__institution=lead.institution_id, lead__against=lead.against_id)
    near = Reward.objects.filter(same, bureau=reward.bureau, state=State.CONSIDERED).exclude(pk=reward.pk)
    rows = near.select_related("docket", "lead__docket").order_by("lead__filed_on", "lead_id")
    return [
        (row.number, f"线索 {row.lead.number}，{row.lead.filed_on:%Y年%-m月%-d日}报") for row in rows[:20]
    ]


def sharing(reward: Reward, law: Law) -> tuple[str, tuple[int, ...], str]:
    """How several share: (way, parts of an order, clause); the bureau's own way where the law has none, without a clause."""
    bound = law.find("reward.sharing")
    if bound is None:
        return SHARING.of(reward.bureau), (), ""
    return bound.rule.among, bound.rule.weights, str(bound.address)


def _may_compute(reward: Any, law: Any) -> str:
    says = barred_by(reward, law)
    return f"{'；'.join(says)}，请办“不予奖励”，或者重新考虑。" if says else ""


@act(
    on=Reward,
    moves={State.CONSIDERED: State.COMPUTED},
    by=HANDLERS,
    under=["reward.scale", "reward.limits"],
    provided=_may_compute,
)
def compute_reward(
    reward: Reward,
    deed: Doing,
    *,
    value: Annotated[str, Says("案值（元）", hint="按查实的数填，精确到分。", plain=True, most=20)],
    source: Annotated[str, Says("案值依据哪份文书", hint="如处罚决定书、追回通知的文号；不要写人名。", plain=True, most=120)],
    grade: Annotated[str, Says("属于哪一级", options=grades)] = "",
    rate: Annotated[str, Says("本局定的比例（%）", hint="办法和国家规定没有写比例，由本局定。", plain=True, most=10)] = "",
    basis: Annotated[str, Says("这个比例依据哪份文件", hint="本地奖励办法的名称和文号。", plain=True, most=120)] = "",
    insider: Annotated[bool, Says("举报人是被举报单位的内部人员，按规定上浮")] = False,
    others: Annotated[list[str] | None, Says("同一案件还有谁举报", hint="一起核算的，一并进入复核。", options=companions)] = None,
    parts: Annotated[str, Says("各人的份额", hint="从最先举报的写起，如 5、3、1。", plain=True, most=80)] = "",
) -> None:  # fmt: skip
    """核算奖励

    The amount follows from the case value by the law's scale, or, where the law has none, by a share the bureau names with
    its document. Every line of it is kept.
    """
    not_ones_own(reward, deed)
    lines = _reckoned(reward, deed, value, source, grade, rate, basis, insider)
    reward.computed_by, reward.source = deed.by.user_id, source
    reward.case_fen, reward.total_fen = lines[0].fen, lines[-1].fen
    deed.cite(*(bound for bound in map(deed.law.find, ("reward.scale", "reward.limits")) if bound))
    group = _in_order(reward, others or (), deed)
    if len(group) == 1:
        reward.lines, reward.fen = kept(lines), reward.total_fen
    else:
        _share_out(reward, group, lines, parts, deed)
    deed.note(case_fen=reward.case_fen, total_fen=reward.total_fen, fen=reward.fen)


def _reckoned(
    reward: Reward, deed: Doing, value: str, source: str, grade: str, rate: str, basis: str, insider: bool
) -> list[Line]:
    law, own = deed.law, None
    scale = law.find("reward.scale")
    worth = _typed(fen_of, value, "value", deed)
    if scale and len(scale.rule.grades) > 1 and not grade:
        deed.refuse("which_grade", "请选属于哪一级。", under=scale, beside="grade")
    if scale is None:
        if not basis:
            deed.refuse("no_basis", "办法和国家规定都没有写比例，请写明本局依据哪份文件。", beside="basis")
        own = OwnShare(_typed(points_of, rate, "rate", deed), basis)
    return reckon(worth, source, scale, law.find("reward.limits"), grade=grade, insider=insider, own=own)


def _typed(reader: Any, typed: str, beside: str, deed: Doing) -> int:
    try:
        return int(reader(typed))
    except NotMoney as wrong:
        deed.refuse("not_an_amount", str(wrong), beside=beside)


def _in_order(reward: Reward, numbers: Any, deed: Doing) -> list[Reward]:
    """Those reckoned together, whoever reported first in front."""
    chosen = Reward.objects.filter(docket__number__in=list(numbers), bureau=reward.bureau)
    found = list(chosen.select_related("docket", "bureau", "lead"))
    for other in found:
        if says := barred_by(other, deed.law):
            deed.refuse(
                "other_is_barred", f"{other.number}{'；'.join(says)}，不能一起核算。", beside="others"
            )
    return sorted([reward, *found], key=lambda each: (each.lead.filed_on, each.lead_id))


def _share_out(reward: Reward, group: list[Reward], lines: list[Line], parts: str, deed: Doing) -> None:
    """Each gets its own part and its own derivation, in one deed."""
    among, named, clause = sharing(reward, deed.law)
    if among == "first":
        says = "只奖励最先举报的人：请只核算最先举报的，其余的办“不予奖励”。"
        deed.refuse("first_only", says, under=deed.law.find("reward.sharing"), beside="others")
    try:
        told = weights(among, len(group), named or _numbers(parts))
    except ValueError as wrong:
        deed.refuse("wrong_parts", str(wrong), beside="parts")
    if bound := deed.law.find("reward.sharing"):
        deed.cite(bound)
    split = shares(reward.total_fen or 0, told)
    if not all(split):
        deed.refuse("nothing_left", "有人分不到奖励，请把没有份的去掉。", beside="others")
    derived = {}
    for place, (each, part, fen) in enumerate(zip(group, told, split, strict=True), 1):
        says = f"{len(group)} 人举报，{SHARED[among]}：先后第 {place} 位，{part}/{sum(told)}"
        derived[each.pk] = [*lines, Line(says, fen, clause)]
    reward.lines = kept(derived[reward.pk])
    reward.fen = derived[reward.pk][-1].fen
    reward.save()
    for each in group:
        if each.pk != reward.pk:
            told_line = derived[each.pk][-1]
            deed.then(take_share, each, root=reward.number, says=told_line.says, fen=told_line.fen)


def _numbers(typed: str) -> tuple[int, ...]:
    """``5、3、1`` → (5, 3, 1); nothing that is no number."""
    pieces = typed.replace("，", "、").replace(",", "、").replace(" ", "、").split("、")
    return tuple(int(piece) for piece in pieces if piece.isdecimal() and len(piece) < 6)


@act(
    on=Reward,
    moves={State.CONSIDERED: State.COMPUTED},
    by=Role.SYSTEM,
    under=["reward.scale", "reward.limits", "reward.sharing"],
)
def take_share(
    reward: Reward,
    deed: Doing,
    *,
    root: Annotated[str, Says("和哪件一起核算", plain=True, most=12)],
    says: Annotated[str, Says("份额", plain=True, most=120)],
    fen: Annotated[int, Says("金额（分）")],
) -> None:
    """与同案的奖励一起核算

    Its part of what was reckoned for the case.
    """
    first = Reward.objects.get(docket__number=root)
    clause = first.lines[-1]["clause"]
    reward.lines = kept([*read(first.lines[:-1]), Line(says, fen, clause)])
    reward.case_fen, reward.source, reward.total_fen, reward.fen = (
        first.case_fen,
        first.source,
        first.total_fen,
        fen,
    )
    reward.computed_by, reward.computed_with = first.computed_by, first


@act(
    on=Reward,
    moves=dict.fromkeys((State.COMPUTED, State.CHECKED, State.APPROVED), State.CONSIDERED),
    by=CHECKERS,
    under="reward",
)
def send_back(
    reward: Reward, deed: Doing, *, reason: Annotated[str, Says("退回的理由", words=True, most=1000)]
) -> None:
    """退回重新核算

    Whoever checks or approves finds something amiss; those reckoned with it come back too.
    """
    not_ones_own(reward, deed)
    start_over(reward, deed)
