"""A meeting is planned, changed, called; supervisors are asked to it, all or some; or it is called off."""

from datetime import datetime
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing, Opening
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.duties.standing import owed_by
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.meetings.models import OFFICERS, Invitation, Meeting
from zhongdu.messages.telling import tell_many
from zhongdu.record.keeping import random_number
from zhongdu.roster.queries import Appointment, serving
from zhongdu.scope.roles import Role
from zhongdu.voices.queries import Digest

State, Kind = Meeting.State, Meeting.Kind
CONVENERS = (*OFFICERS, Role.DECIDER)
OPEN = (State.PLANNED, State.CALLED)

TITLE = Says("会议名称", hint="如：2026年社会监督员座谈会。", plain=True, most=80)
WHEN = Says("时间")
WHERE = Says("地点", plain=True, most=120)
AGENDA = Says("议程", hint="一行写一项；请到的人都看得到，不写个人信息。", words=True, plain=True, most=2000)


def basis(bureau: Any, law: Law, sort: str) -> Bound | None:
    """The rule a bureau holds such a meeting under; none where it is the bureau's own way."""
    concept = "symposium" if sort == Kind.SYMPOSIUM else "special_meeting"
    return law.find(concept) if owed_by(bureau, law, concept) else None


def kinds(subject: Any, law: Law) -> list[tuple[str, str]]:
    own = "（办法没有写，本局做法）"
    return [
        (kind.value, kind.label + ("" if basis(subject.bureau, law, kind.value) else own)) for kind in Kind
    ]


def _digests(subject: Any, law: Law) -> list[tuple[str, str]]:
    rows = Digest.objects.filter(bureau=subject.bureau).select_related("docket").order_by("-id")[:20]
    return [(each.number, each.title) for each in rows]


DIGEST = Says("会上用的意见汇总", hint="在“意见建议”里编好的；没有就不选。", options=_digests)


def _digest(number: str) -> Digest | None:
    return Digest.objects.filter(docket__number=number).first() if number else None


@act(on=Office, creates=Meeting, by=CONVENERS)
def plan_meeting(
    office: Office,
    deed: Doing,
    *,
    sort: Annotated[str, Says("哪一种会", options=kinds)],
    title: Annotated[str, TITLE],
    starts_at: Annotated[datetime, WHEN],
    where: Annotated[str, WHERE],
    agenda: Annotated[str, AGENDA],
    digest: Annotated[str, DIGEST] = "",
) -> Meeting:
    """筹备一次会议

    When, where and about what; nobody is told before supervisors are asked to it.
    """
    if bound := basis(office.bureau, deed.law, sort):
        deed.cite(bound)
    door = f"{random_number()}-{random_number()}"
    return deed.open(
        Meeting, office.bureau, State.PLANNED, door=door, sort=sort, title=title, starts_at=starts_at, where=where, agenda=agenda,
        digest=_digest(digest),
    )  # fmt: skip


@act(on=Meeting, when=OPEN, by=CONVENERS, tells="已经通知过的，系统会告诉他们有变动。")
def change_meeting(
    meeting: Meeting,
    deed: Doing,
    *,
    title: Annotated[str, TITLE],
    starts_at: Annotated[datetime, WHEN],
    where: Annotated[str, WHERE],
    agenda: Annotated[str, AGENDA],
    digest: Annotated[str, DIGEST] = "",
) -> None:
    """改会议安排

    Another day, another room; whoever was asked already is told.
    """
    meeting.title, meeting.starts_at, meeting.where, meeting.agenda = title, starts_at, where, agenda
    meeting.digest = _digest(digest)
    tell_all(meeting, deed, "meeting.changed")


# --- who is asked ------------------------------------------------------------------------------------------
def unasked(meeting: Meeting) -> Any:
    """Those who serve today and have not been asked."""
    asked = Invitation.objects.filter(meeting=meeting).values("user")
    return serving(meeting.bureau, clock.today()).exclude(user__in=asked)


def _people(meeting: Meeting, law: Law) -> list[tuple[str, str]]:
    return [(each.number, each.letter_number) for each in unasked(meeting)]


def wants_everybody(meeting: Meeting, law: Law) -> bool:
    """Whether the measure writes of a symposium of all: some do, others leave it to the bureau whom to ask."""
    bound = basis(meeting.bureau, law, meeting.sort) if meeting.sort == Kind.SYMPOSIUM else None
    return bound is not None and bound.rule.wants == "everybody"


def _somebody_left(meeting: Meeting, law: Law) -> str:
    return "" if unasked(meeting).exists() else "本局在聘的监督员都通知过了，或者还没有在聘的监督员。"


@act(
    on=Meeting,
    moves={State.PLANNED: State.CALLED, State.CALLED: State.CALLED},
    by=CONVENERS,
    provided=_somebody_left,
    tells="被请到的监督员马上收到会议通知，可以回复能不能来。",
)
def invite_supervisors(
    meeting: Meeting,
    deed: Doing,
    *,
    everybody: Annotated[bool, Says("全体在聘的监督员")] = False,
    who: Annotated[list[str] | None, Says("请哪些人", options=_people, people=True)] = None,
) -> None:
    """通知监督员

    All who serve, or those chosen; each gets an invitation of their own to reply to.
    """
    bound = basis(meeting.bureau, deed.law, meeting.sort)
    if bound:
        deed.cite(bound)
    if wants_everybody(meeting, deed.law) and not everybody:
        deed.refuse("not_everybody", "这样的座谈会要请全体在聘的监督员。", under=bound, beside="everybody")
    rows: Any = unasked(meeting)
    people: list[Appointment] = list(rows if everybody else rows.filter(docket__number__in=who or ()))
    if not people:
        deed.refuse("nobody", "请勾选监督员，或者选全体。", beside="who")
    opened = deed.open_many(
        Invitation, meeting.bureau, Invitation.State.ASKED,
        [Opening({"meeting": meeting, "appointment": each, "user_id": each.user_id}, {}, {}) for each in people],
    )  # fmt: skip
    deed.note(asked=len(opened))
    tell_many(
        "meeting.asked", [(each.user_id, each.docket) for each in opened], meeting.bureau, occasion=deed.id
    )


@act(on=Meeting, moves=dict.fromkeys(OPEN, State.CALLED_OFF), by=CONVENERS, grave=True)
def call_off_meeting(
    meeting: Meeting,
    deed: Doing,
    *,
    reason: Annotated[str, Says("取消的原因", hint="请到的人看得到，不写个人信息。", plain=True, most=300)],
) -> None:
    """取消会议

    It will not take place; whoever was asked is told.
    """
    meeting.why = reason
    tell_all(meeting, deed, "meeting.called_off")


def tell_all(meeting: Meeting, deed: Doing, name: str, **which: Any) -> None:
    rows = meeting.invitations.filter(**which).select_related("docket")
    tell_many(name, [(each.user_id, each.docket) for each in rows], meeting.bureau, occasion=deed.id)
