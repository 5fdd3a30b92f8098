"""What is asked of platforms and their errands."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.fieldwork.queries import Visit, brought_by
from zhongdu.platforms.models import Delivery, Errand, Nonce, Platform
from zhongdu.record.models import Event

__all__ = ["Delivery", "Errand", "Platform", "result_of", "results_of", "secret_of", "taken"]


def secret_of(platform: Platform) -> str:
    return str(vault.read(platform.number, "platform_secret").get("platform_secret", ""))


def result_of(errand: Errand) -> dict[str, Any]:
    return results_of([errand])[0]


def results_of(errands: Sequence[Errand]) -> list[dict[str, Any]]:
    brought = brought_by([errand.visit for errand in errands if errand.visit])
    return [_result(errand, brought.get(errand.visit_id or 0, [])) for errand in errands]


def _result(errand: Errand, brought: list[dict[str, Any]]) -> dict[str, Any]:
    """What a platform may know of its own errand: where it stands, and of a visit that is done whether something
    was found, and what was brought for each question: how many, with their hashes. Never who went, nor what was
    written, nor where anybody stood, nor the files themselves."""
    told: dict[str, Any] = {
        "id": errand.outside, "number": errand.number, "state": errand.state, "due": errand.due.isoformat(),
    }  # fmt: skip
    if errand.state == Errand.State.RETURNED:
        told["reason"] = _reason(errand)
    if visit := errand.visit:
        told["state"] = visit.state
        if visit.state == Visit.State.DONE and visit.done_at:
            told |= {"done_at": visit.done_at.isoformat(), "trouble": visit.trouble, "brought": brought}
    return told


def _reason(errand: Errand) -> str:
    event = (
        Event.objects.filter(docket=errand.docket_id, act="platforms.return_errand").order_by("-seq").first()
    )
    return str(event.data.get("reason", "")) if event else ""


def taken(platform: Platform, nonce: str) -> bool:
    """Note a request's nonce; false where it was used before."""
    try:
        with transaction.atomic():
            Nonce.objects.create(platform=platform, nonce=nonce, at=clock.now())
    except IntegrityError:
        return False
    return True
