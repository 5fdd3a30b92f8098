"""What other rooms and pages ask of discipline: who has promised, who must stand back, what waits."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.discipline.models import (
    JUDGES,
    Breach,
    Complaint,
    Declaration,
    Interest,
    MediaRequest,
    Obstruction,
    RecusalQuestion,
    Undertaking,
    Wording,
)
from zhongdu.discipline.rules import CONFIRMING, UNDERTAKING, bars, due_again, names_one_of
from zhongdu.fieldwork.queries import Visit
from zhongdu.fieldwork.queries import for_desk as visits_for_desk
from zhongdu.institutions.queries import Institution
from zhongdu.law.governing import Law, governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import Appointment
from zhongdu.scope.actor import Actor

__all__ = [
    "Breach",
    "Complaint",
    "Declared",
    "MediaRequest",
    "Obstruction",
    "RecusalQuestion",
    "added_wording",
    "cleared",
    "confirmed_on",
    "interests_of",
    "is_tied",
    "must_confirm",
    "not_ready",
    "pledged",
    "pledges",
    "recusal",
    "recused_among",
    "recused_from",
    "signed",
    "tied_visits",
    "ties",
    "unpledged",
    "waiting_for_officer",
    "waiting_for_supervisor",
    "why_recused",
]  # fmt: skip


# --- promises and declarations ----------------------------------------------------------------------------


def added_wording(bureau: Any) -> str:
    """What a bureau adds to the undertaking's text now."""
    newest = Wording.objects.filter(bureau=bureau).order_by("-id").first()
    return newest.text if newest else ""


def signed(appointment: Any) -> Undertaking | None:
    """The undertaking last signed under an appointment."""
    return Undertaking.objects.filter(appointment=appointment).order_by("-id").first()


def pledges(appointments: Iterable[Any]) -> dict[int, tuple[date | None, date | None]]:
    """``{appointment's id: (signed on, confirmed on)}`` of a page of appointments, in two queries."""
    rows = list(appointments)
    promised = Undertaking.objects.filter(appointment__in=rows).order_by("id")
    signed_on = dict(promised.values_list("appointment_id", "signed_on"))
    said = Declaration.objects.filter(user__in=[row.user_id for row in rows])
    confirmed = dict(said.values_list("user_id", "confirmed_on"))
    return {row.pk: (signed_on.get(row.pk), confirmed.get(row.user_id)) for row in rows}


def pledged(appointments: Iterable[Any]) -> set[int]:
    """Which of these (by id) may take on work: promised and declared, where their bureau wants it."""
    rows = list(appointments)
    free = {bureau.pk for bureau in {row.bureau for row in rows} if UNDERTAKING.of(bureau) == "free"}
    said = pledges(rows)
    return {row.pk for row in rows if row.bureau_id in free or all(said[row.pk])}


def confirmed_on(user_id: int) -> date | None:
    """When somebody last confirmed what they declared of their interests."""
    return Declaration.objects.filter(user_id=user_id).values_list("confirmed_on", flat=True).first()


def must_confirm(appointment: Any, today: date) -> bool:
    """Whether interests were never declared, or should be confirmed again by the bureau's own way."""
    last = confirmed_on(appointment.user_id)
    if last is None:
        return True
    yearly = CONFIRMING.of(appointment.bureau) == "yearly"
    return yearly and today >= due_again(last)


def not_ready(appointment: Any) -> str:
    """Why a supervisor may not take on work yet, in a sentence; "" when they may. The bureau's own way, no law."""
    if UNDERTAKING.of(appointment.bureau) == "free":
        return ""
    if signed(appointment) is None:
        return "第一次任务以前，请先在“我的”里签署承诺书（本局做法）。"
    if confirmed_on(appointment.user_id) is None:
        return "第一次任务以前，请先在“我的”里申报利害关系，没有也要说一声（本局做法）。"
    return ""


@dataclass(frozen=True)
class Declared:
    """An interest that is still declared, opened: for its holder, and for who judges."""

    interest: Interest
    kind: str
    body: str
    code: str = ""  # of the institution, where the list has it
    detail: str = ""

    @property
    def key(self) -> str:
        return f"interest:{self.interest.pk}"


def interests_of(user_id: int) -> list[Declared]:
    """What somebody has declared and still has."""
    return _declared([user_id])


def _declared(user_ids: Collection[int]) -> list[Declared]:
    """The living interests of several people, in two queries."""
    rows = list(Interest.objects.filter(user__in=user_ids, until=None).order_by("id"))
    said = vault.read_many(
        [row.owner for row in rows], ["interest_kind", "interest_body", "interest_code", "interest_detail"]
    )
    return [_opened(row, said[row.owner]) for row in rows]


