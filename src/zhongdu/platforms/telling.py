"""Telling a platform what became of its errand: written down with the deed, sent after it, tried again until it is there."""

import json
import logging
from typing import Any

from django.db import transaction
from django_tasks import default_task_backend, task

from zhongdu.acts.models import acting
from zhongdu.acts.registry import follows
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.messages.wire import next_try, post
from zhongdu.platforms.connecting import assign_errand, return_errand
from zhongdu.platforms.models import Delivery, Errand, Platform
from zhongdu.platforms.queries import result_of, secret_of

log = logging.getLogger(__name__)


@follows(return_errand)
def _returned(deed: Any, errand: Errand) -> None:
    _tell(errand, "returned")


@follows(assign_errand)
def _assigned(deed: Any, visit: Any) -> None:
    _tell(deed.subject, "assigned")


@follows(fieldwork.accept_visit)
@follows(fieldwork.decline_visit)
@follows(fieldwork.cancel_visit)
@follows(fieldwork.record_visit)
def _went_on(deed: Any, visit: Any) -> None:
    if errand := Errand.objects.filter(visit=visit).select_related("platform").first():
        _tell(errand, visit.state)


def _tell(errand: Errand, says: str) -> None:
    if not errand.platform.webhook:
        return
    with acting():
        made = Delivery.objects.create(errand=errand, says=says, at=clock.now(), next_at=clock.now())
    transaction.on_commit(lambda: deliver.enqueue(made.pk))


@task()
def deliver(pk: int) -> None:
    """Send one message; when it does not get through, once more a little later."""
    delivery = Delivery.objects.select_related(
        "errand__platform__docket", "errand__docket", "errand__visit"
    ).get(pk=pk)
    platform = delivery.errand.platform
    if delivery.delivered_at or platform.state != Platform.State.ACTIVE or not platform.webhook:
        return
    failed = _sent(platform, delivery)
    delivery.tries += 1
    wait = next_try(delivery.tries) if failed else None
    delivery.failed, delivery.delivered_at = failed, None if failed else clock.now()
    delivery.next_at = clock.now() + wait if wait else None
    with acting():
        delivery.save(update_fields=["tries", "failed", "delivered_at", "next_at"])
    if wait and default_task_backend.supports_defer:
        deliver.using(run_after=delivery.next_at).enqueue(pk)


def _sent(platform: Platform, delivery: Delivery) -> str:
    """Why a message did not get through; "" when it did."""
    told = {"says": delivery.says, "task": result_of(delivery.errand)}
    try:
        status = post(
            platform.webhook, json.dumps(told, ensure_ascii=False).encode(), key=platform.key,
            secret=secret_of(platform), digest=platform.digest, delivery=str(delivery.pk),
        )  # fmt: skip
    except (OSError, ValueError) as error:
        log.warning("a delivery to platform %s failed: %s", platform.key, type(error).__name__)
        return "连不上对方"
    return "" if 200 <= status < 300 else f"对方答复 {status}"
