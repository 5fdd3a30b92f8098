"""A breach of discipline: opened, told to the person, heard, decided by somebody else, on a ground of the measure."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.discipline import evidence, rules
from zhongdu.discipline.models import Breach
from zhongdu.law.governing import Law, governing
from zhongdu.law.pack import Bound
from zhongdu.messages.telling import told
from zhongdu.record.models import Event
from zhongdu.roster.acts import end_after_hearing
from zhongdu.roster.queries import Appointment
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

State, Outcome, Heard = Breach.State, Breach.Outcome, Breach.Heard
INVESTIGATING = [State.OPEN, State.TOLD, State.HEARD]


def _items(subject: Any, law: Law) -> list[tuple[str, str]]:
    return [(bound.name, f"{bound.label}（{bound.address.citation}）") for bound in rules.catalogue(law)]


ITEMS = Says("涉嫌违反哪几项纪律", options=_items)


def law_of(breach: Breach) -> Law:
    """The law of the day of the conduct: substance is judged by that day's text."""
    return governing(breach.bureau, breach.conduct_on)


def breached(bureau: Any, items: Sequence[str], conduct_on: date, deed: Doing) -> None:
    """Refuse what was no breach then, or has not happened yet; cite the rest."""
    if conduct_on > deed.on:
        deed.refuse("not_yet_happened", "行为之日不能晚于今天。", beside="conduct_on")
    if not items:
        deed.refuse("no_item", "请至少选一项。", beside="items")
    then = governing(bureau, conduct_on)
    for item in items:
        bound = then.find(item)
        if bound is None:
            deed.refuse(
                "no_such_item_then",
                f"{conduct_on}施行的《{then.statute.title}》没有这一项纪律。",
                beside="items",
            )
        deed.cite(bound)


def examined(appointment: Appointment, items: Sequence[str], conduct_on: date, deed: Doing) -> dict[str, Any]:
    """The fields of a case that is being opened."""
    return {
        "appointment": appointment, "user_id": appointment.user_id, "items": list(items), "conduct_on": conduct_on,
        "opened_by": deed.by.user_id,
    }  # fmt: skip


@act(
    on=Appointment,
    creates=Breach,
    when=[Appointment.State.SERVING],
    by=Role.DISCIPLINE_OFFICER,
    under="discipline",
    tells="立案以后要告知本人、听取意见，再由局负责人决定。",
)
def open_breach(
    appointment: Appointment,
    deed: Doing,
    *,
    items: Annotated[list[str], ITEMS],
    conduct_on: Annotated[date, Says("行为之日", hint="按这一天施行的办法认定；持续的，填最后一天。")],
    words: Annotated[str, Says("初步核查的事实", words=True, secret="breach_facts", most=10_000)],
    proof: Annotated[list[Upload] | None, Says("证据材料", accept="evidence")] = None,
) -> Breach:
    """违纪立案

    The bureau itself found what may be a breach of discipline.
    """
    breached(appointment.bureau, items, conduct_on, deed)
    made = deed.open(Breach, appointment.bureau, State.OPEN, **examined(appointment, items, conduct_on, deed))
    evidence.keep(deed, made, proof, beside="proof")
    return made


@act(on=Breach, when=INVESTIGATING, by=Role.DISCIPLINE_OFFICER, under="discipline")
def add_finding(
    breach: Breach,
    deed: Doing,
    *,
    words: Annotated[str, Says("核查到的情况", words=True, secret="breach_facts", most=10_000)],
    proof: Annotated[list[Upload] | None, Says("证据材料", accept="evidence")] = None,
) -> None:
    """补充核查情况

    What else was found, with its evidence.
    """
    evidence.keep(deed, breach, proof, beside="proof")


# --- told and heard -------------------------------------------------------------------------------------------


@told("hearing.told")
@act(
    on=Breach,
    moves={State.OPEN: State.TOLD},
    by=Role.DISCIPLINE_OFFICER,
    under="discipline",
    tells="先听本人说，再作决定，是本局的做法。本人会在手机上看到这段话；请不要写明是谁反映的。",
)
def tell_person(
    breach: Breach,
    deed: Doing,
    *,
    words: Annotated[
        str, Says("告知本人的事实和依据", hint="本人会原样看到。不要写投诉人是谁。", words=True, most=5000)
    ],
    answer_by: Annotated[date, Says("陈述意见到哪天", hint="办法没有写天数，由本局定，要留够时间。")],
) -> None:
    """告知本人

    The person concerned learns what is held against them and until when they may answer.
    """
    if answer_by <= deed.on:
        deed.refuse("no_time_to_answer", "要给本人留出时间，最早填明天。", beside="answer_by")
    breach.answer_by = answer_by


@act(
    on=Breach,
    moves={State.TOLD: State.HEARD},
    when=[State.HEARD],
    by=Role.SUPERVISOR,
    under="discipline",
    tells="作决定以前，都可以再补充。",
)
def answer_breach(
    breach: Breach,
    deed: Doing,
    *,
    words: Annotated[str, Says("我的意见", words=True, secret="breach_answer", most=10_000)],
    attached: Annotated[list[Upload] | None, Says("照片、材料", accept="evidence")] = None,
) -> None:
    """陈述意见

    The person says what they have to say, with what supports it.
    """
    breach.heard = Heard.WRITTEN
    evidence.keep(deed, breach, attached, beside="attached")


