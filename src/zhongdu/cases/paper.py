"""The decision and the minutes on paper, as the law says what must stand on them."""

from collections.abc import Iterable
from typing import Any

from zhongdu import papers, vault
from zhongdu.calendar import clock
from zhongdu.calendar.period import SPOKEN
from zhongdu.cases import choices, halts
from zhongdu.cases.choices import people_named
from zhongdu.cases.models import Case, Decision, Deliberation, Proposal
from zhongdu.cases.proposing import losses_said
from zhongdu.cases.queries import evidence_of, respondent_of, taken_by_inspections
from zhongdu.cases.recovering import refund_within
from zhongdu.cases.showing import day
from zhongdu.kit.matters import band
from zhongdu.law.governing import Law, governing
from zhongdu.law.money import capital, yuan
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.law.shelves import shelf
from zhongdu.papers import word_notice
from zhongdu.record.models import Event

PENALTY, OTHER = "行政处罚决定书", "行政处理决定书"


def decision_pdf(decision: Decision) -> bytes:
    return papers.render("notice", printed(decision), title=f"{title_of(decision)} {decision.paper_number}")


def decision_word(decision: Decision) -> bytes:
    return word_notice.notice(printed(decision))


def title_of(decision: Decision) -> str:
    return PENALTY if decision.proposal.outcome == "case.decision.penalty" else OTHER


@rests_on("case.paper", "clock.reconsideration_request", "clock.litigation", "fine.surcharge", kind="paper")
def printed(decision: Decision) -> dict[str, Any]:
    """All that article 59 asks for: who, facts and evidence, what and by which article, how to perform, the remedies."""
    case, law = decision.case, governing(decision.bureau, decision.decided_on)
    return {
        "dated": decision.decided_on,
        "number": decision.paper_number,
        "title": [decision.bureau.name, title_of(decision)],
        "addressee": respondent_of(case, whole=True),
        "body": [
            {"heading": 1, "text": "一、当事人"}, party_of(case),
            {"heading": 1, "text": "二、违法事实和证据"}, *facts_of(case),
            {"heading": 1, "text": "三、陈述、申辩和听证"}, _heard(case),
            {"heading": 1, "text": "四、决定的依据和内容"}, *_decided(decision),
            {"heading": 1, "text": "五、履行方式和期限"}, *_performing(decision, law),
            {"heading": 1, "text": "六、救济途径和期限"}, _remedies(law),
        ],
        "issuer": decision.bureau.name,
        "issued": decision.decided_on,
        "note": "印章以纸质决定书为准",
        "demonstration": band(law) or None,
    }  # fmt: skip


def cite(bound: Bound) -> str:
    return shelf().cite(bound.address)


def party_of(case: Case) -> str:
    name = respondent_of(case, whole=True)
    if case.institution:
        codes = "，".join(
            filter(None, (f"医保机构代码{case.institution.code}", case.institution.credit_code))
        )
        return f"{name}（{codes}）。"
    kept = vault.read(case.number, "respondent_id").get("respondent_id", "")
    return f"{name}（{case.get_respondent_display()}{f'，身份证号{kept}' if kept else ''}）。"


def said(case: Case, act: str, name: str = "words") -> str:
    """What was last written in an act of a case."""
    events = Event.objects.filter(docket=case.docket_id, act=f"cases.{act}").order_by("-seq")
    event = events.first()
    ref = (event.data.get("vault") or {}).get(name) if event else None
    return str(vault.recall([ref[0]]).get(ref[0], "")) if ref else ""


def facts_of(case: Case) -> Iterable[str]:
    yield said(case, "report_case") or said(case, "punish_on_spot")
    titles = [title for row, title in evidence_of(case) if row.struck_on is None]
    titles += [each.called for each in taken_by_inspections(case)]
    if titles:
        yield (
            "以上事实有下列证据证明："
            + "；".join(f"{at}.{title}" for at, title in enumerate(titles, 1))
            + "。"
        )


def _heard(case: Case) -> str:
    if not case.notified_on:
        return "决定以前当场告知了事实、理由、依据和权利，听取了陈述和申辩。"
    told = f"本局于{day(case.notified_on)}告知了拟处理的内容、事实、理由、依据和权利。"
    defended = (
        f"当事人提出了陈述申辩，经复核：{said(case, 'record_defence', 'answer')}"
        if case.defended
        else "当事人没有提出陈述申辩。"
    )
    heard = f"{day(case.heard_on)}举行了听证。" if case.heard_on else ""
    return f"{told}{defended}{heard}"


def _decided(decision: Decision) -> Iterable[str]:
    law, proposal = choices.law_of_conduct(decision.case), decision.proposal
    article = law.find(proposal.sanction) if proposal.sanction else None
    basis = shelf().cite(article.address) if article else shelf().cite(law.rule(proposal.outcome).address)
    yield f"{said(decision.case, 'decide_case')}依据{basis}，{law.rule(proposal.outcome).label}，决定如下："
    yield from measures_of(decision.case, proposal, _halted(decision))