def _opened(row: Interest, words: Mapping[str, str]) -> Declared:
    return Declared(
        row,
        str(Interest.Kind(words["interest_kind"]).label),
        words["interest_body"],
        words.get("interest_code", ""),
        words.get("interest_detail", ""),
    )


# --- recusal ----------------------------------------------------------------------------------------------


def ties(appointment: Any, institution: Institution) -> list[str]:
    """What ties a supervisor to an institution, or to another of the same legal person, by key: "employer" (as
    registered), "interest:12" (as declared)."""
    return _ties([appointment], institution)[appointment.pk]


def cleared(appointment: Any, institution: Institution) -> set[str]:
    """The ties that another officer judged not to impair fairness, by key."""
    judged = RecusalQuestion.objects.filter(
        appointment=appointment, institution=institution, state=RecusalQuestion.State.CLEARED
    )
    return {key for keys in judged.values_list("ties", flat=True) for key in keys}


def recusal(appointment: Any, institution: Institution, law: Law) -> str:
    """Whether the law lets a supervisor watch an institution: "", "barred", or "to_judge" (``rules.bars``)."""
    found = ties(appointment, institution)
    return bars(law.value("recusal"), found, cleared(appointment, institution)) if found else ""


def is_tied(user_id: int, institution: Institution) -> bool:
    """Whether somebody has declared any interest in an institution; no more than that is told."""
    terms = Appointment.objects.filter(user_id=user_id).order_by("-id")[:1]
    return any(_ties(list(terms), institution).values())


def why_recused(how: str, *, own: bool = False) -> str:
    """What is said of a recusal: to who assigns that there is an interest and nothing of what it is; to oneself
    (``own``) the same in other words."""
    whose = "您申报过与这家机构有利害关系" if own else "这位监督员与这家机构有利害关系"
    if how == "barred":
        return f"{whose}，应当回避，请{'看别的机构' if own else '另选一位监督员'}。"
    return f"{whose}，是否应当回避，要先请另一名工作人员判断；也可以{'看别的机构' if own else '另选一位监督员'}。"


def recused_among(appointments: Iterable[Any], institution: Institution, law: Law) -> dict[int, str]:
    """``{appointment's id: "barred" | "to_judge"}`` of a page of supervisors, in a few queries for all."""
    found = recused_from(appointments, [institution], law)
    return {appointment: how for (appointment, _), how in found.items()}


def recused_from(
    appointments: Iterable[Any], institutions: Iterable[Institution], law: Law
) -> dict[tuple[int, int], str]:
    """``{(appointment's id, institution's id): "barred" | "to_judge"}`` for all of some supervisors and some
    institutions, in a few queries."""
    rows, bodies = list(appointments), list(institutions)
    known, related = _known(rows), _legal_persons(bodies)
    tied = {(row.pk, body.pk): ties for body in bodies for row, ties in known.ties(related[body.pk]) if ties}
    judged: dict[tuple[int, int], set[str]] = {pair: set() for pair in tied}
    answers = RecusalQuestion.objects.filter(
        appointment__in={appointment for appointment, _ in tied}, state=RecusalQuestion.State.CLEARED
    )
    for appointment, body, keys in answers.values_list("appointment_id", "institution_id", "ties"):
        judged.get((appointment, body), set()).update(keys)
    said = {pair: bars(law.value("recusal"), ties, judged[pair]) for pair, ties in tied.items()}
    return {pair: how for pair, how in said.items() if how}


@dataclass(frozen=True)
class _Known:
    """What is known of some supervisors: whom they work for, what they declared."""

    appointments: list[Any]
    employers: Mapping[str, Mapping[str, Any]]
    declared: Mapping[int, list[Declared]]  # by user

    def ties(self, bodies: Collection[Institution]) -> Iterator[tuple[Any, list[str]]]:
        """Each supervisor with what ties them to one legal person's institutions, by key."""
        names, codes = [body.name for body in bodies], {body.code for body in bodies}
        for each in self.appointments:
            own = names_one_of(self.employers[each.number].get("employer", ""), names)
            declared = [
                one.key
                for one in self.declared.get(each.user_id, ())
                if one.code in codes or names_one_of(one.body, names)
            ]
            yield each, [*(["employer"] if own else []), *declared]


