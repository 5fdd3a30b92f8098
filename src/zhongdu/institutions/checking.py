"""自查自纠: an institution goes through the duties the law lays on it, one by one, says what it found and vouches."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing, Opening
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.duties import opening
from zhongdu.institutions import enclosures
from zhongdu.institutions.choosing import chosen
from zhongdu.institutions.choosing import kinds as kinds_of
from zhongdu.institutions.enquiring import REPORTING
from zhongdu.institutions.models import Dossier, Finding, SelfCheck
from zhongdu.institutions.people import each_by_account, people_of
from zhongdu.institutions.sending_models import HANDLERS
from zhongdu.law.governing import Law
from zhongdu.law.money import NotMoney, fen_of
from zhongdu.law.pack import Bound
from zhongdu.messages.telling import tell_many, told
from zhongdu.scope.roles import Role

DUTIES = "institution.duty"
_State = SelfCheck.State
_Since = Annotated[date, Says("自查时段起")]
_Until = Annotated[date, Says("自查时段止")]


def duties(law: Law) -> list[Bound]:
    """The list an institution goes through: every duty the governing measure lays on it."""
    return law.family(DUTIES)


@act(on=Office, by=HANDLERS, under=[DUTIES], where=DUTIES)
def ask_self_checks(
    office: Office,
    deed: Doing,
    *,
    since: _Since,
    until: _Until,
    due: Annotated[date, Says("报送期限")],
    kinds: Annotated[list[str], Says("请哪一类机构自查", hint="本辖区在册的全部", options=kinds_of)] = [],  # noqa: B006
    codes: Annotated[
        str, Says("或者只请这几家", hint="医保机构代码，一行一个", words=True, plain=True, most=10_000)
    ] = "",
) -> None:
    """请机构自查

    Institutions are asked to go through their duties for a time that is past, and to say by a day what they found.
    """
    _in_order(deed, since, until)
    if due < deed.on:
        deed.refuse("in_the_past", "期限不能是过去的日子。", beside="due")
    fields = {"since": since, "until": until, "due": due}
    asked = [
        Opening(fields={**fields, "institution": each}, kept={}, notes={"institution": each.code})
        for each in chosen(office, deed, kinds, codes)
    ]
    opened = list(deed.open_many(SelfCheck, office.bureau, _State.ASKED, asked))
    for check in opened:
        _owe(check, deed, due)
    tell_many("institution.asked", each_by_account(opened), office.bureau, occasion=deed.id)
    deed.note(asked=len(asked))


@act(
    on=Dossier,
    when=[Dossier.State.OPEN],
    creates=SelfCheck,
    by=Role.INSTITUTION,
    under=[DUTIES],
    where=DUTIES,
)
def begin_self_check(dossier: Dossier, deed: Doing, *, since: _Since, until: _Until) -> SelfCheck:
    """开始一次自查

    An institution checks itself without being asked.
    """
    _in_order(deed, since, until)
    return deed.open(
        SelfCheck,
        dossier.institution.bureau,
        _State.ASKED,
        institution=dossier.institution,
        since=since,
        until=until,
    )


@act(
    on=SelfCheck,
    moves=dict.fromkeys(SelfCheck.WAITING, _State.SENT),
    by=Role.INSTITUTION,
    under=[DUTIES],
    meets=[REPORTING],
)
def send_self_check(
    check: SelfCheck,
    deed: Doing,
    *,
    answers: Annotated[dict[str, str], Says("自查结果", plain=True)] = {},  # noqa: B006
    amounts: Annotated[dict[str, str], Says("涉及金额（元）", plain=True)] = {},  # noqa: B006
    found: Annotated[dict[str, str], Says("发现的问题", secret="self_check_words")] = {},  # noqa: B006
    proof: Annotated[list[Upload], Says("材料", accept="evidence")] = [],  # noqa: B006
    vouched: Annotated[bool, Says("本机构对自查结果的真实性和完整性负责")] = False,
) -> None:
    """报送自查结果

    Every duty is answered; where there is trouble it is told in words and, where money is in it, to the fen.
    """
    if not vouched:
        deed.refuse(
            "not_vouched", "请确认对真实性和完整性负责。", under=deed.law.find(REPORTING), beside="vouched"
        )
    findings = [_finding(check, deed, bound, answers, amounts, found) for bound in duties(deed.law)]
    deed.cite(*duties(deed.law))
    Finding.objects.filter(of=check).delete()
    Finding.objects.bulk_create(findings)
    enclosures.receive(deed, check.number, proof, beside="proof")
    check.found_fen = sum(each.fen for each in findings)
    check.sent_on = deed.on
    deed.note(found_fen=check.found_fen)


@told("institution.notice", to=people_of())
@act(on=SelfCheck, moves={_State.SENT: _State.BACK}, by=HANDLERS, under=[DUTIES])
def send_self_check_back(
    check: SelfCheck,
    deed: Doing,
    *,
    words: Annotated[str, Says("要补正什么", hint="机构会看到这段话", words=True, most=1000)],
    due: Annotated[date, Says("补正期限")],
) -> None:
    """退回补正

    The self-check leaves something out: the institution mends it by another day.
    """
    if due < deed.on:
        deed.refuse("in_the_past", "期限不能是过去的日子。", beside="due")
    check.due = due
    _owe(check, deed, due)


@told("institution.answered", to=people_of())
@act(on=SelfCheck, moves={_State.SENT: _State.READ}, by=HANDLERS, under=[DUTIES])
def read_self_check(
    check: SelfCheck,
    deed: Doing,
    *,
    words: Annotated[str, Says("审阅意见", hint="机构会看到这段话，可以不填", words=True, most=2000)] = "",
) -> None:
    """审阅

    An officer has read what the institution found.
    """


def _finding(
    check: SelfCheck,
    deed: Doing,
    bound: Bound,
    answers: Mapping[str, str],
    amounts: Mapping[str, str],
    found: Mapping[str, str],
) -> Finding:
    answer = answers.get(bound.name, "")
    if answer not in Finding.Answer.values:
        deed.refuse(
            "not_answered", f"“{bound.label}”还没有自查结果。", under=bound, beside=f"answer.{bound.name}"
        )
    trouble = answer == Finding.Answer.TROUBLE
    if trouble and not found.get(bound.name, "").strip():
        deed.refuse(
            "not_told",
            f"“{bound.label}”有问题的，请写明是什么问题。",
            under=bound,
            beside=f"found.{bound.name}",
        )
    typed = amounts.get(bound.name, "").strip()
    try:
        fen = fen_of(typed) if trouble and typed else 0
    except NotMoney as wrong:
        deed.refuse("bad_amount", str(wrong), beside=f"amount.{bound.name}")
    return Finding(of=check, duty=bound.name, answer=answer, fen=fen)


def _in_order(deed: Doing, since: date, until: date) -> None:
    if until < since:
        deed.refuse("not_in_order", "止日不能早于起日。", beside="until")
    if until > deed.on:
        deed.refuse("not_yet", "自查的是已经过去的时段。", beside="until")


def _owe(check: SelfCheck, deed: Doing, due: date) -> None:
    opening.open_duty(
        check.docket, deed.law, REPORTING, on=deed.on, deed=deed.id, due=due, role=Role.INSTITUTION
    )  # fmt: skip
