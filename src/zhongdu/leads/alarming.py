"""Whoever has to say that a grave event was received hears of it at once, and not only at the desk; in words that tell nothing."""

from typing import Any

from zhongdu.acts.registry import follows
from zhongdu.duties.models import Duty
from zhongdu.leads.filing import enter_lead, file_lead, report
from zhongdu.leads.grave import RECEIPT, acknowledge_from_below, call_grave
from zhongdu.leads.handling import may_know
from zhongdu.leads.intake import take_in
from zhongdu.leads.models import Lead
from zhongdu.leads.triage import pass_to_bureau, send_past
from zhongdu.messages.telling import tell
from zhongdu.scope.models import Post


def alarm(deed: Any, lead: Lead) -> None:
    """Tell each officer who may give the receipt that this deed made somebody wait for, and may know of the lead."""
    if not lead.grave:
        return
    waiting = Duty.objects.open().filter(docket=lead.docket_id, concept=RECEIPT, opened_by=deed.id)
    if (owed := waiting.select_related("bureau").first()) is None:
        return
    roles = [owed.role] if owed.role else acknowledge_from_below.by
    posts = Post.objects.filter(bureau=owed.bureau, role__in=roles, until=None, user__is_active=True)
    for user in {post.user_id: post.user for post in posts.select_related("user").order_by("pk")}.values():
        if user.pk != deed.by.user_id and may_know(user, lead):
            tell("desk.urgent", user.pk, owed.bureau, docket=lead.docket, occasion=deed.id)


for _act in (file_lead, report, enter_lead, take_in, call_grave, send_past, pass_to_bureau):
    follows(_act)(alarm)
