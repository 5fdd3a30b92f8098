"""What is said at a meeting, that it was held, and its minutes: told to all who were asked, the absent too."""

from typing import Annotated

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.law.governing import Law
from zhongdu.meetings.models import OFFICERS, Invitation, Meeting, View
from zhongdu.meetings.planning import CONVENERS, basis, tell_all, unasked, wants_everybody
from zhongdu.scope.roles import Role
from zhongdu.voices.acts import ANSWERED, GIST, findable, register, themes_in_use
from zhongdu.voices.queries import Opinion

State = Meeting.State
A_DAY = 24 * 60
_VOICES = ("suggestion.hearing", "suggestion.gathering")


def _speakers(meeting: Meeting, law: Law) -> list[tuple[str, str]]:
    rows = meeting.invitations.filter(state=Invitation.State.ATTENDED).select_related("docket", "user")
    return [(each.number, each.user.get_full_name()) for each in rows.order_by("id")]


def day_has_come(meeting: Meeting) -> str:
    return "" if clock.today() >= clock.day_of(meeting.starts_at) else "还没有到开会那一天。"


@findable
@act(
    on=Meeting, creates=Opinion, when=[State.CALLED, State.HELD, State.MINUTED], by=OFFICERS, under=_VOICES,
    opens=ANSWERED, provided=lambda meeting, law: day_has_come(meeting),
    tells="记下的意见按“意见建议”办理、答复，直到有结果；提意见的人在手机上看得到。",
)  # fmt: skip
def record_view(
    meeting: Meeting,
    deed: Doing,
    *,
    speaker: Annotated[str, Says("谁说的", hint="已经签到的监督员；不记名的不选。", options=_speakers, people=True)] = "",
    words: Annotated[str, Says("说了什么", hint="照他自己的话写。", words=True, secret="opinion", most=10_000)],
    gist: Annotated[str, GIST],
    about: Annotated[list[str] | None, Says("说的是哪一类", hint="可以多选。", options=themes_in_use)] = None,
) -> Opinion:  # fmt: skip
    """记一条意见

    A view brought at a meeting is an opinion like any other: somebody answers it, and its outcome is seen to.
    """
    said_on = clock.day_of(meeting.starts_at)
    by = Invitation.objects.select_related("user").filter(docket__number=speaker).first() if speaker else None
    name = by.user.get_full_name() if by else ""
    if name and name in gist:
        deed.refuse("names_somebody", "摘要里写了提意见的人的姓名，请去掉。", beside="gist")
    made = register(
        deed, meeting.bureau, about=about, speaker=Opinion.Speaker.SUPERVISOR if by else Opinion.Speaker.ON_PAPER,
        source=Opinion.Source.MEETING, user_id=by.user_id if by else None, entered_by_id=deed.by.user_id,
        filed_on=said_on, summed=True,
    )  # fmt: skip
    View.objects.create(meeting=meeting, opinion=made)
    return made


def _may_have_been_held(meeting: Meeting, law: Law) -> str:
    if ahead := day_has_come(meeting):
        return ahead
    if not meeting.invitations.filter(state=Invitation.State.ATTENDED).exists():
        return "还没有人签到。"
    if wants_everybody(meeting, law) and unasked(meeting).exists():
        return "还有在聘的监督员没有通知到，全体座谈会要先通知他们。"
    return ""


@act(
    on=Meeting, moves={State.CALLED: State.HELD}, by=CONVENERS, provided=_may_have_been_held,
    tells="登记以后不能再签到；到会的人，这段时间自动记入服务时长。",
)  # fmt: skip
def hold_meeting(
    meeting: Meeting, deed: Doing, *, minutes: Annotated[int, Says("开了多长时间（分钟）", hint="如：120。")]
) -> None:
    """登记会已召开

    It took place: who signed in was there, everybody else was not; what the measure owes is met by it.
    """
    if not 1 <= minutes <= A_DAY:
        deed.refuse("no_such_time", "时长在1分钟到24小时之间。", beside="minutes")
    if bound := basis(meeting.bureau, deed.law, meeting.sort):
        deed.cite(bound)
    meeting.held_on, meeting.minutes = clock.day_of(meeting.starts_at), minutes
    deed.note(attended=meeting.invitations.filter(state=Invitation.State.ATTENDED).count())


# --- minutes -----------------------------------------------------------------------------------------------
def minutes_of(meeting: Meeting) -> str:
    return str(vault.read(meeting.number, "meeting_minutes").get("meeting_minutes", ""))


@act(on=Meeting, when=[State.HELD], by=OFFICERS)
def write_minutes(
    meeting: Meeting,
    deed: Doing,
    *,
    words: Annotated[str, Says("纪要", hint="议定了什么、谁去办、什么时候办完。请到的人都会看到。", words=True, secret="meeting_minutes", most=20_000)],
) -> None:  # fmt: skip
    """写纪要

    What was discussed and resolved; written anew until it is issued.
    """


@act(
    on=Meeting, moves={State.HELD: State.MINUTED}, by=(Role.LIAISON, Role.DECIDER),
    provided=lambda meeting, law: "" if minutes_of(meeting) else "还没有写纪要。",
    tells="请到的人都会收到：参加了的，没有参加的也有一份。",
)  # fmt: skip
def issue_minutes(meeting: Meeting, deed: Doing) -> None:
    """印发纪要

    Told to whoever was asked: those who were there, and those who were not.
    """
    if bound := basis(meeting.bureau, deed.law, meeting.sort):
        deed.cite(bound)
    meeting.minuted_on = deed.on
    deed.keep(meeting, {"meeting_views": list(gists_of(meeting).values())})
    attended = Invitation.State.ATTENDED
    tell_all(meeting, deed, "meeting.minutes", state=attended)
    absent = [state for state in Invitation.State if state != attended]
    tell_all(meeting, deed, "meeting.missed", state__in=absent)


@act(on=Meeting, moves={State.MINUTED: State.HELD}, by=(Role.LIAISON, Role.DECIDER), grave=True)
def take_back_minutes(
    meeting: Meeting, deed: Doing, *, reason: Annotated[str, Says("原因", words=True, most=300)]
) -> None:
    """收回纪要重写

    Something in it is wrong: it is written and issued anew.
    """
    meeting.minuted_on = None


def gists_of(meeting: Meeting) -> dict[str, str]:
    """The views brought there in an officer's words, by the number of the opinion each is."""
    numbers = list(meeting.views.values_list("opinion__docket__number", flat=True))
    kept = vault.read_many(numbers, ["opinion_gist"]) if numbers else {}
    return {number: str(kept[number].get("opinion_gist", "")) for number in numbers}
