"""Physicians and pharmacists: talk, rectification, and where it is grave suspension and referral; points where a bureau keeps them."""

from datetime import date, datetime
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements import pointing, settling
from zhongdu.agreements.models import AGENCY, Handling, Hold, PractitionerHandling
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.duties import opening
from zhongdu.institutions.queries import Institution, Practitioner, kin, practitioners, where_they_work
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.messages.telling import told

State, Checked = PractitionerHandling.State, PractitionerHandling.Checked
_WORDS = "agreement_words"
FOLLOWED = {  # what a measure does -> the inputs it is decided with
    "talk": ("talk_at",),
    "rectification": ("rectify_by",),
    "suspension": ("suspended_from", "suspended_until", "graveness"),
    "ending": ("suspended_from", "graveness"),
    "referral": ("referred_to", "graveness"),
}


MAY_BE_EMPTY = frozenset(
    {"suspended_until", "graveness"}
)  # the act itself asks for gravity where the law does


def remedies(law: Law) -> list[Bound]:
    return law.family("practitioner.measure")


def _offered(office: Any, law: Any) -> list[tuple[str, str]]:
    return [(bound.name, bound.label) for bound in remedies(law)]


MEASURES = Says("拟采取哪些处理", options=_offered)
CONDUCT_ON = Says("行为发生之日", hint="持续的，填最后一天")
FACTS = Says("认定的事实", words=True, secret=_WORDS, most=4000)
PROPORTION = Says("为什么这样处理相当", hint="性质和情节轻重", words=True, secret=_WORDS, most=4000)
ANSWER_BY = Says("请本人在哪天以前陈述", hint="条文没有写几天，由经办机构定")


@act(
    on=Office,
    creates=PractitionerHandling,
    by=AGENCY,
    under=["practitioner.measure", "agreement.statement"],
    where="practitioner.measure",
    tells="先告知本人拟怎样处理、依据什么，听取陈述申辩以后再作决定。",
)
def propose_practitioner(
    office: Office,
    deed: Doing,
    *,
    practitioner: Annotated[str, Says("医师、药师", hint="国家医保编码或者姓名", plain=True, most=60)],
    measures: Annotated[list[str], MEASURES],
    conduct_on: Annotated[date, CONDUCT_ON],
    facts: Annotated[str, FACTS],
    proportion: Annotated[str, PROPORTION],
    answer_by: Annotated[date, ANSWER_BY],
) -> PractitionerHandling:
    """拟对医师、药师作出处理

    A breach by somebody who prescribes or dispenses, what is meant for it and why, and until when they may answer.
    """
    who, where = _the_one(office, deed, practitioner, conduct_on)
    return begin(deed, who, where, measures, conduct_on, answer_by)


def begin(
    deed: Doing, who: Practitioner, where: Institution, measures: list[str], conduct_on: date, answer_by: date
) -> PractitionerHandling:
    """A handling of somebody who worked somewhere, with what is meant for it; they are heard before it is decided."""
    if conduct_on > deed.on:
        deed.refuse("not_yet_happened", "行为发生之日不能晚于今天。", beside="conduct_on")
    if answer_by <= deed.on:
        deed.refuse("no_time_to_answer", "要给本人留出陈述的时间，最早是明天。", beside="answer_by")
    chosen = [bound for bound in remedies(deed.law) if bound.name in measures]
    deed.cite(*chosen)
    made = deed.open(
        PractitionerHandling, where.bureau, State.PROPOSED, practitioner=who, institution=where, conduct_on=conduct_on,
        wanted=[bound.name for bound in chosen], proposed_on=deed.on, answer_by=answer_by,
    )  # fmt: skip
    opening.open_duty(
        made.docket, deed.law, "agreement.statement", on=deed.on, deed=deed.id, due=answer_by, role=AGENCY
    )
    if pointing.STOPS & {bound.rule.does for bound in chosen}:
        pointing.answered(who, deed)
    return made


def _the_one(office: Office, deed: Doing, said: str, on: date) -> tuple[Practitioner, Institution]:
    """Who is meant, and at which institution of the territory they worked then."""
    found = practitioners.named(office.bureau, said)
    if not found:
        deed.refuse("no_such_practitioner", "名单里没有这个人，请先导入医师药师名单。", beside="practitioner")
    if len(found) > 1:
        several = "、".join(f"{each.name}（{each.code}）" for each in found[:4])
        deed.refuse("several_practitioners", f"有几个人都像：{several}。请填编码。", beside="practitioner")
    for row in practitioners.workplaces(found[0]):
        here = row.institution.bureau.is_within(office.bureau)
        if here and (row.since is None or row.since <= on) and (row.until is None or on <= row.until):
            return found[0], row.institution
    deed.refuse("worked_nowhere_here", "那一天此人不在本辖区的机构执业，请核对名单。", beside="practitioner")


