"""Faces and names covered in a copy of a visit's photograph: its act, its page, and the copies on the visit's page."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from zhongdu import files
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.fieldwork import photographs
from zhongdu.fieldwork.capturing import owners
from zhongdu.fieldwork.models import Visit
from zhongdu.files.models import Attachment
from zhongdu.kit.masking import Picture, cover, labelled, masking, with_copies
from zhongdu.kit.matters import matter_or_404
from zhongdu.kit.pages import page
from zhongdu.scope.roles import Role


def _kept(visit: Visit) -> list[Attachment]:
    """Every photograph of a visit: of the record that counts, then of those other devices brought."""
    return [each for owner in owners(visit) for each in photographs.of(owner)]


def _options(visit: Visit, law: Any) -> list[tuple[str, str]]:
    return labelled(_kept(visit))


@act(
    on=Visit,
    when=[Visit.State.DONE],
    by=(Role.CASE_OFFICER, Role.DECIDER),
    provided=lambda visit, law: "" if _options(visit, law) else "没有可以遮盖的照片（JPEG、PNG、WebP）。",
    tells="方框烧进新做的副本里，还原不了；拍摄时间、位置也一并去掉。原件不动。",
)
def mask_photo(
    visit: Visit,
    deed: Doing,
    *,
    file: Annotated[str, Says("哪张照片", options=_options)],
    boxes: Annotated[str, Says("遮住的地方", plain=True, most=2_000)],
) -> None:
    """做遮盖副本

    Faces and names are covered in a copy of a photograph, for whoever must see what was found; the original stays.
    """
    cover(next(each for each in _kept(visit) if each.public_id == file), boxes, deed)


@page(face="desk", path="desk/visits/<str:number>/mask/", name=mask_photo.verb, may=frozenset(Visit.readers))
def mask(request: HttpRequest, number: str) -> HttpResponse:
    visit = matter_or_404(request, Visit, number)
    return masking(request, mask_photo, visit, pictures(visit))


def pictures(visit: Visit) -> list[Picture]:
    """The photographs that can be covered, each with the copies made of it."""
    kept = [each for each in _kept(visit) if each.blob.media_type in files.PICTURES]
    labels = dict(_options(visit, None))
    found = [
        Picture(each.public_id, labels[each.public_id], _seen(visit, each, 1080), _seen(visit, each, 480))
        for each in kept
    ]

    def address(copy: Attachment) -> tuple[str, str]:
        return reverse("desk:visit_file", kwargs={"number": visit.number, "file": copy.public_id}), _seen(
            visit, copy, 1080
        )

    return with_copies(found, kept, address)


def _seen(visit: Visit, each: Attachment, width: int) -> str:
    return reverse(
        "desk:visit_file_preview", kwargs={"number": visit.number, "file": each.public_id, "width": width}
    )
