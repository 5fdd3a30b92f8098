"""Two devices, one visit: what comes second is kept beside the first, and nothing is overwritten.

Whatever a package brings is kept here too: its receipt, its recordings, and later the originals of its photographs.
"""

from typing import Annotated

from django.db.models import Max
from typing_extensions import TypedDict

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.fieldwork import bringing, media
from zhongdu.fieldwork.bringing import OF_QUESTIONS, Brought
from zhongdu.fieldwork.captures import Capture, Line, Name, Package
from zhongdu.fieldwork.models import Visit
from zhongdu.scope.roles import Role


class Version(TypedDict):
    """A whole record as another device has it. ``done_at``: ISO, in China."""

    done_at: str
    answers: dict[Name, Line]
    notes: dict[Name, Line]
    place: Line
    signature: Name
    capture: Capture


@act(on=Visit, when=[Visit.State.DONE], by=Role.SUPERVISOR, under="work.record")
def add_version(
    visit: Visit,
    deed: Doing,
    *,
    package: Annotated[str, Says("离线包", plain=True, most=32)],
    version: Annotated[Version, Says("另一份记录", secret="visit_version")],
    photos: Annotated[list[Upload] | None, Says("现场照片", accept="images")] = None,
    photos_of: Annotated[list[str] | None, OF_QUESTIONS] = None,
    recordings: Annotated[list[Upload] | None, Says("录音录像", accept="evidence")] = None,
    recordings_of: Annotated[list[str] | None, OF_QUESTIONS] = None,
) -> None:
    """留存另一份记录

    A visit that is recorded already was recorded on another device too: both are kept, side by side.
    """
    latest = visit.packages.aggregate(latest=Max("version"))["latest"]
    receipt = take(visit, deed, package, version["capture"], (latest or 1) + 1)
    bringing.keep(receipt.owner, Brought.of(photos, photos_of), Brought.of(recordings, recordings_of), deed)
    deed.note(copy=receipt.version)


@act(on=Visit, when=[Visit.State.DONE], by=Role.SUPERVISOR, under="work.record")
def add_original(
    visit: Visit,
    deed: Doing,
    *,
    package: Annotated[str, Says("离线包", plain=True, most=32)],
    digest: Annotated[str, Says("SHA-256", plain=True, most=64)],
    original: Annotated[Upload, Says("照片原件", accept="images")],
) -> None:
    """补传照片原件

    The photograph as the camera made it, after the smaller copy that came with the record; its hash was given then.
    """
    receipt = visit.packages.filter(pk=package).first()
    if receipt is None or digest not in promised(receipt):
        deed.refuse("not_promised", "这张照片不属于这次巡查。")
    if media.originals(receipt.owner).filter(blob__sha256=digest).exists():
        deed.refuse("came_already", "这张照片的原件已经收到。")
    try:
        kept = media.attach_original(receipt.owner, original, deed.by.user_id)
    except media.BadRecording as bad:
        deed.refuse("bad_photo", str(bad), beside="original")
    if kept.blob.sha256 != digest:
        deed.refuse("damaged", "传输中有损坏，请重新上传。")
    deed.note(originals=[[kept.public_id, kept.blob_id]])


def promised(receipt: Package) -> set[str]:
    """The hashes of the originals that were to follow a package."""
    return {original for original, _ in receipt.originals}


def take(visit: Visit, deed: Doing, package: str, capture: Capture, version: int = 1) -> Package:
    """The receipt of a package, in the same transaction as what it brings."""
    follow = [[piece["original"], piece["sha256"]] for piece in capture["pieces"] if "original" in piece]
    if follow:
        deed.note(to_follow=follow)
    assert deed.by.user_id is not None
    return Package.objects.create(
        id=package,
        user_id=deed.by.user_id,
        visit=visit,
        version=version,
        originals=follow,
        came_at=clock.now(),
    )
