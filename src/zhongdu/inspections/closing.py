"""The end: a report with a finding for each thing looked into, judged by the head; then to whom it matters."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.inspections.attaching import keep
from zhongdu.inspections.demanding import unanswered
from zhongdu.inspections.measuring import words
from zhongdu.inspections.models import Finding, Inspection, Member, Sealing
from zhongdu.inspections.team import of_the_team
from zhongdu.law.money import NotMoney, fen_of
from zhongdu.leads import acts as leads
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

State, Outcome = Inspection.State, Inspection.Outcome
WHOLE = "whole"  # how the form calls the finding of the whole


def allegations(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    """What a report has to answer, one by one; the whole where nothing was named."""
    named = [(name, bound.label if (bound := law.find(name)) else name) for name in inspection.allegations]
    return named or [(WHOLE, "检查的事项")]


def _unfinished(inspection: Inspection, law: Any) -> str:
    if law.find("inspection.record") and not inspection.records.exists():
        return "还没有检查笔录，不能写报告。"
    if inspection.all_evidence.filter(state="proposed").exists():
        return "还有证据等着另一人核对。"
    return unanswered(inspection)


@act(
    on=Inspection, moves={State.UNDER_WAY: State.REPORTED, State.REPORTED: State.REPORTED}, by=Role.INSPECTOR, reach="shared",
    under=["inspection.record", "evidence.verified"], provided=_unfinished,
    tells="逐项写结果，金额精确到分；认定属实的要有收作证据的证据。写完由局负责人审定。",
)  # fmt: skip
def write_report(
    inspection: Inspection,
    deed: Doing,
    *,
    outcomes: Annotated[dict[str, str], Says("逐项结果", plain=True)],
    amounts: Annotated[dict[str, str] | None, Says("涉及金额（元）", plain=True)] = None,
    words: Annotated[str, words("检查报告", "查了什么、事实、依据、对方的意见、处理建议。")],
    proposes: Annotated[str, Says("建议", options=lambda inspection, law: Outcome.choices)],
) -> None:
    """写检查报告

    A finding for each thing looked into, with what money it comes to; what the team proposes.
    """
    of_the_team(inspection, deed)
    asked = dict(allegations(inspection, deed.law))
    missing = [label for name, label in asked.items() if outcomes.get(name) not in Finding.Outcome.values]
    if missing:
        deed.refuse("a_finding_each", f"请写明“{missing[0]}”的结果。", beside="outcomes")
    sure = any(outcomes[name] in (Finding.Outcome.PROVED, Finding.Outcome.PARTLY) for name in asked)
    if sure and not inspection.all_evidence.filter(state="taken_up").exists():
        says = "认定属实的要有证据；现在有的都还是材料，请先由两人收作证据。"
        deed.refuse("no_evidence", says, under=deed.law.find("evidence.verified"), beside="outcomes")
    if proposes == Outcome.NOTHING and sure:
        deed.refuse("not_nothing", "有查实的，不能建议“没有发现违法违规”。", beside="proposes")
    Finding.objects.filter(inspection=inspection).delete()
    for name in asked:
        allegation = "" if name == WHOLE else name
        Finding.objects.create(
            inspection=inspection, allegation=allegation, outcome=outcomes[name], fen=fen((amounts or {}).get(name, ""), deed)
        )  # fmt: skip
    inspection.reported_on = deed.on


def fen(typed: str, deed: Doing) -> int | None:
    """An amount in yuan as it was typed, in fen; none where nothing was."""
    try:
        return fen_of(typed) if typed.strip() else None
    except NotMoney as wrong:
        deed.refuse("no_amount", str(wrong), beside="amounts")


def _may_close(inspection: Inspection, law: Any) -> str:
    held = inspection.sealings.filter(state__in=Sealing.OPEN).first()
    if held:
        return f"还有封存没有解除（{held.number}）。"
    says = unanswered(inspection)
    return f"{says}请先退回补充检查。" if says else ""


@act(
    on=Inspection, moves={State.REPORTED: State.CLOSED}, by=Role.DECIDER, under=["inspection.record"], provided=_may_close,
    grave=True, closes=True, tells="给被检查对象的话会原样写进告知书。转立案审查的，由经办人员另行立案；在这里不作处罚。",
)  # fmt: skip
def close_inspection(
    inspection: Inspection,
    deed: Doing,
    *,
    outcome: Annotated[str, Says("结果", options=lambda inspection, law: Outcome.choices)],
    words: Annotated[
        str, words("给被检查对象的话", "用平实的话写：查了什么，结果怎样，接下来会怎样。不写是谁反映的。")
    ],
    note: Annotated[str, words("审定意见", "内部看。")] = "",
) -> None:
    """审定、办结

    The head judges the report; it goes on to a case, to the agency, or ends here.
    """
    if outcome not in Inspection.TO_A_CASE and inspection.holds.filter(ended_on=None).exists():
        deed.refuse(
            "still_suspended",
            "结算还在暂停，请先要求经办机构恢复。",
            under=deed.law.find("settlement.suspension"),
            beside="outcome",
        )
    if inspection.members.filter(user_id=deed.by.user_id or 0, state=Member.State.CLEAR).exists():
        deed.refuse("ones_own", "您是检查组的人，请另一位负责人审定。")
    inspection.outcome, inspection.closed_on, inspection.told_at = (
        outcome,
        deed.on,
        inspection.docket.length + 1,
    )
    if inspection.lead:
        result = str(Outcome(outcome).label)
        deed.then(leads.note_inspection_result, inspection.lead, inspection=inspection.number, result=result)


@act(
    on=Inspection, moves={State.REPORTED: State.UNDER_WAY}, by=Role.DECIDER,
    tells="退回以后检查组继续查，报告重写；先前的报告仍留在记录里。",
)  # fmt: skip
def send_back(inspection: Inspection, deed: Doing, *, words: Annotated[str, words("还要查清什么")]) -> None:
    """退回补充检查

    The report leaves something open: the team goes on.
    """
    inspection.reported_on = None


@act(
    on=Inspection, when=[State.CLOSED], by=(Role.INSPECTOR, Role.CASE_OFFICER), reach="own",
    under=["inspection.record"], tells="送达以后，把签收的单子拍照或者扫描附上。",
)  # fmt: skip
def deliver_result(
    inspection: Inspection,
    deed: Doing,
    *,
    delivered_on: Annotated[date, Says("送达日期")],
    receiver: Annotated[str, Says("谁签收", secret="inspected_person", most=60)],
    scan: Annotated[list[Upload] | None, Says("签收的单子", accept="evidence")] = None,
) -> None:
    """送达检查结果

    The inspected gets the result in plain words, and signs for it.
    """
    if delivered_on > deed.on or (inspection.closed_on and delivered_on < inspection.closed_on):
        deed.refuse("wrong_day", "送达在办结之后、今天以前。", beside="delivered_on")
    keep(inspection, deed, scan, "inspection_receipt", beside="scan")


@act(
    on=Inspection,
    when=[State.CLOSED],
    by=Role.SYSTEM,
    provided=lambda inspection, law: "已经转案件核查。" if inspection.case else "",
)
def note_case(
    inspection: Inspection,
    deed: Doing,
    *,
    case: Annotated[str, Says("案件编号", plain=True, most=12)],
    handled_by: Annotated[str, Says("由哪个局办理", plain=True, most=12)],
) -> None:
    """已转案件核查

    A case was opened on what this inspection found, at the bureau that handles it.
    """
    if inspection.outcome not in Inspection.TO_A_CASE:
        deed.refuse("not_to_a_case", "这次检查的结果不是转立案审查。")
    inspection.case, inspection.handled_by = case, Bureau.objects.get(code=handled_by)


@act(
    on=Inspection, when=[State.CLOSED], by=Role.DECIDER, under=["inspection.results_published"],
    where="inspection.results_published", provided=lambda inspection, law: "已经公布。" if inspection.published_on else "",
    grave=True, tells="公布的话谁都看得到。不写个人姓名、病情，不写能认出反映人的事；还在查处的案件不写结论。",
)  # fmt: skip
def publish_result(
    inspection: Inspection,
    deed: Doing,
    *,
    public_words: Annotated[str, Says("公布的内容", words=True, plain=True, most=2000)],
    reviewed: Annotated[bool, Says("已经审查：没有个人信息、商业秘密，认不出反映人")] = False,
) -> None:
    """公布检查结果

    Results are published regularly, each after it was looked through for what must not be said.
    """
    if not reviewed:
        deed.refuse(
            "not_reviewed", "请先审查再公布。", under=deed.law.find("inspection.secrecy"), beside="reviewed"
        )
    inspection.published_on, inspection.public_words = deed.on, public_words
