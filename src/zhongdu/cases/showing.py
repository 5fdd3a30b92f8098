"""What pages show of a case: its facts, its money, its clocks as they were reckoned."""

from typing import Any

from django.urls import reverse

from zhongdu import vault
from zhongdu.cases import choices, halts, recovering
from zhongdu.cases.hearing import answers_until
from zhongdu.cases.models import Case, Decision, Deliberation, Proposal
from zhongdu.cases.proposing import losses_said
from zhongdu.cases.queries import NAMES
from zhongdu.cases.rules import hearing_rights, months_range, said_fine
from zhongdu.claims import moving
from zhongdu.inspections.queries import Inspection, findings, whose_case
from zhongdu.kit.parts import Chip, Fact, Step, Tone
from zhongdu.law.governing import Law
from zhongdu.law.money import yuan

State = Case.State
TONES: dict[str, Tone] = {
    "checking": "warn", "not_filed": "quiet", "investigating": "info", "reported": "warn", "reviewed": "info",
    "notified": "warn", "hearing": "warn", "ready": "warn", "decided": "good", "closed": "quiet",
    "suspended": "quiet", "terminated": "quiet",
}  # fmt: skip
_WAY: tuple[tuple[str, set[str]], ...] = (
    ("核查", {State.CHECKING}), ("立案", set()), ("调查", {State.INVESTIGATING}), ("审核", {State.REPORTED, State.REVIEWED}),
    ("告知", {State.NOTIFIED, State.HEARING}), ("决定", {State.READY}), ("送达履行", {State.DECIDED}), ("结案", {State.CLOSED}),
)  # fmt: skip


def chip(case: Case) -> Chip:
    return Chip(case.get_state_display(), TONES[case.state])


def steps(case: Case) -> list[Step]:
    """How far the case has come; nothing for one that ended on its way."""
    state = State(case.before or case.state)
    place = next((at for at, (_, states) in enumerate(_WAY) if state in states), -1)
    if place < 0:
        return []
    return [
        Step(label, "done" if at < place or state == State.CLOSED else "now" if at == place else "ahead")
        for at, (label, _) in enumerate(_WAY)
    ]


def facts(case: Case, law: Law, open_fields: set[str]) -> list[Fact]:
    """What the case is, in its facts."""
    lines = [*_whom(case, open_fields), *_conduct(case, law)]
    if case.case_number:
        lines.append(Fact("立案号", case.case_number))
    if case.filed_on:
        lines.append(Fact("立案", day(case.filed_on)))
        lines.append(Fact("办案人员", "、".join(choices.people_named(case.handlers).values())))
    if case.corrected:
        lines.append(Fact("责令改正", f"到{day(case.correct_by)}，{case.get_corrected_display()}"))
    if weighed := [label for name, label in _FLAGS.items() if name in case.flags]:
        lines.append(Fact("案件轻重", "、".join(weighed)))
    if case.people > 1:
        lines.append(Fact("涉及人数", f"{case.people}人"))
    if case.notified_on:
        heard = "，告知了听证权利" if case.may_be_heard else ""
        lines.append(Fact("告知", f"{day(case.notified_on)}收到{heard}"))
        lines.append(Fact("陈述、申辩", f"到{day(answers_until(case))}为止（本局做法）"))
    if case.hearing_at:
        lines.append(Fact("听证", f"{case.hearing_at.astimezone():%Y年%-m月%-d日 %H:%M}"))
    return lines


_FLAGS = {"major": "重大行政决定", "complicated": "情况复杂", "social_impact": "可能造成重大社会影响"}


def _whom(case: Case, open_fields: set[str]) -> list[Fact]:
    if case.institution:
        return [Fact("当事人", f"{case.institution.name}（{case.institution.code}）")]
    kept = vault.read(case.number, *NAMES, "respondent_id")
    if not case.is_person:
        return [Fact("当事人", f"{kept.get('respondent_unit', '')}（{case.get_respondent_display()}）")]
    lines = [
        _personal(case, "respondent_name", "当事人", kept, open_fields),
        Fact("身份", case.get_respondent_display()),
    ]
    if "respondent_id" in kept:
        lines.append(_personal(case, "respondent_id", "身份证号", kept, open_fields))
    return lines


def _personal(case: Case, name: str, label: str, kept: dict[str, str], open_fields: set[str]) -> Fact:
    value = kept.get(name, "")
    if name in open_fields:
        return Fact(label, f"{value}（本次查看已记录）")
    ask = reverse("desk:do", kwargs={"act": "cases.unmask", "number": case.number})
    return Fact(label, vault.masked(name, value), masked=True, reveal_url=f"{ask}?field={name}")


def _conduct(case: Case, law: Law) -> list[Fact]:
    then = choices.law_of_conduct(case)
    lines = [
        Fact("涉嫌的行为", bound.label, clause=str(bound.address))
        for name in case.violations
        if (bound := then.find(name))
    ]
    span = (
        f"{day(case.conduct_from)}至{day(case.conduct_until)}"
        if case.conduct_from
        else day(case.conduct_until)
    )
    return [
        *lines,
        Fact("行为时间", span),
        Fact("案件来源", case.get_source_display()),
        Fact("发现或者收到", day(case.found_on)),
        *_competence(case),
    ]