@act(
    on=PractitionerHandling,
    moves={State.PROPOSED: State.HEARD},
    by=AGENCY,
    under="agreement.statement",
    meets=["agreement.statement"],
)
def hear_practitioner(
    handling: PractitionerHandling,
    deed: Doing,
    *,
    how: Annotated[str, Says("怎样听取的", options=lambda subject, law: Handling.Heard.choices)],
    words: Annotated[str, Says("陈述的内容和核实情况", words=True, secret=_WORDS, most=4000)],
) -> None:
    """听取本人陈述

    What they said and what was found of it; silence counts only when the day has passed.
    """
    if how == Handling.Heard.SILENT and deed.on <= handling.answer_by:
        deed.refuse(
            "still_time", f"陈述的期限到{handling.answer_by}，还没有过。", under=deed.law.find("agreement.statement"),
            beside="how",
        )  # fmt: skip
    handling.heard = how


@act(
    on=PractitionerHandling,
    moves={State.PROPOSED: State.DROPPED, State.HEARD: State.DROPPED},
    by=AGENCY,
    under="practitioner.measure",
    closes=True,
)
def drop_practitioner(
    handling: PractitionerHandling,
    deed: Doing,
    *,
    words: Annotated[str, Says("理由", words=True, secret=_WORDS, most=2000)],
) -> None:
    """不予处理

    What was said holds, or nothing is left of the breach.
    """


def _where_it_bites(handling: PractitionerHandling) -> list[int]:
    return where_they_work(handling) if handling.suspended_from else []


@told("institution.practitioner", to=_where_it_bites)
@act(
    on=PractitionerHandling,
    moves={State.HEARD: State.DECIDED},
    by=AGENCY,
    under=["practitioner.measure", "practitioner.no_settlement"],
    grave=True,
    tells="中止服务的，从写明的那天起，此人开的处方、医嘱不予结算；结算系统下一次问就知道。",
)
def decide_practitioner(
    handling: PractitionerHandling,
    deed: Doing,
    *,
    words: Annotated[str, Says("处理决定的理由", words=True, secret=_WORDS, most=4000)],
    graveness: Annotated[
        str,
        Says("性质和情节为什么严重", hint="中止服务、移交的，必须写明", words=True, secret=_WORDS, most=4000),
    ] = "",
    talk_at: Annotated[datetime | None, Says("约谈时间")] = None,
    rectify_by: Annotated[date | None, Says("整改到哪天")] = None,
    suspended_from: Annotated[
        date | None, Says("中止从哪天起", hint="从这一天起，此人的处方、医嘱不予结算")
    ] = None,
    suspended_until: Annotated[
        date | None, Says("中止到哪天", hint="这一天仍在中止；不填的，到办理恢复为止")
    ] = None,
    referred_to: Annotated[str, Says("移交给哪个部门", plain=True, most=60)] = "",
    points: Annotated[int | None, Says("记几分", hint="本局选定记分的才填")] = None,
) -> None:
    """作出处理

    The measures take effect; what a suspended practitioner prescribes is not settled from that day on.
    """
    wanted = [bound for bound in remedies(deed.law) if bound.name in handling.wanted]
    deed.cite(*wanted)
    given = {name: value for name, value in locals().items() if name not in {"handling", "deed", "wanted"}}
    for bound in wanted:
        _asked(deed, bound, given)
    does = {bound.rule.does for bound in wanted}
    _in_order(deed, talk_at, rectify_by, suspended_from, suspended_until)
    handling.decided_on = deed.on
    handling.talk_at = talk_at if "talk" in does else None
    handling.rectify_by = rectify_by if "rectification" in does else None
    handling.referred_to = referred_to if "referral" in does else ""
    handling.points = pointing.allowed(handling, deed, points)
    pointing.reached(handling, deed, does)
    for concept, due in (
        (_of(wanted, "talk"), talk_at and clock.day_of(talk_at)),
        (_of(wanted, "rectification"), rectify_by),
    ):
        if concept and due:
            opening.open_duty(
                handling.docket, deed.law, concept, on=deed.on, deed=deed.id, due=due, role=AGENCY
            )
    if does & {"suspension", "ending"}:
        _suspend(handling, deed, suspended_from or deed.on, suspended_until if "suspension" in does else None)


def _of(wanted: list[Bound], does: str) -> str:
    return next((bound.name for bound in wanted if bound.rule.does == does), "")


