"""Supervisors are asked to take part, all or some; they say whether they do; who did is noted."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing, Opening
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.law.governing import Law, governing
from zhongdu.messages.telling import tell_many, told
from zhongdu.publicity.models import Activity, Part
from zhongdu.publicity.planning import BY, State
from zhongdu.publicity.rules import SHARED, TASKS
from zhongdu.roster.queries import serving, serving_at_or_above
from zhongdu.scope.roles import Role

Its = Part.State
AHEAD = (Its.ASKED, Its.COMING, Its.DECLINED)


def _within_call(activity: Activity, day: date) -> Any:
    """Those who serve the bureau on a day; where the law has it use a bureau's above together with it, those too."""
    shared = governing(activity.bureau, clock.today()).find(SHARED)
    rows = serving_at_or_above(activity.bureau, day) if shared else serving(activity.bureau, day)
    return rows.select_related("docket", "bureau", "user").order_by("letter_number", "id")


def unasked(activity: Activity) -> Any:
    """Those who serve today and have not been asked."""
    asked = Part.objects.filter(activity=activity).values("user")
    return _within_call(activity, clock.today()).exclude(user__in=asked)


def absent(activity: Activity) -> Any:
    """Those who serve on the day, and today at least, and are not noted as having taken part."""
    there = Part.objects.filter(activity=activity, state=Its.TOOK_PART).values("user")
    return _within_call(activity, min(activity.on, clock.today())).exclude(user__in=there)


def _unasked(activity: Activity, law: Law) -> list[tuple[str, str]]:
    return [(each.number, each.letter_number) for each in unasked(activity)]


def _absent(activity: Activity, law: Law) -> list[tuple[str, str]]:
    return [(each.number, each.letter_number) for each in absent(activity)]


def _somebody_left(activity: Activity, law: Law) -> str:
    return "" if unasked(activity).exists() else "本局在聘的监督员都请过了，或者还没有在聘的监督员。"


@act(
    on=Activity, when=[State.PLANNED], by=BY, under=TASKS, provided=_somebody_left,
    tells="被请的监督员马上在手机上看到安排，可以回复参加不参加。",
)  # fmt: skip
def ask_to_take_part(
    activity: Activity,
    deed: Doing,
    *,
    everybody: Annotated[bool, Says("全体在聘的监督员")] = False,
    who: Annotated[list[str] | None, Says("请哪些人", options=_unasked, people=True)] = None,
) -> None:
    """请监督员参加

    All who serve, or those chosen; each may say whether they take part.
    """
    rows = unasked(activity)
    people = list(rows if everybody else rows.filter(docket__number__in=who or ()))
    if not people:
        deed.refuse("nobody", "请勾选监督员，或者选全体。", beside="who")
    _cite_sharing(activity, deed, people)
    opened = _open(activity, deed, people, Its.ASKED)
    deed.note(asked=len(opened))
    tell_many(
        "publicity.asked", [(each.user_id, each.docket) for each in opened], activity.bureau, occasion=deed.id
    )


def _can_be_noted(activity: Activity, law: Law) -> str:
    if clock.today() < activity.on:
        return "还没有到那一天。"
    return "" if absent(activity).exists() else "那一天在聘的监督员都登记过了，或者没有在聘的监督员。"


@act(
    on=Activity, when=[State.PLANNED, State.DONE], by=BY, under=TASKS, provided=_can_be_noted,
    tells="活动登记开展以后，时长自动记入他们的服务；自己已经报过这一天宣传的，不再记第二次。",
)  # fmt: skip
def note_taking_part(
    activity: Activity,
    deed: Doing,
    *,
    everybody: Annotated[bool, Says("全体在聘的监督员")] = False,
    who: Annotated[list[str] | None, Says("哪些人参加了", options=_absent, people=True)] = None,
) -> None:
    """登记参加的监督员

    Who took part, whether they had been asked or not.
    """
    rows = absent(activity)
    people = list(rows if everybody else rows.filter(docket__number__in=who or ()))
    if not people:
        deed.refuse("nobody", "请勾选参加了的监督员。", beside="who")
    _cite_sharing(activity, deed, people)
    asked = {each.user_id: each for each in activity.parts.select_related("docket", "bureau")}
    for each in people:
        if each.user_id in asked:
            deed.then(take_part, asked[each.user_id])
    _open(activity, deed, [each for each in people if each.user_id not in asked], Its.TOOK_PART)
    deed.note(took_part=len(people))


def _cite_sharing(activity: Activity, deed: Doing, people: list[Any]) -> None:
    """Whoever serves a bureau above is asked under the clause that has them used together."""
    if any(each.bureau_id != activity.bureau_id for each in people):
        deed.cite(deed.law.rule(SHARED))


def _open(activity: Activity, deed: Doing, people: list[Any], state: str) -> list[Part]:
    many = [
        Opening({"activity": activity, "appointment": each, "user_id": each.user_id}, {}, {})
        for each in people
    ]
    return deed.open_many(Part, activity.bureau, state, many)


@act(on=Part, moves=dict.fromkeys((*AHEAD, Its.STRUCK), Its.TOOK_PART), by=Role.SYSTEM, under=TASKS)
def take_part(part: Part, deed: Doing) -> None:
    """登记参加了

    Follows from the list an officer noted.
    """


def _still_ahead(part: Part, law: Law) -> str:
    activity = part.activity
    return "" if activity.state == State.PLANNED else f"这次宣传{activity.get_state_display()}。"


@act(
    on=Part, moves={Its.ASKED: Its.COMING, Its.DECLINED: Its.COMING}, by=Role.SUPERVISOR, under=TASKS,
    provided=_still_ahead,
)  # fmt: skip
def join_publicity(part: Part, deed: Doing) -> None:
    """我参加

    The supervisor takes part.
    """


@act(
    on=Part, moves={Its.ASKED: Its.DECLINED, Its.COMING: Its.DECLINED}, by=Role.SUPERVISOR, provided=_still_ahead,
    tells="来不了没有关系，医保局另外安排。",
)  # fmt: skip
def decline_publicity(
    part: Part,
    deed: Doing,
    *,
    reason: Annotated[str, Says("来不了的原因", hint="可以不写。", words=True, most=300)] = "",
) -> None:
    """这次不参加

    The supervisor cannot; a reason may be given.
    """


@told("publicity.struck")
@act(
    on=Part, moves={Its.TOOK_PART: Its.STRUCK}, by=BY, grave=True,
    tells="因这次宣传自动记的服务时长会一起撤销；监督员会收到消息。",
)  # fmt: skip
def strike_taking_part(
    part: Part,
    deed: Doing,
    *,
    reason: Annotated[str, Says("原因", hint="监督员能看到。", words=True, most=300)],
) -> None:
    """撤下参加登记

    Somebody was noted who did not take part; hours that were counted for it are struck with it.
    """
