"""What follows when a standing duty is not kept: whoever answers for the bureau is reminded, as often as it chose; and of
a year that went by without it he says by name why."""

from datetime import date, timedelta
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.models import Office
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.opening import explain
from zhongdu.messages.telling import told
from zhongdu.scope.models import Post
from zhongdu.scope.practices import practice
from zhongdu.scope.roles import Role

NEVER = "never"
REMINDED = practice(
    "bureaus.owed_reminded", "常设义务欠着的，多久提醒一次局负责人（办法没有写）",
    {"15": "每十五天一次", "7": "每七天一次", "30": "每三十天一次", NEVER: "不提醒"},
)  # fmt: skip


def is_time(office: Office, last: date | None, today: date) -> bool:
    """Whether a bureau is to be reminded today, by its own choice, having been so last on a day."""
    every = REMINDED.of(office.bureau)
    return every != NEVER and (last is None or last + timedelta(days=int(every)) <= today)


def heads(office: Office) -> list[int]:
    """Whoever heads the bureau; where nobody does, whoever heads the nearest one above it."""
    return _heads_along(office.bureau.line)


def heads_above(office: Office) -> list[int]:
    """Whoever heads the nearest bureau above where somebody does."""
    return _heads_along(office.bureau.line[:-1])


def _heads_along(line: list[str]) -> list[int]:
    posts = Post.objects.filter(bureau__code__in=line, role=Role.DECIDER, until=None, user__is_active=True)
    found = list(posts.order_by("user_id").values_list("bureau__code", "user_id"))
    nearest = max((line.index(code) for code, _ in found), default=0)
    return [user for code, user in found if code == line[nearest]]


@told("duties.owed_now", to=heads)
@act(on=Office, by=Role.SYSTEM)
def remind_of_owed(office: Office, deed: Doing, *, n: Annotated[int, Says("欠着几项")]) -> None:
    """提醒常设义务

    Whoever heads the bureau is told that so many standing duties are not kept. It stands in the record, where the level
    above reads it too.
    """


def _missed(office: Office, law: Any) -> list[tuple[str, str]]:
    """The standing duties whose day went by without them, and of which nobody has said why."""
    rows = Duty.objects.overdue(clock.today()).filter(docket=office.docket_id, standing=True)
    return [
        (f"{row.concept}={row.due:%F}", f"{row.says}（{row.due:%Y年%-m月%-d日}以前）")
        for row in rows.order_by("due", "id")
    ]


@told("duties.missed_explained", to=heads_above)
@act(
    on=Office, by=Role.DECIDER, exceptional=True,
    provided=lambda office, law: "" if _missed(office, law) else "没有过了期限还没有履行的常设义务。",
    tells="说明以后，这一项不再列在待办里，但一直写明逾期未履行；上级医保局看得到说明。",
)  # fmt: skip
def explain_missed(
    office: Office,
    deed: Doing,
    *,
    duty: Annotated[str, Says("哪一项", options=_missed)],
    why: Annotated[str, Says("为什么没有履行", hint="写具体的原因，不写个人信息", words=True, most=2000)],
    since: Annotated[
        str,
        Says(
            "后来怎样补的", hint="写后来做了什么、什么时候；还没有补的，写打算怎样做", words=True, most=2000
        ),
    ],
) -> None:
    """说明未履行

    Whoever heads the bureau says by name why a standing duty was not done by its day, and what was done later. It was
    missed and stays so; it is no longer asked for.
    """
    concept, _, due = duty.partition("=")
    if bound := deed.law.find(concept):
        deed.cite(bound)
    explain(office.docket, concept, due=date.fromisoformat(due), on=deed.on, deed=deed.id)
