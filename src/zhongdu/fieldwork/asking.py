"""Work assigned, taken on or given back, and work one chooses oneself; what a visit's terms are, whoever asks."""

from datetime import date
from typing import Annotated, Any

from zhongdu import vault
from zhongdu.acts.allowing import within_reach
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.discipline.queries import not_ready, recusal, why_recused
from zhongdu.duties.opening import open_duty
from zhongdu.fieldwork import checklists, joining, slots, waiting
from zhongdu.fieldwork.models import Visit
from zhongdu.institutions.queries import Institution, named
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.messages.telling import told
from zhongdu.roster.queries import Appointment
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

State, Work, Way = Visit.State, Visit.Work, Visit.Way
OFFICERS = (Role.CASE_OFFICER, Role.LIAISON)

# What the measures call work that a bureau asks for; the first one a law has is what the supervisor owes.
ASKED_FOR = ("work.kind.assigned", "task.entrusted", "task.activities", "task.other", "task.joining_in")
SERVING = [Appointment.State.SERVING]


# --- what may be chosen ------------------------------------------------------------------------------


@rests_on("visit.way")
def ways(subject: Any, law: Law) -> list[tuple[str, str]]:
    """Openly or covertly: as the measure names them, with the clause; both where it is silent."""
    told = {bound.key: bound for bound in law.family("visit.way")}
    named_ = [(way, told[way]) for way in Way.values if way in told]
    return [(way, f"{Way(way).label}（{bound.address.citation}）") for way, bound in named_] or list(
        Way.choices
    )


def lists(subject: Any, law: Law, kind: str = "") -> list[tuple[str, str]]:
    """The checklists a visit may follow, all or for a kind of institution, each with where it comes from."""
    return [
        (bound.name, f"{bound.rule.title}（{source(bound, law)}）")
        for bound in checklists.offered(law, subject.bureau, kind)
    ]


def source(bound: Bound, law: Law) -> str:
    if not bound.pack:
        return "本局自拟"
    return bound.address.citation if bound.pack == law.statute.code else "平台通用清单"


def half_days(subject: Any, law: Law) -> list[tuple[str, str]]:
    return list(slots.Half.choices)


_INSTITUTION = Says("医药机构", hint="名称或医保机构代码；只写名称中的几个字也可以。", plain=True, most=120)
_WAY = Says("方式", hint="明察是亮明身份去看；暗访是以患者或者顾客的身份去看。", options=ways)
_CHECKLIST = Says("按哪张清单", options=lists)
_DAY = Says("约定哪一天去", hint="可以不约；约了，别的医保局也不能再约这个时间。")
_HALF = Says("半天", hint="不选就是全天。", options=half_days)


# --- assigned work -----------------------------------------------------------------------------------


@told("work.new")
@act(
    on=Appointment,
    creates=Visit,
    when=SERVING,
    by=OFFICERS,
    reach="shared",
    under=["work.kind.assigned", "work.assigning", "work.dispatch", "visit.organised"],
)
def assign_visit(
    appointment: Appointment,
    deed: Doing,
    *,
    institution: Annotated[str, _INSTITUTION],
    way: Annotated[str, _WAY],
    checklist: Annotated[str, _CHECKLIST],
    due: Annotated[date, Says("完成期限")],
    day: Annotated[date | None, _DAY] = None,
    half: Annotated[str, _HALF] = "",
    words: Annotated[str, Says("要特别留意的", hint="监督员能看到。", words=True, most=1000)] = "",
    inspectors: Annotated[list[str] | None, joining.INSPECTORS] = None,
) -> Visit:
    """指定一次巡查

    Ask a supervisor to look at one institution by a day. A covert plan is then nobody's but theirs, the
    officer's, the decider's, and that of the inspectors asked along.
    """
    visit = asked_for(
        appointment, deed, institution, way=way, checklist=checklist, due=due, day=day, half=half
    )
    if inspectors:
        joining.ask_along(visit, deed, inspectors)
    return visit


