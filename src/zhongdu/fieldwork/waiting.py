"""What was photographed and recorded on the server's own page waits until the visit is handed in, so that no mistake
in a form loses it; who leaves the page finds it again."""

from typing import Any

from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict

from zhongdu import files
from zhongdu.fieldwork import checklists, media, photographs
from zhongdu.files.models import Attachment
from zhongdu.law.media import MEDIA
from zhongdu.law.shapes import Question

Q = "q_"  # before a question's name, so that no box of the form can be mistaken for another


def owner_of(visit: Any) -> str:
    """Whose the files are that were chosen and not yet handed in."""
    return f"draft:{visit.number}"


def of(visit: Any) -> "QuerySet[Attachment]":
    return files.attached(owner_of(visit))


def keep(visit: Any, sent: MultiValueDict[str, Any], by: int | None) -> dict[str, str]:
    """Keep what was chosen, under its questions; a sentence beside each box whose files cannot be taken."""
    asks = [each for each in checklists.asked_of(visit, checklists.rule_of(visit)) if each.kind in MEDIA]
    boxes: dict[str, Question | None] = {"photos": None, **{Q + each.name: each for each in asks}}
    wrong: dict[str, str] = {}
    for name, question in boxes.items():
        said = [_kept(visit, upload, question, by) for upload in sent.getlist(name)]
        if says := " ".join(dict.fromkeys(filter(None, said))):
            wrong[name] = says
    return wrong


def _kept(visit: Any, upload: Any, question: Question | None, by: int | None) -> str:
    try:
        if question is None:
            photographs.attach(owner_of(visit), [upload], by)
        elif question.kind == "photo":
            photographs.attach(owner_of(visit), [upload], by, under=question.name, most=question.most)
        else:
            media.attach(
                owner_of(visit), [upload], by, under=question.name, asks=question.kind, most=question.most
            )
    except (photographs.BadPhotos, media.BadRecording) as bad:
        return str(bad)
    return ""


def brought(visit: Any) -> dict[str, list[Any]]:
    """All that waits, open and under its own names, as the act of recording takes it."""
    found: dict[str, list[Any]] = {"photos": [], "photos_of": [], "recordings": [], "recordings_of": []}
    kept = list(of(visit))
    names = files.names(kept)
    for each in kept:
        what = "photos" if each.kind == photographs.KIND else "recordings"
        opened = files.original(each)
        opened.name = names[each.public_id]
        found[what].append(opened)
        found[f"{what}_of"].append(each.under)
    return found


def forget(visit: Any, public_id: str = "") -> str:
    """Erase what waits: one file, or all. The question a single one lay under, or ""."""
    rows = of(visit)
    under = ""
    for each in rows.filter(public_id=public_id) if public_id else rows:
        under = each.under if public_id else ""
        files.erase(each)
    return under
