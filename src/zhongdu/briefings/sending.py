"""A briefing is sent, to all or some; those who have not opened it are reminded; or it is taken back."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.briefings.models import WRITERS, Briefing, Copy
from zhongdu.briefings.writing import basis
from zhongdu.calendar import clock
from zhongdu.duties.opening import meet
from zhongdu.law.governing import Law
from zhongdu.messages.telling import tell_many
from zhongdu.roster.queries import serving

State = Briefing.State


def unsent(briefing: Briefing) -> Any:
    """Those who serve today and have no copy."""
    there = Copy.objects.filter(briefing=briefing).values("user")
    return serving(briefing.bureau, clock.today()).exclude(user__in=there)


def _people(briefing: Briefing, law: Law) -> list[tuple[str, str]]:
    return [(each.number, each.letter_number) for each in unsent(briefing)]


def _ready(briefing: Briefing, law: Law) -> str:
    if briefing.is_bulletin and not briefing.figures.get("funds"):
        return "通报还没有数字，请先从基金账取数，或者手工填写。"
    return "" if unsent(briefing).exists() else "本局在聘的监督员都有了，或者还没有在聘的监督员。"


@act(
    on=Briefing, moves={State.DRAFT: State.SENT, State.SENT: State.SENT}, by=WRITERS, provided=_ready,
    tells="发出以后内容不再改；收到的人看没看过，这里看得到。",
)  # fmt: skip
def send_briefing(
    briefing: Briefing,
    deed: Doing,
    *,
    everybody: Annotated[bool, Says("全体在聘的监督员")] = False,
    who: Annotated[list[str] | None, Says("发给哪些人", options=_people, people=True)] = None,
) -> None:
    """发送

    To all who serve or those chosen; later to others too.
    """
    rows = unsent(briefing)
    people = list(rows if everybody else rows.filter(docket__number__in=who or ()))
    if not people:
        deed.refuse("nobody", "请勾选监督员，或者选全体。", beside="who")
    if bound := basis(briefing.bureau, deed.law, briefing.sort):
        deed.cite(bound)
    if briefing.is_bulletin and (task := deed.law.find("task.hear_bulletin")):
        deed.cite(task)
    briefing.sent_on = briefing.sent_on or deed.on
    Copy.objects.bulk_create(
        [Copy(briefing=briefing, appointment=each, user_id=each.user_id) for each in people], batch_size=500
    )
    meet(briefing.docket, "briefing", on=deed.on, deed=deed.id)
    deed.note(sent=len(people))
    _tell(briefing, "briefing.sent", deed.id, [each.user_id for each in people])


def unread(briefing: Briefing) -> list[int]:
    """Whoever has not opened their copy."""
    return list(briefing.copies.filter(opened=None).order_by("id").values_list("user_id", flat=True))


@act(
    on=Briefing, when=[State.SENT], by=WRITERS,
    provided=lambda briefing, law: "" if unread(briefing) else "收到的人都看过了。",
)  # fmt: skip
def remind_unread(briefing: Briefing, deed: Doing) -> None:
    """提醒还没有看的人

    Those who have not opened it are told once more.
    """
    people = unread(briefing)
    deed.note(reminded=len(people))
    _tell(briefing, "briefing.unread", deed.id, people)


@act(
    on=Briefing,
    moves={State.SENT: State.WITHDRAWN},
    by=WRITERS,
    grave=True,
    tells="收到的人看不到内容了，只看到撤回的原因。",
)
def withdraw_briefing(
    briefing: Briefing,
    deed: Doing,
    *,
    reason: Annotated[str, Says("撤回的原因", hint="收到的人看得到。", plain=True, most=300)],
) -> None:  # fmt: skip
    """撤回

    Something in it is wrong: it is no longer shown, and why is.
    """
    briefing.why = reason
    everybody = list(briefing.copies.order_by("id").values_list("user_id", flat=True))
    _tell(briefing, "briefing.withdrawn", deed.id, everybody)


@act(on=Briefing, moves={State.DRAFT: State.WITHDRAWN}, by=WRITERS, closes=True)
def drop_briefing(
    briefing: Briefing, deed: Doing, *, reason: Annotated[str, Says("原因", plain=True, most=300)]
) -> None:
    """不发了

    A draft that is not to be sent.
    """
    briefing.why = reason


def _tell(briefing: Briefing, name: str, occasion: str, people: list[int]) -> None:
    tell_many(name, [(user, briefing.docket) for user in people], briefing.bureau, occasion=occasion)
