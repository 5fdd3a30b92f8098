"""Deliberating together: called, each member's conflict and reading, each opinion and vote, the resolution."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.cases import choices, files_of, sitting, timing
from zhongdu.cases.models import HANDLERS, Case, Deliberation, Proposal, Seat
from zhongdu.cases.rules import PENALTY
from zhongdu.scope.roles import Role
from zhongdu.vault import put

State, Purpose = Deliberation.State, Deliberation.Purpose
CALLED_IN = [Case.State.INVESTIGATING, Case.State.REVIEWED, Case.State.NOTIFIED, Case.State.READY]


def weight_of(case: Case, proposal: Proposal | None) -> sitting.Weight:
    losses = proposal.loss_fen if proposal else sum(case.losses.values_list("fen", flat=True))
    return sitting.Weight(
        outcome_punishes=bool(proposal) and proposal.outcome == PENALTY,  # type: ignore[union-attr]
        loss_fen=losses, fine_fen=proposal.fine_fen if proposal else 0,
        restricts=bool(proposal and (proposal.months or proposal.bars)), people=case.people, flags=case.flags,
    )  # fmt: skip


def reasons(case: Case, proposal: Proposal | None) -> list[str]:
    """Why this case must be deliberated on, by the law's three kinds and the bureau's own thresholds."""
    bureau = case.bureau
    return sitting.reasons(weight_of(case, proposal), sitting.FROM.of(bureau), sitting.PEOPLE.of(bureau))


def carried(case: Case, proposal: Proposal | None, purpose: str = Purpose.DECISION) -> Deliberation | None:
    """The deliberation that carried just this proposal (or the extension)."""
    rows = Deliberation.objects.filter(case=case, state=State.CARRIED, purpose=purpose)
    return rows.filter(proposal=proposal).order_by("-id").first()


def _latest(case: Case) -> Proposal | None:
    return case.proposals.order_by("-id").first()


@act(
    on=Case, creates=Deliberation, when=CALLED_IN, by=[*HANDLERS, Role.DECIDER], under="deliberation",
    tells="成员看得到案件全部材料；办案人员不能是成员。人数、怎样算通过，法律没有写，按本局选定的做法。",
)  # fmt: skip
def call_deliberation(
    case: Case,
    deed: Doing,
    *,
    purpose: Annotated[str, Says("审议什么", options=lambda subject, law: Purpose.choices)],
    meets_at: Annotated[datetime, Says("开会时间")],
    members: Annotated[list[str], Says("成员", people=True, options=choices.people(Role.DELIBERATOR))],
    chair: Annotated[
        str, Says("主持人", hint="从成员里选。", people=True, options=choices.people(Role.DELIBERATOR))
    ],
) -> Deliberation:
    """召集集体审议

    The members are named and get the materials; each says first whether they must stand back.
    """
    chosen, quorum = (
        sorted({int(each) for each in members}),
        sitting.quorum_of(sitting.QUORUM.of(case.bureau)),
    )
    bound = deed.law.rule("deliberation")
    if len(chosen) < quorum:
        deed.refuse("too_few_members", f"成员不能少于{quorum}人（本局做法）。", under=bound, beside="members")
    if {*chosen} & {*case.handlers}:
        deed.refuse("own_case", "本案的办案人员不能参加审议表决。", under=bound, beside="members")
    if Seat.objects.filter(deliberation__case=case, user__in=chosen, conflicted=True).exists():
        deed.refuse(
            "stood_back",
            "选的人里有人说明过与本案有利害关系，已经回避，请另选。",
            under=bound,
            beside="members",
        )
    if int(chair) not in chosen:
        deed.refuse("chair_is_a_member", "主持人要从成员里选。", beside="chair")
    proposal = _latest(case) if purpose == Purpose.DECISION else None
    if purpose == Purpose.DECISION and (proposal is None or case.state == Case.State.INVESTIGATING):
        deed.refuse("nothing_proposed", "审核通过以后，才能审议怎样决定。", beside="purpose")
    made = deed.open(
        Deliberation, case.bureau, State.CALLED, case=case, purpose=purpose, proposal=proposal, meets_at=meets_at,
        chair=int(chair), quorum=quorum, because=reasons(case, proposal),
    )  # fmt: skip
    for user in chosen:
        Seat.objects.create(deliberation=made, user_id=user)
    deed.note(because=made.because)
    return made


def _my_seat(deliberation: Deliberation, deed: Doing) -> Seat:
    seat = deliberation.seats.filter(user_id=deed.by.user_id or 0).first()
    if seat is None:
        deed.refuse("no_seat", "您不是这次审议的成员。")
    assert isinstance(seat, Seat)
    return seat


@act(
    on=Deliberation, when=[State.CALLED], by=Role.DELIBERATOR, under=["deliberation", "recusal"],
    tells="与本案有直接利害关系，或者有其他关系可能影响公正的，应当回避。回避以后您不再看到这个案件，不能再改。",
)  # fmt: skip
def say_conflict(
    deliberation: Deliberation,
    deed: Doing,
    *,
    answer: Annotated[
        str,
        Says(
            "与本案有没有利害关系",
            options=lambda s, law: [("none", "没有，可以参加"), ("conflicted", "有，应当回避")],
        ),
    ],
    reason: Annotated[str, Says("是什么关系", hint="应当回避的写。", words=True, secret="case_opinion")] = "",
) -> None:
    """说明利害关系

    Each member says whether they must stand back; who must neither reads on nor votes.
    """
    seat = _my_seat(deliberation, deed)
    if seat.vote:
        deed.refuse("voted", "您已经表决，不能再改。")
    seat.conflicted = answer == "conflicted"
    if seat.conflicted and not reason:
        deed.refuse("what_interest", "请写一句是什么关系。", beside="reason")
    seat.save()


@act(on=Deliberation, when=[State.CALLED], by=Role.DELIBERATOR, under="deliberation")
def read_materials(
    deliberation: Deliberation,
    deed: Doing,
    *,
    read: Annotated[bool, Says("我已看过案卷材料、审核意见和当事人的陈述申辩")],
) -> None:
    """签收审议材料

    A member has read what the decision will rest on.
    """
    seat = _my_seat(deliberation, deed)
    if seat.conflicted is not False:
        deed.refuse("say_first", "请先说明与本案有没有利害关系。")
    if not read:
        deed.refuse("not_read", "看过材料再签收。", beside="read")
    seat.read_on = deed.on
    seat.save()


@act(
    on=Deliberation, when=[State.CALLED], by=Role.DELIBERATOR, under="deliberation",
    tells="每名成员的意见和表决都记入审议记录；与决议不同的意见照样保留。",
)  # fmt: skip
def give_opinion(
    deliberation: Deliberation,
    deed: Doing,
    *,
    vote: Annotated[str, Says("表决", options=lambda subject, law: Seat.Vote.choices)],
    words: Annotated[str, Says("我的意见", words=True, secret="case_opinion")],
) -> None:
    """发表意见并表决

    Each member's opinion and vote, one by one, dissent as much as consent.
    """
    seat = _my_seat(deliberation, deed)
    if seat.conflicted is not False or seat.read_on is None:
        deed.refuse("not_ready", "说明没有利害关系、看过材料，才能表决。")
    if deliberation.meets_at > clock.now():
        deed.refuse("not_yet", "还没有到开会的时间。")
    seat.vote = vote
    seat.save()
    deed.fix(f"opinion:{seat.pk}", put(seat.owner, {"case_opinion": words})["case_opinion"])


def _chair_stood_back(deliberation: Deliberation, law: Any = None) -> str:
    """Why nobody else takes the chair: it is held, by somebody who has not stood back."""
    gone = deliberation.seats.filter(user_id=deliberation.chair or 0, conflicted=True).exists()
    return "" if gone else "主持人没有回避，不用换人主持。"


@act(
    on=Deliberation, when=[State.CALLED], by=Role.DELIBERATOR, under=["deliberation", "recusal"], provided=_chair_stood_back,
    tells="主持人应当回避的，由没有利害关系的成员商定一人主持，谁来主持，谁在这里登记。",
)  # fmt: skip
def take_chair(
    deliberation: Deliberation,
    deed: Doing,
    *,
    words: Annotated[
        str, Says("怎样商定的", hint="如：到会成员一致推举。", words=True, secret="case_opinion")
    ],
) -> None:
    """接替主持

    The chair must stand back; another member, free of interests, presides in their place.
    """
    if _my_seat(deliberation, deed).conflicted is not False:
        deed.refuse("say_first", "请先说明与本案有没有利害关系。")
    deed.note(gone=deliberation.chair)
    deliberation.chair = deed.by.user_id


def voices(deliberation: Deliberation) -> Sequence[sitting.Voice]:
    return [
        sitting.Voice(seat.conflicted, seat.read_on is not None, seat.vote)
        for seat in deliberation.seats.all()
    ]


def _can_resolve(deliberation: Any, law: Any) -> str:
    if not _chair_stood_back(deliberation):
        return "主持人应当回避，请由另一名成员先接替主持。"
    return sitting.why_not_yet(voices(deliberation), deliberation.quorum)


@act(
    on=Deliberation, when=[State.CALLED], by=[Role.DELIBERATOR, Role.DECIDER], under="deliberation", provided=_can_resolve,
    tells="通过还是没有通过，由平台按表决计算。",
)  # fmt: skip
def resolve(
    deliberation: Deliberation,
    deed: Doing,
    *,
    words: Annotated[str, Says("决议", words=True, secret="case_opinion")],
    minutes: Annotated[list[Upload] | None, Says("签过字的审议记录", accept="evidence")] = None,
) -> None:
    """形成决议

    The chair closes the sitting; what the votes carry is counted, not chosen.
    """
    if deed.by.user_id != deliberation.chair:
        deed.refuse("not_the_chair", "决议由主持人登记。")
    yes = sitting.carries(voices(deliberation), sitting.MAJORITY.of(deliberation.bureau))
    deliberation.state, deliberation.resolved_on = State.CARRIED if yes else State.NOT_CARRIED, deed.on
    deed.note(votes={vote: deliberation.seats.filter(vote=vote).count() for vote in Seat.Vote.values})
    files_of.keep(deed, deliberation, minutes, beside="minutes")


@act(
    on=Deliberation, moves={State.CALLED: State.CANCELLED}, by=[*HANDLERS, Role.DECIDER], under="deliberation"
)
def cancel_deliberation(
    deliberation: Deliberation,
    deed: Doing,
    *,
    reason: Annotated[str, Says("取消的理由", words=True, secret="case_opinion")],
) -> None:
    """取消审议

    No quorum came about, or the proposal changed: it is called anew.
    """


@act(
    on=Deliberation,
    when=[State.CARRIED, State.NOT_CARRIED],
    by=[*HANDLERS, Role.DELIBERATOR],
    under="deliberation",
)
def attach_minutes(
    deliberation: Deliberation,
    deed: Doing,
    *,
    minutes: Annotated[list[Upload], Says("签过字的审议记录", accept="evidence")],
) -> None:
    """附上签过字的记录

    A paper with signatures joins the docket.
    """
    files_of.keep(deed, deliberation, minutes, beside="minutes")


# --- the clock once more ----------------------------------------------------------------------------------


def _second_extension(case: Any, law: Any) -> str:
    duty = timing.running(case.docket, timing.DECISION)
    if duty is None or timing.is_paused(duty):
        return "办案期限现在没有在计时。"
    if duty.ticks.filter(kind="extend").count() != 1:
        return "再延长要在负责人批准延长一次以后，且只有一次。"
    return "" if carried(case, None, Purpose.EXTENSION) else "再延长要经集体讨论通过，请先召集审议。"


@act(
    on=Case, when=[*Case.FILED], by=Role.DECIDER, under=["clock.decision_further_extension", "deliberation"],
    provided=_second_extension,
)  # fmt: skip
def extend_further(
    case: Case, deed: Doing, *, reason: Annotated[str, Says("理由", words=True, secret="case_opinion")]
) -> None:
    """再延长办案期限

    After a deliberation carried it, the case gets its second and last extension.
    """
    case.decision_until = timing.extend(
        case.docket, timing.DECISION, "clock.decision_further_extension", deed
    )
