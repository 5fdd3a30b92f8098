"""Considering a reward: the conditions asked one by one, and what bars it told with its reason."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act, follows
from zhongdu.duties import opening
from zhongdu.duties.models import Duty
from zhongdu.fieldwork.queries import Visit
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.leads import acts as leads
from zhongdu.leads.queries import VERIFIED, Lead
from zhongdu.rewards.models import HANDLERS, Reward
from zhongdu.rewards.rules import ASSIGNED_WORK, MET, UNMET, is_counted, unmet
from zhongdu.rewards.telling import news
from zhongdu.scope.roles import Role

State = Reward.State


def conditions(law: Law) -> list[Bound]:
    """What has to be found of a lead and its reporter, in the order of the clauses."""
    return law.family("reward.condition")


def counted(reward: Reward, law: Law) -> bool:
    """Whether the lead counts although it was found in assigned work: the law's word, else the bureau's own."""
    return is_counted(reward.assigned, law.value("reward.assigned_work") or ASSIGNED_WORK.of(reward.bureau))


def barred_by(reward: Reward, law: Law) -> list[str]:
    """Why no reward can be reckoned, in sentences; none where nothing stands against it."""
    says = [f"不符合“{bound.label}”" for bound in unmet(conditions(law), reward.findings)]
    if not is_verified(reward.lead):
        says.insert(0, f"线索现在是“{reward.lead.get_state_display()}”，不是查证属实")
    return says if counted(reward, law) else [*says, "是指定工作中发现的，按规定或者本局做法不计奖励"]


def not_ones_own(reward: Any, deed: Doing) -> None:
    if reward.user_id and reward.user_id == deed.by.user_id:
        deed.refuse("own_reward", "这是您自己的奖励，请由别的同事办理。")


def is_verified(lead: Lead) -> bool:
    """Whether it is answered, and proved true, wholly or in part. A second look leaves that open again."""
    return lead.state == Lead.State.ANSWERED and lead.outcome in VERIFIED


@follows(leads.answer)
@follows(leads.answer_along)
@follows(leads.answer_again)
def owe_consideration(deed: Doing, lead: Lead) -> None:
    """Who brought what proved true is owed a word about the reward: open until somebody considers it."""
    if not is_verified(lead):
        opening.void(lead.docket, "reward", on=deed.on, deed=deed.id)
    elif not (
        Reward.objects.filter(lead=lead).exists()
        or Duty.objects.open().filter(docket=lead.docket_id, concept="reward").exists()
    ):
        opening.open_duty(lead.docket, deed.law, "reward", on=deed.on, deed=deed.id, owed_to=lead.user)


def _may_consider(lead: Any, law: Any) -> str:
    if not is_verified(lead):
        return "查证属实（含部分属实）的线索才考虑奖励。"
    return "这条线索已经在办奖励。" if Reward.objects.filter(lead=lead).exists() else ""


@act(
    on=Lead,
    creates=Reward,
    when=[Lead.State.ANSWERED],
    by=HANDLERS,
    under=["reward", "reward.condition"],
    where="reward",
    provided=_may_consider,
    tells="逐项看符不符合条件。举报人是谁，这里不显示，也不需要知道。",
)
def consider_reward(
    lead: Lead,
    deed: Doing,
    *,
    findings: Annotated[dict[str, str], Says("逐项核对", plain=True)],
) -> Reward:
    """考虑奖励

    Each condition of the law is found to be met or not. What bars the reward is told to the reporter by refusing it.
    """
    found = _checked(findings, deed)
    deed.note(labels={bound.name: bound.label for bound in conditions(deed.law)})
    deed.cite(*conditions(deed.law))
    opening.meet(lead.docket, "reward", on=deed.on, deed=deed.id)
    visit = lead.visit if lead.visit_id else None
    made = deed.open(
        Reward, lead.bureau, State.CONSIDERED, lead=lead, user_id=lead.user_id, against=lead.against,
        considered_on=deed.on, findings=found, assigned=bool(visit and visit.work == Visit.Work.ASSIGNED),
    )  # fmt: skip
    not_ones_own(made, deed)
    return made


def _checked(findings: dict[str, str], deed: Doing) -> dict[str, str]:
    """One finding for each condition, and for nothing else."""
    asked = [bound.name for bound in conditions(deed.law)]
    missing = [name for name in asked if findings.get(name) not in (MET, UNMET)]
    if missing or findings.keys() - {*asked}:
        deed.refuse("not_each_condition", "请对每一项条件选“符合”或者“不符合”。", beside="findings")
    return {name: findings[name] for name in asked}


@news("lead.progress")
@act(
    on=Reward,
    moves=dict.fromkeys(Reward.UNDECIDED, State.REFUSED),
    by=(*HANDLERS, Role.DECIDER),
    under="reward",
    closes=True,
    grave=True,
    tells="举报人会看到不予奖励和您写的理由。",
)
def refuse_reward(
    reward: Reward,
    deed: Doing,
    *,
    words: Annotated[str, Says("不予奖励的理由", hint="举报人会原样看到，请用平实的话写，写明不符合哪一项。", words=True, secret="reward_words", most=2000)],
) -> None:  # fmt: skip
    """不予奖励

    No reward, with the reason, in words for the one who reported.
    """
    not_ones_own(reward, deed)
    start_over(reward, deed)
    deed.cite(*unmet(conditions(deed.law), reward.findings))


@act(on=Reward, moves={State.REFUSED: State.CONSIDERED}, by=HANDLERS, under=["reward", "reward.condition"])
def reopen_reward(
    reward: Reward,
    deed: Doing,
    *,
    findings: Annotated[dict[str, str], Says("逐项核对", plain=True)],
    reason: Annotated[str, Says("为什么重新考虑", words=True, most=1000)],
) -> None:
    """重新考虑奖励

    Something new came up, or the reporter objected with reason: the conditions are asked again.
    """
    not_ones_own(reward, deed)
    reward.findings = _checked(findings, deed)
    deed.note(labels={bound.name: bound.label for bound in conditions(deed.law)})


def start_over(reward: Reward, deed: Doing) -> None:
    """What was reckoned counts no more, for it and for those reckoned with it; none of them may have been told."""
    others = list(reward.group.exclude(pk=reward.pk).select_related("docket", "bureau").order_by("pk"))
    if any(other.state not in (State.COMPUTED, State.CHECKED, State.APPROVED) for other in others):
        deed.refuse("others_are_told", "和它一起核算的奖励已经告知了举报人，不能单独退回。")
    clear(reward)
    for other in others:
        deed.then(return_share, other)


def clear(reward: Reward) -> None:
    """As it was before it was reckoned."""
    reward.case_fen = reward.total_fen = reward.fen = reward.computed_with = None
    reward.source, reward.lines = "", []
    reward.computed_by = reward.checked_by = reward.approved_by = reward.approved_on = None
    reward.approved_above = ""


@act(
    on=Reward,
    moves=dict.fromkeys((State.COMPUTED, State.CHECKED, State.APPROVED), State.CONSIDERED),
    by=Role.SYSTEM,
    under="reward",
)
def return_share(reward: Reward, deed: Doing) -> None:
    """同案的奖励退回，一并重新核算

    Those reckoned together are reckoned anew together.
    """
    clear(reward)
