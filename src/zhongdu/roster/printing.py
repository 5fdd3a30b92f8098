"""Letter and badge on paper: the law's document, filled in with one appointment."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from zhongdu import papers
from zhongdu.kit.matters import band
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.shapes import Document
from zhongdu.law.shelves import shelf
from zhongdu.roster import people
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import law_as_granted, names
from zhongdu.roster.rules import Term, body, spoken, validity

_CHECK = "扫码核验"
_TRIAL = "示范施行，不具法律效力"  # all that a card has room for; the letter says it in full


def verify_url(appointment: Appointment) -> str:
    """Where the code on the papers leads: a page anybody's phone can open."""
    return settings.PUBLIC_URL.rstrip("/") + reverse(
        "public:verify", kwargs={"code": appointment.verify_code}
    )


def letter(appointment: Appointment) -> bytes:
    """The letter of appointment as PDF."""
    data, title = letter_of(appointment, _name(appointment))
    return papers.render("letter", data, title=f"{title} {appointment.letter_number}")


def badge(appointment: Appointment) -> bytes | None:
    """The badge as PDF, face and back; none where the law has no badge."""
    if not has_badge(appointment):
        return None
    photo = people.photo_of(appointment.number)
    data, title = badge_of(appointment, _name(appointment), photo)
    return papers.render("badge", data, title=f"{title} {appointment.badge_number}")


def letter_of(appointment: Appointment, name: str) -> tuple[dict[str, Any], str]:
    """What the letter prints, and what it is called."""
    law = law_as_granted(appointment)
    document: Document = law.rule("appointment.letter").rule
    printed = _printed(appointment, name, document)
    number = dict(document.fields).get("number", "")
    data = _common(appointment, law, document) | {
        "number": f"{number}：{appointment.letter_number}" if number else appointment.letter_number,
        "body": body(document.words or _base().words, printed),
        "issued": appointment.since,
    }
    return data, document.title


def badge_of(appointment: Appointment, name: str, photo: bytes | None) -> tuple[dict[str, Any], str]:
    """What the badge prints, and what it is called; only where the law has one."""
    law = law_as_granted(appointment)
    document: Document = law.rule("appointment.badge").rule
    printed = _printed(appointment, name, document) | {"number": appointment.badge_number or ""}
    labels = dict(document.fields)
    data = _common(appointment, law, document) | {
        "photo": photo,
        "photo_label": labels.get("photo") or people.label(people.PHOTO),
        "fields": [
            {"label": label, "value": printed[key]} for key, label in document.fields if key in printed
        ],
        "notes": _notes(law),
        "demonstration": _TRIAL if law.demonstration else None,
    }
    return data, document.title


def has_badge(appointment: Appointment) -> bool:
    return bool(appointment.badge_number and law_as_granted(appointment).find("appointment.badge"))


def badge_title(appointment: Appointment) -> str:
    """What this appointment's card is called: its badge where the law has one, else its letter."""
    law = law_as_granted(appointment)
    bound = law.find("appointment.badge") or law.rule("appointment.letter")
    return str(bound.rule.title)


def valid_for(appointment: Appointment) -> str:
    """The validity as its papers print it."""
    law = law_as_granted(appointment)
    bound = law.find("appointment.badge") or law.rule("appointment.letter")
    return validity(bound.rule, Term(appointment.since, appointment.until), _base().validity)


def _common(appointment: Appointment, law: Law, document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "issuer": (document.issuer or _base().issuer).format(bureau=appointment.bureau.name),
        "dated": appointment.since,
        "verify": {"label": _CHECK, "url": verify_url(appointment)},
        "demonstration": band(law) or None,
    }


def _name(appointment: Appointment) -> str:
    return names([appointment])[appointment.number]


def _printed(appointment: Appointment, name: str, document: Document) -> dict[str, str]:
    term = Term(appointment.since, appointment.until)
    return {
        "name": name,
        "number": appointment.letter_number,
        "bureau": appointment.bureau.name,
        "title": document.title,
        "from": spoken(term.since),
        "until": spoken(term.until),
        "validity": validity(document, term, _base().validity),
    }


def _notes(law: Law) -> list[str]:
    """The back of the badge: how it is used, in the measure's own rule, and where its worth is told."""
    use: Bound | None = law.find("badge.at_work")
    told = "聘任终止的，本证随即失效；是否有效，以扫码核验为准。"
    return [f"{use.label}（{use.address.citation}）。", told] if use else [told]


def _base() -> Document:
    """The base's letter, whose words stand where a measure's document has none."""
    document: Document = shelf().base.rule("appointment.letter").rule
    return document
