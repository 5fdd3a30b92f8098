"""The proof of service: free, at once, from what is confirmed; and what becomes of it when the record changes."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.messages.telling import told
from zhongdu.record.keeping import random_number
from zhongdu.roster.queries import Appointment, names
from zhongdu.scope.roles import Role
from zhongdu.service.models import OFFICERS, Commendation, Line, Proof, Stint

State = Proof.State


@act(
    on=Appointment,
    creates=Proof,
    by=Role.SUPERVISOR,
    under="service.proof",
    tells="只算医保局已经确认的时长。不收任何费用，马上就有；别人扫证明上的码就能核验。",
)
def request_proof(
    appointment: Appointment,
    deed: Doing,
    *,
    since: Annotated[date, Says("从哪天")],
    until: Annotated[date, Says("到哪天")],
) -> Proof:
    """开服务证明

    Free, on request, from what is confirmed; whoever has left may still ask.
    """
    if until > deed.on:
        deed.refuse("in_the_future", "截止日期不能晚于今天。", beside="until")
    if until < since:
        deed.refuse("ends_before_it_begins", "截止日期不能早于起始日期。", beside="until")
    stints = list(counted(appointment, since, until))
    if not stints:
        deed.refuse(
            "nothing_to_prove", "这段时间还没有医保局确认过的服务。刚记的，请等确认以后再开。", beside="since"
        )
    made = deed.open(
        Proof, appointment.bureau, State.VALID, appointment=appointment, user_id=appointment.user_id,
        verify_code=f"{random_number()}-{random_number()}", since=since, until=until,
        minutes=sum(stint.minutes for stint in stints), issued_on=deed.on, praised_upto=_last_praise(),
    )  # fmt: skip
    Line.objects.bulk_create(Line(proof=made, stint=stint, minutes=stint.minutes) for stint in stints)
    deed.note(minutes=made.minutes, stints=len(stints))
    deed.keep(made, {"name": names([appointment])[appointment.number]})
    return made


def _last_praise() -> int:
    last = Commendation.objects.order_by("-id").values_list("id", flat=True).first()
    return last or 0


def counted(appointment: Appointment, since: date, until: date) -> Any:
    """The confirmed service of the person at this bureau, under whichever of their appointments."""
    return Stint.objects.filter(
        user_id=appointment.user_id,
        bureau_id=appointment.bureau_id,
        state=Stint.State.CONFIRMED,
        on__gte=since,
        on__lte=until,
    ).order_by("on", "id")


@told("service.proof")
@act(on=Proof, moves={State.VALID: State.OUTDATED}, by=Role.SYSTEM, under="service.proof")
def outdate_proof(proof: Proof, deed: Doing) -> None:
    """服务记录有更正，证明已更新

    Something it counted was put right: whoever verifies it is told, and a new one can be had.
    """


@told("service.proof")
@act(
    on=Proof,
    moves={State.VALID: State.WITHDRAWN, State.OUTDATED: State.WITHDRAWN},
    by=(*OFFICERS, Role.DECIDER),
    under="service.proof",
    grave=True,
    tells="扫码核验从现在起显示“已撤回”，监督员能看到原因。",
)
def withdraw_proof(
    proof: Proof, deed: Doing, *, reason: Annotated[str, Says("撤回的原因", words=True, most=500)]
) -> None:
    """撤回证明

    A proof that should not have been given is worth nothing from now on.
    """
