"""Naming what a decision that suspends services touches: before it is served, by whoever decides."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.cases.choices import law_of_conduct
from zhongdu.cases.halts import suspends
from zhongdu.cases.investigating import not_a_handler
from zhongdu.cases.models import Decision
from zhongdu.institutions.queries import Sort, people_of
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State = Decision.State
_STARTS = [("service", "送达之日"), ("day", "写明的日子（送达更晚的，从送达之日起）")]


def unnamed(decision: Any, law: Any) -> str:
    """Why a decision cannot be served yet."""
    if suspends(decision) and decision.halt_named_on is None:
        return "决定责令暂停服务，请局负责人先写明涉及哪些责任部门、哪几种协议，从哪天起。"
    return ""


def sorts(decision: Any, law: Any) -> list[tuple[str, str]]:
    of = decision.case.institution
    return [(each.value, each.label) for each in Sort if of and each.suits(of)]


@told("institution.decided", to=people_of("case.institution"))
@act(
    on=Decision, when=[State.ISSUED, State.SERVED], by=Role.DECIDER, under=["case.decision", "case.paper"],
    provided=lambda decision, law: "" if suspends(decision) else "这个决定没有责令定点医药机构暂停服务。", grave=True,
    tells="条文暂停的是相关责任部门，没有写对应哪几种协议、从哪天起：由您写明，决定书照写。送达以后，所选的协议在这段日子里不予结算，"
    "结算系统下一次问就知道。",
)  # fmt: skip
def name_halted(
    decision: Decision,
    deed: Doing,
    *,
    departments: Annotated[
        str, Says("暂停哪些责任部门", hint="科室、门店等，决定书照写。", plain=True, most=120)
    ],
    halted: Annotated[
        list[str] | None,
        Says("涉及哪几种协议", hint="整份协议在这段日子里都不予结算的才选。", options=sorts),
    ] = None,
    none_why: Annotated[
        str,
        Says("为什么没有涉及整份协议的", hint="一种都不选的，必须写明。", words=True, secret="case_opinion"),
    ] = "",
    start: Annotated[str, Says("从哪天起", options=lambda decision, law: _STARTS)],
    since: Annotated[date | None, Says("写明的日子", hint="选了“写明的日子”的填。")] = None,
) -> None:
    """写明暂停的范围和起日

    The article suspends departments; which agreements that touches, and from which day, is said by name.
    """
    not_a_handler(decision.case, deed)
    chosen = [each for each in Sort.values if each in (halted or [])]
    if not chosen and not none_why.strip():
        deed.refuse(
            "touches_what", "请选涉及哪几种协议；都不涉及的，请写明为什么。",
            under=deed.law.rule("case.decision.penalty"), beside="none_why",
        )  # fmt: skip
    if chosen and none_why.strip():
        deed.refuse("either_or", "已经选了协议，就不用写为什么没有涉及。", beside="none_why")
    first = _first_day(decision, deed, start, since)
    deed.cite(law_of_conduct(decision.case).rule(decision.proposal.sanction))
    decision.halted, decision.halted_departments = chosen, departments
    decision.halted_from, decision.halt_named_on = first, deed.on


def _first_day(decision: Decision, deed: Doing, start: str, since: date | None) -> date | None:
    """The day as it was chosen, none for the day of service; once it was served and named it stays."""
    first = since if start == "day" else None
    if start == "day" and since is None:
        deed.refuse("which_day", "请填从哪天起。", beside="since")
    if decision.served_on and decision.halt_named_on and first != decision.halted_from:
        deed.refuse("day_stands", "决定已经送达，起日不能再改；要改的，撤销后重新办理。", beside="start")
    if first and decision.halt_named_on is None and first < deed.on:
        deed.refuse("too_early", "不能从过去的日子起。", beside="since")
    return first
