"""The page on which an officer covers faces and names in a copy of a photograph, before anybody else gets it.

Rooms declare the act, whose inputs are ``file`` and ``boxes``, and say which photographs there are; this is its page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import urlencode

from zhongdu import files
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.files import copies
from zhongdu.files.models import Attachment
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.law.governing import governing
from zhongdu.record.models import Event


@dataclass(frozen=True)
class Copy:
    """A masked copy on a page."""

    url: str
    large: str


@dataclass(frozen=True)
class Picture:
    """A photograph that may be covered: what it is called on its page, and where it is seen in large."""

    public_id: str
    label: str
    large: str
    preview: str
    copies: tuple[Copy, ...] = ()


def labelled(attachments: Iterable[Attachment]) -> list[tuple[str, str]]:
    """The photographs among what is attached that can be covered, each by what it is called on the page."""
    return [
        (each.public_id, f"照片 {place}")
        for place, each in enumerate(attachments, 1)
        if each.blob.media_type in files.PICTURES
    ]


def cover(attachment: Attachment, boxes: str, deed: Any) -> Attachment:
    """The deed of a room's act: the copy is made, and both hashes stand on the record."""
    try:
        made = copies.mask(attachment, copies.boxes_of(boxes), added_by=deed.by.user_id)
    except (copies.BadBoxes, files.FileRefused) as wrong:
        deed.refuse("bad_boxes", str(wrong), beside="boxes")
    deed.note(copy=[made.public_id, made.blob.sm3], copy_of=[attachment.public_id, attachment.blob.sm3])
    return made


def masking(request: HttpRequest, act: Act, matter: Any, pictures: list[Picture]) -> HttpResponse:
    """First which photograph, where there are several; then the boxes; then the copy, to be looked at once more."""
    law = governing(matter.bureau, clock.today())
    asked = (
        request.POST.get("file")
        or request.GET.get("file")
        or (pictures[0].public_id if len(pictures) == 1 else "")
    )
    chosen = next((each for each in pictures if each.public_id == asked), None)
    if asked and chosen is None:
        raise Http404
    form = ActForm.of(request, act, matter, law, file=asked, boxes=_drawn_before(act, matter, asked))
    for name in ("file", "boxes"):
        form.fields[name].widget = forms.HiddenInput()
    form.fields["boxes"].error_messages["required"] = copies.NO_BOXES
    return act_page(
        request, form, "kit/masking.html", pictures=pictures, chosen=chosen,
        done="副本做好了。请在下面再看一眼：还有没有露出的脸、名字、证件号码。",
        then=lambda _: f"{request.path}?{urlencode({'file': asked})}",
    )  # fmt: skip


def _drawn_before(act: Act, matter: Any, file: str) -> str:
    """The boxes of the last copy of a photograph, to go on from where something was left uncovered."""
    events = Event.objects.filter(docket=matter.docket_id, act=act.name).order_by("-seq")
    return next((event.data["boxes"] for event in events if event.data["file"] == file), "")


def with_copies(pictures: list[Picture], attachments: Iterable[Attachment], address: Any) -> list[Picture]:
    """Each picture with the masked copies made of it, the newest first. ``address``: of a copy, its file and how it looks."""
    kept = {each.pk: each.public_id for each in attachments}
    made: dict[str, list[Copy]] = {}
    rows = Attachment.objects.filter(copy_of__in=list(kept), kind=copies.MASKED, erased_at=None)
    for copy in rows.order_by("-pk"):
        made.setdefault(kept[copy.copy_of_id or 0], []).append(Copy(*address(copy)))
    return [replace(each, copies=tuple(made.get(each.public_id, ()))) for each in pictures]
