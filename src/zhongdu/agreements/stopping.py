"""Payments stopped during an inspection that is obstructed; suspension and ending that the institution itself asks for."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.agreements import ending, rules, settling
from zhongdu.agreements.models import AGENCY, Agreement, Hold
from zhongdu.calendar import clock, reckon
from zhongdu.duties import opening
from zhongdu.inspections.queries import Obstructed, may_hold, obstructed, open_holds
from zhongdu.institutions.queries import kin, people_of
from zhongdu.law.choosing import goes_higher, to_be_chosen, ways
from zhongdu.law.shelves import schedule
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State, Kind = Agreement.State, Hold.Kind
_WORDS = "agreement_words"
RULE = "settlement.suspension"  # where the measure and higher law may disagree on who decides


# --- during an inspection ------------------------------------------------------------------------


def stopped(agreement: Any) -> Any:
    """What was stopped because the institution did not cooperate, and is not paid again yet."""
    return Hold.objects.filter(
        institution__in=kin(agreement.institution).order_by(),
        kind=Kind.NOT_COOPERATING,
        until=None,
        void=False,
    ).order_by("id")


def obstructed_inspections(agreement: Any, law: Any) -> list[tuple[str, str]]:
    """The inspections of the institution under way with which it does not cooperate, by what the team noted."""
    found = obstructed(kin(agreement.institution))
    return [(each.number, f"{each.number}，{each.began:%Y年%-m月%-d日}开始{_asked(each)}") for each in found]


def _asked(found: Obstructed) -> str:
    return f"，医保局{found.asked_on:%Y年%-m月%-d日}要求暂停" if found.asked_on else "，医保局还没有要求暂停"


def _may_keep(agreement: Any, law: Any) -> str:
    held, whole = stopped(agreement).first(), kin(agreement.institution)
    if held is None:
        return "没有暂停结算。"
    return "" if may_hold(held.inspection, whole) else "检查已经办结，医保局也没有要求继续，请恢复结算。"


def _may_restore(agreement: Any, law: Any) -> str:
    if not stopped(agreement).exists():
        return "没有暂停结算。"
    asked = any(open_holds(each).exists() for each in kin(agreement.institution))
    return "医保局要求的暂停还没有撤回；恢复以医保局的通知为准。" if asked else ""


def _may_stop(agreement: Any, law: Any) -> str:
    if stopped(agreement).exists():
        return "已经暂停了结算。"
    return "" if obstructed(kin(agreement.institution)) else "没有正在进行、记下了不配合情况的检查。"


def _ways(agreement: Any, law: Any) -> list[tuple[str, str]]:
    """Who may decide: by the measure also the agency alone, unless the bureau chose to go by higher law."""
    found = [("approved", "已经医疗保障行政部门主要负责人批准")]
    if not ways(law, RULE) or goes_higher(law, RULE):
        return found
    why = "（与上位法不一致，须写明理由）" if to_be_chosen(law, RULE) else "（本局已选定照本办法办）"
    return [*found, ("alone", f"依本办法由经办机构决定{why}")]


@told("institution.urgent", to=people_of())
@act(
    on=Agreement,
    when=[State.IN_TERM, State.SUSPENDED],
    by=(AGENCY, Role.DECIDER),
    under=["settlement.suspension", "cooperation.with_inspection"],
    where="settlement.suspension",
    provided=_may_stop,
    opens=[Opens("settlement.suspension", due="review_on")],
    meets=["settlement.request"],
    grave=True,
    tells="只在检查期间、机构涉嫌骗保并且拒不配合时用。从写明的那天起，这家机构的全部结算暂停，配合了就恢复。",
)
def stop_settlement(
    agreement: Agreement,
    deed: Doing,
    *,
    inspection: Annotated[
        str, Says("哪一次检查", hint="正在进行、检查组已经记下不配合情况的。", options=obstructed_inspections)
    ],
    suspicion: Annotated[str, Says("涉嫌怎样骗保", words=True, secret=_WORDS, most=4000)],
    refused: Annotated[
        str,
        Says(
            "要求提供什么、怎样拒不配合",
            hint="逐项写：要求了什么、哪天要的、没有提供什么",
            words=True,
            secret=_WORDS,
            most=4000,
        ),
    ],
    since: Annotated[date, Says("从哪天起暂停")],
    review_on: Annotated[date, Says("哪天复核是否继续")],
    way: Annotated[str, Says("谁批准的", options=_ways)],
    approval: Annotated[
        str,
        Says(
            "批准的文号",
            hint="医保局已经要求暂停的，或者由主要负责人在这里直接办的，可以不填",
            plain=True,
            most=60,
        ),
    ] = "",
    why_alone: Annotated[
        str,
        Says(
            "为什么由经办机构决定",
            hint="不经批准、本局又没有选定照哪个办的，必须写明",
            words=True,
            secret=_WORDS,
            most=2000,
        ),
    ] = "",
) -> None:
    """检查期间暂停结算

    A body suspected of fraud that does not cooperate with an inspection is not settled with while that lasts.
    Where the measure and higher law disagree about who decides, the officer says which way and why.
    """
    if since < deed.on:
        deed.refuse("too_early", "不能从过去的日子起暂停。", beside="since")
    if review_on < since:
        deed.refuse("too_early", "复核的日子不能早于暂停之日。", beside="review_on")
    found = next(each for each in obstructed(kin(agreement.institution)) if each.number == inspection)
    in_person = deed.capacity.role is Role.DECIDER or found.asked_on
    if way == "approved" and not in_person and not approval.strip():
        says = "医保局还没有要求暂停：请填批准的文号，或者请本局负责人在这里办理。"
        deed.refuse("not_approved", says, beside="approval")
    if way == "alone" and to_be_chosen(deed.law, RULE) and not why_alone.strip():
        deed.refuse(
            "not_said_why", "条例要求先经医疗保障行政部门主要负责人批准；由经办机构决定的，请写明理由。",
            under=deed.law.find("settlement.suspension"), beside="why_alone",
        )  # fmt: skip
    bound = deed.law.rule("settlement.suspension")
    hold = settling.lay(
        agreement, deed, Kind.NOT_COOPERATING, since=since, clause=str(bound.address), docket=agreement.number,
        whole=True, review_on=review_on, alone=way == "alone", inspection=found.number,
    )  # fmt: skip
    for each in ways(deed.law, RULE):
        deed.clauses.append(str(each.doubt.against if way == "approved" else each.clause))
    _raise_obstruction(agreement, deed, hold, found)
    settling.announce(deed, *kin(agreement.institution))


def _raise_obstruction(agreement: Agreement, deed: Doing, hold: Hold, found: Obstructed) -> None:
    """Not to cooperate is a ground of ending where it had grave consequences: that is put before the officer, with what
    the team noted each time."""
    if ground := ending.ground_raised_by(deed.law, "obstruction"):
        told = [(day, f"检查中{how}", found.number) for day, how in found.noted]
        told.append((hold.since, "检查期间拒不配合，暂停结算", agreement.number))
        ending.raise_ground(agreement, deed, ground, rules.Shown(f"obstruction:{hold.pk}", tuple(told)))


@told("institution.changed", to=people_of())
@act(
    on=Agreement,
    when=[*Agreement.LIVE, State.EXPIRED, State.ENDED],
    by=(AGENCY, Role.DECIDER),
    under="settlement.suspension",
    provided=_may_keep,
)
def keep_settlement_suspended(
    agreement: Agreement,
    deed: Doing,
    *,
    review_on: Annotated[date, Says("下一次哪天复核")],
    words: Annotated[
        str, Says("为什么继续", hint="现在仍没有提供什么", words=True, secret=_WORDS, most=2000)
    ],
) -> None:
    """复核，继续暂停结算

    It still does not cooperate: looked at again, by name, and again on a later day.
    """
    if review_on <= deed.on:
        deed.refuse("too_early", "下一次复核最早是明天。", beside="review_on")
    stopped(agreement).update(review_on=review_on)
    opening.meet(agreement.docket, "settlement.suspension", on=deed.on, deed=deed.id)
    opening.open_duty(
        agreement.docket,
        deed.law,
        "settlement.suspension",
        on=deed.on,
        deed=deed.id,
        due=review_on,
        role=AGENCY,
    )


@told("institution.changed", to=people_of())
@act(
    on=Agreement,
    when=[*Agreement.LIVE, State.EXPIRED, State.ENDED],
    by=(AGENCY, Role.DECIDER),
    under="settlement.restoring",
    meets=["settlement.suspension", "settlement.restoring"],
    provided=_may_restore,
)
def restore_settlement(
    agreement: Agreement,
    deed: Doing,
    *,
    words: Annotated[
        str, Says("为什么恢复", hint="提供了什么，或者检查已经结束", words=True, secret=_WORDS, most=2000)
    ],
) -> None:
    """恢复结算

    It cooperates, or the inspection is over: from today it is settled with again.
    """
    settling.lift(stopped(agreement), deed.on)
    settling.announce(deed, *kin(agreement.institution))


# --- by its own request --------------------------------------------------------------------------


@told("institution.changed", to=people_of())
@act(
    on=Agreement,
    when=[State.IN_TERM],
    by=AGENCY,
    under=["clock.agreement_notice", "clock.agreement_own_suspension"],
    tells="机构自己申请的中止不算一次“被中止”。",
)
def suspend_on_request(
    agreement: Agreement,
    deed: Doing,
    *,
    asked_on: Annotated[date, Says("机构提出之日")],
    since: Annotated[date, Says("从哪天起中止")],
    public: Annotated[bool, Says("是公立医疗机构")] = False,
    words: Annotated[str, Says("机构申请的理由", words=True, secret=_WORDS, most=2000)],
) -> None:
    """依机构申请中止协议

    Asked for in time by an institution that may ask; it lasts no longer than the law lets it.
    """
    _asked_in_time(agreement, deed, asked_on, since, public)
    most = deed.law.find("clock.agreement_own_suspension")
    until = reckon(most.rule.span, since, schedule()).last if most and most.rule.span else None
    bound = (
        deed.law.rule("clock.agreement_own_suspension") if most else deed.law.rule("clock.agreement_notice")
    )
    settling.lay(
        agreement, deed, Kind.OWN_REQUEST, since=since, clause=str(bound.address), docket=agreement.number
    )
    if until:
        opening.open_duty(
            agreement.docket,
            deed.law,
            "clock.agreement_own_suspension",
            on=since,
            deed=deed.id,
            due=until,
            role=AGENCY,
        )
    if since <= deed.on:
        agreement.state = State.SUSPENDED
    settling.announce(deed, *kin(agreement.institution))


def asked_for(agreement: Any, on: date) -> Any:
    """What it asked for itself and has begun."""
    return agreement.holds.filter(kind=Kind.OWN_REQUEST, until=None, void=False, since__lte=on)


@act(
    on=Agreement,
    moves={State.IN_TERM: State.SUSPENDED},
    by=Role.SYSTEM,
    under="clock.agreement_notice",
    provided=lambda agreement, law: (
        "" if asked_for(agreement, clock.today()).exists() else "机构没有申请从今天或者以前开始的中止。"
    ),
)
def begin_own_suspension(agreement: Agreement, deed: Doing) -> None:
    """依机构申请的中止开始

    The day the institution asked for has come; it counts as none of the agency's suspensions.
    """


@told("institution.changed", to=people_of())
@act(
    on=Agreement,
    moves=dict.fromkeys(Agreement.LIVE, State.EXPIRED),
    by=AGENCY,
    under="clock.agreement_notice",
    closes=True,
    grave=True,
    tells="机构自己提出、经办机构同意的，不受三年内不受理申请的限制。",
)
def end_on_request(
    agreement: Agreement,
    deed: Doing,
    *,
    asked_on: Annotated[date, Says("机构提出之日")],
    public: Annotated[bool, Says("是公立医疗机构")] = False,
    words: Annotated[str, Says("机构申请的理由和同意的意见", words=True, secret=_WORDS, most=2000)],
) -> None:
    """依机构申请结束协议

    The two sides part: from today it is not settled with, and nothing bars a new application.
    """
    _asked_in_time(agreement, deed, asked_on, deed.on, public)
    if agreement.raised.filter(outcome=ending.OPEN).exists():
        deed.refuse("grounds_are_open", "有应当解除的情形待认定，请先认定，再办机构的申请。")
    bound = deed.law.rule("clock.agreement_notice")
    settling.lay(
        agreement, deed, Kind.OWN_REQUEST, since=deed.on, clause=str(bound.address), docket=agreement.number
    )
    settling.announce(deed, *kin(agreement.institution))


def _asked_in_time(agreement: Agreement, deed: Doing, asked_on: date, since: date, public: bool) -> None:
    notice = deed.law.rule("clock.agreement_notice")
    if public:
        deed.refuse(
            "public_may_not", "公立医疗机构不得主动提出中止或者解除协议。", under=notice, beside="public"
        )
    if asked_on > deed.on:
        deed.refuse("in_the_future", "提出之日不能晚于今天。", beside="asked_on")
    last = reckon(notice.rule.span, since, schedule()).last
    if asked_on > last:
        deed.refuse(
            "not_asked_in_time",
            f"从{since}起的，机构应在{last}以前（含当日）提出。",
            under=notice,
            beside="asked_on",
        )
