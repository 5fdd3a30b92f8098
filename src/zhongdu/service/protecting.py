"""Retaliation reported: past the bureau the person serves, to a discipline officer above it, and answered."""

from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Q

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.calendar import clock
from zhongdu.messages.telling import told
from zhongdu.roster.queries import Appointment
from zhongdu.scope.models import Bureau, Post
from zhongdu.scope.roles import Role
from zhongdu.service import evidence as attached
from zhongdu.service.models import Retaliation

State = Retaliation.State
WATCH = Role.DISCIPLINE_OFFICER
_LONG = 20_000


@dataclass(frozen=True)
class Route:
    """Where a report goes. ``past``: past the person's own bureau; ``read``: a discipline officer is there today."""

    bureau: Bureau
    past: bool
    read: bool


def route(own: Bureau) -> Route:
    """The nearest bureau above that has a discipline officer; else the one just above; else the bureau itself,
    where nobody stands above it in this installation."""
    above = list(Bureau.objects.filter(code__in=own.line[:-1], until=None).order_by("-path"))
    today = clock.today()
    posts = Post.objects.filter(Q(until=None) | Q(until__gte=today), role=WATCH, since__lte=today)
    watched = set(posts.filter(bureau__in=[own, *above]).values_list("bureau_id", flat=True))
    chosen = next((each for each in above if each.pk in watched), next(iter(above), own))
    return Route(chosen, chosen != own, chosen.pk in watched)


@act(
    on=Appointment,
    creates=Retaliation,
    by=Role.SUPERVISOR,
    under="service.protection",
    opens=[Opens("service.protection", owed_to=lambda made: made.user)],
)
def file_retaliation(
    appointment: Appointment,
    deed: Doing,
    *,
    words: Annotated[
        str,
        Says("发生了什么", hint="谁、什么时候、对您做了什么，您觉得与哪次监督有关。", secret="retaliation_words", words=True, most=_LONG),
    ],
    wanted: Annotated[
        str, Says("您希望怎样保护您", hint="没有想好可以不写。", secret="shelter_words", words=True, most=2000)
    ] = "",
    evidence: Annotated[list[Upload] | None, Says("照片、录音或材料", accept="evidence")] = None,
) -> Retaliation:  # fmt: skip
    """反映打击报复

    It goes past the bureau the person serves, to the discipline officer above; whoever has left may report too.
    """
    goal = route(appointment.bureau)
    made = deed.open(
        Retaliation, goal.bureau, State.FILED, appointment=appointment, user_id=appointment.user_id,
        against=appointment.bureau, filed_on=deed.on,
    )  # fmt: skip
    kept = attached.receive(made.number, list(evidence or ()), deed.by.user_id)
    if kept:
        deed.note(files=[[each.public_id, each.blob.sm3] for each in kept])
    return made


@told("matter.progress")
@act(
    on=Retaliation,
    moves={State.FILED: State.TAKEN_UP},
    by=WATCH,
    under="service.protection",
    tells="受理以后由您办理。请勿向监督员所在的局透露有人反映。",
)
def take_up_retaliation(retaliation: Retaliation, deed: Doing) -> None:
    """受理反映

    A discipline officer takes it in hand, and stands for it by name.
    """
    retaliation.taken_up_by = deed.by.user_id
    _tell(retaliation)


@told("matter.progress")
@act(on=Retaliation, when=[State.TAKEN_UP], by=WATCH, under="service.protection")
def protect(
    retaliation: Retaliation,
    deed: Doing,
    *,
    words: Annotated[
        str,
        Says("采取了什么保护措施", hint="本人会原样看到。", secret="shelter_words", words=True, most=5000),
    ],
) -> None:
    """记下保护措施

    What is done to shelter the person, said while the matter is looked into.
    """
    _tell(retaliation)


@told("matter.progress")
@act(
    on=Retaliation,
    moves={State.TAKEN_UP: State.ANSWERED},
    by=WATCH,
    under="service.protection",
    meets=["service.protection"],
    closes=True,
)
def answer_retaliation(
    retaliation: Retaliation,
    deed: Doing,
    *,
    words: Annotated[
        str,
        Says("给本人的答复", hint="查了什么、结果怎样、怎样处理。本人会原样看到。", secret="shelter_words", words=True, most=_LONG),
    ],
) -> None:  # fmt: skip
    """答复本人

    What was found and what was done about it, said to the one who suffered.
    """
    retaliation.answered_on = deed.on
    _tell(retaliation)


@act(on=Retaliation, when=[State.FILED, State.TAKEN_UP], by=Role.SUPERVISOR, under="service.protection")
def add_to_retaliation(
    retaliation: Retaliation,
    deed: Doing,
    *,
    words: Annotated[str, Says("补充", secret="retaliation_words", words=True, most=_LONG)],
    evidence: Annotated[list[Upload] | None, Says("照片、录音或材料", accept="evidence")] = None,
) -> None:
    """补充情况

    It may go on; what was said before stays as it was said.
    """
    kept = attached.receive(retaliation.number, list(evidence or ()), deed.by.user_id)
    if kept:
        deed.note(files=[[each.public_id, each.blob.sm3] for each in kept])


def _tell(retaliation: Any) -> None:
    """The event this act is about to leave is news to the person."""
    retaliation.told = retaliation.docket.length + 1
