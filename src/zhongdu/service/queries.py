"""What other rooms and pages ask of service."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from zhongdu import vault
from zhongdu.acts.registry import ACTS
from zhongdu.fieldwork.queries import Visit
from zhongdu.record.models import Event
from zhongdu.scope.actor import Actor
from zhongdu.service.models import Assessment, Commendation, Proof, Retaliation, Seen, Stint
from zhongdu.service.rules import tidy

__all__ = [
    "Assessment", "Proof", "Retaliation", "Stint", "commendations", "latest_assessment", "minutes_by_kind", "news_of",
    "proof_by_code", "said", "uncounted", "was_read", "words_of",
]  # fmt: skip


# --- hours ---------------------------------------------------------------------------------------------


def uncounted(actor: Actor) -> "QuerySet[Visit]":
    """A supervisor's visits that are done and whose hours nobody has stated, the newest first."""
    live = Stint.objects.filter(visit=OuterRef("pk")).exclude(state=Stint.State.DECLINED)
    done = Visit.objects.filter(Visit.held_by(actor), ~Exists(live), state=Visit.State.DONE)
    return done.select_related("docket", "bureau", "institution").order_by("-done_at", "-id")


def minutes_by_kind(
    users: Collection[int], bureau: Any, since: date, until: date
) -> dict[int, dict[str, int]]:
    """``{user: {kind: confirmed minutes}}`` in one query; who has none has an empty one."""
    rows = Stint.objects.filter(
        user_id__in=users, bureau=bureau, state=Stint.State.CONFIRMED, on__gte=since, on__lte=until
    )
    found: dict[int, dict[str, int]] = {user: {} for user in users}
    for user, kind, minutes in rows.order_by().values_list("user_id", "sort").annotate(Sum("minutes")):
        found[user][kind] = minutes
    return found


def words_of(stints: Iterable[Stint]) -> dict[str, str]:
    """What was done, by number: the institution visited, else what was written; one look into the vault."""
    rows = list(stints)
    written = vault.read_many([stint.number for stint in rows], ["service_words"])
    return {
        stint.number: stint.visit.institution.name
        if stint.visit
        else written[stint.number].get("service_words", "")
        for stint in rows
    }


def commendations(user_id: int) -> "QuerySet[Commendation]":
    return (
        Commendation.objects.filter(user_id=user_id)
        .select_related("appointment__bureau")
        .order_by("-on", "-id")
    )


# --- proof ---------------------------------------------------------------------------------------------


def proof_by_code(typed: str) -> Proof | None:
    """The proof a verification code belongs to, however it was copied."""
    rows = Proof.objects.select_related("docket", "bureau", "appointment")
    return rows.filter(verify_code=tidy(typed)).first()


# --- what is told to the person ------------------------------------------------------------------------

TELLING = ("service.take_up_retaliation", "service.protect", "service.answer_retaliation")
TOLD_BY_PERSON = ("service.file_retaliation", "service.add_to_retaliation")


@dataclass(frozen=True)
class Said:
    """Something said in a matter: when, by which act, in which words."""

    at: datetime
    act: str
    label: str
    words: dict[str, str]  # by the label of the input
    clauses: tuple[str, ...]


def said(matter: Any, acts: Collection[str]) -> list[Said]:
    """What was written in these acts on a matter, in order."""
    events = list(Event.objects.filter(docket=matter.docket_id, act__in=acts).order_by("seq"))
    refs = {event.pk: event.data.get("vault", {}) for event in events}
    kept = vault.recall(entry for found in refs.values() for entry, _ in found.values())
    told = []
    for event in events:
        fields = ACTS[event.act].inputs.fields
        words = {
            item.says.label: kept[refs[event.pk][item.name][0]]
            for item in fields
            if item.name in refs[event.pk] and refs[event.pk][item.name][0] in kept
        }
        told.append(Said(event.at, event.act, ACTS[event.act].label, words, tuple(event.clauses)))
    return told


def mine_reported(actor: Actor) -> Any:
    """What a person reported, each with ``news``: 1 where something was said that they have not opened."""
    unread = When(told__gt=Coalesce(F("seen__length"), 0), then=1)
    return Retaliation.objects.filter(Retaliation.held_by(actor)).annotate(
        news=Case(unread, default=0, output_field=IntegerField())
    )


def news_of(actor: Actor) -> int:
    """How many of a person's own reports have something said that they have not opened."""
    return int(mine_reported(actor).filter(news=1).count())


def was_read(retaliation: Retaliation, actor: Actor) -> None:
    if actor.user_id == retaliation.user_id:
        Seen.objects.update_or_create(retaliation=retaliation, defaults={"length": retaliation.docket.length})


# --- assessment ----------------------------------------------------------------------------------------


def latest_assessment(user_ids: Collection[int], bureau: Any = None) -> dict[int, Assessment]:
    """``{user: their last settled assessment}``, for whoever weighs a renewal; who has none is left out."""
    rows = Assessment.objects.filter(user_id__in=user_ids, state=Assessment.State.SETTLED)
    if bureau is not None:
        rows = rows.filter(bureau=bureau)
    ordered = rows.select_related("docket", "bureau", "scheme").order_by("year", "id")
    return {assessment.user_id: assessment for assessment in ordered}
