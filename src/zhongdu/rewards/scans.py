"""Scans of signed forms and of letters from above: kept inside the act, served to whoever may see the reward."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from zhongdu import files
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.rewards.models import CHECKERS, Reward

KIND = "reward"
MOST = 10  # files at a time
State = Reward.State


def keep(reward: Reward, deed: Doing, uploads: Sequence[Any]) -> None:
    """Attach files, all or none; the record keeps their fingerprints."""
    if len(uploads) > MOST:
        deed.refuse("too_many_files", f"一次最多 {MOST} 个文件。", beside="scan")
    kept, first = [], files.attached(reward.number, KIND).count()
    for place, upload in enumerate(uploads, first):
        try:
            one = files.store(upload, owner=reward.number, kind=KIND, added_by=deed.by.user_id, sort=place)
        except files.FileRefused as refused:
            deed.refuse(refused.code, refused.message, beside="scan")
        kept.append([one.public_id, one.blob.sm3])
    deed.note(files=kept)


@act(
    on=Reward,
    when=[State.COMPUTED, State.CHECKED, *Reward.DECIDED],
    by=CHECKERS,
    under="reward",
    tells="审批表打印、签字、盖章以后，扫描或者拍照附在这里，与原件一并归档。",
)
def attach_form(
    reward: Reward, deed: Doing, *, scan: Annotated[list[Upload], Says("签过字的审批表", accept="evidence")]
) -> None:
    """附上签过字的审批表

    A paper with signatures and a seal is still what counts: its scan joins the docket.
    """
    keep(reward, deed, scan)


def listed(reward: Reward) -> list[tuple[str, str]]:
    """(name, address) of each scan, in the order they came."""
    kept = list(files.attached(reward.number, KIND))
    names = files.names(kept)
    return [
        (
            names[each.public_id] or "未命名的文件",
            reverse("desk:reward_file", kwargs={"number": reward.number, "file": each.public_id}),
        )
        for each in _in_order(kept)
    ]


def _in_order(kept: Iterable[Any]) -> list[Any]:
    return sorted(kept, key=lambda each: each.sort)


def serve(reward: Reward, public_id: str) -> HttpResponseBase:
    """A scan, byte for byte, as a download no browser may run or guess at."""
    found = files.attached(reward.number, KIND).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    name = files.names([found])[found.public_id] or found.public_id
    answer = FileResponse(
        files.original(found), as_attachment=True, filename=name, content_type=found.blob.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
