"""Who spoke: sealed field by field. Opening a field needs a role and a reason, and the speaker sees that it was opened."""

from typing import Annotated, Any

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.leads.models import HANDLERS, Lead
from zhongdu.leads.telling import news
from zhongdu.roster.queries import Appointment
from zhongdu.scope.roles import Role

LABELS = {"speaker": "反映人姓名", "phone": "反映人电话"}
_KEPT = {"speaker": "reporter_name", "phone": "reporter_phone"}  # of whoever is no supervisor


def identity(lead: Lead) -> dict[str, str]:
    """What is known of who spoke, by field; for pages, only as far as an officer has opened it."""
    if lead.user is None:
        kept = vault.read(lead.number, *_KEPT.values())
        return {field: kept[name] for field, name in _KEPT.items() if kept.get(name)}
    serves = Appointment.objects.filter(user=lead.user_id).select_related("docket").order_by("-id").first()
    phone = vault.read(serves.number, "phone").get("phone", "") if serves else ""
    return {"speaker": lead.user.get_full_name(), **({"phone": phone} if phone else {})}


def sealed_fields(lead: Lead, law: Any) -> list[tuple[str, str]]:
    return [(field, LABELS[field]) for field in identity(lead)]


@news("lead.progress")
@act(on=Lead, by=(*HANDLERS, Role.DECIDER))
def unmask(
    lead: Lead,
    deed: Doing,
    *,
    field: Annotated[str, Says("查看什么", options=sealed_fields)],
    reason: Annotated[
        str, Says("为什么需要看", hint="留在记录里；反映人会知道身份被查看过。", words=True, most=500)
    ],
) -> None:
    """查看反映人身份

    Who spoke is sealed, each field by itself; opening one is recorded, shown to the speaker, and lasts a quarter of an hour.
    """