def _asked(deed: Doing, bound: Bound, given: dict[str, Any]) -> None:
    for name in FOLLOWED.get(bound.rule.does, ()):
        optional = name == "suspended_until" or (name == "graveness" and not bound.rule.grave)
        if not optional and not given[name]:
            says = (
                f"“{bound.label}”只用于性质和情节严重的，请写明为什么严重。"
                if name == "graveness"
                else "请填写。"
            )
            deed.refuse("asked_for", says, under=bound, beside=name)


def _in_order(
    deed: Doing, talk_at: datetime | None, rectify_by: date | None, since: date | None, until: date | None
) -> None:
    if talk_at and talk_at < clock.now():
        deed.refuse("too_early", "约谈时间不能早于现在。", beside="talk_at")
    for name, day, least in (
        ("rectify_by", rectify_by, deed.on), ("suspended_from", since, deed.on), ("suspended_until", until, since or deed.on)
    ):  # fmt: skip
        if day and day < least:
            deed.refuse("too_early", f"不能早于{least}。", beside=name)


def _suspend(handling: PractitionerHandling, deed: Doing, since: date, until: date | None) -> None:
    """Under the clause that orders it: what they prescribe is not settled."""
    handling.suspended_from, handling.suspended_until = since, until
    bound = deed.law.find("practitioner.no_settlement") or deed.law.rule(handling.wanted[0])
    settling.hold(
        deed, Hold.Kind.PRACTITIONER, practitioner=handling.practitioner, since=since, until=until, clause=str(bound.address),
        docket=handling.number,
    )  # fmt: skip
    settling.announce(deed, *kin(handling.practitioner))


def runs(handling: Any) -> Any:
    """The suspension of a handling, while it is not over."""
    rows = Hold.objects.filter(docket=handling.number, practitioner=handling.practitioner_id, void=False)
    return rows.exclude(until__lt=clock.today()).order_by("id")


@told("institution.practitioner", to=where_they_work)
@act(
    on=PractitionerHandling,
    when=[State.DECIDED],
    by=AGENCY,
    under="practitioner.no_settlement",
    provided=lambda handling, law: "" if runs(handling).exists() else "没有正在中止的服务。",
)
def restore_practitioner(
    handling: PractitionerHandling,
    deed: Doing,
    *,
    words: Annotated[str, Says("为什么恢复", words=True, secret=_WORDS, most=2000)],
) -> None:
    """恢复服务

    From today what they prescribe is settled again.
    """
    settling.lift(runs(handling), deed.on)
    handling.restored_on = deed.on
    settling.announce(deed, *kin(handling.practitioner))


@act(
    on=PractitionerHandling,
    when=[State.DECIDED],
    by=AGENCY,
    under="practitioner.measure.talk",
    provided=lambda handling, law: (
        "" if handling.talk_at and not handling.talked_on else "没有等着办的约谈。"
    ),
)
def record_practitioner_talk(
    handling: PractitionerHandling,
    deed: Doing,
    *,
    on: Annotated[date, Says("约谈之日")],
    words: Annotated[str, Says("约谈记录", words=True, secret=_WORDS, most=8000)],
) -> None:
    """记录约谈

    The talk took place: what was said.
    """
    if on > deed.on:
        deed.refuse("in_the_future", "约谈之日不能晚于今天。", beside="on")
    handling.talked_on = on
    _met(handling, deed, "talk")


@act(
    on=PractitionerHandling,
    when=[State.DECIDED],
    by=AGENCY,
    under="practitioner.measure.rectification",
    provided=lambda handling, law: (
        "" if handling.rectify_by and not handling.checked else "没有等着检查的整改。"
    ),
)
def check_practitioner(
    handling: PractitionerHandling,
    deed: Doing,
    *,
    verdict: Annotated[str, Says("检查结果", options=lambda subject, law: Checked.choices)],
    words: Annotated[str, Says("检查情况", words=True, secret=_WORDS, most=4000)],
) -> None:
    """检查整改

    Whether it was put right in time and well enough.
    """
    if verdict == Checked.MISSED and handling.rectify_by and deed.on <= handling.rectify_by:
        deed.refuse("still_time", f"整改期限到{handling.rectify_by}，还没有过。", beside="verdict")
    handling.checked = verdict
    _met(handling, deed, "rectification")


def _met(handling: PractitionerHandling, deed: Doing, does: str) -> None:
    wanted = [bound for bound in remedies(deed.law) if bound.name in handling.wanted]
    opening.meet(handling.docket, _of(wanted, does), on=deed.on, deed=deed.id)
