"""How agreements, handlings and disputes read on a page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhongdu import vault
from zhongdu.agreements import ending, pointing, recovering
from zhongdu.agreements.disputing import hand_in_it
from zhongdu.agreements.models import (
    Agreement,
    Claim,
    Dispute,
    Handling,
    Hold,
    Measure,
    PractitionerHandling,
    Raised,
    Slip,
)
from zhongdu.agreements.rules import POINTS, Span, within
from zhongdu.calendar import clock
from zhongdu.claims import moving
from zhongdu.kit.parts import Chip, Fact, Offer
from zhongdu.law.conflicts import Conflict, biting
from zhongdu.law.governing import Law
from zhongdu.law.money import yuan
from zhongdu.law.shelves import shelf
from zhongdu.record.models import Event
from zhongdu.scope.actor import Actor

TONES: dict[str, Any] = {
    "applied": "warn", "assessed": "info", "signed": "info", "in_term": "good", "suspended": "bad", "ended": "bad",
    "expired": "quiet", "turned_down": "quiet", "proposed": "warn", "heard": "info", "decided": "good", "dropped": "quiet",
    "withdrawn": "quiet", "filed": "warn", "taken_up": "info", "settled": "good",
}  # fmt: skip


def chip(matter: Any) -> Chip:
    return Chip(matter.get_state_display(), TONES[matter.state])


def spoken(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def facts_of(agreement: Agreement) -> list[Fact]:
    facts = [
        Fact("机构", agreement.name),
        Fact("医保机构代码", agreement.institution.code),
        Fact("统一社会信用代码", agreement.credit_code or "—"),
        Fact("种类", agreement.get_sort_display()),
        Fact("申请", spoken(agreement.applied_on)),
    ]
    if agreement.institution.name != agreement.name:
        facts.insert(1, Fact("现在的名称", agreement.institution.name))
    if agreement.since:
        facts += [
            Fact("签订", spoken(agreement.signed_on)),
            Fact("协议期", f"{spoken(agreement.since)}至{spoken(agreement.until)}（含当日）"),
            Fact("协议文本", str(agreement.text)),
            Fact("履约保证金", _left(agreement.deposit_fen, agreement.deposit_left)),
            Fact("总控指标额度", _left(agreement.quota_fen, agreement.quota_left)),
        ]
    if agreement.ended_on:
        facts.append(Fact("解除", spoken(agreement.ended_on)))
    return facts


def _left(whole: int, left: int) -> str:
    if not whole:
        return "没有约定"
    return yuan(whole) if whole == left else f"约定{yuan(whole)}，现在{yuan(left)}"


@dataclass(frozen=True)
class Shown:
    """A ground put before the officer, as a page shows it."""

    row: Raised
    label: str
    clause: str
    evidence: list[tuple[str, str, str]]  # day, sentence, docket


def raised(agreement: Agreement, law: Law) -> list[Shown]:
    found = []
    for row in agreement.raised.order_by("-id"):
        bound = ending.find_ground(law, row.ground)
        told = [(spoken(date.fromisoformat(day)), says, docket) for day, says, docket in row.evidence]
        found.append(
            Shown(row, bound.label if bound else row.ground, str(bound.address) if bound else "", told)
        )
    return found


def counted(agreement: Agreement, law: Law) -> list[tuple[str, str]]:
    """How many suspensions there were in the term, beside how many each text asks for."""
    if agreement.since is None:
        return []
    term = Span(agreement.since, agreement.until)
    number = len(within(ending.suspensions(agreement), term, clock.today()))
    if not number:
        return []
    return [
        (
            f"协议期内被中止{number}次，{'国家规定' if above else '本办法'}满{least.rule.min}次的应当认定",
            str(least.address),
        )
        for least, _, above in ending.thresholds(law)
    ]


def pointed(handling: PractitionerHandling, law: Law) -> list[tuple[str, str]]:
    """The points of this calendar year beside what the scheme says of so many, where the bureau keeps them."""
    bound = law.find("practitioner.points.suspend")
    if bound is None or POINTS.of(handling.bureau) != "on":
        return []
    total, then = pointing.points_of(handling.practitioner, clock.today().year, law)
    meant = {"suspend": "，到了暂停支付资格的分数", "end": "，到了终止支付资格的分数"}.get(then, "")
    return [(f"本自然年度已记{total}分{meant}（本局做法：记分；国家的文件尚待核对）", str(bound.address))]


def facts_of_practitioner(found: PractitionerHandling) -> list[Fact]:
    facts = [
        Fact("姓名", found.practitioner.name),
        Fact("国家医保编码", found.practitioner.code),
        Fact("执业机构", found.institution.name),
        Fact("行为发生之日", spoken(found.conduct_on)),
        Fact("陈述到", spoken(found.answer_by)),
    ]
    if found.heard:
        facts.append(Fact("怎样听取的", found.get_heard_display()))
    return facts


def lines_of_practitioner(found: PractitionerHandling, law: Law) -> list[tuple[str, str, str]]:
    """Each measure decided: what it is, what it says, what became of it."""
    if not found.decided_on:
        return []
    until = f"至{spoken(found.suspended_until)}" if found.suspended_until else "起"
    stopped = f"{spoken(found.suspended_from)}{until}，开的处方、医嘱不予结算" if found.suspended_from else ""
    restored = f"{spoken(found.restored_on)}恢复" if found.restored_on else "已生效"
    said = {
        "talk": (f"{found.talk_at:%Y年%-m月%-d日%H时%M分}约谈" if found.talk_at else "", f"{spoken(found.talked_on)}已约谈" if found.talked_on else "等着办"),
        "rectification": (f"{spoken(found.rectify_by)}以前（含当日）整改", found.get_checked_display() or "等着办"),
        "suspension": (stopped, restored),
        "ending": (stopped, restored),
        "referral": (f"移交{found.referred_to}", "已生效"),
    }  # fmt: skip
    lines = [
        (bound.label, *said.get(bound.rule.does, (bound.label, "已生效")))
        for name in found.wanted
        if (bound := law.find(name))
    ]
    return [*lines, *([("记分", f"记{found.points}分", "已生效")] if found.points else [])]


def doubts(law: Law, *concepts: str) -> list[Conflict]:
    """Where the governing texts disagree about what is done here."""
    found = [doubt for concept in concepts for doubt in biting(shelf(), law.statutes, concept)]
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Line:
    """A measure as a page and a notice say it."""

    row: Measure
    label: str
    says: str
    result: str
    tone: str
    note: str = ""


_NOTES = {  # what is no money that comes in says so
    "refusal": "没有付出去的钱，不是追回：没有要缴的，也不记入追回退回。",
    "deposit": "从已交的履约保证金里扣，不用另缴；条文没有写扣下的钱归哪里，不记入追回退回。",
    "quota": "核减的是额度，没有钱要缴。",
}


def lines(handling: Handling) -> list[Line]:
    return [
        Line(
            row,
            row.label,
            said(row),
            _result(row),
            "bad" if row.outcome in {"failed", "missed"} else "neutral",
            _NOTES.get(row.does, ""),
        )
        for row in handling.measures.order_by("id")
    ]


def said(row: Measure) -> str:
    """What a measure is, in one sentence."""
    return {
        "talk": lambda: f"{row.at:%Y年%-m月%-d日%H时%M分}在{row.place}约谈" if row.at else "",
        "rectification": lambda: f"{spoken(row.until)}以前（含当日）整改到位，并提交证明材料",
        "withholding": lambda: f"{spoken(row.since)}起暂停拨付费用",
        "refusal": lambda: f"拒付违规费用{yuan(row.fen or 0)}",
        "recovery": lambda: f"追回违规费用{yuan(row.fen or 0)}",
        "deposit": lambda: f"扣除履约保证金{yuan(row.fen or 0)}",
        "quota": lambda: f"核减总控指标额度{yuan(row.fen or 0)}",
        "suspension": lambda: f"{spoken(row.since)}至{spoken(row.until)}中止协议；期满并经检查合格，方予恢复",
        "ending": lambda: f"{spoken(row.since)}起解除各类医保服务协议",
    }.get(row.does, lambda: row.label)()


def claims(handling: Handling, law: Law) -> list[tuple[Any, ...]]:
    """What is demanded back, with what came in, the parts agreed on, when the next is due, and what waits to be found."""
    return [
        (
            *moving.shown(row, f"退回{moving.fund_called(row.fund, law)}", law),
            recovering.next_due(row),
            _said_paid(row),
        )
        for row in recovering.claims_of(handling)
    ]


def _said_paid(claim: Claim) -> list[tuple[str, str, str, str]]:
    """(when, how much, by which voucher, what came of it) of what the institution says it paid and is not there yet."""
    return [
        (spoken(slip.paid_on), yuan(slip.fen), slip.voucher, slip.get_found_display())
        for slip in claim.slips.all()
        if slip.found != Slip.Found.ARRIVED
    ]


def _result(row: Measure) -> str:
    if row.withdrawn_on:
        return f"已撤销（{spoken(row.withdrawn_on)}）"
    if row.does == "recovery":
        return _came_in(row)
    if row.outcome:
        return f"{row.get_outcome_display()}（{spoken(row.done_on)}）"
    return "等着办" if row.is_open else "已生效"


def _came_in(row: Measure) -> str:
    left = sum(claim.open_fen for claim in row.claims.all())
    waived = sum(claim.waived_fen for claim in row.claims.all())
    let_go = f"，核销{yuan(waived)}" if waived else ""
    return f"还有{yuan(left)}没有退回{let_go}" if left else f"已结清{let_go}"


def words_of(docket: int, act: str) -> dict[str, Any]:
    """What was written in the last act of a name on a docket, by the names of its inputs."""
    event = Event.objects.filter(docket=docket, act=f"agreements.{act}").order_by("-seq").first()
    if event is None:
        return {}
    refs = event.data.get("vault", {})
    opened = vault.recall({entry for entry, _ in refs.values()})
    return {name: opened[entry] for name, (entry, _) in refs.items() if entry in opened}


def told_to_institution(handling: Handling) -> list[tuple[str, str]]:
    """What the notice says, for the institution it is about: the facts, the reasons; nothing of what others wrote."""
    proposed = words_of(handling.docket_id, "propose_handling")
    told = [("认定的事实", proposed.get("facts", "")), ("为什么这样处理", proposed.get("proportion", ""))]
    if handling.decided_on:
        decided = words_of(handling.docket_id, "decide_handling")
        told += [
            ("处理决定的理由", decided.get("words", "")),
            ("情节为什么严重", decided.get("graveness", "")),
        ]
    return [(label, words) for label, words in told if words]


def outcome_of(dispute: Dispute) -> str:
    """What was agreed or decided, in the bureau's words."""
    for act in ("settle_dispute", "decide_dispute"):
        if told := words_of(dispute.docket_id, act):
            return str(told.get("words", ""))
    return ""


def holds(agreement: Agreement) -> Iterator[tuple[Hold, str]]:
    """What keeps it, or its institution, from settling: the latest first."""
    rows = Hold.objects.filter(institution=agreement.institution_id, void=False).order_by("-since", "-id")
    for hold in rows:
        if hold.agreement_id in (None, agreement.pk) and hold.sort in ("", agreement.sort):
            yield hold, f"{spoken(hold.since)}起" + (f"，{spoken(hold.until)}止" if hold.until else "")


def impartial(offers: Iterable[Offer], dispute: Dispute, actor: Actor) -> list[Offer]:
    """Who is the agency's or had a hand in it is told so beside what they may not do."""
    why = hand_in_it(dispute, actor.user_id, dispute.bureau_id)
    return [replace(offer, refusal=why) if why and "撤回" not in offer.label else offer for offer in offers]
