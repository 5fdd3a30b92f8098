"""People are paired with the institutions of a round and sent; whoever declines is replaced; and the round is closed."""

from datetime import date
from typing import Annotated

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.fieldwork.acts import asked_for
from zhongdu.fieldwork.queries import NOT_MADE, TO_DO
from zhongdu.roster.queries import Appointment
from zhongdu.rounds import options
from zhongdu.rounds.models import Going, Round, Stop
from zhongdu.rounds.planning import LAW, OFFICERS, State
from zhongdu.rounds.queries import barred, unsent
from zhongdu.scope.roles import Role

_WORDS = Says("要特别留意的", hint="去的监督员都能看到。", words=True, most=1000)
BATCH = 50  # visits asked for in one deed: so long others wait


@act(
    on=Round,
    moves={State.DRAWN: State.PAIRED, State.PAIRED: State.PAIRED},
    by=OFFICERS,
    under=[*LAW, "work.dispatch"],
)
def pair_supervisors(
    matter: Round,
    deed: Doing,
    *,
    pairs: Annotated[
        dict[str, str], Says("谁去哪家", hint="机构代码，去的人的聘任编号用空格隔开", plain=True, most=80)
    ],
) -> None:
    """安排人员

    Who goes where, as it was computed: every institution has its people, and nobody goes where they must stand back.
    """
    wanted = [(code, number) for code, numbers in pairs.items() for number in numbers.split()]
    stops = {stop.institution.code: stop for stop in matter.stops.select_related("institution__bureau")}
    people = {row.number: row for row in _serving(matter, deed.on)}
    if {code for code, _ in wanted} != stops.keys() or not {number for _, number in wanted} <= people.keys():
        deed.refuse("overtaken", "机构或者人员有了变化，请重新安排。")
    _refuse_barred(matter, wanted, stops, people, deed)
    Going.objects.filter(stop__round=matter).delete()
    Going.objects.bulk_create(
        [Going(stop=stops[code], appointment=people[number]) for code, number in wanted], batch_size=500
    )
    deed.note(people=len({number for _, number in wanted}), visits=len(wanted))


def _serving(matter: Round, on: date) -> list[Appointment]:
    rows = Appointment.objects.select_related("docket", "bureau").filter(
        bureau__code__in=matter.bureau.line,
        state=Appointment.State.SERVING,
        since__lte=on,
        until__gte=matter.due,
    )
    return list(rows)


def _refuse_barred(
    matter: Round,
    pairs: list[tuple[str, str]],
    stops: dict[str, Stop],
    people: dict[str, Appointment],
    deed: Doing,
) -> None:
    going = [people[number] for number in dict.fromkeys(number for _, number in pairs)]
    no = barred(going, [stop.institution for stop in stops.values()], matter, deed.on)
    found = next(((code, number) for code, number in pairs if (number, code) in no), None)
    if found:
        code, number = found
        deed.refuse(
            "recusal",
            f"{people[number].letter_number}不能去{stops[code].institution.name}，请换一位。",
            under=deed.law.find("recusal"),
            beside="into",
        )


@act(on=Round, when=[State.PAIRED], by=OFFICERS, under="work.dispatch")
def replace_supervisor(
    matter: Round,
    deed: Doing,
    *,
    going: Annotated[str, Says("换下谁", options=options.going, people=True)],
    into: Annotated[str, Says("换上谁", options=options.serving, people=True)],
    words: Annotated[str, Says("理由", words=True, most=500)],
) -> None:
    """换人

    Somebody else goes to an institution than was computed, with the reason.
    """
    row = _going(matter, going, deed)
    _put(matter, row, into, deed)


def _going(matter: Round, pk: str, deed: Doing) -> Going:
    found = (
        Going.objects.select_related("stop__institution__bureau", "visit")
        .filter(stop__round=matter, pk=int(pk))
        .first()
    )
    if found is None:
        deed.refuse("overtaken", "这一项刚刚有了变化，请刷新后再办。", beside="going")
    return found