def _competence(case: Case) -> list[Fact]:
    """Whose case it is and who said so, where it was found away from home."""
    says = whose_case(case.inspected.inspection) if case.inspected else ""
    return [Fact("由哪个局立案", says)] if says else []


def found_by_inspection(inspection: Inspection, law: Law) -> list[tuple[str, str, str]]:
    """What an inspection's report found: (what was looked into, the finding, the money it comes to)."""
    return [
        (
            bound.label if (bound := law.find(row.allegation)) else "检查的事项",
            row.get_outcome_display(),
            "—" if row.fen is None else yuan(row.fen),
        )
        for row in findings(inspection)
    ]


def losses(case: Case, law: Law) -> list[tuple[str, str]]:
    kept = dict(case.losses.values_list("fund", "fen"))
    return [(label, yuan(fen)) for label, fen in losses_said(kept, law)]


def proposal_facts(case: Case, proposal: Proposal, hearing_way: str) -> list[Fact]:
    """A proposal with the range it keeps within."""
    law = choices.law_of_conduct(case)
    outcome, article = law.rule(proposal.outcome), law.find(proposal.sanction) if proposal.sanction else None
    lines = [Fact("怎样决定", outcome.label, clause=str(outcome.address))]
    if article:
        lines.append(Fact("依据", article.label, clause=str(article.address)))
        lines += _punished(case, proposal, article)
    if bound := law.find(proposal.leniency) if proposal.leniency else None:
        lines.append(Fact("情形", bound.label, clause=str(bound.address)))
    lines += [Fact(f"退回{label}", yuan(fen)) for label, fen in losses_said(proposal.losses, law)]
    told = hearing_rights(hearing_way, proposal.fine_fen, proposal.months, proposal.bars, case.is_person)
    lines += [Fact("听证权利", law.rule(name).label, clause=str(law.rule(name).address)) for name in told]
    return lines


def _punished(case: Case, proposal: Proposal, article: Any) -> list[Fact]:
    lines = []
    if article.rule.times or article.rule.fine_yuan:
        lines.append(Fact("罚款", yuan(proposal.fine_fen)))
        lines.append(Fact("罚款幅度", said_fine(article, proposal.losses, bool(proposal.fine_fen))))
    if proposal.months:
        span = months_range(article, case.kinds, True)
        lines.append(
            Fact("暂停", f"{article.rule.suspends}{proposal.months}个月（{span.least}至{span.most}个月）")
        )
    if proposal.bars:
        lines.append(Fact("限制从业", f"{article.rule.bars_years}年内不得{article.rule.bars}"))
    lines += [Fact("由别的机关", each) for each in article.rule.others]
    return lines


def day(value: Any) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


_SITTING: dict[str, Tone] = {"called": "warn", "carried": "good", "not_carried": "bad", "cancelled": "quiet"}
_DECISION: dict[str, Tone] = {"issued": "warn", "served": "good", "revoked": "bad"}


def sitting_chip(sat: Deliberation) -> Chip:
    return Chip(sat.get_state_display(), _SITTING[sat.state])


def decision_chip(decision: Decision) -> Chip:
    return Chip(decision.get_state_display(), _DECISION[decision.state])


def sitting_facts(sat: Deliberation) -> list[Fact]:
    why = "；".join(sat.because) or "本局决定集体审议"
    return [
        Fact("审议事项", sat.get_purpose_display()),
        Fact("为什么集体审议", why),
        Fact("时间", f"{sat.meets_at.astimezone():%Y年%-m月%-d日 %H:%M}"),
    ]


def decision_facts(decision: Decision, hearing_way: str) -> list[Fact]:
    lines = [
        line
        for line in proposal_facts(decision.case, decision.proposal, hearing_way)
        if line.label != "听证权利"
    ]
    lines.append(
        Fact(
            "决定",
            f"{day(decision.decided_on)}，{choices.people_named([decision.decided_by]).get(decision.decided_by or 0, '')}",
        )
    )
    lines += [Fact(label, words) for label, words in halts.said_of(decision)]
    if decision.on_the_spot:
        lines.append(Fact("程序", "当场处罚"))
    if decision.posted_on:
        lines.append(Fact("发出送达公告", day(decision.posted_on)))
    if decision.served_on:
        lines.append(Fact("送达", f"{day(decision.served_on)}，{decision.get_way_display()}"))
    if decision.revoked_on:
        lines.append(Fact("撤销", day(decision.revoked_on)))
    return lines


def claims_of(decision: Decision, law: Law) -> list[tuple[Any, ...]]:
    """What is owed by a decision: each with its payments and the parts agreed on."""
    rows = decision.claims.prefetch_related("payments", "instalments")
    return [moving.shown(row, recovering.named(row, law), law) for row in rows]
