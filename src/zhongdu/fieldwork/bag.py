"""What a supervisor takes along: today's visits with their checklists, and what a visit of one's own accord needs."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.crypto import salted_hmac

from zhongdu import vault
from zhongdu.acts.allowing import may_now
from zhongdu.calendar import clock
from zhongdu.fieldwork import checklists, slots
from zhongdu.fieldwork.acts import choose_visit, source, ways
from zhongdu.fieldwork.models import Visit
from zhongdu.fieldwork.queries import TO_DO, along, mine
from zhongdu.fieldwork.rules import PHONE_KEEPS, how_many
from zhongdu.institutions.queries import Institution, within
from zhongdu.kit.matters import band
from zhongdu.law.governing import Law, governing
from zhongdu.law.media import MEDIA
from zhongdu.law.pack import Bound
from zhongdu.record.models import Event
from zhongdu.roster.queries import Appointment, current
from zhongdu.scope.actor import Actor

VISITS = 50  # nobody has more to do
INSTITUTIONS = 3_000  # of the territory: some 300 KB; whoever has more looks the others up on line


def tag(user_id: int) -> str:
    """What a phone knows an account by: says nothing of whose it is, and stays the same."""
    return salted_hmac("zhongdu.fieldwork.bag", str(user_id)).hexdigest()[:24]


def packed(actor: Actor) -> dict[str, Any]:
    """All of it, as JSON. Nothing in it is another person's."""
    assert actor.user_id is not None
    today = clock.today()
    appointment = current(actor.user_id, today)
    law = governing(appointment.bureau, today) if appointment else None
    return {
        "owner": tag(actor.user_id),
        "now": round(clock.now().timestamp() * 1000),
        "keeps": int(PHONE_KEEPS.of(appointment.bureau)) if appointment else 7,
        "largest": settings.UPLOAD_LIMIT,
        "demonstration": band(law) if law else "",
        "visits": _visits(actor),
        "choosing": _choosing(appointment, actor, law) if appointment and law else None,
    }


def _visits(actor: Actor) -> list[dict[str, Any]]:
    rows = list(
        mine(actor)
        .filter(state__in=TO_DO)
        .order_by(F("due").asc(nulls_last=True), "id")
        .prefetch_related("slots")[:VISITS]
    )
    followed, words, company = checklists.followed_by(rows), _words(rows), along(rows)
    return [
        {
            "number": visit.number,
            "institution": _institution(visit.institution),
            "way": visit.way,
            "work": visit.get_work_display(),
            "due": visit.due.isoformat() if visit.due else "",
            "agreed": slots.spoken(visit),
            "words": _told(words.get(visit.docket_id, ""), company[visit.pk]),
            "checklist": _checklist(followed[visit.pk]),
        }
        for visit in rows
    ]


def _told(words: str, company: list[str]) -> str:
    """What the officer wrote, and who goes along."""
    return "\n".join(filter(None, [words, f"同行检查人员：{'、'.join(company)}" if company else ""]))


def _words(visits: Collection[Visit]) -> dict[int, str]:
    """What the officer wrote to each visit, by docket."""
    asked = Event.objects.filter(docket__in=[each.docket_id for each in visits], seq=1)
    kept = {event.docket_id: (event.data.get("vault") or {}).get("words") for event in asked}
    found = vault.recall([entry for entry, _ in filter(None, kept.values())])
    return {docket: found.get(pair[0], "") for docket, pair in kept.items() if pair}


def _choosing(appointment: Appointment, actor: Actor, law: Law) -> dict[str, Any] | None:
    """What is needed to go somewhere of one's own accord; nothing where one may not."""
    if choose_visit not in may_now(appointment, actor, law):
        return None
    rows = within(appointment.bureau).order_by("name", "id")[:INSTITUTIONS]
    return {
        "appointment": appointment.number,
        "ways": ways(appointment, law),
        "checklists": [
            {**_checklist(bound), "source": source(bound, law)}
            for bound in checklists.offered(law, appointment.bureau)
        ],
        "institutions": [_institution(each) for each in rows],
    }


def _institution(institution: Institution) -> dict[str, str]:
    told = {name: getattr(institution, name) for name in ("code", "name", "kind", "address")}
    return {name: value for name, value in told.items() if value}


def _checklist(bound: Bound) -> dict[str, Any]:
    rule = bound.rule
    return {
        "name": bound.name,
        "title": rule.title,
        "clause": bound.address.citation,
        "kinds": list(rule.kinds),
        "questions": [
            {
                "name": question.name,
                "text": question.text,
                "kind": question.kind,
                "options": list(question.options),
                "required": question.required,
                "hint": question.hint + how_many(question),
                "min": question.min,
                "max": question.max,
                **({"least": question.least, "most": question.most} if question.kind in MEDIA else {}),
                "only_if": question.only_if.model_dump() if question.only_if else None,
            }
            for question in rule.questions
        ],
    }
