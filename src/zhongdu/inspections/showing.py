"""What pages show of inspections: how far one is, whom it is of, who goes, what each of them may do now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.registry import ACTS, acts_on
from zhongdu.calendar import clock
from zhongdu.calendar.clock import CHINA
from zhongdu.inspections.attaching import KINDS
from zhongdu.inspections.evidence import material
from zhongdu.inspections.models import Evidence, Inspection, Member, Sealing
from zhongdu.inspections.queries import Person, demands, findings, respondents, whose_case, written
from zhongdu.inspections.rules import Certificate, certificate_wrong
from zhongdu.inspections.team import called, fit_now
from zhongdu.kit.parts import Chip, Fact, Offer, Step, Tone
from zhongdu.law.governing import Law
from zhongdu.law.money import yuan
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

State = Inspection.State
TONES: dict[str, Tone] = {
    State.PLANNED: "info", State.UNDER_WAY: "warn", State.REPORTED: "warn", State.CLOSED: "good", State.CALLED_OFF: "quiet",
}  # fmt: skip
# What carries a matter on, of whatever else may be done with it.
_FORWARD = frozenset(
    {
        "name_team", "say_conflict", "show_papers", "seal_record", "write_report", "close_inspection", "deliver_result",
        "approve_sealing", "carry_out_sealing", "lift_sealing",
    }
)  # fmt: skip
# What one of the team may do without having shown papers: show them, and what is not done before the inspected.
_WITHOUT_PAPERS = frozenset(
    {"say_conflict", "show_papers", "show_papers_later", "write_report", "deliver_result", "drop_sealing"}
)
_MEMBER_TONES: dict[str, Tone] = {"asked": "warn", "clear": "good", "recused": "bad", "replaced": "quiet"}


def chip(inspection: Inspection) -> Chip:
    return Chip(inspection.get_state_display(), TONES[inspection.state])


def steps(inspection: Inspection) -> list[Step]:
    labels = ["筹备", "检查", "写报告", "审定", "办结"]
    if inspection.state == State.CALLED_OFF:
        return [Step(labels[0], "stopped"), *(Step(label, "ahead") for label in labels[1:])]
    at = {State.PLANNED: 0, State.UNDER_WAY: 1, State.REPORTED: 3, State.CLOSED: 5}[State(inspection.state)]
    return [
        Step(label, "done" if place < at else "now" if place == at else "ahead")
        for place, label in enumerate(labels)
    ]


def way(inspection: Inspection, law: Law) -> str:
    bound = law.find(inspection.way)
    return bound.label if bound else inspection.way


def allegations(inspection: Inspection, law: Law) -> list[str]:
    return [bound.label if (bound := law.find(name)) else name for name in inspection.allegations]


def facts(inspection: Inspection, law: Law) -> list[Fact]:
    basis = law.find(inspection.way)
    told = [
        Fact("检查方式", way(inspection, law), str(basis.address) if basis else ""),
        Fact("来源", inspection.get_origin_display()),
        Fact("由谁检查", f"{inspection.bureau.name}（{inspection.get_given_display()}）"),
    ]
    if inspection.assigned_by:
        told.append(Fact("由谁指定", inspection.assigned_by.name))
    if inspection.home_id != inspection.bureau_id:
        told.append(Fact("管理的医保局", inspection.home.name))
    if says := whose_case(inspection):
        told.append(Fact("由哪个局立案", says))
    if inspection.grave:
        told.append(Fact("重大案件", "是"))
    if about := allegations(inspection, law):
        told.append(Fact("检查什么", "；".join(about)))
    if inspection.due:
        told.append(Fact("本局定的期限", f"{inspection.due:%Y年%-m月%-d日}"))
    return told


# --- whom ------------------------------------------------------------------------------------------------


def who(person: Person, *, whole: bool = False) -> str:
    """One respondent in a line; a person's name masked unless a post has asked to see it."""
    if not person.is_person:
        return person.name
    name = person.name if whole else vault.masked("inspected_person", person.name)
    return f"{name}（{person.institution.name}）" if person.institution else name


def people(inspection: Inspection, opened: Iterable[str] = ()) -> list[tuple[str, str]]:
    """(kind, who) of each respondent."""
    whole = "inspected" in set(opened)
    return [(each.kind.label, who(each, whole=whole)) for each in respondents(inspection)]