@act(on=Breach, moves={State.TOLD: State.HEARD}, by=Role.DISCIPLINE_OFFICER, under="discipline")
def record_hearing(
    breach: Breach,
    deed: Doing,
    *,
    heard_on: Annotated[date, Says("哪天听取的")],
    words: Annotated[
        str, Says("本人怎样说", hint="照本人的话记。", words=True, secret="breach_answer", most=10_000)
    ],
) -> None:
    """记下当面听取的意见

    The person spoke to the officer; what they said is written down.
    """
    if heard_on > deed.on:
        deed.refuse("in_the_future", "日期不能晚于今天。", beside="heard_on")
    breach.heard = Heard.IN_PERSON


def _time_is_up(breach: Breach, law: Any) -> str:
    return "" if breach.answer_by and clock.today() > breach.answer_by else "陈述意见的时间还没有到。"


@act(on=Breach, moves={State.TOLD: State.HEARD}, by=Role.SYSTEM, provided=_time_is_up)
def note_silence(breach: Breach, deed: Doing) -> None:
    """到期没有陈述意见

    The day to answer passed without a word; until the decision the person may still speak.
    """
    breach.heard = Heard.SILENT


# --- decided --------------------------------------------------------------------------------------------------


def grounds_of(breach: Breach) -> list[Bound]:
    """The grounds of ending that this breach can be, by the law of its day."""
    return rules.grounds_for(breach.items, law_of(breach))


def _grounds(breach: Any, law: Law) -> list[tuple[str, str]]:
    return [(bound.name, f"{bound.label}（{bound.address.citation}）") for bound in grounds_of(breach)]


@told("hearing.decided")
@act(
    on=Breach,
    moves={State.HEARD: State.DECIDED},
    by=Role.DECIDER,
    at="level.recruiting",
    under=["discipline", "ending"],
    closes=True,
    grave=True,
    tells="决定以后不能更改；终止聘任的，聘书和证件随即失效。批评教育是本局的做法，办法没有写。",
)
def decide_breach(
    breach: Breach,
    deed: Doing,
    *,
    outcome: Annotated[str, Says("结论", options=lambda subject, law: Outcome.choices)],
    ground: Annotated[str, Says("终止事由", hint="终止聘任的才选。", options=_grounds)] = "",
    words: Annotated[str, Says("认定的事实和理由", hint="本人会看到。", words=True, most=10_000)],
    graveness: Annotated[
        str, Says("情节或者后果为什么严重", hint="事由要求情节严重的，必须写明。", words=True, most=2000)
    ] = "",
    transfer: Annotated[bool, Says("涉嫌违反法律法规，移交有关部门")] = False,
) -> None:
    """作出决定

    Somebody who did not investigate decides, after the person was heard; an ending takes effect at once.
    """
    _another_than_who_investigated(breach, deed)
    for item in breach.items:
        deed.cite(law_of(breach).rule(item))
    breach.outcome, breach.decided_on = outcome, deed.on
    if outcome == Outcome.ENDED:
        _end(breach, deed, ground, graveness)
    elif outcome == Outcome.ADMONISHED and (forced := rules.compelling(grounds_of(breach))):
        deed.refuse(
            "must_end",
            "办法规定，违反这项纪律的应当终止聘任，不能只作批评教育。",
            under=forced,
            beside="outcome",
        )
    if transfer:
        _transfer(breach, deed)


def _another_than_who_investigated(breach: Breach, deed: Doing) -> None:
    """Who looked into it does not decide it, as long as the bureau has somebody else to decide."""
    hands = {event.actor["user"] for event in Event.objects.filter(docket=breach.docket_id)}
    decider = deed.by.user_id
    if decider is None or decider not in hands:
        return
    others = Post.objects.filter(bureau=breach.bureau, role=Role.DECIDER, until=None)
    if others.exclude(user_id=decider).exists():
        deed.refuse("one_person_twice", "参加核查的人不能作决定，请由另一位负责人决定。")
    deed.note(alone=True)


def _end(breach: Breach, deed: Doing, chosen: str, graveness: str) -> None:
    grounds = {bound.name: bound for bound in grounds_of(breach)}
    if not grounds:
        deed.refuse("no_ground", "对这几项纪律，办法没有写终止聘任的事由，不能据此终止。", beside="outcome")
    if not chosen and len(grounds) > 1:
        deed.refuse("which_ground", "请选择终止的事由。", beside="ground")
    bound = grounds[chosen or next(iter(grounds))]
    if bound.rule.grave and not graveness.strip():
        deed.refuse(
            "not_shown_to_be_grave", "这一事由要求情节严重或者造成严重后果，请写明为什么严重。", under=bound,
            beside="graveness",
        )  # fmt: skip
    breach.ground = bound.name
    deed.cite(bound)
    if breach.appointment.state == Appointment.State.SERVING:
        deed.then(
            end_after_hearing,
            breach.appointment,
            ground=bound.name,
            conduct_on=breach.conduct_on,
            case=breach.number,
        )


def _transfer(breach: Breach, deed: Doing) -> None:
    if breach.outcome == Outcome.NOT_ESTABLISHED:
        deed.refuse("nothing_to_transfer", "违纪不成立的，没有可移交的。", beside="transfer")
    breach.transferred = True
    if rule := law_of(breach).find("breach.transfer"):
        deed.cite(rule)