def asked_for(
    appointment: Appointment,
    deed: Doing,
    institution: str,
    *,
    way: str,
    checklist: str,
    due: date,
    day: date | None = None,
    half: str = "",
) -> Visit:
    """The visit a bureau asks for: whatever act asks, its terms are the same."""
    bureau = _assigning_bureau(appointment, deed)
    if due < deed.on:
        deed.refuse("due_in_the_past", "完成期限不能早于今天。", beside="due")
    if due > appointment.until:
        deed.refuse(
            "due_after_the_term", f"聘期到{appointment.until}为止，完成期限不能在这以后。", beside="due"
        )
    home = bureau if bureau.is_within(appointment.bureau) else appointment.bureau
    found = _institution(institution, home, deed)
    _recused(appointment, found, deed, own=False)
    visit = _opened(
        deed, appointment, bureau, State.ASSIGNED, institution=found, work=Work.ASSIGNED, way=way,
        checklist=_fitting(checklist, found, deed), due=due, assigned_by=deed.by.user_id,
    )  # fmt: skip
    if day:
        if not deed.on <= day <= due:
            deed.refuse("day_out_of_time", "约定的日子不能早于今天，也不能晚于完成期限。", beside="day")
        slots.agree(visit, day, half, deed)
    _owe(visit, deed)
    return visit


@rests_on("work.shared")
def _assigning_bureau(appointment: Appointment, deed: Doing) -> Bureau:
    """Whose work it is: the supervisor's own bureau's, or, where the law shares supervisors, one below it."""
    near = [
        post for post in deed.by.standing(OFFICERS) if within_reach("shared", post, appointment.bureau.path)
    ]
    if any(post.bureau_id == appointment.bureau_id for post in near):
        return appointment.bureau
    shared = deed.law.find("work.shared")
    if shared is None:
        deed.refuse("not_shared", f"这位监督员由{appointment.bureau.name}管理，本地办法没有规定共同使用。")
    deed.cite(shared)
    return Bureau.objects.get(pk=near[0].bureau_id)


@rests_on(*ASKED_FOR, kind="duty")
def _owe(visit: Visit, deed: Doing) -> None:
    """The supervisor owes the work by its deadline, under whatever clause of this law asks for it."""
    concept = next((word for word in ASKED_FOR if deed.law.find(word)), "")
    if concept:
        deed.cite(deed.law.rule(concept))
        open_duty(
            visit.docket,
            deed.law,
            concept,
            on=deed.on,
            deed=deed.id,
            due=visit.due,
            person=visit.user,
            role=Role.SUPERVISOR,
        )


def ready(subject: Any, law: Any) -> str:
    """What the bureau wants promised and declared before the first task."""
    return not_ready(subject.appointment if isinstance(subject, Visit) else subject)


def _is_safe(visit: Visit, law: Any) -> str:
    """Why a task with a risk cannot be taken on yet; "" when it can."""
    return {
        Visit.Risk.NOTED: "这项任务有风险，医保局还没有落实保险，请先不要去。",
        Visit.Risk.COVERED: "这项任务有风险，请先读过风险提示。",
    }.get(visit.risk, "")  # type: ignore[call-overload]


def _may_go(visit: Visit, law: Any) -> str:
    """Why a task cannot be taken on yet: a promise that is missing, a risk that is not covered or not read."""
    return ready(visit, law) or _is_safe(visit, law)


@act(
    on=Visit,
    moves={State.ASSIGNED: State.ACCEPTED},
    by=Role.SUPERVISOR,
    under=["work.kind.assigned", "service.insurance"],
    provided=_may_go,
    opens=[Opens("work.record", owed_by=lambda visit: visit.user)],
    tells="接受以后，请在完成期限前去看看，并填写巡查情况。",
)
def accept_visit(visit: Visit, deed: Doing) -> None:
    """接受任务

    The supervisor takes the visit on.
    """


def _was_assigned(visit: Visit, law: Any) -> str:
    return "" if visit.work == Work.ASSIGNED else "这是自主安排的巡查。"


def _was_chosen(visit: Visit, law: Any) -> str:
    return "" if visit.work == Work.SELF_CHOSEN else "这是医保局指定的巡查。"


@act(
    on=Visit,
    moves={State.ASSIGNED: State.DECLINED, State.ACCEPTED: State.DECLINED},
    by=Role.SUPERVISOR,
    provided=_was_assigned,
    closes=True,
)
def decline_visit(
    visit: Visit,
    deed: Doing,
    *,
    recuses: Annotated[bool, Says("我与这家单位有利害关系，应当回避")] = False,
    words: Annotated[str, Says("不能去的原因", hint="写一句就可以。", words=True, most=500)] = "",
) -> None:
    """不能去

    The supervisor gives the work back, with the reason.
    """
    if recuses:
        deed.cite(deed.law.rule("recusal"))
    elif not words:
        deed.refuse("no_reason", "请写一句原因，好让医保局另作安排。", beside="words")
    slots.give_up(visit)
    drop_draft(visit)


