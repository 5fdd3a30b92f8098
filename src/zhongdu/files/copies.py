"""Copies to pass on: made anew from the pixels of a photograph, with what must not be seen burnt in; originals stay.

A copy is an attachment of its own beside the original, with a hash of its own, and says what it is a copy of. An act
makes it, and records both hashes. Sound and video are not masked here, and nobody may be told that they were.
"""

from collections.abc import Iterable

from django.core.files.base import ContentFile

from zhongdu.files import keeping, pictures
from zhongdu.files.models import Attachment
from zhongdu.files.refusals import FileRefused
from zhongdu.files.sniffing import IMAGES, PICTURES

MASKED, PLAIN = "masked_copy", "plain_copy"  # with boxes; without what the camera wrote alone
KINDS = (MASKED, PLAIN)
MOST = 60  # boxes of a picture
LEAST = 10  # parts of a side: anything narrower hides nothing, and was a slip of the finger

NO_BOXES = "还没有画方框。请在照片上把脸、姓名等遮住。"

Box = tuple[int, int, int, int]


class BadBoxes(ValueError):
    """Boxes that cannot be drawn: one sentence for people."""


def boxes_of(text: str) -> list[Box]:
    """``120,80,900,700;…``: from the left, from the top, width and height, in ten-thousandths of the upright picture."""
    try:
        found = [_box(part) for part in text.split(";") if part.strip()]
    except ValueError:
        raise BadBoxes("方框的位置不对，请重新画。") from None
    if not found:
        raise BadBoxes(NO_BOXES)
    if len(found) > MOST:
        raise BadBoxes(f"一张照片最多画 {MOST} 个方框。")
    return found


def _box(part: str) -> Box:
    left, top, width, height = (int(number) for number in part.split(","))
    inside = 0 <= left <= left + width <= pictures.WHOLE and 0 <= top <= top + height <= pictures.WHOLE
    if not inside or min(width, height) < LEAST:
        raise ValueError
    return left, top, width, height


def mask(original: Attachment, boxes: list[Box], *, added_by: int | None) -> Attachment:
    """A copy with these boxes burnt in, beside its original; ``FileRefused`` where the original is no such picture."""
    return _made(original, boxes, MASKED, added_by)


def to_pass_on(original: Attachment, *, added_by: int | None) -> Attachment:
    """What of a file may leave the house: the newest masked copy; of a picture nobody masked, one without what the
    camera wrote into it; of what is no picture, itself."""
    kept = masked([original]).get(original.pk)
    if kept or original.blob.media_type not in PICTURES:
        if original.blob.media_type in IMAGES - PICTURES:
            raise FileRefused("type", "HEIC格式的照片去不掉拍摄信息，也遮不了，请转换为JPEG格式后再交出去。")
        return kept or original
    plain = original.copies.filter(kind=PLAIN, erased_at=None).select_related("blob").last()
    return plain or _made(original, [], PLAIN, added_by)


def _made(original: Attachment, boxes: list[Box], kind: str, added_by: int | None) -> Attachment:
    if original.blob.media_type not in PICTURES:
        raise FileRefused("type", "只有JPEG、PNG、WebP格式的照片可以遮盖。")
    with keeping.original(original) as source:
        pixels = pictures.copy(source, boxes)
    # A name of its own: the original's can name people.
    copy = keeping.store(
        ContentFile(pixels, "copy.jpg"), owner=original.owner, kind=kind, allow=PICTURES, added_by=added_by,
        sort=original.copies.count(), under=original.under,
    )  # fmt: skip
    copy.copy_of = original
    copy.save(update_fields=["copy_of"])
    return copy


def masked(originals: Iterable[Attachment]) -> dict[int, Attachment]:
    """The newest masked copy of each, where there is one, by the original's key."""
    found = Attachment.objects.filter(copy_of__in=list(originals), kind=MASKED, erased_at=None)
    return {copy.copy_of_id: copy for copy in found.select_related("blob").order_by("pk") if copy.copy_of_id}
