"""What follows when a standing duty is not kept: whoever answers for the bureau is reminded, as often as it chose."""

from datetime import date, timedelta
from typing import Annotated

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.models import Office
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
    line = office.bureau.line
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
