"""What other rooms and pages ask of inspections. What is material, and no evidence yet, is not among the answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.files.models import Attachment
from zhongdu.inspections.models import (
    Demand,
    DemandItem,
    Evidence,
    Finding,
    Hold,
    Inspection,
    Member,
    Respondent,
)
from zhongdu.record.models import Event
from zhongdu.scope.actor import Actor

PROVED = (Finding.Outcome.PROVED, Finding.Outcome.PARTLY)

__all__ = [
    "PROVED",
    "Demanded",
    "Finding",
    "Inspection",
    "Obstructed",
    "Person",
    "Respondent",
    "Taken",
    "by_number",
    "demands",
    "evidence",
    "files_behind",
    "findings",
    "for_desk",
    "may_hold",
    "mine_to_answer",
    "obstructed",
    "open_holds",
    "published",
    "record_on_paper",
    "report_on_paper",
    "respondents",
    "to_become_cases",
    "visible",
    "whose_case",
    "written",
]


def visible(actor: Actor) -> "QuerySet[Inspection]":
    return Inspection.objects.visible_to(actor).select_related("docket", "bureau", "home")


def by_number(number: str, actor: Actor) -> Inspection | None:
    """The inspection with a number, as far as an actor may see it."""
    return visible(actor).filter(docket__number=number).first()


def for_desk(actor: Actor) -> "QuerySet[Inspection]":
    """The inspections an officer may see, with whom they are of."""
    return visible(actor).prefetch_related("respondents__institution")


def mine_to_answer(actor: Actor) -> "QuerySet[Inspection]":
    """Those in which an inspector has still to say whether they are free of interests."""
    asked = Member.objects.filter(user_id=actor.user_id or 0, state=Member.State.ASKED).values("inspection")
    return visible(actor).filter(pk__in=asked, state__in=Inspection.OPEN).order_by("-id")


# --- whom ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """Somebody inspected, as whoever deals with the matter may read it; ``name`` is whole, pages mask it."""

    kind: Respondent.Kind
    name: str
    identity: str
    institution: Any
    row: Respondent

    @property
    def is_person(self) -> bool:
        return self.kind in Respondent.PEOPLE


def respondents(inspection: Inspection) -> list[Person]:
    """Whom an inspection is of, in the order they were named."""
    rows = list(inspection.respondents.select_related("institution__bureau", "practitioner", "contractor"))
    said = written(inspection, [row.at for row in rows], ("person", "identity"))
    return [
        Person(
            kind=Respondent.Kind(row.kind),
            name=_name(row, said.get((row.at, "person"), "")),
            identity=said.get((row.at, "identity"), ""),
            institution=row.institution,
            row=row,
        )
        for row in rows
    ]


def _name(row: Respondent, written: str) -> str:
    """By the list where they stand on one, else as they were written down."""
    if row.practitioner:
        return str(row.practitioner.name)
    return written if row.kind in Respondent.PEOPLE else str(row)


def written(
    inspection: Any, places: Iterable[int], names: Iterable[str] = ("words",)
) -> dict[tuple[int, str], Any]:
    """What was typed in the events at these places of a docket: ``{(place, input): value}``; erased values are left out."""
    wanted, asked = set(names), set(places)
    events = Event.objects.filter(docket=inspection.docket_id, seq__in=asked)
    refs = {
        (event.seq, name): entry
        for event in events
        for name, (entry, _) in (event.data.get("vault") or {}).items()
        if name in wanted
    }
    values = vault.recall(refs.values())
    return {at: values[entry] for at, entry in refs.items() if entry in values}


# --- what was demanded ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Thing:
    """One thing demanded, as it was written, and what came of it."""

    row: DemandItem
    says: str
    heard: str  # what was noted when it was given, or not


@dataclass(frozen=True)
class Demanded:
    row: Demand
    receiver: str
    items: list[Thing]

    def late(self, today: date) -> bool:
        """Whether its day is past and something still demanded was not given whole."""
        return today > self.row.until and any(item.row.given in DemandItem.WAITED_FOR for item in self.items)

    @property
    def open(self) -> bool:
        """Whether something is still to come, or to be said of it."""
        return any(item.row.given == DemandItem.Given.WAITING for item in self.items)


def demands(inspection: Inspection) -> list[Demanded]:
    """What was demanded, in order, and of each thing whether it was given (9/1)."""
    rows = list(inspection.demands.prefetch_related("items"))
    heard = [item.at for row in rows for item in row.items.all() if item.at]
    said = written(inspection, [*(row.at for row in rows), *heard], ("things", "receiver", "words"))
    found = []
    for row in rows:
        lines = [line.strip() for line in said.get((row.at, "things"), "").splitlines() if line.strip()]
        lines += [""] * row.items.count()  # erased words leave their items standing
        items = [
            Thing(item, lines[item.place - 1], said.get((item.at or 0, "words"), ""))
            for item in row.items.all()
        ]
        found.append(Demanded(row, said.get((row.at, "receiver"), ""), items))
    return found


def open_holds(institution: Any) -> "QuerySet[Hold]":
    """Where an agency is asked to suspend an institution's settlement today: for the room that settles with agencies."""
    return Hold.objects.filter(respondent__institution=institution, ended_on=None).select_related(
        "inspection__docket"
    )


def may_hold(number: str, institutions: Any) -> bool:
    """Whether payments stopped during an inspection may stay so: while it lasts, or the bureau still asks for it."""
    going_on = Inspection.objects.filter(docket__number=number).exclude(state=Inspection.State.CLOSED)
    asked = Hold.objects.filter(respondent__institution__in=institutions, ended_on=None)
    return going_on.exists() or asked.exists()


