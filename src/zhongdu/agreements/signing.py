"""From the application to the agreement in term: text, assessment, signing, reviews, the end of the term."""

from datetime import date
from typing import Annotated, Any

from django.db.models import Max, Q, QuerySet

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act, follows
from zhongdu.agreements.ending import raise_shown
from zhongdu.agreements.models import AGENCY, Agreement, Bar, Raised, Review, Text
from zhongdu.agreements.rules import DAY, is_barred
from zhongdu.agreements.settling import announce
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.institutions.queries import Institution, Sort, credit_codes, kin, named, people_of
from zhongdu.law.money import NotMoney, fen_of
from zhongdu.law.shelves import shelf
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State = Agreement.State
MOST_INDICATORS = 40


def _kinds(subject: Any, law: Any) -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in Sort]


def _texts(agreement: Any, law: Any) -> list[tuple[str, str]]:
    """The latest version of each text of its kind, of its bureau's or of one above."""
    rows = Text.objects.filter(bureau__code__in=agreement.bureau.line, kind=agreement.sort)
    newest: dict[int, Text] = {}
    for row in rows.order_by("version"):
        newest[row.bureau_id] = row
    return [(str(row.pk), str(row)) for row in newest.values()]


@act(on=Office, by=AGENCY, under=["agency.duty.agreements", "agency.duty.audit"])
def write_text(
    office: Office,
    deed: Doing,
    *,
    kind: Annotated[str, Says("协议种类", options=_kinds)],
    title: Annotated[str, Says("标题", plain=True, most=120)],
    body: Annotated[
        str,
        Says(
            "正文",
            hint="一行一段。签订以后照这一版印；改文本就出新的一版，已签的不变。",
            words=True,
            plain=True,
        ),
    ],
    indicators: Annotated[
        str, Says("考核指标", hint="一行一项，考核时逐项填结果。", words=True, plain=True, most=4000)
    ] = "",
) -> None:
    """拟定协议文本

    A version of the text to sign from now on. What was signed under an earlier one stays under it.
    """
    asked = [line.strip() for line in indicators.splitlines() if line.strip()]
    if len(asked) > MOST_INDICATORS or any(len(line) > 100 for line in asked):
        deed.refuse(
            "indicators_too_many", f"指标最多{MOST_INDICATORS}项，每项最多100个字。", beside="indicators"
        )
    last = Text.objects.filter(bureau=office.bureau, kind=kind).aggregate(last=Max("version"))["last"] or 0
    Text.objects.create(
        bureau=office.bureau, kind=kind, version=last + 1, title=title, body=body, since=deed.on,
        indicators=list(dict.fromkeys(asked)),
    )  # fmt: skip
    deed.note(version=last + 1)


@act(on=Office, creates=Agreement, by=AGENCY, under=["agency.duty.agreements", "agreement.bar"])
def apply_for_agreement(
    office: Office,
    deed: Doing,
    *,
    institution: Annotated[str, Says("医药机构", hint="名单里的名称或者医保代码", plain=True, most=120)],
    kind: Annotated[str, Says("协议种类", options=_kinds)],
    applied_on: Annotated[date, Says("申请之日")],
    credit_code: Annotated[
        str, Says("统一社会信用代码", hint="名单里有的可以不填", plain=True, most=18)
    ] = "",
) -> Agreement:
    """受理定点申请

    An application for an agreement is accepted, unless the institution or its legal body is barred after an ending.
    """
    if applied_on > deed.on:
        deed.refuse("in_the_future", "申请之日不能晚于今天。", beside="applied_on")
    found = _the_one(office, deed, institution)
    if not Sort(kind).suits(found):
        says = f"{found.get_kind_display()}不能签“{Sort(kind).label}”的协议，请换一种。"
        deed.refuse("kind_does_not_suit", says, beside="kind")
    code = credit_code.strip().upper() or found.credit_code
    _not_barred(deed, found, code, applied_on)
    open_ = Agreement.objects.filter(institution=found, sort=kind, state__in=Agreement.PENDING)
    if open_.exists():
        deed.refuse("already_applied", "这家机构的这种协议已有一件申请在办。", beside="kind")
    return deed.open(
        Agreement, found.bureau, State.APPLIED, institution=found, name=found.name, credit_code=code, sort=kind,
        applied_on=applied_on,
    )  # fmt: skip


