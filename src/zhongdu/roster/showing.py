"""An appointment as its pages show it, on every face: its state, its card, its particulars, its papers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe

from zhongdu import files, papers, vault
from zhongdu.calendar import clock
from zhongdu.kit.parts import Chip, Fact
from zhongdu.law.governing import Law
from zhongdu.law.vocabulary import concept
from zhongdu.record.models import Event
from zhongdu.roster import people, printing
from zhongdu.roster.acts import decide_not_to_renew
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import answer_of

ANSWERS: dict[str, Chip] = {
    "valid": Chip("有效", "good"),
    "not_yet": Chip("尚未生效", "info"),
    "expired": Chip("已到期", "quiet"),
    "void": Chip("已作废", "bad"),
    "recalled": Chip("已收回", "bad"),
}


def chip(appointment: Appointment, today: date) -> Chip:
    """Where an appointment stands, in a word."""
    if appointment.state == Appointment.State.ENDED:
        return Chip("已终止", "quiet")
    if appointment.resigning_on:
        return Chip("在聘，已申请终止", "warn")
    if appointment.raised_ground:
        return Chip("在聘，有终止事由待处理", "warn")
    return {"valid": Chip("在聘", "good"), "not_yet": Chip("待起聘", "info")}.get(
        answer_of(appointment, today), Chip("聘期已满", "quiet")
    )


def worth(appointment: Appointment, today: date) -> Chip:
    """What the papers are worth, as officers say it: a letter that is called in is not yet back."""
    if appointment.letter_recalled and not appointment.letter_returned_on:
        return Chip("失效，待收回", "bad")
    return ANSWERS[answer_of(appointment, today)]


@dataclass(frozen=True)
class Card:
    """The badge on a screen: what the paper says, the code that verifies it, and what it is worth now."""

    title: str
    issuer: str
    name: str
    number: str
    validity: str
    worth: Chip
    photo: str
    qr: SafeString


def card(appointment: Appointment, name: str, face: str) -> Card:
    return Card(
        title=printing.badge_title(appointment),
        issuer=appointment.bureau.name,
        name=name,
        number=appointment.badge_number or appointment.letter_number,
        validity=printing.valid_for(appointment),
        worth=ANSWERS[answer_of(appointment, clock.today())],
        photo=photo_url(appointment, face),
        qr=mark_safe(papers.qr_svg(printing.verify_url(appointment))),  # our own drawing
    )


def photo_url(appointment: Appointment, face: str) -> str:
    """Where the portrait is shown; "" where there is none."""
    if not files.attached(appointment.number, people.PHOTO).exists():
        return ""
    return reverse(f"{face}:portrait", kwargs={"number": appointment.number})


def term_facts(appointment: Appointment, law: Law) -> list[Fact]:
    """The term as it was granted, and how it ended."""
    length = law.find("term.length")
    lines = [
        Fact("聘书编号", appointment.letter_number),
        *([Fact("证件编号", appointment.badge_number)] if appointment.badge_number else []),
        Fact("聘任机关", appointment.bureau.name),
        Fact("聘任之日", _day(appointment.since)),
        Fact("聘期届满", _day(appointment.until), clause=str(length.address) if length else ""),
    ]
    if appointment.resigning_on and appointment.resigns_from:
        lines.append(Fact("本人申请终止", _day(appointment.resigning_on)))
        lines.append(Fact("原则上最早终止", _day(appointment.resigns_from)))
    if appointment.not_renewing_on:
        lines.append(Fact("决定期满不续聘", _day(appointment.not_renewing_on)))
    if appointment.entered_on:
        lines.append(Fact("补录", f"聘任时用纸质文书办理，{_day(appointment.entered_on)}登记"))
    if appointment.ended_on:
        lines.append(Fact("终止之日", _day(appointment.ended_on)))
        lines.append(Fact("终止事由", ground_label(appointment, law)))
        lines.append(Fact("聘书证件", worth(appointment, clock.today()).label))
        lines += _afterwards(appointment)
    return lines


def _afterwards(appointment: Appointment) -> list[Fact]:
    """What an ending set going, and whether it is done."""
    lines = []
    if appointment.letter_recalled:
        returned = appointment.letter_returned_on
        lines.append(Fact("聘书收回", f"{_day(returned)}已收回" if returned else "还没有交回"))
    if appointment.to_transfer:
        sent = appointment.transferred_on
        lines.append(Fact("移交有关部门", f"{_day(sent)}已移交" if sent else "还没有登记移交"))
    return lines


def why_not_renewed(appointment: Appointment) -> str:
    """The grounds of the decision not to renew, as they were written for the person."""
    decided = Event.objects.filter(docket=appointment.docket_id, act=decide_not_to_renew.name)
    event = decided.order_by("seq").last()
    kept = event.data.get("vault", {}).get("reason") if event else None
    return vault.recall([kept[0]]).get(kept[0], "") if kept else ""


def ground_label(appointment: Appointment, law: Law) -> str:
    """What the ground an appointment ended on is called; today's law may no longer have it."""
    bound = law.find(appointment.ground)
    return bound.label if bound else concept(appointment.ground).says


def masked_facts(appointment: Appointment, seen: set[str]) -> list[Fact]:
    """The particulars as officers see them: masked, save the name and what they have just asked for."""
    known = people.particulars(appointment.number)
    ask = reverse("desk:do", kwargs={"act": "roster.unmask", "number": appointment.number})
    return [
        Fact(people.label(field), value)
        if field in {"name", *seen}
        else Fact(
            people.label(field), vault.masked(field, value), masked=True, reveal_url=f"{ask}?field={field}"
        )
        for field, value in known.items()
    ]


def own_facts(appointment: Appointment) -> list[Fact]:
    """The particulars as the person sees their own."""
    known = people.particulars(appointment.number)
    shown = [field for field in people.CHANGEABLE if field in known and field != "name"]
    return [Fact(people.label(field), known[field]) for field in shown]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


# --- files -------------------------------------------------------------------------------------------


def paper(appointment: Appointment, kind: str) -> HttpResponse:
    """Letter or badge as PDF, while it is worth anything."""
    if answer_of(appointment, clock.today()) not in {"valid", "not_yet"}:
        raise PermissionDenied("聘任已经结束，聘书和证件不再打印。")
    pdf = printing.letter(appointment) if kind == "letter" else printing.badge(appointment)
    if pdf is None:
        raise Http404("这里的办法没有证件，只有聘书。")
    number = appointment.letter_number if kind == "letter" else appointment.badge_number
    return _private(pdf, "application/pdf", f"{number}.pdf")


def portrait(appointment: Appointment) -> HttpResponse:
    kept = files.attached(appointment.number, people.PHOTO).last()
    if kept is None:
        raise Http404
    return _private(files.preview(kept, 480), "image/jpeg")


def _private(content: bytes, media_type: str, name: str = "") -> HttpResponse:
    headers: dict[str, Any] = {"Cache-Control": "private, no-store"}
    if name:
        headers["Content-Disposition"] = content_disposition_header(False, name)
    return HttpResponse(content, content_type=media_type, headers=headers)
