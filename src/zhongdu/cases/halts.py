"""What a decision that suspends services touches, and from which day to which. Asked by whoever settles.

The article suspends the departments that are responsible. Which agreements that comes to no text says, so the officer
who decides says it by name; and from which day, where the article is silent too.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from zhongdu.calendar import Period, Unit, reckon
from zhongdu.cases.choices import law_of_conduct
from zhongdu.cases.models import Decision
from zhongdu.institutions.queries import Sort
from zhongdu.law.shelves import schedule

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Halt:
    """A suspension in force: the sorts of agreement it touches, none where it touches none; both days included."""

    sorts: tuple[str, ...]
    since: date
    until: date
    clause: str


def last_day(since: date, months: int) -> date:
    """The last of so many months of which ``since`` is the first day: never a day more than was decided."""
    same = reckon(Period(months, Unit.MONTHS, rolls=False), since, schedule()).last
    return same - _DAY if same.day == since.day else same


def suspends(decision: Decision) -> bool:
    """Whether it suspends an institution's services; a person's own settlement is not the institution's."""
    return bool(decision.proposal.months and decision.case.institution_id)


def halt_of(decision: Decision) -> Halt | None:
    """The suspension a decision lays, while the decision stands; none before it was served and its scope was named."""
    if not suspends(decision) or decision.halt_named_on is None or decision.state != Decision.State.SERVED:
        return None
    article = law_of_conduct(decision.case).rule(decision.proposal.sanction)
    since = begins(decision)
    assert since is not None  # it was served
    return Halt(
        tuple(decision.halted), since, last_day(since, decision.proposal.months), str(article.address)
    )


def begins(decision: Decision) -> date | None:
    """The day that was named, but none before it was served: until then a decision binds nobody."""
    if decision.served_on is None:
        return decision.halted_from
    return max(decision.served_on, decision.halted_from or decision.served_on)


def said_of(decision: Decision) -> list[tuple[str, str]]:
    """How the decision, its page and its paper say what is suspended: (label, words)."""
    if not suspends(decision) or decision.halt_named_on is None:
        return []
    touched = "、".join(Sort(each).label for each in decision.halted)
    return [
        ("暂停的责任部门", decision.halted_departments),
        ("暂停的起止", _days(decision)),
        ("暂停期间不予结算的协议", touched or "没有涉及整份协议的"),
    ]


def _days(decision: Decision) -> str:
    since = begins(decision)
    if since is None:
        return f"自送达之日起{decision.proposal.months}个月"
    until = last_day(since, decision.proposal.months)
    return f"自{_spoken(since)}起至{_spoken(until)}止（含当日）"


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