@told("work.cancelled")
@act(
    on=Visit,
    moves={State.ASSIGNED: State.CANCELLED, State.ACCEPTED: State.CANCELLED},
    by=(*OFFICERS, Role.DECIDER),
    provided=_was_assigned,
    closes=True,
    grave=True,
    tells="监督员会看到取消的原因，这次任务就此结束。",
)
def cancel_visit(
    visit: Visit,
    deed: Doing,
    *,
    words: Annotated[str, Says("取消的原因", hint="监督员能看到。", words=True, most=500)],
) -> None:
    """取消这次巡查

    The bureau no longer asks for the visit.
    """
    slots.give_up(visit)
    drop_draft(visit)


# --- work chosen by oneself --------------------------------------------------------------------------


@act(
    on=Appointment,
    creates=Visit,
    when=SERVING,
    by=Role.SUPERVISOR,
    under=["work.kind.self_chosen", "visit.organised"],
    provided=ready,
    opens=[Opens("work.record", owed_by=lambda visit: visit.user)],
)
def choose_visit(
    appointment: Appointment,
    deed: Doing,
    *,
    institution: Annotated[str, _INSTITUTION],
    way: Annotated[str, _WAY],
    checklist: Annotated[str, _CHECKLIST],
) -> Visit:
    """记一次自己安排的巡查

    A supervisor goes somewhere of their own accord; the visit begins at once.
    """
    found = _institution(institution, appointment.bureau, deed)
    _recused(appointment, found, deed, own=True)
    return _opened(
        deed, appointment, appointment.bureau, State.ACCEPTED, institution=found, work=Work.SELF_CHOSEN, way=way,
        checklist=_fitting(checklist, found, deed),
    )  # fmt: skip


@act(
    on=Visit,
    moves={State.ACCEPTED: State.CANCELLED},
    by=Role.SUPERVISOR,
    provided=_was_chosen,
    closes=True,
    tells="已经填了一部分的，也会一起清除。",
)
def drop_visit(visit: Visit, deed: Doing) -> None:
    """这次不去了

    What one arranged oneself, one may drop.
    """
    slots.give_up(visit)
    drop_draft(visit)


# --- shared ------------------------------------------------------------------------------------------


def _opened(deed: Doing, appointment: Appointment, bureau: Bureau, state: str, **fields: Any) -> Visit:
    bound: Bound = fields.pop("checklist")
    deed.cite(bound)
    if told := deed.law.find(f"visit.way.{fields['way']}"):
        deed.cite(told)
    return deed.open(
        Visit, bureau, state, appointment=appointment, user_id=appointment.user_id,
        checklist=bound.name, checklist_version=bound.rule.version, **fields,
    )  # fmt: skip


def _institution(said: str, home: Bureau, deed: Doing) -> Institution:
    """The one institution meant; a sentence where there is none, or more than one."""
    found = named(home, said)
    if not found:
        deed.refuse("no_such_institution", "辖区里没有找到这家机构，请核对名称或代码。", beside="institution")
    if len(found) > 1:
        some = "；".join(f"{each.name}（{each.code}）" for each in found[:5])
        more = "等" if len(found) > 5 else ""
        deed.refuse("which_institution", f"有几家都符合，请写代码：{some}{more}。", beside="institution")
    return found[0]


def _fitting(name: str, institution: Institution, deed: Doing) -> Bound:
    for bound in checklists.offered(deed.law, deed.subject.bureau, institution.kind):
        if bound.name == name:
            return bound
    deed.refuse(
        "wrong_checklist",
        f"这张清单不适用于{institution.get_kind_display()}，请另选一张。",
        beside="checklist",
    )
    raise AssertionError  # refuse never returns


def _recused(appointment: Appointment, institution: Institution, deed: Doing, *, own: bool) -> None:
    how = recusal(appointment, institution, deed.law)
    if how:
        says = why_recused(how, own=own)
        deed.refuse("recusal", says, under=deed.law.find("recusal"), beside="institution")


def drop_draft(visit: Visit) -> None:
    """What was typed and photographed and never handed in is kept no longer."""
    vault.erase(visit.number, "draft")
    waiting.forget(visit)


joining.end_with(cancel_visit, *joining.ACTIVE)
joining.end_with(decline_visit, *joining.ACTIVE)
