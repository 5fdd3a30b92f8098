"""What pages show of inspections: how far one is, whom it is of, who goes, what each of them may do now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from zhongdu import vault
from zhongdu.acts.registry import ACTS, acts_on
from zhongdu.inspections.models import Inspection, Member
from zhongdu.inspections.queries import Person, respondents
from zhongdu.inspections.rules import Certificate, certificate_wrong
from zhongdu.inspections.team import called
from zhongdu.kit.parts import Chip, Fact, Offer, Step, Tone
from zhongdu.law.governing import Law
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

State = Inspection.State
TONES: dict[str, Tone] = {
    State.PLANNED: "info", State.UNDER_WAY: "warn", State.REPORTED: "warn", State.CLOSED: "good", State.CALLED_OFF: "quiet",
}  # fmt: skip
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
    wrong: str  # why the certificate could not be shown today


def team(inspection: Inspection, today: Any) -> list[Going]:
    rows = inspection.members.select_related("user", "post__bureau")
    return [
        Going(
            name=called(row.user),
            bureau=row.post.bureau.name,
            leads=row.leads,
            chip=Chip(row.get_state_display(), _MEMBER_TONES[row.state]),
            certificate=row.certificate or row.post.certificate,
            wrong=_wrong(row, today) if inspection.is_secret and row.state in Member.GOING else "",
        )
        for row in rows
    ]


def _wrong(row: Member, today: Any) -> str:
    return certificate_wrong(
        Certificate(called(row.user), row.post.certificate, row.post.certificate_until), today
    )


def offered(offers: Iterable[Offer], inspection: Inspection, actor: Actor) -> list[Offer]:
    """The buttons that are this visitor's: what the team does is offered to the team, what each is asked to who was."""
    mine = inspection.members.filter(user_id=actor.user_id or 0, state__in=Member.GOING).first()
    of_the_team = {act.label for act in acts_on(Inspection) if act.by == (Role.INSPECTOR,)}
    asked = ACTS["inspections.say_conflict"].label
    state = mine.state if mine else ""
    return [
        offer
        for offer in offers
        if offer.label not in of_the_team
        or state == (Member.State.ASKED if offer.label == asked else Member.State.CLEAR)
    ]
