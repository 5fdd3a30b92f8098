"""Who spoke, or who wrote: sealed field by field, and opened by a recorded act."""

from typing import Any

from zhongdu import vault
from zhongdu.roster.queries import Appointment
from zhongdu.voices.models import ForwardedLetter, Voice

LABELS = {"speaker": "姓名", "phone": "电话"}
_KEPT = {"speaker": "reporter_name", "phone": "reporter_phone"}  # of whoever is no supervisor


def identity(voice: Voice) -> dict[str, str]:
    """What is known of who spoke, by field. Of a letter that is its writer; the supervisor is no secret there."""
    if voice.user is None or isinstance(voice, ForwardedLetter):
        kept = vault.read(voice.number, *_KEPT.values())
        return {field: kept[name] for field, name in _KEPT.items() if kept.get(name)}
    serves = Appointment.objects.filter(user=voice.user_id).select_related("docket").order_by("-id").first()
    phone = vault.read(serves.number, "phone").get("phone", "") if serves else ""
    return {"speaker": voice.user.get_full_name(), **({"phone": phone} if phone else {})}


def sealed_fields(voice: Any, law: Any) -> list[tuple[str, str]]:
    return [(field, LABELS[field]) for field in identity(voice)]