def _put(matter: Round, row: Going, number: str, deed: Doing) -> None:
    people = {each.number: each for each in _serving(matter, deed.on)}
    if number not in people:
        deed.refuse("not_serving", "这位监督员的聘期不到完成期限，请换一位。", beside="into")
    code = row.stop.institution.code
    if row.stop.going.filter(appointment=people[number]).exclude(pk=row.pk).exists():
        deed.refuse("goes_already", "这位已经在去这家的人里。", beside="into")
    _refuse_barred(matter, [(code, number)], {code: row.stop}, people, deed)
    row.appointment, row.visit = people[number], None
    row.save()
    deed.note(institution=code, into=number)


@act(
    on=Round,
    moves={State.PAIRED: State.UNDER_WAY},
    by=OFFICERS,
    under=[*LAW, "work.dispatch"],
    tells=f"派出以后，监督员就能看到自己的任务。超过{BATCH}项的，由系统分批在后台派完。",
)
def begin_round(
    matter: Round,
    deed: Doing,
    *,
    words: Annotated[str, _WORDS] = "",
) -> None:
    """派出

    The people are sent: each gets a visit of their own, the first fifty in this deed.
    """
    _send(matter, deed)


@act(
    on=Round,
    when=[State.UNDER_WAY],
    by=OFFICERS,
    under=[*LAW, "work.dispatch"],
    provided=lambda matter, law: "" if unsent(matter).exists() else "都已经派出了。",
)
def send_more(matter: Round, deed: Doing, *, words: Annotated[str, _WORDS] = "") -> None:
    """接着派出

    The next fifty of a large round are sent.
    """
    _send(matter, deed)


def _send(matter: Round, deed: Doing) -> None:
    rows = list(unsent(matter)[:BATCH])
    for row in rows:
        _ask(matter, row, deed)
    deed.note(sent=len(rows))


def _ask(matter: Round, row: Going, deed: Doing) -> None:
    institution = row.stop.institution
    row.visit = asked_for(
        row.appointment, deed, institution.code, way=matter.way, checklist=matter.checklists[institution.kind], due=matter.due
    )  # fmt: skip
    row.save()


def _nobody_missing(matter: Round, law: object) -> str:
    gaps = Going.objects.filter(stop__round=matter, visit__state__in=NOT_MADE)
    return "" if gaps.exists() else "派出去的都还在进行，没有要另请的。"


@act(on=Round, when=[State.UNDER_WAY], by=OFFICERS, under="work.dispatch", provided=_nobody_missing)
def send_another(
    matter: Round,
    deed: Doing,
    *,
    going: Annotated[str, Says("谁没有去成", options=options.going, people=True)],
    into: Annotated[str, Says("改请谁", options=options.serving, people=True)],
    due: Annotated[date | None, Says("完成期限", hint="不填的，仍是这次巡查的期限")] = None,
    words: Annotated[str, _WORDS] = "",
) -> None:
    """另请一位

    Whoever declined, or was called back, is replaced by somebody else, who gets a visit of their own.
    """
    row = _going(matter, going, deed)
    if row.visit is not None and row.visit.state not in NOT_MADE:
        deed.refuse("still_going", "这一项还在进行，先取消那次巡查再另请。", beside="going")
    if due:
        matter.due = max(matter.due, due)
    _put(matter, row, into, deed)
    _ask(matter, row, deed)


def _open_visits(matter: Round, law: object) -> str:
    going = Going.objects.filter(stop__round=matter)
    waiting = going.filter(visit__state__in=TO_DO).count() + going.filter(visit=None).count()
    return f"还有{waiting}项没有完成，请等完成，或者先取消那几次巡查。" if waiting else ""


@act(
    on=Round,
    moves={State.UNDER_WAY: State.CLOSED},
    by=(*OFFICERS, Role.DECIDER),
    under="visit.organised",
    provided=_open_visits,
    closes=True,
)
def close_round(
    matter: Round,
    deed: Doing,
    *,
    words: Annotated[str, Says("小结", hint="看了什么、发现什么、接着怎么办", words=True, most=5000)],
) -> None:
    """结束

    All visits are made or given up: the round is summed up and closed.
    """
