"""What a visit brings besides words: photographs and recordings, each under the question it answers or under none."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from zhongdu import files
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.fieldwork import media, photographs
from zhongdu.fieldwork.captures import Capture
from zhongdu.fieldwork.rules import photo_question
from zhongdu.files.models import Attachment
from zhongdu.law.shapes import Checklist, Question

OF_QUESTIONS = Says("各是哪一题的", plain=True, most=80)  # one for each file, in their order; "": of none
_NONE: Mapping[str, Question] = MappingProxyType({})


class Brought(dict[str, list[Any]]):
    """Files by the name of the question they answer; under "" those that answer none."""

    @classmethod
    def of(cls, chosen: Sequence[Any] | None, questions: Sequence[str] | None) -> "Brought":
        found, chosen = cls(), chosen or ()
        for upload, question in zip(chosen, questions or [""] * len(chosen), strict=True):
            found.setdefault(question, []).append(upload)
        return found

    def only(self, asked: Collection[str]) -> "Brought":
        """Without what lies under questions that were not asked."""
        return Brought({name: chosen for name, chosen in self.items() if not name or name in asked})


def kinds(
    pictures: Brought, heard: Brought, questions: Mapping[str, Question], capture: Capture | None
) -> dict[str, list[str]]:
    """The kinds of what was brought, by question: as the phone tells them; without its account a recording is taken
    for what its question asks for."""
    found: dict[str, list[str]] = {}
    if capture:
        for piece in capture["pieces"]:
            found.setdefault(piece.get("question", ""), []).append(piece["kind"])
        return found
    found = {name: ["photo"] * len(chosen) for name, chosen in pictures.items()}
    for name, chosen in heard.items():
        asks = questions[name].kind if name in questions else ""
        found.setdefault(name, []).extend([asks if asks == "video" else "sound"] * len(chosen))
    return found


def keep(
    owner: str, pictures: Brought, heard: Brought, deed: Doing, questions: Mapping[str, Question] = _NONE
) -> None:
    """Attach all of it and put it on the record; what cannot be taken is refused beside its question."""
    _note(deed, "photos", _photos(owner, pictures, deed, questions))
    _note(deed, "recordings", _recordings(owner, heard, deed, questions))


def _photos(
    owner: str, pictures: Brought, deed: Doing, questions: Mapping[str, Question]
) -> list[Attachment]:
    kept: list[Attachment] = []
    for name, chosen in pictures.items():
        most = questions[name].most if name in questions else photographs.MOST
        try:
            kept += photographs.attach(owner, chosen, deed.by.user_id, under=name, most=most)
        except photographs.BadPhotos as bad:
            deed.refuse("bad_photo", str(bad), beside=name or "photos")
    return kept


def _recordings(
    owner: str, heard: Brought, deed: Doing, questions: Mapping[str, Question]
) -> list[Attachment]:
    kept: list[Attachment] = []
    for name, chosen in heard.items():
        asks, most = (questions[name].kind, questions[name].most) if name in questions else ("", media.MOST)
        try:
            kept += media.attach(owner, chosen, deed.by.user_id, under=name, asks=asks, most=most)
        except media.BadRecording as bad:
            deed.refuse("bad_recording", str(bad), beside=name or "recordings")
    return kept


def of(visit: Any, rule: Checklist) -> tuple[dict[str, list[Attachment]], dict[str, list[Attachment]]]:
    """The photographs and the recordings of a visit by the question they answer; under "" those that answer none."""
    photos = _by_question(photographs.of(visit.number))
    only = photo_question(rule)
    if only and only not in photos and "" in photos:
        photos = {only: photos[""]}
    return photos, _by_question(media.of(visit.number))


def of_many(visits: Collection[Any]) -> dict[str, dict[str, list[Attachment]]]:
    """All that lies under questions of some visits, by number and question."""
    found: dict[str, dict[str, list[Attachment]]] = {visit.number: {} for visit in visits}
    for kind in (photographs.KIND, media.RECORDING):
        for each in files.attached_to(found, kind).exclude(under=""):
            found[each.owner].setdefault(each.under, []).append(each)
    return found


def _by_question(kept: Iterable[Attachment]) -> dict[str, list[Attachment]]:
    found: dict[str, list[Attachment]] = {}
    for each in kept:
        found.setdefault(each.under, []).append(each)
    return found


def _note(deed: Doing, what: str, kept: Sequence[Attachment]) -> None:
    """Each file with the hash of its content, and which question it answers."""
    if kept:
        deed.note(**{what: [[each.public_id, each.blob_id] for each in kept]})
    if under := {each.public_id: each.under for each in kept if each.under}:
        deed.note(under={**deed.notes.get("under", {}), **under})
