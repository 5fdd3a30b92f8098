"""What other rooms and pages ask of opinions, letters and digests. Every list is one that its reader may see."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncMonth
from django.urls import reverse

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.kit import receipts
from zhongdu.leads.queries import receipt_token
from zhongdu.scope.actor import Actor
from zhongdu.voices.models import Digest, ForwardedLetter, Opinion, Tag, Voice

__all__ = [
    "Digest", "ForwardedLetter", "Opinion", "by_month", "first_words", "for_desk", "mine", "opened_by", "receipt_token",
    "waiting_for_officer", "waiting_for_supervisor",
]  # fmt: skip


@receipts.finder
def opened_by(code: str) -> Iterable[Any]:
    """What a receipt code opens: one code follows what was said, whatever becomes of it."""
    token = receipt_token(code)
    for kind in (Opinion, ForwardedLetter):
        yield from kind.objects.select_related("docket", "bureau").filter(receipt=token)


def for_desk(kind: type[Voice], actor: Actor) -> "QuerySet[Any]":
    """The opinions (or letters) an officer may see, with ``due`` (the last day to answer), ``source`` (whose day it is)
    and ``overdue``."""
    concept = "suggestion.answer" if kind is Opinion else "forwarded.answer"
    owed = Duty.objects.filter(docket=OuterRef("docket_id"), concept=concept)
    rows = kind.objects.visible_to(actor).select_related("docket", "bureau", "against", "handler")
    return rows.annotate(
        due=Subquery(owed.open().values("due")[:1]),
        source_of_due=Subquery(owed.open().values("source")[:1]),
        overdue=Exists(owed.overdue(clock.today())),
    )


def mine(kind: type[Voice], actor: Actor) -> "QuerySet[Any]":
    """A supervisor's own: the opinions they brought, the letters they handed on."""
    return kind.objects.filter(user_id=actor.user_id or 0).select_related("docket", "bureau", "against")


def first_words(voices: Iterable[Any]) -> dict[str, str]:
    """What each says at its beginning, by number: what it is called on a list. One look into the vault for all."""
    rows = list(voices)
    field = {Opinion: "opinion", ForwardedLetter: "letter"}
    kept: dict[str, str] = {}
    for kind in field:
        numbers = [each.number for each in rows if isinstance(each, kind)]
        found = vault.read_many(numbers, [field[kind]]) if numbers else {}
        kept |= {number: values.get(field[kind], "") for number, values in found.items()}
    return {number: _short(words) for number, words in kept.items()}


def _short(words: str) -> str:
    line = " ".join(words.split())
    return f"{line[:40]}…" if len(line) > 41 else line


def by_month(actor: Actor, since: date, bureau: Any = None) -> dict[str, dict[date, int]]:
    """How many opinions of each theme were brought in each month, as far as an officer may see them; "" counts all."""
    rows = Opinion.objects.visible_to(actor).filter(filed_on__gte=since)
    if bureau:
        rows = rows.filter(bureau=bureau)
    found: dict[str, dict[date, int]] = {"": _counted(rows.annotate(month=TruncMonth("filed_on")), "pk")}
    tags = Tag.objects.filter(opinion__in=rows).annotate(month=TruncMonth("opinion__filed_on"))
    for theme, month, count in (
        tags.order_by().values_list("theme", "month").annotate(n=Count("pk")).order_by("theme", "month")
    ):
        found.setdefault(theme, {})[month] = count
    return found


def _counted(rows: Any, what: str) -> dict[date, int]:
    return dict(rows.order_by().values_list("month").annotate(n=Count(what)).order_by("month"))


# --- what waits -------------------------------------------------------------------------------------------
_PILES = (
    ("意见建议待办理", Opinion, Opinion.State.FILED, "desk:opinions"),
    ("意见建议办理中", Opinion, Opinion.State.HANDLING, "desk:opinions"),
    ("转递来信待办理", ForwardedLetter, ForwardedLetter.State.FILED, "desk:forwardedletters"),
    ("转递来信办理中", ForwardedLetter, ForwardedLetter.State.HANDLING, "desk:forwardedletters"),
)


def waiting_for_officer(actor: Actor) -> list[tuple[str, int, str]]:
    """The piles on an officer's desk: (label, how many, where)."""
    counts = {kind: _by_state(kind, actor) for kind in (Opinion, ForwardedLetter)}
    piles = [
        (label, counts[kind].get(state, 0), f"{reverse(page)}?state={state}")
        for label, kind, state, page in _PILES
    ]
    turn = ForwardedLetter.Turn.BUREAU
    heard = ForwardedLetter.objects.visible_to(actor).filter(turn=turn).count()
    piles.append(("来信的写信人有新的话", heard, f"{reverse('desk:forwardedletters')}?turn={turn}"))
    return [pile for pile in piles if pile[1]]


def _by_state(kind: Any, actor: Actor) -> dict[str, int]:
    rows = kind.objects.visible_to(actor).filter(state__in=kind.WAITING).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))


def waiting_for_supervisor(actor: Actor) -> list[tuple[str, int, str]]:
    """What a supervisor brought and still waits for."""
    piles = (
        ("条意见建议正在办理", Opinion, "phone:voices"),
        ("封转递的信正在办理", ForwardedLetter, "phone:voices"),
    )
    found = [
        (label, mine(kind, actor).filter(state__in=kind.WAITING).count(), reverse(page))
        for label, kind, page in piles
    ]
    return [pile for pile in found if pile[1]]
