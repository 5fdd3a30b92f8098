"""What other rooms and pages ask of rewards. Every list is one that its reader may see."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.registry import ACTS
from zhongdu.leads.queries import VERIFIED, Lead
from zhongdu.record.models import Event
from zhongdu.rewards.models import CHECKERS, HANDLERS, PAYERS, Reward
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

__all__ = [
    "Reward",
    "Told",
    "for_desk",
    "mine",
    "of_lead",
    "paid_between",
    "told",
    "unconsidered",
    "waiting_for",
    "waiting_for_officer",
]

_PILES = (
    ("举报奖励待核算", Reward.State.CONSIDERED, HANDLERS),
    ("举报奖励待复核", Reward.State.COMPUTED, CHECKERS),
    ("举报奖励待审定", Reward.State.CHECKED, (Role.DECIDER,)),
    ("举报奖励待告知", Reward.State.APPROVED, HANDLERS),
    ("举报奖励待发放", Reward.State.CLAIMED, PAYERS),
)
TELLING = ("rewards.tell_reporter", "rewards.refuse_reward", "rewards.query_account")


@dataclass(frozen=True)
class Told:
    """Something said to the reporter."""

    at: datetime
    label: str
    words: str
    clauses: tuple[str, ...]


def for_desk(actor: Actor) -> "QuerySet[Reward]":
    """The rewards an officer may see."""
    rows = Reward.objects.visible_to(actor)
    return rows.select_related("docket", "bureau", "lead__docket", "lead__institution", "lead__against")


def unconsidered(actor: Actor) -> "QuerySet[Lead]":
    """Leads that proved true and whose reward nobody has considered yet, as far as the officer may see them."""
    rows = Lead.objects.visible_to(actor).filter(state=Lead.State.ANSWERED, outcome__in=VERIFIED, reward=None)
    return rows.select_related("docket", "bureau", "institution", "against")


def reported_before(reward: Reward, actor: Actor, most: int = 5) -> list[Lead]:
    """Earlier leads about the same body that proved true too: whoever reported first may come first."""
    lead = reward.lead
    if not (lead.institution_id or lead.against_id):
        return []
    earlier = Q(filed_on__lt=lead.filed_on) | Q(filed_on=lead.filed_on, pk__lt=lead.pk)
    rows = Lead.objects.visible_to(actor).filter(earlier, state=Lead.State.ANSWERED, outcome__in=VERIFIED)
    same = rows.filter(institution=lead.institution_id, against=lead.against_id)
    return list(same.select_related("docket").order_by("-filed_on", "-pk")[:most])


def mine(actor: Actor) -> "QuerySet[Reward]":
    """A reporter's own rewards, as far as they were told of them."""
    rows = Reward.objects.filter(Reward.held_by(actor))
    return rows.select_related("docket", "bureau", "lead__docket", "lead__institution", "lead__against")


def paid_between(bureau: Any, since: date, until: date) -> int:
    """What a bureau paid out in rewards in a period, in fen: the sum alone, nobody's."""
    rows = Reward.objects.filter(bureau=bureau, state=Reward.State.PAID, paid_on__range=(since, until))
    return int(rows.aggregate(all=Sum("fen"))["all"] or 0)


def waiting_for(actor: Actor) -> int:
    """How many rewards wait to be claimed by a reporter."""
    return mine(actor).filter(state=Reward.State.TOLD).count()


def of_lead(lead: Lead, actor: Actor) -> Reward | None:
    """The reward of a lead, where there is one and the actor may see it."""
    return Reward.objects.visible_to(actor).filter(lead=lead).select_related("docket", "bureau").first()


def waiting_for_officer(actor: Actor) -> list[tuple[str, int, str]]:
    """The piles on an officer's desk: only what one of their posts may go on with."""
    address = reverse("desk:rewards")
    piles = [
        (label, for_desk(actor).filter(state=state).count(), f"{address}?{urlencode({'state': state})}")
        for label, state, roles in _PILES
        if actor.standing(roles)
    ]
    if actor.standing(HANDLERS):
        piles.insert(0, ("查实线索待考虑奖励", unconsidered(actor).count(), f"{address}?show=leads"))
    return [pile for pile in piles if pile[1]]


def told(reward: Reward) -> list[Told]:
    """What was said to the reporter in words, the newest last."""
    events: list[Any] = list(Event.objects.filter(docket=reward.docket_id, act__in=TELLING).order_by("seq"))
    kept = {event.pk: event.data.get("vault", {}).get("words") for event in events}
    words = vault.recall(entry for entry, _ in filter(None, kept.values()))
    return [
        Told(event.at, ACTS[event.act].label, words[entry[0]], tuple(event.clauses))
        for event in events
        if (entry := kept[event.pk]) and entry[0] in words
    ]
