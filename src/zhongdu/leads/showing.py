"""What pages show of a lead: its facts, its timeline without names, its evidence."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.registry import ACTS
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty, Source
from zhongdu.kit import pieces as kit
from zhongdu.kit.parts import Chip, Entry, Fact, Offer
from zhongdu.kit.pieces import Piece
from zhongdu.leads import evidence
from zhongdu.leads.identity import LABELS, identity
from zhongdu.leads.models import Lead
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

SPOKEN_BY = (Role.SUPERVISOR, Role.APPLICANT, Role.ANYONE)
TONES = {
    "filed": "warn", "returned": "warn", "taken_up": "info", "answered": "good", "declined": "quiet",
    "passed_on": "quiet", "merged": "quiet", "second_look": "warn",
}  # fmt: skip
# What officers do among themselves is no part of the speaker's timeline.
AMONG_OFFICERS = frozenset(
    f"leads.{verb}"
    for verb in (
        "add_note",
        "ask_about",
        "record_reply",
        "hand_over",
        "name_institution",
        "call_grave",
        "note_reply",
        "report_upward",
        "mask_evidence",
        "note_inspection",  # an inspection comes unannounced, and whoever spoke may stand near whom it visits
        "note_inspection_result",
    )
)


_FIRST = (
    "acknowledge_from_below", "acknowledge_grave", "take_up", "assign_lead", "take_second_look", "answer", "answer_again",
    "explain_delay", "ask_speaker", "return_for_completion", "ask_about", "record_reply", "report_upward", "add_note",
)  # fmt: skip


def in_order(offered: Iterable[Offer], without: Iterable[str] = ()) -> tuple[list[Offer], list[Offer]]:
    """What may be done with a lead: what is usual, in the order of a day's work; then all the rest. ``without`` are
    acts this very officer may not do."""
    shut = {ACTS[f"leads.{verb}"].label for verb in without}
    usual = [ACTS[f"leads.{verb}"].label for verb in _FIRST]
    offers = [one for one in offered if one.label not in shut]
    first = sorted((one for one in offers if one.label in usual), key=lambda one: usual.index(one.label))
    rest = [one for one in offers if one.label not in usual]
    return (first, rest) if first else (rest, [])


def chip(lead: Lead) -> Chip:
    return Chip(lead.get_state_display(), TONES[lead.state])  # type: ignore[arg-type]


def titles(leads: Iterable[Lead]) -> dict[str, str]:
    """What each lead is called on a list, by number: the bureau or the institution it is about, or what the
    speaker wrote of it; one look into the vault for all."""
    rows = list(leads)
    written = vault.read_many([lead.number for lead in rows], ["whom"])
    return {lead.number: _title(lead, written[lead.number].get("whom", "")) for lead in rows}


def _title(lead: Lead, written: str) -> str:
    if lead.against:
        return f"反映{lead.against.name}"
    return lead.institution.name if lead.institution else written or "没有写明是哪一家"


def waiting(lead: Lead, duties: Iterable[Duty]) -> dict[str, Any]:
    """How the duty to answer stands: ``answering`` (the duty), ``own`` (its day is the bureau's own target),
    ``waited`` and ``answered_in`` in days; where the answer was doubted these are of the second look, and
    ``first_in`` tells how long the first took."""
    owed = [duty for duty in duties if duty.concept == "lead.answer"]
    answering = owed[-1] if owed else None  # the last: a second look, or another bureau, owes one of its own
    met = answering.met_on if answering else None
    since = lead.dissented_on or lead.filed_on
    first = next((duty.met_on for duty in owed if duty.met_on), None) if lead.dissented_on else None
    return {
        "answering": answering,
        "own": bool(answering and answering.source == Source.TARGET),
        "waited": (clock.today() - since).days,
        "answered_in": (met - since).days if met else 0,
        "first_in": (first - lead.filed_on).days if first else None,
    }


def known(lead: Lead, law: Any, *, may_know_who: bool) -> list[Fact]:
    """Time, place, whom, kinds: what was seen, without who saw it. A visit names its supervisor: it is shown to whoever
    may know who spoke."""
    kept = vault.read(lead.number, "event_place", "event_point", "whom")
    lines = [
        *([Fact("转来的系统", lead.handed_by)] if lead.handed_by else []),
        Fact("反映的机构", _whom(lead, kept.get("whom", ""))),
        Fact("时间", lead.happened_at and f"{lead.happened_at.astimezone():%Y年%-m月%-d日 %H:%M}"),
        Fact("地点", kept.get("event_place", "")),
        *([Fact("图上的位置", kept["event_point"])] if kept.get("event_point") else []),
    ]
    kinds = [bound for name in lead.violations if (bound := law.find(name))]
    lines += [Fact("类别", bound.label, clause=str(bound.address)) for bound in kinds]
    if not kinds:
        lines.append(Fact("类别", "反映人没有选类别"))
    if lead.visit and may_know_who and not lead.visit.is_secret:
        lines.append(Fact("来自巡查", lead.visit.docket.number))
    return lines


def _whom(lead: Lead, written: str) -> str:
    if lead.against:
        also = f"；反映人写的是“{written}”" if written else ""
        return f"{lead.against.name}，或它的经办机构和工作人员{also}"
    if lead.institution:
        return f"{lead.institution.name}（{lead.institution.code}）"
    return f"{written}（名录中没有对上）" if written else ""


def whose(lead: Lead) -> str:
    """Who deals with a lead against a bureau, said plainly to the one who brought it."""
    if not lead.against_id or not lead.against:
        return ""
    if lead.bureau_id != lead.against_id:
        return f"这条线索由上级{lead.bureau.name}办理，{lead.against.name}的人看不到。"
    return f"{lead.against.name}没有上级局在本平台，这条线索只有该局的纪检人员能看到和办理。"


def speaker(lead: Lead, unmasked: set[str]) -> list[Fact]:
    """Who spoke, field by field: sealed, until an officer asks to see one by a recorded act."""
    ask = reverse("desk:do", kwargs={"act": "leads.unmask", "number": lead.number})
    known = identity(lead)
    facts = [
        Fact(LABELS[field], f"{value}（本次查看已记录）")
        if field in unmasked
        else Fact(LABELS[field], sealed_as(lead), masked=True, reveal_url=f"{ask}?field={field}")
        for field, value in known.items()
    ]
    return facts or [Fact("反映人", f"{lead.get_speaker_display()}，没有留名")]


def sealed_as(lead: Lead) -> str:
    """What stands where the speaker's name would."""
    return f"{lead.get_speaker_display()}（身份封存）"


def sealed(entries: Iterable[Entry], lead: Lead) -> list[Entry]:
    """An officer's timeline of a lead: what the speaker did carries no name, nor the number of the visit, which has one."""
    spoke = [event.actor["role"] in SPOKEN_BY for event in _events(lead)]
    secret = lead.visit.number if lead.visit else ""
    return [
        replace(entry, who=sealed_as(lead), details=[each for each in entry.details if each[1] != secret])
        if by_speaker
        else entry
        for entry, by_speaker in zip(entries, spoke, strict=True)
    ]


def for_speaker(entries: Iterable[Entry], lead: Lead) -> list[Entry]:
    """The speaker's own timeline: that the identity was opened stands there, and not by whom; what officers do
    among themselves does not."""
    shown = []
    for entry, event in zip(entries, _events(lead), strict=True):
        if event.act.endswith(".unmask"):
            what = LABELS.get(event.data.get("field", ""), "身份").removeprefix("反映人")
            says = f"有人查看了您的身份（{what}），查看人和理由都已记录在案。"
            shown.append(replace(entry, who="", sentence=says, tone="warn"))
        elif event.act == "leads.assign_lead":
            shown.append(replace(entry, act=ACTS["leads.take_up"].label))
        elif event.act == "leads.tell_filing":
            shown.append(replace(entry, sentence=f"这件事{event.data['result']}。"))
        elif event.actor["role"] in SPOKEN_BY:
            shown.append(replace(entry, who="您"))
        elif event.act not in AMONG_OFFICERS:
            shown.append(entry)
    return shown


def _events(lead: Lead) -> list[Event]:
    return list(Event.objects.filter(docket=lead.docket_id).order_by("seq"))


def pieces(lead: Lead, face: str, *, kind: str = evidence.KIND, with_claims: bool = False) -> list[Piece]:
    """The evidence of a lead on a face; ``with_claims`` adds what the cameras wrote and what was masked, for officers."""
    return kit.pieces(
        lead.number, f"{face}:lead_file", f"{face}:lead_preview", kind=kind, with_claims=with_claims,
        masking="desk:mask_evidence" if with_claims else "",
    )  # fmt: skip
