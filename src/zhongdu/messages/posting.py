"""Sending what people are told: by the worker, after the deed, again and again until it is there or given up.

At least once: whoever sends a message puts its next try off first, and marks it after. Should he die in between,
somebody else sends it again, under the same id, by which a gateway knows it; a duty to answer is not lost for the
sake of a message too many.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules
from django_tasks import default_task_backend, task

from zhongdu.calendar import clock
from zhongdu.messages.addresses import address
from zhongdu.messages.gateways import Letter, Unsent, gateway, is_set
from zhongdu.messages.models import Delivery, Preference
from zhongdu.messages.rules import LEASE, USES_SMS, day_began, next_morning, quiet_ends
from zhongdu.messages.wire import next_try

State = Delivery.State
_PAGES = {
    "phone": "phone:messages",
    "desk": "desk:messages",
    "public": "public:follow",
    "institution": "institution:messages",
}
log = logging.getLogger(__name__)


def send_after_this(deliveries: Iterable[Delivery]) -> None:
    """Have these sent once the transaction they were written in is over. The deed stands even if nobody can be asked
    to send them now; they wait for the next worker that starts, or the night."""
    for each in deliveries:
        transaction.on_commit(partial(deliver.enqueue, each.pk), robust=True)


def take_up_again() -> int:
    """Have sent what should be sent by now, and what a worker may have left in its hands when it died. How many."""
    rows = Delivery.objects.filter(state=State.WAITING, next_at__lte=clock.now() + LEASE)
    waiting = list(rows.order_by("next_at", "pk").values_list("pk", "next_at"))
    for pk, next_at in waiting:
        _ask_again(pk, next_at)
    return len(waiting)


def _ask_again(pk: int, at: datetime | None) -> None:
    if at is None or at <= clock.now():
        deliver.enqueue(pk)
    elif default_task_backend.supports_defer:
        deliver.using(run_after=at).enqueue(pk)


@task()
def deliver(pk: int) -> None:
    """Send one message one way, if it is due: now, later, or not at all."""
    autodiscover_modules("acts")  # rooms say where their people are reached
    rows = Delivery.objects.select_related("message__bureau", "message__docket", "message__user")
    found = rows.filter(pk=pk, state=State.WAITING, next_at__lte=clock.now()).first()
    if found is None:
        return  # sent by somebody else, or not due yet
    wanted = Preference.of(found.message.user_id)
    if why := _spared(found, wanted):
        _end(found, State.SPARED, why)
    elif later := _later(found, wanted):
        _put_off(found, later)
    elif _claimed(found):
        _send(found)


def _spared(delivery: Delivery, wanted: Preference) -> str:
    """Why something need not be sent; "" when it must be."""
    message, way = delivery.message, delivery.way
    if message.read_at:
        return "已经在系统里看过"
    if not is_set(way) or (way == "sms" and USES_SMS.of(message.bureau) != "yes"):
        return "不再用这种方式"
    if not wanted.wants(way):
        return "本人不要"
    return "" if address(message, way) else "没有留下地址"


def _later(delivery: Delivery, wanted: Preference) -> datetime | None:
    """Until when it waits: somebody sleeps, or has had enough for today."""
    now = clock.now()
    if over := quiet_ends(now, wanted.quiet_from, wanted.quiet_until):
        return over
    message = delivery.message
    same = (
        Q(message__user=message.user_id)
        if message.user_id
        else Q(message__user=None, message__docket=message.docket)
    )
    today = Delivery.objects.filter(same, way=delivery.way, state=State.SENT, ended_at__gte=day_began(now))
    return next_morning(now, wanted.quiet_until) if today.count() >= settings.MESSAGES_A_DAY else None


def _claimed(delivery: Delivery) -> bool:
    """Take it on, as nobody else did: it is due again when whoever took it on has surely ended."""
    rows = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING, next_at=delivery.next_at)
    taken = rows.update(next_at=clock.now() + LEASE, tries=F("tries") + 1)
    delivery.refresh_from_db(fields=["next_at", "tries"])
    return bool(taken)


def _send(delivery: Delivery) -> None:
    message = delivery.message
    at = f"{settings.PUBLIC_URL}{reverse(_PAGES[message.words.face])}"
    letter = Letter(delivery.id_outside, message.kind, message.title, message.words.sent(message.n), at)
    try:
        gateway(delivery.way).send(address(message, delivery.way), letter)
    except Unsent as unsent:
        _failed(delivery, unsent.why, for_good=unsent.for_good)
    except Exception as error:
        # The kind of error only: its text could carry somebody's address.
        log.error("a message failed by %s: %s", delivery.way, type(error).__name__)
        _failed(delivery, "发送时出了错")
    else:
        _end(delivery, State.SENT, "")


def _failed(delivery: Delivery, why: str, *, for_good: bool = False) -> None:
    wait = None if for_good else next_try(delivery.tries)
    if wait is None:
        _end(delivery, State.GIVEN_UP, why)
    else:
        _put_off(delivery, clock.now() + wait, why)


def _put_off(delivery: Delivery, until: datetime, why: str = "") -> None:
    rows = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING, next_at=delivery.next_at)
    if rows.update(next_at=until, why=why or delivery.why):
        _ask_again(delivery.pk, until)


def _end(delivery: Delivery, state: str, why: str) -> None:
    rows = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING)
    rows.update(state=state, why=why, next_at=None, ended_at=clock.now())


def try_again(deliveries: Iterable[Delivery]) -> int:
    """Send anew what was given up, at an officer's wish; how many."""
    asked = 0
    for each in deliveries:
        rows = Delivery.objects.filter(pk=each.pk, state=State.GIVEN_UP)
        if rows.update(state=State.WAITING, tries=0, next_at=clock.now(), ended_at=None):
            transaction.on_commit(partial(deliver.enqueue, each.pk))
            asked += 1
    return asked