def measures_of(case: Case, proposal: Proposal, halted: str = "") -> Iterable[str]:
    """What is done to the respondent, item by item."""
    law = choices.law_of_conduct(case)
    article = law.find(proposal.sanction) if proposal.sanction else None
    at = 1 if proposal.outcome == "case.decision.penalty" else 0
    if at:
        yield f"1．{_to_put_right(case)}（依据{cite(law.rule('case.correction'))}）。"
    for label, fen in losses_said(proposal.losses, law):
        at += 1
        yield f"{at}．责令退回{label}{yuan(fen)}（人民币{capital(fen)}）。"
    if proposal.fine_fen:
        at += 1
        yield f"{at}．罚款{yuan(proposal.fine_fen)}（人民币{capital(proposal.fine_fen)}）。"
    if article and proposal.months:
        at += 1
        yield f"{at}．暂停{article.rule.suspends}{proposal.months}个月。{halted}"
    if article and proposal.bars:
        at += 1
        yield f"{at}．{article.rule.bars_years}年内不得{article.rule.bars}。"


def _halted(decision: Decision) -> str:
    return "".join(f"{label}：{words}。" for label, words in halts.said_of(decision))


def _to_put_right(case: Case) -> str:
    """What becomes of the wrong itself, whatever it is punished with."""
    ordered = {
        Case.Corrected.DONE: f"本局责令于{day(case.correct_by)}以前改正的违法行为，经检查已经改正",
        Case.Corrected.REFUSED: f"本局责令于{day(case.correct_by)}以前改正，经检查拒不改正；责令立即改正违法行为",
        Case.Corrected.AWAITED: f"责令于{day(case.correct_by)}以前改正违法行为",
    }
    return ordered[Case.Corrected(case.corrected)] if case.corrected else "责令立即改正违法行为"


def _performing(decision: Decision, law: Law) -> Iterable[str]:
    if decision.proposal.losses:
        within = f"自收到本决定书之日起{refund_within(decision)}日内（期限由本局确定）"
        yield f"应退回的基金，{within}退回原财政专户（依据{shelf().cite(law.rule('fund.recovered').address)}）。"
    if not decision.proposal.fine_fen:
        return
    pay, more = law.rule("clock.fine_payment"), law.rule("fine.surcharge")
    yield (
        f"罚款自收到本决定书之日起{pay.rule.n}日内缴至指定银行，上缴国库；到期不缴纳的，每日按罚款数额的"
        f"百分之{'零一二三四五六七八九十'[more.rule.max]}加处罚款，加处的数额不超出罚款的数额（依据{shelf().cite(more.address)}）。"
    )


def _remedies(law: Law) -> str:
    first, second = law.rule("clock.reconsideration_request").rule, law.rule("clock.litigation").rule
    return (
        f"不服本决定的，可以自收到本决定书之日起{first.n}{SPOKEN[first.unit]}内申请行政复议，"
        f"或者{second.n}{SPOKEN[second.unit]}内向人民法院提起行政诉讼。"
    )


# --- minutes --------------------------------------------------------------------------------------------------


def minutes_pdf(sat: Deliberation) -> bytes:
    return papers.render("notice", minutes(sat), title=f"集体审议记录 {sat.number}")


@rests_on("deliberation", kind="paper")
def minutes(sat: Deliberation) -> dict[str, Any]:
    """Who sat, who stood back, what each said and how each voted, and what that carried."""
    law = governing(sat.bureau, sat.resolved_on or clock.today())
    seats = list(sat.seats.all())
    names = people_named([seat.user_id for seat in seats])
    opinions = vault.read_many([seat.owner for seat in seats], ["case_opinion"])
    rows = [
        [
            names.get(seat.user_id, ""),
            _stood(seat),
            seat.get_vote_display() or "—",
            opinions.get(seat.owner, {}).get("case_opinion", ""),
        ]
        for seat in seats
    ]
    return {
        "dated": sat.resolved_on or clock.today(),
        "number": f"编号：{sat.number}",
        "title": [sat.bureau.name, "案件集体审议记录"],
        "body": [
            f"案件：{respondent_of(sat.case)}案（{sat.case.case_number}）。审议事项：{sat.get_purpose_display()}。",
            f"时间：{sat.meets_at.astimezone():%Y年%-m月%-d日%H时%M分}。主持人：{names.get(sat.chair or 0, '')}。",
            f"为什么集体审议：{'；'.join(sat.because) or '本局决定集体审议'}（依据{shelf().cite(law.rule('deliberation').address)}）。",
            {"table": {"columns": ["成员", "回避和阅卷", "表决", "意见"], "widths": [2, 3, 2, 7], "rows": rows}},
            f"结果：{sat.get_state_display()}。",
            "成员签字：",
        ],
        "issuer": sat.bureau.name,
        "issued": sat.resolved_on or clock.today(),
        "demonstration": band(law) or None,
    }  # fmt: skip


def _stood(seat: Any) -> str:
    if seat.conflicted is None:
        return "未说明"
    if seat.conflicted:
        return "应当回避"
    return f"无利害关系，{day(seat.read_on)}阅卷" if seat.read_on else "无利害关系，未阅卷"