@dataclass(frozen=True)
class Obstructed:
    """An inspection an institution does not cooperate with: what the team noted, and whether the bureau asked for more."""

    number: str
    began: date
    noted: list[tuple[date, str]]
    asked_on: date | None  # the day from which the bureau asked its settlement to be suspended


def obstructed(institutions: Any) -> list[Obstructed]:
    """The inspections that have begun, are not closed, and that these institutions themselves obstructed on the record. One
    against a bureau is not among them: the agency is that bureau's own."""
    rows = Inspection.objects.filter(
        obstacles__respondent__institution__in=institutions, obstacles__respondent__kind=Respondent.Kind.INSTITUTION,
        against=None, state__in=[Inspection.State.UNDER_WAY, Inspection.State.REPORTED],
    )  # fmt: skip
    whose = {each.pk for each in institutions}
    return [_obstructed(row, whose) for row in rows.distinct().select_related("docket").order_by("id")]


def _obstructed(row: Inspection, whose: set[int]) -> Obstructed:
    asked = row.holds.filter(ended_on=None, respondent__institution__in=whose).order_by("id").first()
    theirs = row.obstacles.filter(
        respondent__institution__in=whose, respondent__kind=Respondent.Kind.INSTITUTION
    )
    noted = [(clock.day_of(each.happened_at), str(each.get_sort_display())) for each in theirs]
    began = clock.day_of(row.began_at) if row.began_at else date.min
    return Obstructed(row.number, began, noted, asked.since if asked else None)


# --- evidence --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Taken:
    """A piece of evidence as a decision may cite it."""

    number: int
    called: str  # the document or record, where it is from, and what it shows
    kind: str  # a concept of the law: evidence.kind.documentary
    source: str
    shows: str  # what it shows
    obtained: str  # how it was obtained
    checked: str  # against what it was checked
    file: str  # the attachment's number; "" where it is a record
    record: int | None  # the inspection record's number
    scan: (
        str  # the attachment's number of that record, stamped on paper; "" where it was signed on the screen
    )
    officers: tuple[int, int]
    taken_on: date


def evidence(inspection: Inspection) -> list[Taken]:
    """What was taken up as evidence, by two: the only thing a decision may stand on."""
    rows = list(inspection.all_evidence.filter(state=Evidence.State.TAKEN_UP).select_related("record"))
    places = [place for row in rows for place in (row.at, row.checked_at or 0)]
    said = written(inspection, places, ("shows", "obtained", "checked"))
    return [
        Taken(
            number=row.number, called=_called(row, said.get((row.at, "shows"), "")), kind=row.kind, source=row.source, shows=said.get((row.at, "shows"), ""),
            obtained=said.get((row.at, "obtained"), ""), checked=said.get((row.checked_at or 0, "checked"), ""), file=row.file,
            record=row.record.number if row.record else None, scan=row.record.scan if row.record else "", officers=(row.first, row.second), taken_on=row.taken_on,
        )
        for row in rows
    ]  # fmt: skip


def _called(row: Evidence, shows: str) -> str:
    named = str(row.record) if row.record else f"{Evidence.Source(row.source).label}（证据{row.number}）"
    return f"{named}，证明{shows.rstrip('。')}" if shows else named


def files_behind(inspection: Inspection, taken: Taken) -> list[Attachment]:
    """The files a piece of evidence is: the one taken up, or the stamped paper of a record. To be given out by a room
    that knows who may read what the evidence carries."""
    wanted = [each for each in (taken.file, taken.scan) if each]
    owners = [inspection.number, *inspection.sealings.values_list("docket__number", flat=True)]
    rows = Attachment.objects.filter(public_id__in=wanted, owner__in=owners, erased_at=None)
    return list(rows.select_related("blob").order_by("pk"))


def record_on_paper(inspection: Inspection, number: int) -> bytes:
    """A record as it was sealed, as PDF."""
    from zhongdu.inspections.paper import record  # papers are made of what is asked for here

    return record(inspection, str(number)).pdf()


def report_on_paper(inspection: Inspection) -> bytes:
    """The team's report, as PDF."""
    from zhongdu.inspections.paper import report

    return report(inspection).pdf()


def findings(inspection: Inspection) -> list[Finding]:
    return list(inspection.findings.all())


def to_become_cases(actor: Actor) -> "QuerySet[Inspection]":
    """Closed with the outcome that a case be considered, and none opened yet; one away from home waits where it was given."""
    wants = Q(state=Inspection.State.CLOSED, outcome__in=Inspection.TO_A_CASE, case="")
    away = Q(assigned_by__isnull=False) & ~Q(home=F("bureau"))
    here = {post.bureau_id for post in actor.posts}
    return visible(actor).filter(wants).exclude(away & ~Q(assigned_by__in=here))


def whose_case(inspection: Inspection) -> str:
    """Which bureau has the case of an inspection away from home, and who said so; "" where that was no question."""
    if not (inspection.is_away and inspection.handled_by and inspection.assigned_by):
        return ""
    return f"{inspection.handled_by.name}，由{inspection.assigned_by.name}选定（本局做法，读到的办法没有写）"


def published() -> "QuerySet[Inspection]":
    """What everybody may read: of each only its reviewed words, its bureau and its day are to be shown."""
    return Inspection.objects.filter(published_on__isnull=False).select_related("bureau")
