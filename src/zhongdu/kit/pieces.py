"""Files of a matter as a page shows them: a picture or a word for it, its size, its fingerprint, what the camera claims."""

from dataclasses import dataclass

from django.urls import reverse

from zhongdu import files
from zhongdu.files import copies
from zhongdu.files.models import Attachment
from zhongdu.kit import evidence


@dataclass(frozen=True)
class Piece:
    """A file of evidence on a page. ``preview`` is "" for what is no picture; ``says`` are the camera's claims."""

    name: str
    kind: str
    size: int
    url: str
    preview: str
    fingerprint: str
    says: tuple[str, ...] = ()
    mask: str = ""  # where a copy with faces covered is made, for officers
    masked: str = ""  # the newest such copy


def pieces(
    number: str,
    page: str,
    preview: str,
    *,
    kind: str = evidence.KIND,
    with_claims: bool = False,
    masking: str = "",
) -> list[Piece]:
    """The evidence of a matter, in the order it came; ``page`` and ``preview`` are the names of the pages that give
    it out. ``with_claims`` adds what the cameras wrote, ``masking`` (the page that makes copies with faces covered) what was
    masked, for officers."""
    kept = list(files.attached(number, kind))
    names, masked = files.names(kept), copies.masked(kept) if masking else {}
    return [
        Piece(
            name=names[each.public_id] or "未命名的文件",
            kind=evidence.called(each),
            size=each.blob.size,
            url=_address(page, number, each),
            preview=_address(preview, number, each) if each.blob.media_type in files.PICTURES else "",
            fingerprint=each.blob.sm3,
            says=_claims(each) if with_claims else (),
            mask=_masking(masking, number, each) if masking else "",
            masked=_address(page, number, masked[each.pk]) if each.pk in masked else "",
        )
        for each in kept
    ]


def _address(name: str, number: str, each: Attachment) -> str:
    return reverse(name, kwargs={"number": number, "file": each.public_id})


def _masking(page: str, number: str, each: Attachment) -> str:
    if each.blob.media_type not in files.PICTURES:
        return ""
    return f"{reverse(page, kwargs={'number': number})}?file={each.public_id}"


def _claims(each: Attachment) -> tuple[str, ...]:
    """What a photograph says of itself; easily forged, so the page calls it a hint."""
    try:
        found = files.exif(each)
    except files.FileRefused as refused:
        return (refused.message,)
    says = []
    if taken := found.get("taken_at"):
        says.append(f"拍摄时间 {taken:%Y年%-m月%-d日 %H:%M}")
    if place := found.get("place"):
        says.append(f"拍摄位置 {place[0]:.5f}，{place[1]:.5f}")
    if camera := found.get("camera"):
        says.append(f"设备 {camera}")
    return tuple(says)
