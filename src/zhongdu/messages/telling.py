"""Declaring what people are told, where the deed is declared that tells them.

::

    @told("work.new")                                   # the person the matter names
    @act(on=Appointment, creates=Visit, ...)
    def assign_visit(...)

    @told("application.accepted", to=holder)            # whoever holds the docket, without an account
    @act(on=Application, ...)
    def accept(...)

    @told("institution.notice", to=people_of())         # all who answer for the institution
    @act(on=Filing, ...)
    def send_filing_back(...)

A message is written in the deed's own transaction: none without it, and none twice. ``posting`` sends it.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import transaction

from zhongdu.acts.registry import Act, follows
from zhongdu.calendar import clock
from zhongdu.messages import posting
from zhongdu.messages.gateways import open_ways
from zhongdu.messages.models import Delivery, Message
from zhongdu.messages.rules import USES_SMS
from zhongdu.messages.words import WORDS, Words
from zhongdu.record.keeping import random_number

HOLDER: Final = 0  # instead of a user's number: whoever holds the docket, by receipt code
# of a matter: the user's number, HOLDER, nobody; or the numbers of several
Whom = Callable[[Any], int | Iterable[int] | None]

_in_app: ContextVar[bool] = ContextVar("in_app", default=False)


def person(matter: Any) -> int | None:
    """The person the matter names."""
    found: int | None = matter.user_id
    return found


def holder(matter: Any) -> int:
    """Whoever holds the docket: an applicant, somebody who objected."""
    return HOLDER


def told(name: str, to: Whom = person) -> Callable[[Act], Act]:
    """Whoever ``to`` finds is told the words called ``name`` when the act is done; nobody is told of their own deeds."""
    if name not in WORDS:
        raise TypeError(f"words.toml does not say {name}")

    def declare(act: Act) -> Act:
        @follows(act)
        def tell_of(deed: Any, matter: Any) -> None:
            found = to(matter)
            several = [] if found is None else [found] if isinstance(found, int) else found
            for whom in several:
                if whom != deed.by.user_id:
                    tell(name, whom, matter.bureau, docket=matter.docket, occasion=deed.id)

        return act

    return declare


def tell(name: str, to: int, bureau: Any, *, occasion: str, docket: Any = None, n: int | None = None) -> None:
    """Tell somebody, on one occasion once: in the inbox, and by what ways there are."""
    words = WORDS[name]
    ways = _ways(words, bureau)
    if to == HOLDER and not ways:
        return  # nobody has an inbox there; the page that the receipt code opens says it all
    once = f"{occasion} {name} {docket.pk if docket else '-'} {to}"
    with transaction.atomic():
        made, new = Message.objects.get_or_create(
            once=once,
            defaults={
                "number": random_number(), "kind": name, "bureau": bureau, "docket": docket, "user_id": to or None,
                "n": n, "at": clock.now(),
            },
        )  # fmt: skip
        if new and ways:
            deliveries = [Delivery(message=made, way=way, next_at=made.at) for way in ways]
            Delivery.objects.bulk_create(deliveries)
            posting.send_after_this(deliveries)


def tell_many(name: str, to: Iterable[tuple[int, Any]], bureau: Any, *, occasion: str) -> int:
    """Tell the same to many (who, about which docket), each once on one occasion, in few statements. How many heard
    of it now."""
    ways = _ways(WORDS[name], bureau)
    wanted = {f"{occasion} {name} {docket.pk} {user}": (user, docket) for user, docket in to}
    with transaction.atomic():
        known = set(Message.objects.filter(once__in=wanted).values_list("once", flat=True))
        made = Message.objects.bulk_create(
            [
                Message(
                    number=random_number(), kind=name, bureau=bureau, docket=docket, user_id=user, once=once, at=clock.now()
                )
                for once, (user, docket) in wanted.items()
                if once not in known
            ],
            batch_size=500,
        )  # fmt: skip
        if ways and made:
            told = Delivery.objects.bulk_create(
                [Delivery(message=each, way=way, next_at=each.at) for each in made for way in ways],
                batch_size=500,
            )
            posting.send_after_this(told)
    return len(made)


def _ways(words: Words, bureau: Any) -> list[str]:
    if _in_app.get():
        return []
    ways = [way for way in open_ways() if way in words.ways]
    return [way for way in ways if way != "sms" or USES_SMS.of(bureau) == "yes"]


@contextmanager
def only_in_the_app() -> Iterator[None]:
    """Inside this block nothing leaves the house: what the demo tells its people who do not exist."""
    token = _in_app.set(True)
    try:
        yield
    finally:
        _in_app.reset(token)