def first_named(inspection: Inspection) -> str:
    """Whom a list's line is of: the first unit, or the kind of a person; how many more there are."""
    rows = list(inspection.respondents.all())
    if not rows:
        return ""
    first = rows[0].institution.name if rows[0].institution else str(rows[0])
    return f"{first}等{len(rows)}个" if len(rows) > 1 else first


# --- who goes --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Going:
    """One of the team, as the page shows them."""

    name: str
    bureau: str
    leads: bool
    chip: Chip
    certificate: str
    wrong: str  # why they cannot take part today


def team(inspection: Inspection, today: Any) -> list[Going]:
    rows = inspection.members.select_related("user", "post__bureau").prefetch_related("papers")
    return [
        Going(
            name=called(row.user),
            bureau=row.post.bureau.name,
            leads=row.leads,
            chip=Chip(row.get_state_display(), _MEMBER_TONES[row.state]),
            certificate=shown.certificate if (shown := row.papers.last()) else row.post.certificate,
            wrong=_wrong(inspection, row, today) if row.state in Member.GOING else "",
        )
        for row in rows
    ]


def _wrong(inspection: Inspection, row: Member, today: Any) -> str:
    """Before the start, why a certificate could not be shown today; while it is under way, that none was shown."""
    papers = Certificate(called(row.user), row.post.certificate, row.post.certificate_until)
    if wrong := certificate_wrong(papers, today) if inspection.state in Inspection.OPEN else "":
        return wrong
    if inspection.state == State.UNDER_WAY and row.papers_at(clock.now()) is None:
        return "还没有在这次检查中出示有效的执法证，出示以后才能参加。"
    return ""


def offered(offers: Iterable[Offer], matter: Inspection | Sealing, actor: Actor) -> list[Offer]:
    """The buttons that are this visitor's: what the team does is offered to the team, what each is asked to who was."""
    inspection = matter if isinstance(matter, Inspection) else matter.inspection
    mine = inspection.members.filter(user_id=actor.user_id or 0, state__in=Member.GOING).first()
    of_the_team = {act.label for act in acts_on(type(matter)) if act.by == (Role.INSPECTOR,)}
    asked = ACTS["inspections.say_conflict"].label
    state = mine.state if mine else ""
    if inspection.began_at and not fit_now(inspection, actor.user_id):
        of_the_team_now = {act.label for act in acts_on(type(matter)) if act.verb in _WITHOUT_PAPERS}
        offers = [
            offer for offer in offers if offer.label not in of_the_team or offer.label in of_the_team_now
        ]
    shown = [
        offer
        for offer in offers
        if offer.label not in of_the_team
        or state == (Member.State.ASKED if offer.label == asked else Member.State.CLEAR)
    ]
    # The way forward first, then the rest as it was declared.
    forward = _FORWARD - ({"name_team"} if inspection.began_at else set())
    first = [act.label for act in acts_on(type(matter)) if act.verb in forward]
    return sorted(
        (replace(offer, main=offer.label in first) for offer in shown), key=lambda offer: not offer.main
    )


# --- what was done ---------------------------------------------------------------------------------------

_SEALING_TONES: dict[str, Tone] = {
    "proposed": "warn", "approved": "info", "held": "warn", "unapproved": "bad", "refused": "quiet", "lifted": "good",
}  # fmt: skip
_EVIDENCE_TONES: dict[str, Tone] = {"proposed": "warn", "taken_up": "good", "rejected": "quiet"}


def done(inspection: Inspection, law: Law, today: date) -> dict[str, Any]:
    """All that was done and kept, for the page."""
    measures, obstacles = list(inspection.measures.all()), list(inspection.obstacles.all())
    told, asked = [inspection.told_at] if inspection.told_at else [], demands(inspection)
    said = written(inspection, [*(row.at for row in (*measures, *obstacles)), *told])
    names = {row.user_id: called(row.user) for row in inspection.members.select_related("user")}
    whom = _several(inspection)
    return {
        "measures": [_measure(row, said.get((row.at, "words"), ""), law, _there(row, names)) for row in measures],
        "obstacles": [(row, said.get((row.at, "words"), ""), whom.get(row.respondent_id, ""), _there(row, names)) for row in obstacles],
        "demands": [(each, each.late(today), whom.get(each.row.respondent_id, ""), _there(each.row, names)) for each in asked],
        "sealings": [(each, _SEALING_TONES[each.state]) for each in inspection.sealings.select_related("docket").order_by("id")],
        "holds": list(inspection.holds.select_related("respondent__institution")),
        "records": list(inspection.records.all()),
        "evidence": pieces_of_evidence(inspection, law),
        "pieces": [(row, name, KINDS[row.kind].label) for row, name in material(inspection)],
        "thirds": list(inspection.third_parties.all()),
        "findings": [
            (_label(law, row.allegation) or "检查的事项", row, "—" if row.fen is None else yuan(row.fen)) for row in findings(inspection)
        ],
        "told": said.get((inspection.told_at or 0, "words"), ""),
    }  # fmt: skip


