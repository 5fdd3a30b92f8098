"""What both faces show of a visit: its answers, photographs, record, and what its law leaves open."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse

from zhongdu import files, vault
from zhongdu.fieldwork import bringing, capturing, checklists, photographs, slots
from zhongdu.fieldwork.models import Visit
from zhongdu.fieldwork.papers import record_of
from zhongdu.fieldwork.rules import is_trouble
from zhongdu.files.models import Attachment
from zhongdu.record.models import Event


def of(visit: Visit) -> dict[str, Any]:
    """For a page: the checklist with answers, where, what the officer wrote, photographs."""
    kept = vault.read(
        visit.number, "visit_words", "visit_place", "visit_places", "visit_capture", "signature"
    )
    bound = checklists.followed(visit)
    photos, recordings = bringing.of(visit, bound.rule)
    spots = capturing.spots_of(kept.get("visit_places") or {}, kept.get("visit_capture"))
    return {
        "checklist": bound,
        "told": checklists.told(visit, kept.get("visit_words") or {}, photos, recordings, spots),
        "place": kept.get("visit_place") or visit.institution.address,
        "signature": kept.get("signature", ""),
        "request_words": written(visit),
        "agreed": slots.spoken(visit),
        "photos": photos.get("", []),
        "photos_title": "其他现场照片" if any(photos.keys() - {""}) else "现场照片",
        "records": (records := capturing.of(visit)),
        "compared": capturing.compared(visit, records),
        "troubles": sum(is_trouble(each, visit.answers.get(each.name, "")) for each in bound.rule.questions),
    }


def written(visit: Visit, act: str = "") -> str:
    """What was written freely in an act on the visit, or when it was asked for; "" where nothing was."""
    rows = Event.objects.filter(docket=visit.docket_id)
    event = (rows.filter(act=act) if act else rows.filter(seq=1)).order_by("-seq").first()
    kept = (event.data.get("vault") or {}).get("words") if event else None
    return str(vault.recall([kept[0]]).get(kept[0], "")) if kept else ""


def told(visit: Visit, act: str) -> tuple[Event, str] | None:
    """The last time an act was done to a visit, and what was written then."""
    event = Event.objects.filter(docket=visit.docket_id, act=act).order_by("-seq").first()
    return (event, written(visit, act)) if event else None


def put_off(visit: Visit) -> list[tuple[Event, date | None, date, str]]:
    """Each time the last day was put off: the event, the day before it, the new day, and why."""
    events = list(Event.objects.filter(docket=visit.docket_id, act="fieldwork.extend_visit").order_by("seq"))
    kept = [(event.data.get("vault") or {}).get("words", [0])[0] for event in events]
    words = vault.recall(kept)
    return [
        (event, _day(event.data["was_due"]), date.fromisoformat(event.data["due"]), str(words.get(entry, "")))
        for event, entry in zip(events, kept, strict=True)
    ]


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None


def record(visit: Visit) -> HttpResponse:
    answer = HttpResponse(record_of(visit), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="visit-{visit.number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def photo(owner: str, public_id: str, width: int) -> HttpResponse:
    """A photograph, re-encoded and without what the camera wrote into it."""
    kept = photographs.of(owner).filter(public_id=public_id).first()
    if kept is None:
        raise Http404
    return preview(kept, width)


def preview(kept: Attachment, width: int) -> HttpResponse:
    try:
        answer = HttpResponse(files.preview(kept, width), content_type="image/jpeg")
    except files.FileRefused as refused:
        raise Http404(refused.message) from None
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
