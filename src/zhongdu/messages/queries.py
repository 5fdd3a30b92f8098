"""What pages ask of messages on their way."""

from django.db.models import QuerySet
from django.urls import reverse

from zhongdu.acts.withholding import not_withheld
from zhongdu.messages.models import Delivery
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.roles import Role

SEES_TO_IT = frozenset({Role.SYSTEM_ADMIN, Role.LIAISON, Role.DECIDER})


def deliveries_for(actor: Actor) -> "QuerySet[Delivery]":
    """What went out of an actor's territory; of matters withheld from them not even that."""
    rows = Delivery.objects.filter(territory(actor, "message__bureau"))
    return not_withheld(rows, actor, "message__docket")


def waiting_for_officer(actor: Actor) -> list[tuple[str, int, str]]:
    """What did not arrive, for those who see to it: (label, how many, where)."""
    if not actor.standing(SEES_TO_IT):
        return []
    lost = deliveries_for(actor).filter(state=Delivery.State.GIVEN_UP).count()
    return [("短信邮件没有送到", lost, f"{reverse('desk:deliveries')}?state=given_up")] if lost else []