@rests_on("recusal")
def _known(appointments: list[Any]) -> _Known:
    declared: dict[int, list[Declared]] = {}
    for one in _declared({each.user_id for each in appointments}):
        declared.setdefault(one.interest.user_id, []).append(one)
    employers = vault.read_many([each.number for each in appointments], ["employer"])
    return _Known(appointments, employers, declared)


def _ties(appointments: Collection[Any], institution: Institution) -> dict[int, list[str]]:
    bodies = _legal_persons([institution])[institution.pk]
    return {each.pk: ties for each, ties in _known(list(appointments)).ties(bodies)}


def _legal_persons(institutions: Collection[Institution]) -> dict[int, list[Institution]]:
    """Each institution's id with all the institutions under its credit code, where the list has it."""
    codes = {each.credit_code for each in institutions} - {""}
    alike: dict[str, list[Institution]] = {}
    for each in Institution.objects.filter(credit_code__in=codes).order_by("id"):
        alike.setdefault(each.credit_code, []).append(each)
    return {each.pk: alike.get(each.credit_code, [each]) for each in institutions}


_LOOKED_AT = 500  # visits of people with interests: the newest


def tied_visits(actor: Actor) -> list[Visit]:
    """Visits made or to be made by somebody who has since declared an interest in the institution, unless it was
    judged to do no harm; as far as the officer may see them, the newest first."""
    concerned = Interest.objects.filter(until=None).values("user_id")
    rows = visits_for_desk(actor).filter(user_id__in=concerned)
    rows = rows.filter(state__in=[Visit.State.ASSIGNED, Visit.State.ACCEPTED, Visit.State.DONE])
    recent = list(rows.order_by("-id")[:_LOOKED_AT])
    declared = _declared({visit.user_id for visit in recent})
    candidates = [visit for visit in recent if _touches(visit, declared)]
    return [
        visit
        for visit in candidates
        if recusal(visit.appointment, visit.institution, governing(visit.bureau, clock.today()))
    ]


def _touches(visit: Visit, declared: Iterable[Declared]) -> bool:
    """A first look without asking the database: the same code, credit code apart, or the same name."""
    own = [one for one in declared if one.interest.user_id == visit.user_id]
    if visit.institution.credit_code:
        return bool(own)
    return any(
        one.code == visit.institution.code or names_one_of(one.body, [visit.institution.name]) for one in own
    )


# --- what waits -------------------------------------------------------------------------------------------

_PILES = (
    ("投诉待核查", Complaint, [Complaint.State.FILED], Complaint.readers),
    ("违纪处理进行中", Breach, [Breach.State.OPEN, Breach.State.TOLD, Breach.State.HEARD], Breach.readers),
    ("回避待判断", RecusalQuestion, [RecusalQuestion.State.OPEN], JUDGES),
    ("遇阻待受理", Obstruction, [Obstruction.State.LOGGED], Obstruction.readers),
    ("采访发布待答复", MediaRequest, [MediaRequest.State.ASKED], MediaRequest.readers),
)


def waiting_for_officer(actor: Actor) -> list[tuple[str, int, str]]:
    """(label, how many, where) of what waits for an officer's posts; empty piles left out."""
    page = reverse("desk:discipline")
    piles = [
        (
            label,
            kind.objects.visible_to(actor).filter(state__in=states).count(),
            f"{page}?kind={kind._meta.model_name}",
        )
        for label, kind, states, whose in _PILES
        if actor.standing(whose)
    ]
    return [pile for pile in piles if pile[1]]


def waiting_for_supervisor(actor: Actor, appointment: Any, today: date) -> list[tuple[str, int, str]]:
    """(label, how many, where) of what waits for a supervisor: to sign, to declare, to answer."""
    told = Breach.objects.filter(Breach.held_by(actor), state=Breach.State.TOLD).count()
    piles = [("件违纪处理等您陈述意见", told, reverse("phone:discipline"))]
    if appointment is not None and appointment.state == Appointment.State.SERVING:
        page = reverse("phone:discipline")
        if UNDERTAKING.of(appointment.bureau) != "free" and signed(appointment) is None:
            piles.append(("份承诺书等您签署", 1, page))
        elif must_confirm(appointment, today):
            piles.append(("次利害关系申报等您确认", 1, page))
    return [pile for pile in piles if pile[1]]


def unpledged(actor: Actor) -> "QuerySet[Appointment]":
    """Those who serve in an officer's territory and have not signed, or have not declared."""
    rows = Appointment.objects.visible_to(actor).filter(state=Appointment.State.SERVING)
    declared = Declaration.objects.values("user_id")
    return rows.filter(Q(undertakings=None) | ~Q(user_id__in=declared)).select_related("docket", "bureau")