def _the_one(office: Office, deed: Doing, said: str) -> Institution:
    found = named(office.bureau, said)
    if not found:
        deed.refuse("no_such_institution", "名单里没有这家机构，请先导入名单。", beside="institution")
    if len(found) > 1:
        several = "、".join(f"{each.name}（{each.code}）" for each in found[:4])
        deed.refuse("several_institutions", f"有几家都像：{several}。请填代码。", beside="institution")
    return found[0]


def bars_on(institution: Institution, credit_code: str) -> "QuerySet[Bar]":
    """What was laid on an institution under any of its codes and names, or on its legal body."""
    codes = credit_codes(institution) | {credit_code} - {""}
    same = Q(institution__in=kin(institution).order_by()) | Q(credit_code__in=codes)
    return Bar.objects.filter(same, lifted_on=None).order_by("-until", "id")


def _not_barred(deed: Doing, institution: Institution, credit_code: str, on: date) -> None:
    """Under its present name or another, by itself or by its legal body: while a bar runs, nothing is accepted."""
    for bar in bars_on(institution, credit_code):
        if is_barred(bar.until, on):
            from_ = bar.until + DAY
            deed.refuse(
                "barred",
                f"这家机构（或者同一统一社会信用代码的机构）{_said(bar.ended_on)}被解除协议，{_said(bar.until)}以前（含当日）"
                f"不受理定点申请，{_said(from_)}起可以申请。依据{shelf().cite(bar.clause)}。",
                under=deed.law.find("agreement.bar"),
                beside="institution",
            )


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@told("institution.changed", to=people_of())
@act(on=Agreement, moves={State.APPLIED: State.ASSESSED}, by=AGENCY, under="agency.duty.agreements")
def pass_assessment(
    agreement: Agreement,
    deed: Doing,
    *,
    on: Annotated[date, Says("评估之日")],
    words: Annotated[str, Says("评估情况", words=True, secret="agreement_words", most=4000)],
) -> None:
    """评估合格

    The institution was assessed and fits; the agreement may be signed.
    """
    if not agreement.applied_on <= on <= deed.on:
        deed.refuse("not_after_applying", "评估之日应在申请之日以后、今天以前。", beside="on")
    agreement.assessed_on = on


@told("institution.changed", to=people_of())
@act(
    on=Agreement,
    moves=dict.fromkeys(Agreement.PENDING, State.TURNED_DOWN),
    by=AGENCY,
    under="agency.duty.agreements",
    grave=True,
    tells="不签订的要写明理由，机构能看到。",
)
def turn_down(
    agreement: Agreement,
    deed: Doing,
    *,
    words: Annotated[str, Says("理由", words=True, secret="agreement_words", most=2000)],
) -> None:
    """不予签订

    Assessed and not fit, or the two sides could not agree: no agreement comes of it.
    """


def _money(deed: Doing, typed: str, beside: str) -> int:
    if not typed.strip():
        return 0
    try:
        return fen_of(typed)
    except NotMoney as wrong:
        deed.refuse("not_money", str(wrong), beside=beside)


