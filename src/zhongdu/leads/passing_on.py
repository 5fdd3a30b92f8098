"""What of a lead's evidence leaves the house: a copy with faces covered where one was made, and what went is on the record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from zhongdu import files
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import ACTS, act
from zhongdu.files import copies
from zhongdu.files.models import Attachment
from zhongdu.kit.masking import cover, labelled
from zhongdu.leads import evidence
from zhongdu.leads.models import HANDLERS, Lead
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

PASSING_ON = ("leads.ask_about", "leads.pass_to_department")  # acts by which material goes out
BOXES = Says("遮住的地方", plain=True, most=2_000)


def material(lead: Lead) -> list[Attachment]:
    """All that a lead has, in the order its page shows it: what the speaker brought, then the officers' own."""
    return [*files.attached(lead.number, evidence.KIND), *files.attached(lead.number, evidence.INTERNAL)]


def photographs(lead: Lead, law: Any) -> list[tuple[str, str]]:
    return labelled(material(lead))


@act(
    on=Lead,
    by=(*HANDLERS, Role.DECIDER),
    provided=lambda lead, law: "" if photographs(lead, law) else "没有可以遮盖的照片（JPEG、PNG、WebP）。",
    tells="方框烧进新做的副本里，还原不了；拍摄时间、位置也一并去掉。原件不动。",
)
def mask_evidence(
    lead: Lead,
    deed: Doing,
    *,
    file: Annotated[str, Says("哪张照片", options=photographs)],
    boxes: Annotated[str, BOXES],
) -> None:
    """做遮盖副本

    Faces and names are covered in a copy of a photograph, which is what others get from then on; the original stays.
    """
    cover(next(each for each in material(lead) if each.public_id == file), boxes, deed)


# --- handing on ------------------------------------------------------------------------------------------


def to_choose(lead: Lead, law: Any) -> list[tuple[str, str]]:
    """What may be handed on, each saying in which shape it would go. What cannot be cleaned is not offered."""
    kept = material(lead)
    masked = copies.masked(kept)
    return [
        (each.public_id, f"{evidence.called(each)} {place}（{_shape(each, masked)}）")
        for place, each in enumerate(kept, 1)
        if each.blob.media_type not in files.IMAGES - files.PICTURES
    ]


def _shape(each: Attachment, masked: dict[int, Attachment]) -> str:
    if each.pk in masked:
        return "交遮盖副本"
    if each.blob.media_type in files.PICTURES:
        return "没有遮盖，只去掉拍摄信息；有脸的请先做遮盖副本"
    return "不能遮盖，交出去就是原样"


HANDED = Says(
    "交出去的材料", options=to_choose, hint="不选就只写文字。交的是副本，交了哪一份、它的哈希都留痕。"
)


def hand_on(lead: Lead, chosen: Iterable[str], deed: Doing) -> list[Attachment]:
    """What goes out, exactly, each the copy that is handed on; the record has it by its hash."""
    wanted = set(chosen)
    going = [each for each in material(lead) if each.public_id in wanted]
    try:
        handed = [copies.to_pass_on(each, added_by=deed.by.user_id) for each in going]
    except files.FileRefused as refused:
        deed.refuse("cannot_be_passed_on", refused.message, beside="hand")
    if handed:
        deed.note(handed=[[each.public_id, each.blob.sm3] for each in handed])
    return handed


@dataclass(frozen=True)
class Handed:
    """What went out on one occasion."""

    at: datetime
    label: str
    files: list[Attachment]


def handed(lead: Lead) -> list[Handed]:
    """What went out, the newest first."""
    events = Event.objects.filter(docket=lead.docket_id, act__in=PASSING_ON).order_by("-seq")
    told = [(event, [public_id for public_id, _ in event.data.get("handed", ())]) for event in events]
    ids = [public_id for _, went in told for public_id in went]
    found = {each.public_id: each for each in files.attached(lead.number).filter(public_id__in=ids)}
    return [
        Handed(event.at, ACTS[event.act].label, [found[each] for each in went if each in found])
        for event, went in told
        if went
    ]
