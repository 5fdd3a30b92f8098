"""Agreements and notices on paper, as PDF and as Word: what was signed, what was decided, and how to appeal."""

from datetime import date
from typing import Any

from zhongdu import papers
from zhongdu.agreements import showing
from zhongdu.agreements.handling import meant
from zhongdu.agreements.models import Agreement, Dispute, Handling, PractitionerHandling
from zhongdu.claims.moving import fund_called
from zhongdu.claims.rules import account_of
from zhongdu.kit.matters import band
from zhongdu.law.governing import Law, governing
from zhongdu.law.money import capital, fen_of, yuan
from zhongdu.law.reliance import rests_on
from zhongdu.law.shelves import shelf
from zhongdu.papers import word
from zhongdu.record.models import Event

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def rendered(data: dict[str, Any], kind: str) -> tuple[bytes, str]:
    """A paper and its type: ``pdf`` or ``docx``."""
    if kind == "docx":
        return word.notice(data), WORD
    return papers.render("notice", data, title="".join(data["title"])), PDF


@rests_on("agency.duty.agreements", kind="paper")
def agreement_printed(agreement: Agreement) -> dict[str, Any]:
    """The version of the text that was signed, with the parties, the term and the amounts."""
    text = agreement.text
    assert text and agreement.signed_on, "only what was signed is printed"
    law = governing(agreement.bureau, agreement.signed_on)
    amounts = [
        f"{label}：{yuan(fen)}（人民币{capital(fen)}）。"
        for label, fen in (("履约保证金", agreement.deposit_fen), ("总控指标额度", agreement.quota_fen))
        if fen
    ]
    parties = [
        f"甲方（经办机构）：{agreement.bureau.name}所属医疗保障经办机构",
        f"乙方（定点医药机构）：{agreement.name}（医保机构代码{agreement.institution.code}"
        + (f"，统一社会信用代码{agreement.credit_code}）" if agreement.credit_code else "）"),
        f"协议期：{showing.spoken(agreement.since)}至{showing.spoken(agreement.until)}。",
        *amounts,
    ]
    body = [line.strip() for line in text.body.splitlines() if line.strip()]
    indicators = [{"heading": 1, "text": "考核指标"}, *text.indicators] if text.indicators else []
    return {
        "dated": agreement.signed_on,
        "title": text.title,
        "number": f"编号：{agreement.number}　文本第{text.version}版",
        "body": [*parties, *body, *indicators, "甲方（盖章）：　　　　　　　　　　乙方（盖章）："],
        "issuer": agreement.bureau.name,
        "issued": agreement.signed_on,
        "demonstration": band(law) or None,
    }


@rests_on(
    "agreement.measure",
    "agreement.combining",
    "agreement.statement",
    "agreement.ending",
    "agreement.bar",
    "dispute",
    kind="paper",
)
def handling_printed(handling: Handling) -> dict[str, Any]:
    """The notice: the facts, the clauses, each measure, and where to appeal."""
    agreement = handling.agreement
    law = governing(handling.bureau, handling.decided_on or handling.proposed_on)
    proposed = showing.words_of(handling.docket_id, "propose_handling")
    told = showing.words_of(handling.docket_id, "decide_handling")
    return {
        "dated": handling.decided_on or handling.proposed_on,
        "title": "医保服务协议处理通知书" if handling.decided_on else "拟作协议处理告知书",
        "number": f"编号：{handling.number}",
        "addressee": f"{agreement.name}：",
        "body": [
            f"你单位（医保机构代码{agreement.institution.code}）{showing.spoken(handling.conduct_on)}有下列行为，违反协议{handling.article}：",
            *_paragraphs(proposed.get("facts", "")),
            *(_decided(handling, law, told) if handling.decided_on else _meant(handling, law, proposed)),
        ],
        "issuer": f"{handling.bureau.name}所属医疗保障经办机构",
        "issued": handling.decided_on or handling.proposed_on,
        "demonstration": band(law) or None,
    }  # fmt: skip


@rests_on("practitioner.measure", "practitioner.no_settlement", kind="paper")
def practitioner_printed(handling: PractitionerHandling) -> dict[str, Any]:
    """The notice to a physician or pharmacist: what is meant, or what was decided."""
    law = governing(handling.bureau, handling.decided_on or handling.proposed_on)
    proposed = showing.words_of(handling.docket_id, "propose_practitioner")
    told = showing.words_of(handling.docket_id, "decide_practitioner")
    wanted = [bound for name in handling.wanted if (bound := law.find(name))]
    basis = "、".join(dict.fromkeys(shelf().cite(bound.address) for bound in wanted))
    if handling.decided_on:
        lines = showing.lines_of_practitioner(handling, law)
        rest = [
            f"听取陈述的情况：{handling.get_heard_display()}。", *_paragraphs(told.get("words", "")),
            *_paragraphs(told.get("graveness", "")), f"依据{basis}，作出以下处理：",
            *(f"{place}．{label}：{says}。" for place, (label, says, _) in enumerate(lines, 1)),
        ]  # fmt: skip
        if handling.suspended_from:
            rest.append(f"中止期间开的处方、医嘱不予结算{_cited(law, 'practitioner.no_settlement')}。")
    else:
        meant = "、".join(bound.label for bound in wanted)
        rest = [
            f"拟采取：{meant}。依据{basis}。", *_paragraphs(proposed.get("proportion", "")),
            f"可以在{showing.spoken(handling.answer_by)}以前（含当日）陈述、申辩{_cited(law, 'agreement.statement')}。",
        ]  # fmt: skip
    return {
        "dated": handling.decided_on or handling.proposed_on,
        "title": "医保医师药师处理通知书" if handling.decided_on else "拟作处理告知书",
        "number": f"编号：{handling.number}",
        "addressee": f"{handling.practitioner.name}（{handling.institution.name}）：",
        "body": [
            f"{showing.spoken(handling.conduct_on)}有下列行为：",
            *_paragraphs(proposed.get("facts", "")),
            *rest,
        ],
        "issuer": f"{handling.bureau.name}所属医疗保障经办机构",
        "issued": handling.decided_on or handling.proposed_on,
        "demonstration": band(law) or None,
    }


