"""Institutions complain of a supervisor: anybody may, by receipt code; the discipline officer looks into it."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.discipline import evidence
from zhongdu.discipline.hearing import ITEMS, breached, examined
from zhongdu.discipline.models import Breach, Complaint
from zhongdu.messages.telling import holder, told
from zhongdu.roster.queries import Appointment
from zhongdu.scope.roles import Role

State = Complaint.State


@act(on=Office, creates=Complaint, by=Role.ANYONE, under="discipline.watched_by")
def complain(
    office: Office,
    deed: Doing,
    *,
    receipt: Annotated[str, Says("回执", plain=True, most=64)],
    whom: Annotated[
        str,
        Says(
            "投诉哪位监督员",
            hint="姓名、聘书或证件上的编号；不知道的，写什么样子、哪天来的。",
            secret="complained_of",
            most=200,
        ),
    ],
    words: Annotated[
        str,
        Says("发生了什么", hint="什么时间、做了什么。", words=True, secret="complaint_words", most=10_000),
    ],
    unit: Annotated[
        str,
        Says("您的单位", hint="可以不写。写了加密保存，被投诉的人看不到。", secret="complainant", most=120),
    ] = "",
    contact: Annotated[
        str, Says("怎样联系您", hint="可以不写。需要核实时用。", secret="complainant_contact", most=120)
    ] = "",
    proof: Annotated[list[Upload] | None, Says("照片、录音或材料", accept="evidence")] = None,
) -> Complaint:
    """投诉社会监督员

    An institution tells of a supervisor's conduct. Where a measure has institutions watch it, that is their right;
    elsewhere the platform offers the same.
    """
    made = deed.open(Complaint, office.bureau, State.FILED, receipt=receipt, filed_on=deed.on)
    evidence.keep(deed, made, proof, beside="proof")
    return made


@told("matter.public", to=holder)
@act(
    on=Complaint,
    moves={State.FILED: State.EXAMINED},
    by=Role.DISCIPLINE_OFFICER,
    under="discipline.watched_by",
    tells="请不要告诉被投诉的人和不办这件事的人。",
)
def examine_complaint(complaint: Complaint, deed: Doing) -> None:
    """开始核查

    The discipline officer takes the complaint in hand.
    """


@told("matter.public", to=holder)
@act(
    on=Complaint,
    moves={State.EXAMINED: State.ANSWERED},
    by=Role.DISCIPLINE_OFFICER,
    under="discipline.watched_by",
)
def answer_complaint(
    complaint: Complaint,
    deed: Doing,
    *,
    words: Annotated[str, Says("给投诉人的答复", hint="投诉人会原样看到。", words=True, most=5000)],
) -> None:
    """答复投诉

    Looked into and no case: whoever complained is told why.
    """


@told("matter.public", to=holder)
@act(
    on=Complaint,
    creates=Breach,
    moves={State.EXAMINED: State.CASE},
    by=Role.DISCIPLINE_OFFICER,
    under=["discipline.watched_by", "discipline"],
    tells="立案以后要告知本人、听取意见，再由局负责人决定。投诉人是谁，本人看不到。",
)
def open_case(
    complaint: Complaint,
    deed: Doing,
    *,
    letter: Annotated[str, Says("监督员的聘书编号或证件编号", plain=True, most=40)],
    items: Annotated[list[str], ITEMS],
    conduct_on: Annotated[date, Says("行为之日", hint="按这一天施行的办法认定；持续的，填最后一天。")],
    words: Annotated[str, Says("初步核查的事实", words=True, secret="breach_facts", most=10_000)],
) -> Breach:
    """立案处理

    The complaint holds enough to open a case against the supervisor it names.
    """
    found = _holder(letter, complaint.bureau)
    if found is None:
        deed.refuse("no_such_letter", "本局没有这个编号的在聘监督员，请核对。", beside="letter")
    breached(found.bureau, items, conduct_on, deed)
    fields = examined(found, items, conduct_on, deed)
    return deed.open(Breach, found.bureau, Breach.State.OPEN, complaint=complaint, **fields)


@told("matter.public", to=holder)
@act(on=Complaint, by=Role.DISCIPLINE_OFFICER)
def unmask(
    complaint: Complaint,
    deed: Doing,
    *,
    field: Annotated[str, Says("查看什么", options=lambda subject, law: [("complainant", "投诉人是谁")])],
    reason: Annotated[str, Says("为什么需要看", hint="留在记录里。", words=True, most=500)],
) -> None:
    """查看投诉人

    Who complained is sealed; opening it is recorded and lasts a quarter of an hour.
    """


def _holder(number: str, bureau: Any) -> Any:
    serving = Appointment.objects.filter(bureau=bureau, state=Appointment.State.SERVING)
    by_letter, by_badge = serving.filter(letter_number=number), serving.filter(badge_number=number)
    return by_letter.first() or by_badge.first()