def _several(inspection: Inspection) -> dict[int | None, str]:
    """Who each of the inspected is, where there are several to tell apart."""
    rows = respondents(inspection)
    return {each.row.pk: who(each) for each in rows} if len(rows) > 1 else {}


def _there(row: Any, names: dict[int, str]) -> str:
    return "、".join(names.get(each, "") for each in row.officers)


def _measure(row: Any, words: str, law: Law, there: str) -> tuple[str, Any, str, str, str]:
    bound = law.find(row.power)
    return (bound.label if bound else row.power, row, words, str(bound.address) if bound else "", there)


@dataclass(frozen=True)
class Piece:
    """A piece taken out of the material, as those see it who check it: what it is, what it is to prove, how it was obtained."""

    row: Evidence
    kind: str
    tone: Tone
    called: str
    address: str
    shows: str
    obtained: str


def pieces_of_evidence(inspection: Inspection, law: Law) -> list[Piece]:
    rows = list(inspection.all_evidence.select_related("record"))
    said = written(inspection, [row.at for row in rows], ("shows", "obtained"))
    called = {row.public_id: name for row, name in material(inspection)}
    return [
        Piece(
            row=row, kind=_label(law, row.kind), tone=_EVIDENCE_TONES[row.state], called=str(row.record) if row.record else called.get(row.file, ""),
            address=_opened_at(inspection, row), shows=said.get((row.at, "shows"), ""), obtained=said.get((row.at, "obtained"), ""),
        )
        for row in rows
    ]  # fmt: skip


def _opened_at(inspection: Inspection, row: Evidence) -> str:
    if row.record:
        return reverse("desk:inspection_record", kwargs={"number": inspection.number, "n": row.record.number})
    return reverse("desk:inspection_file", kwargs={"number": inspection.number, "file": row.file})


def _label(law: Law, name: str) -> str:
    bound = law.find(name) if name else None
    return bound.label if bound else name


def sealing_chip(sealing: Sealing) -> Chip:
    return Chip(sealing.get_state_display(), _SEALING_TONES[sealing.state])


def sealing_waits(sealing: Sealing) -> str:
    """What of a sealing is pressing."""
    if sealing.state == Sealing.State.UNAPPROVED:
        return "立即解除"
    if sealing.state == Sealing.State.HELD and not sealing.approved_at and sealing.approve_by:
        return f"{sealing.approve_by.astimezone(CHINA):%-m月%-d日%H:%M}以前补办批准"
    return ""


def sealing_facts(sealing: Sealing) -> list[Fact]:
    said = written(sealing, [1], ("place", "keeper", "words"))
    told = [
        Fact("地点", said.get((1, "place"), "")),
        Fact("保管人", vault.masked("inspected_person", said.get((1, "keeper"), ""))),
        Fact("原因", said.get((1, "words"), "")),
    ]
    if sealing.sealed_at:
        told.append(Fact("实施时间", f"{sealing.sealed_at.astimezone(CHINA):%Y年%-m月%-d日 %H:%M}"))
    if sealing.approved_at:
        told.append(Fact("批准时间", f"{sealing.approved_at.astimezone(CHINA):%Y年%-m月%-d日 %H:%M}"))
    if sealing.lifted_on:
        told.append(Fact("解除", f"{sealing.lifted_on:%Y年%-m月%-d日}，{sealing.get_disposal_display()}"))
    return told


def inventory(sealing: Sealing) -> list[str]:
    typed = written(sealing, [1], ("inventory",)).get((1, "inventory"), "")
    return [line.strip() for line in typed.splitlines() if line.strip()]