OUTCOMES = {Dispute.State.SETTLED: "协议纠纷调解书", Dispute.State.DECIDED: "协议纠纷处理意见书"}


@rests_on("dispute", "dispute.handling", kind="paper")
def dispute_printed(dispute: Dispute) -> dict[str, Any]:
    """What came of an appeal: what was disputed, how it was mediated or why not, the outcome and what it changes."""
    assert dispute.ended_on, "only what has an outcome is printed"
    handling, agreement = dispute.handling, dispute.handling.agreement
    law = governing(dispute.bureau, dispute.ended_on)
    mediated = showing.words_of(dispute.docket_id, "record_mediation").get("words", "")
    unmediated = showing.words_of(dispute.docket_id, "decide_dispute").get("unmediated", "")
    body = [
        f"申诉人：{agreement.name}（医保机构代码{agreement.institution.code}）。",
        f"另一方：{dispute.bureau.name}所属医疗保障经办机构。",
        f"申诉人不服经办机构的协议处理（{handling.number}），本局{showing.spoken(dispute.received_on)}收到申诉。该处理为：",
        *(f"{place}．{line.says}。" for place, line in enumerate(showing.lines(handling), 1)),
        *_paragraphs(f"调解的情况：{mediated}" if mediated else ""),
        *_paragraphs(f"没有调解的理由：{unmediated}" if unmediated and not mediated else ""),
        f"结果：{dispute.get_effect_display()}{_cited(law, 'dispute.handling')}。",
        *_paragraphs(showing.outcome_of(dispute)),
    ]
    return {
        "dated": dispute.ended_on, "title": OUTCOMES[Dispute.State(dispute.state)], "number": f"编号：{dispute.number}",
        "addressee": f"{agreement.name}、{dispute.bureau.name}所属医疗保障经办机构：", "body": body,
        "issuer": dispute.bureau.name, "issued": dispute.ended_on, "demonstration": band(law) or None,
    }  # fmt: skip


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _meant(handling: Handling, law: Law, proposed: dict[str, Any]) -> list[Any]:
    named = "、".join(bound.label for bound in meant(handling, law))
    return [
        f"拟采取：{named}。依据{_basis(handling, law)}。",
        *_paragraphs(proposed.get("proportion", "")),
        f"你单位可以在{showing.spoken(handling.answer_by)}以前（含当日）陈述、申辩{_cited(law, 'agreement.statement')}。",
    ]


def _decided(handling: Handling, law: Law, told: dict[str, Any]) -> list[Any]:
    measures = [f"{place}．{line.says}。" for place, line in enumerate(showing.lines(handling), 1)]
    heard = handling.get_heard_display()
    said = [
        f"听取你单位陈述、申辩的情况：{heard}。", *_paragraphs(told.get("words", "")), *_paragraphs(told.get("graveness", "")),
        f"依据{_basis(handling, law)}，作出以下处理：", *measures,
    ]  # fmt: skip
    for bar in handling.agreement.bars.filter(
        lifted_on=None, ended_on=handling.decided_on or handling.proposed_on
    ).order_by("id"):
        until = showing.spoken(bar.until)
        said.append(f"{until}以前（含当日）不受理你单位的定点申请（{shelf().cite(bar.clause)}）。")
    said += _to_pay(handling, law)
    said.append(f"不服本处理的，可以向{handling.bureau.name}申诉{_cited(law, 'dispute')}。")
    return said


def _to_pay(handling: Handling, law: Law) -> list[str]:
    """What goes back to which fund, by when, as it was decided; what was agreed or changed later has papers of its own."""
    event = (
        Event.objects.filter(docket=handling.docket_id, act="agreements.decide_handling")
        .order_by("-seq")
        .first()
    )
    if event is None or "recover_by" not in event.data:
        return []
    by, parts = showing.spoken(date.fromisoformat(event.data["recover_by"])), event.data["recovered"].items()
    return [
        f"{by}以前（含当日）退回{account_of(fund_called(fund, law))}{yuan(fen)}（人民币{capital(fen)}）。"
        for fund, typed in parts
        if (fen := fen_of(typed))
    ]


def _basis(handling: Handling, law: Law) -> str:
    bounds = meant(handling, law)
    agreement = handling.agreement
    cited = [shelf().cite(bound.address) for bound in bounds]
    if agreement.ground and handling.measures.filter(does="ending").exists():
        cited += [
            shelf().cite(hold.clause) for hold in agreement.holds.filter(kind="ended", docket=handling.number)
        ]
    return "、".join(dict.fromkeys(cited))


def _cited(law: Law, concept: str) -> str:
    bound = law.find(concept)
    return f"（{shelf().cite(bound.address)}）" if bound else ""
