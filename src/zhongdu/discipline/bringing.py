"""What supervisors bring before the bureau: that somebody stood in their way, that they would speak in public."""

from datetime import date, datetime
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.discipline import evidence
from zhongdu.discipline.models import MediaRequest, Obstruction
from zhongdu.fieldwork.queries import Visit
from zhongdu.institutions.queries import named
from zhongdu.messages.telling import told
from zhongdu.roster.queries import Appointment
from zhongdu.scope.roles import Role

SERVING = [Appointment.State.SERVING]
HANDLERS = (Role.CASE_OFFICER, Role.LIAISON)
APPROVERS = (Role.LIAISON, Role.DECIDER)
_CHOOSABLE = 20  # visits offered to choose from


# --- obstruction ----------------------------------------------------------------------------------------------


def _own_visits(appointment: Appointment, law: Any) -> list[tuple[str, str]]:
    """The visits it can have happened on: the newest of this term."""
    own = Visit.objects.filter(appointment=appointment).exclude(state=Visit.State.CANCELLED)
    rows = own.select_related("docket", "institution").order_by("-id")[:_CHOOSABLE]
    return [(visit.number, f"{visit.institution.name}（{visit.get_state_display()}）") for visit in rows]


@act(on=Appointment, creates=Obstruction, when=SERVING, by=Role.SUPERVISOR, under="cooperation")
def log_obstruction(
    appointment: Appointment,
    deed: Doing,
    *,
    visit: Annotated[str, Says("哪次巡查", hint="不是巡查时发生的，就空着。", options=_own_visits)] = "",
    institution: Annotated[
        str, Says("哪一家", hint="选了巡查就不用写；名称或医保机构代码。", plain=True, most=120)
    ] = "",
    happened_at: Annotated[datetime, Says("什么时间")],
    words: Annotated[
        str, Says("发生了什么", hint="谁、怎么说、怎么做的。", words=True, secret="obstruction", most=5000)
    ],
    proof: Annotated[list[Upload] | None, Says("照片、录音或材料", accept="evidence")] = None,
) -> Obstruction:
    """登记遇阻、不配合

    An institution stood in the way of a supervisor's work; the bureau deals with it.
    """
    moment = happened_at if happened_at.tzinfo else happened_at.replace(tzinfo=clock.CHINA)
    if moment > clock.now():
        deed.refuse("in_the_future", "时间不能晚于现在。", beside="happened_at")
    seen_at = Visit.objects.select_related("bureau", "institution").filter(docket__number=visit).first()
    found = [seen_at.institution] if seen_at else named(appointment.bureau, institution)
    if len(found) != 1:
        deed.refuse(
            "which_institution", "没有找到这一家，或者不止一家，请写全名或代码。", beside="institution"
        )
    made = deed.open(
        Obstruction, seen_at.bureau if seen_at else appointment.bureau, Obstruction.State.LOGGED,
        appointment=appointment, user_id=appointment.user_id, institution=found[0], visit=seen_at, happened_at=moment,
    )  # fmt: skip
    evidence.keep(deed, made, proof, beside="proof")
    return made


@told("matter.progress")
@act(
    on=Obstruction,
    moves={Obstruction.State.LOGGED: Obstruction.State.TAKEN_UP},
    by=HANDLERS,
    under="cooperation",
)
def take_up_obstruction(obstruction: Obstruction, deed: Doing) -> None:
    """受理遇阻登记

    An officer takes the matter in hand.
    """


@told("matter.progress")
@act(
    on=Obstruction,
    moves={Obstruction.State.TAKEN_UP: Obstruction.State.SETTLED},
    by=HANDLERS,
    under="cooperation",
)
def settle_obstruction(
    obstruction: Obstruction,
    deed: Doing,
    *,
    words: Annotated[
        str,
        Says("怎样处理的", hint="监督员会原样看到这段话，请用平实的话写。", words=True, most=5000),
    ],
) -> None:
    """反馈处理结果

    What was done about it, said to the supervisor who met it.
    """


# --- speaking in public ---------------------------------------------------------------------------------------


@act(
    on=Appointment,
    creates=MediaRequest,
    when=SERVING,
    by=Role.SUPERVISOR,
    under="media.approval",
    where="media.approval",
    tells="医保局同意以前，请不要接受采访或者对外发布。",
)
def ask_to_publish(
    appointment: Appointment,
    deed: Doing,
    *,
    way: Annotated[str, Says("怎样公开", options=lambda subject, law: MediaRequest.Way.choices)],
    outlet: Annotated[str, Says("哪家媒体、哪个平台", secret="outlet", most=120)],
    planned_on: Annotated[date, Says("打算哪天")],
    words: Annotated[
        str,
        Says("要说什么、发什么", hint="写得越具体，越好答复。", words=True, secret="publication", most=5000),
    ],
    attached: Annotated[list[Upload] | None, Says("稿子或图片", accept="evidence")] = None,
) -> MediaRequest:
    """申请接受采访、对外发布

    Where a measure forbids publishing without consent, a supervisor asks first.
    """
    if planned_on < deed.on:
        deed.refuse("in_the_past", "日期不能早于今天。", beside="planned_on")
    made = deed.open(
        MediaRequest, appointment.bureau, MediaRequest.State.ASKED, appointment=appointment,
        user_id=appointment.user_id, way=way, planned_on=planned_on,
    )  # fmt: skip
    evidence.keep(deed, made, attached, beside="attached")
    return made


@told("request.answered")
@act(
    on=MediaRequest,
    moves={MediaRequest.State.ASKED: MediaRequest.State.APPROVED},
    by=APPROVERS,
    under="media.approval",
)
def approve_publishing(
    request: MediaRequest,
    deed: Doing,
    *,
    words: Annotated[str, Says("同意的范围和条件", hint="监督员会看到。", words=True, most=2000)] = "",
) -> None:
    """同意

    The bureau consents, within the conditions it writes.
    """


@told("request.answered")
@act(
    on=MediaRequest,
    moves={MediaRequest.State.ASKED: MediaRequest.State.DECLINED},
    by=APPROVERS,
    under="media.approval",
)
def decline_publishing(
    request: MediaRequest,
    deed: Doing,
    *,
    words: Annotated[str, Says("不同意的理由", hint="监督员会看到。", words=True, most=2000)],
) -> None:
    """不同意

    The bureau does not consent, and says why.
    """


@act(
    on=MediaRequest,
    moves={MediaRequest.State.ASKED: MediaRequest.State.WITHDRAWN},
    by=Role.SUPERVISOR,
)
def withdraw_request(request: MediaRequest, deed: Doing) -> None:
    """撤回申请

    It will not be said or posted after all.
    """
