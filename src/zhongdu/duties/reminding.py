"""What a supervisor owes by name is brought to mind: before its last day and after it, as often as the bureau chose.

A kind of matter whose room does so itself (``Matter.reminds``), as visits do, is left to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import groupby

from django.db.models import Max

from zhongdu.acts.withholding import kinds, not_withheld
from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.duties.models import OPEN, Duty
from zhongdu.messages.models import Message
from zhongdu.scope.actor import Actor, officer
from zhongdu.scope.practices import Choosable, practice
from zhongdu.scope.roles import Role

OFF = "off"
AHEAD = practice(
    "duties.own_ahead", "监督员自己应当办的事，到期前几天提醒（办法没有写）",
    {"3": "提前三天", "7": "提前七天", "1": "提前一天", OFF: "不提前提醒"},
)  # fmt: skip
LATE = practice(
    "duties.own_late", "监督员自己应当办的事过了期限，多久再提醒一次（办法没有写）",
    {"7": "每七天一次", "3": "每三天一次", "15": "每十五天一次", OFF: "不再提醒"},
)  # fmt: skip
SOON_WORDS, LATE_WORDS = "duties.own_soon", "duties.own_late"
_FARTHEST = timedelta(days=max(int(days) for days in AHEAD.options if days != OFF))


@dataclass
class Chosen:
    """What each bureau chose, asked once a bureau however many its supervisors."""

    known: dict[tuple[str, int], str] = field(default_factory=dict)

    def of(self, choosable: Choosable, duty: Duty) -> timedelta | None:
        """The days a bureau chose; None where it is not to remind."""
        key = choosable.name, duty.bureau_id
        if key not in self.known:
            self.known[key] = choosable.of(duty.bureau)
        return None if self.known[key] == OFF else timedelta(days=int(self.known[key]))

    def is_near(self, duty: Duty, today: date) -> bool:
        """Whether its last day is as near as the bureau reminds of; what is over is not near."""
        ahead = self.of(AHEAD, duty)
        return bool(duty.due and ahead is not None and today <= duty.due <= today + ahead)

    def words(self, duty: Duty, told: dict[str, date], today: date) -> str:
        """What its holder is to be told of it today, having been told so last on some days; "" for nothing."""
        if today in told.values() or duty.due is None:
            return ""
        if self.is_near(duty, today):
            begins = duty.due - (self.of(AHEAD, duty) or timedelta())
            return SOON_WORDS if told.get(SOON_WORDS, date.min) < begins else ""
        every, last = self.of(LATE, duty), told.get(LATE_WORDS, date.min)
        is_over = duty.due < today and every is not None
        return LATE_WORDS if is_over and (last <= duty.due or last + (every or timedelta()) <= today) else ""


def of_people(today: date) -> Iterator[tuple[int, str, Duty]]:
    """Who is to be told what today, and of which duty; of each docket once."""
    near = Duty.objects.open().filter(person__is_active=True, due__lte=today + _FARTHEST)
    rows = near.exclude(kind__in=_reminded_elsewhere()).select_related("docket", "bureau", "person")
    chosen = Chosen()
    for person, own in groupby(rows.order_by("person", "due", "id"), key=lambda row: row.person_id):
        assert person is not None, "rows of nobody have no account that is active"
        known = _known_to(list(own), today)
        told = _told(person, known)
        for docket, together in groupby(
            sorted(known, key=lambda row: row.docket_id), key=lambda row: row.docket_id
        ):
            found = [
                (words, row) for row in together if (words := chosen.words(row, told.get(docket, {}), today))
            ]
            for words, row in sorted(found, key=lambda each: each[0] != LATE_WORDS)[:1]:
                yield person, words, row


def pressing(actor: Actor, today: date) -> list[board.Row]:
    """What a supervisor owes by name beside the visits: what is near its last day, and what is past it."""
    chosen = Chosen()
    rows = board.visible(actor).filter(OPEN, person_id=actor.user_id, due__lte=today + _FARTHEST)
    own = rows.exclude(kind__in=_reminded_elsewhere()).order_by("due", "id")
    near = [row for row in own if (row.due and row.due < today) or chosen.is_near(row, today)]
    return list(board.read(near, actor, today, "phone"))


def _known_to(own: list[Duty], today: date) -> list[Duty]:
    """Of what one person owes, that which no matter withheld from them brought about: a supervisor may hold a post too."""
    assert own[0].person is not None
    actor = replace(officer(own[0].person, today), roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))
    seen = not_withheld(Duty.objects.filter(pk__in=[row.pk for row in own]), actor, kind="kind")
    known = set(seen.values_list("pk", flat=True))
    return [row for row in own if row.pk in known]


def _told(person: int, rows: Iterable[Duty]) -> dict[int, dict[str, date]]:
    """When this person was last told so of each docket."""
    about = Message.objects.filter(
        user=person, docket__in={row.docket_id for row in rows}, kind__in=(SOON_WORDS, LATE_WORDS)
    )
    found: dict[int, dict[str, date]] = {}
    for docket, kind, at in about.order_by().values_list("docket", "kind").annotate(last=Max("at")):
        found.setdefault(docket, {})[kind] = clock.day_of(at)
    return found


@cache
def _reminded_elsewhere() -> tuple[str, ...]:
    return tuple(kind.kind() for kind in kinds() if kind.reminds)