@act(on=Agreement, moves={State.ASSESSED: State.SIGNED}, by=AGENCY, under="agency.duty.agreements")
def sign_agreement(
    agreement: Agreement,
    deed: Doing,
    *,
    text: Annotated[str, Says("协议文本", options=_texts)],
    signed_on: Annotated[date, Says("签订之日")],
    since: Annotated[date, Says("协议期起")],
    until: Annotated[date, Says("协议期止", hint="这一天仍在协议期内")],
    deposit: Annotated[str, Says("履约保证金（元）", hint="没有约定就不填", plain=True, most=20)] = "",
    quota: Annotated[str, Says("总控指标额度（元）", hint="没有约定就不填", plain=True, most=20)] = "",
) -> None:
    """签订协议

    Both sides signed a version of the text for a term; deposit and quota only where they agreed on one.
    """
    if signed_on > deed.on:
        deed.refuse("in_the_future", "签订之日不能晚于今天。", beside="signed_on")
    if until < since:
        deed.refuse("ends_before_it_begins", "协议期止不能早于协议期起。", beside="until")
    same = Agreement.objects.filter(
        institution=agreement.institution_id, sort=agreement.sort, state__in=Agreement.LIVE, since__lte=until,
        until__gte=since,
    )  # fmt: skip
    if other := same.exclude(pk=agreement.pk).first():
        deed.refuse(
            "overlaps",
            f"这家机构同种协议已签到{_said(other.until)}（{other.number}），新的一期要在它以后。",
            beside="since",
        )
    agreement.text = Text.objects.get(pk=text)
    agreement.signed_on, agreement.since, agreement.until = signed_on, since, until
    agreement.deposit_fen = _money(deed, deposit, "deposit")
    agreement.quota_fen = _money(deed, quota, "quota")
    deed.note(version=agreement.text.version)
    announce(deed, *kin(agreement.institution))


@follows(sign_agreement)
def begin_at_once(deed: Doing, agreement: Agreement) -> None:
    if agreement.since and agreement.since <= deed.on:
        deed.then(begin_term, agreement)


def _term_has_begun(agreement: Agreement, law: Any) -> str:
    return "" if agreement.since and clock.today() >= agreement.since else "协议期还没有开始。"


@act(
    on=Agreement,
    moves={State.SIGNED: State.IN_TERM},
    by=Role.SYSTEM,
    under="agency.duty.agreements",
    provided=_term_has_begun,
)
def begin_term(agreement: Agreement, deed: Doing) -> None:
    """协议期开始

    On its first day an agreement is in term, without a decision. What nobody answered of the term before is asked again.
    """
    agreement.state = State.IN_TERM
    raise_shown(agreement, deed)
    announce(deed, *kin(agreement.institution))


def _term_is_over(agreement: Agreement, law: Any) -> str:
    return "" if agreement.until and clock.today() > agreement.until else "协议期还没有届满。"


@told("institution.changed", to=people_of())
@act(
    on=Agreement,
    moves=dict.fromkeys(Agreement.LIVE, State.EXPIRED),
    by=Role.SYSTEM,
    under="agency.duty.agreements",
    provided=_term_is_over,
    closes=True,
)
def let_expire(agreement: Agreement, deed: Doing) -> None:
    """协议期届满

    The day after its last day an agreement is over. Grounds nobody answered meanwhile wait for the next term.
    """
    agreement.raised.filter(outcome=Raised.Outcome.OPEN).update(outcome=Raised.Outcome.LAPSED)
    announce(deed, *kin(agreement.institution))


@told("institution.changed", to=people_of())
@act(
    on=Agreement,
    when=[State.IN_TERM, State.SUSPENDED, State.EXPIRED],
    by=AGENCY,
    under="agency.duty.audit",
)
def record_review(
    agreement: Agreement,
    deed: Doing,
    *,
    what: Annotated[str, Says("考核还是稽核", options=lambda subject, law: Review.What.choices)],
    on: Annotated[date, Says("日期")],
    results: Annotated[
        dict[str, str], Says("逐项结果", plain=True)
    ],  # indicator -> "met" or "unmet", then what was found
    words: Annotated[str, Says("结论", words=True, secret="agreement_words", most=4000)],
) -> None:
    """记录考核、稽核

    Each indicator of the text that was signed, what was found of it, and the conclusion.
    """
    if on > deed.on:
        deed.refuse("in_the_future", "日期不能晚于今天。", beside="on")
    asked = agreement.text.indicators if agreement.text else []
    if {*asked} != {*results}:
        deed.refuse("not_each_indicator", "请对每一项指标填结果。", beside="results")
    lines = [[name, *_found(results[name])] for name in asked]
    Review.objects.create(agreement=agreement, what=what, on=on, results=lines, deed=deed.id)
    deed.note(unmet=sum(line[1] == "unmet" for line in lines))


def _found(said: str) -> tuple[str, str]:
    verdict, _, remark = said.partition(" ")
    return ("met" if verdict == "met" else "unmet"), remark[:300]
