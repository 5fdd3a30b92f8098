"""What pages show of how a visit was captured: times, places, doubts; and two records of one visit side by side."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from zhongdu import files, vault
from zhongdu.fieldwork import checklists, media, photographs, signs
from zhongdu.fieldwork.captures import Capture, Fix, Package, Step, owner_of, taken
from zhongdu.fieldwork.models import Visit
from zhongdu.files import copies, serving
from zhongdu.files.models import Attachment
from zhongdu.record.models import Event

_KINDS = {media.RECORDING, media.ORIGINAL, photographs.KIND}
_COPIES = {*_KINDS, *copies.KINDS}  # officers alone
_PLACES = {
    "taken": "",
    "refused": "监督员没有允许定位",
    "unavailable": "当时定不了位",
    "not_asked": "没有记位置",
    "forbidden": "暗访不记位置",
}


@dataclass(frozen=True)
class Photo:
    """A photograph with what it says of itself, and what in that does not fit. ``original``: whether it is all there."""

    public_id: str
    claims: tuple[str, ...]
    doubts: tuple[str, ...]
    original: str = ""
    question: str = ""  # which it answers, in its own words


@dataclass(frozen=True)
class Edit:
    at: datetime
    text: str
    before: str
    after: str
    reason: str = ""


@dataclass(frozen=True)
class Spot:
    """Where a phone was. ``question``: which it answers, in its own words."""

    at: datetime
    where: str
    accuracy: int
    question: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heard:
    """A recording. ``question``: which it answers, in its own words."""

    public_id: str
    question: str = ""


@dataclass(frozen=True)
class Captured:
    """One record of a visit, as one device made it. ``answers``: what each question of the checklist got."""

    version: int
    came_at: datetime | None = None
    device: str = ""
    begun: datetime | None = None
    signed: datetime | None = None
    doubts: tuple[str, ...] = ()
    place: str = ""
    spots: list[Spot] = field(default_factory=list)
    times: list[tuple[str, int]] = field(default_factory=list)  # question, seconds looked at
    edits: list[Edit] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    recordings: list[Heard] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return "采集情况" if self.version == 1 else f"采集情况（第{self.version}份）"

    @property
    def shown_here(self) -> list[Heard]:
        """The recordings that stand nowhere else on the page: those of the record that counts lie under their questions."""
        return [each for each in self.recordings if self.version > 1 or not each.question]

    @property
    def says_anything(self) -> bool:
        return bool(self.signed or self.photos or self.shown_here or self.version > 1)


@dataclass(frozen=True)
class Compared:
    """A question, and what each record answers; ``differs`` where they disagree."""

    text: str
    answers: list[str]

    @property
    def differs(self) -> bool:
        return len(set(self.answers)) > 1


def of(visit: Visit) -> list[Captured]:
    """Every record of a visit: the one that counts, then those other devices brought."""
    if visit.state != Visit.State.DONE:
        return []
    receipts = {receipt.version: receipt for receipt in visit.packages.all()}
    kept = vault.read(visit.number, "visit_capture", "visit_words")
    texts = {question.name: question.text for question in checklists.rule_of(visit).questions}
    words = kept.get("visit_words") or {}
    first = _captured(visit, 1, kept.get("visit_capture"), receipts.get(1), texts, {**visit.answers, **words})
    return [first, *(_further(visit, told, receipts, texts) for told in versions(visit))]


def versions(visit: Visit) -> list[tuple[int, dict[str, Any]]]:
    """What other devices brought, whole, by version."""
    events = Event.objects.filter(docket=visit.docket_id, act="fieldwork.add_version").order_by("seq")
    kept = [(event.data["copy"], event.data["vault"]["version"][0]) for event in events]
    found = vault.recall([entry for _, entry in kept])
    return [(version, found[entry]) for version, entry in kept if entry in found]


def compared(visit: Visit, records: list[Captured]) -> list[Compared]:
    """The checklist with every record's answers beside one another; nothing where there is one record only."""
    if len(records) < 2:
        return []
    questions = checklists.asked_of(visit, checklists.rule_of(visit))
    return [
        Compared(each.text, [record.answers.get(each.name, "") for record in records]) for each in questions
    ]


def _further(
    visit: Visit, told: tuple[int, dict[str, Any]], receipts: dict[int, Package], texts: dict[str, str]
) -> Captured:
    version, said = told
    answers = {**said["answers"], **said["notes"]}
    return _captured(visit, version, said["capture"], receipts.get(version), texts, answers)


def _captured(
    visit: Visit, version: int, capture: Capture | None, receipt: Package | None, texts: dict[str, str],
    answers: dict[str, str],
) -> Captured:  # fmt: skip
    owner = owner_of(visit, version)
    photos, heard = list(photographs.of(owner)), list(media.of(owner))
    shown: dict[str, Any] = {
        "version": version,
        "came_at": receipt.came_at if receipt else None,
        "photos": _photos(owner, photos, capture, visit, texts),
        "recordings": [Heard(each.public_id, texts.get(each.under, "")) for each in heard],
        "answers": _many(answers, [*photos, *heard], capture),
    }
    if capture is None:
        return Captured(**shown)
    clock = capture["clock"]
    return Captured(
        **shown,
        device=capture["device"][:4],
        begun=signs.reckon(clock, clock["begun_at"]).at,
        signed=signs.reckon(clock, clock["signed_at"]).at,
        doubts=(*signs.of_clock(clock), *signs.of_place(capture["fixes"])),
        place=_PLACES[capture["place"]],
        spots=[_spot(fix, capture, texts) for fix in capture["fixes"]],
        times=_times(capture["steps"], texts),
        edits=_edits(capture, texts),
        codes=capture["codes"],
    )


def _many(answers: dict[str, str], brought: Iterable[Attachment], capture: Capture | None) -> dict[str, str]:
    """The answers, with how many files lie under each question, and where one was, so that records can be compared."""
    counted = Counter(each.under for each in brought if each.under)
    spots = {name: where(fix) for name, fix in taken(capture).items()} if capture else {}
    return {**{name: f"{many}份" for name, many in counted.items()}, **spots, **answers}


def where(fix: Fix) -> str:
    """A place in degrees, with how far it may be wrong."""
    return f"{fix['latitude']:.5f}，{fix['longitude']:.5f}"


def _spot(fix: Fix, capture: Capture, texts: dict[str, str]) -> Spot:
    at = signs.reckon(capture["clock"], fix["at"]).at
    return Spot(at, where(fix), round(fix["accuracy"]), texts.get(fix.get("question", ""), ""))


def spots_of(places: dict[str, Fix], capture: Capture | None) -> dict[str, Spot]:
    """The place of each question that asks for one, with what is odd about it. ``capture``: how it came, if from a phone."""
    found = {}
    for name, fix in places.items():
        several = [each for each in capture["fixes"] if each.get("question") == name] if capture else [fix]
        at = signs.reckon(capture["clock"], fix["at"]).at if capture else signs.moment(fix["at"])
        doubts = tuple(signs.of_place(several or [fix]))
        found[name] = Spot(at, where(fix), round(fix["accuracy"]), doubts=doubts)
    return found


def _times(steps: Iterable[Step], texts: dict[str, str]) -> list[tuple[str, int]]:
    spent: dict[str, int] = {}
    for step in steps:
        if step["kind"] == "seen":
            spent[step["question"]] = spent.get(step["question"], 0) + step.get("ms", 0)
    return [(text, round(spent[name] / 1000)) for name, text in texts.items() if name in spent]


def _edits(capture: Capture, texts: dict[str, str]) -> list[Edit]:
    return [
        Edit(
            signs.reckon(capture["clock"], step["at"]).at,
            texts.get(step["question"], "签名以后重新打开"),
            step.get("before", ""),
            step.get("after", ""),
            step.get("reason", ""),
        )
        for step in capture["steps"]
        if step["kind"] == "changed"
    ]


# --- photographs -------------------------------------------------------------------------------------


def _photos(
    owner: str, photos: Iterable[Attachment], capture: Capture | None, visit: Visit, texts: dict[str, str]
) -> list[Photo]:
    pieces = {piece["sha256"]: piece for piece in capture["pieces"]} if capture else {}
    whole = {each.blob.sha256: each for each in media.originals(owner)}
    found = []
    for photo in photos:
        promised = pieces[photo.blob.sha256].get("original", "") if photo.blob.sha256 in pieces else ""
        source = whole.get(promised, None if promised else photo)
        told = _photo(photo, source, capture, visit)
        found.append(replace(told, question=texts.get(photo.under, "")))
    return found


def _photo(photo: Attachment, source: Attachment | None, capture: Capture | None, visit: Visit) -> Photo:
    """``source``: the file as the camera made it; none while only the smaller copy has come."""
    if source is None:
        return Photo(photo.public_id, ("先到的是缩小的照片，原件还没有传到",), ())
    try:
        claims = files.exif(source)
    except files.FileRefused as refused:
        return Photo(photo.public_id, (refused.message,), ())
    assert visit.done_at is not None
    doubts = signs.of_photo(claims, capture) if capture else signs.of_day(claims, visit.done_at)
    original = source.public_id if source is not photo else ""
    return Photo(photo.public_id, tuple(_said(claims)), tuple(doubts), original)


def _said(claims: dict[str, Any]) -> Iterable[str]:
    if taken := claims.get("taken_at"):
        yield f"拍摄时间{taken:%Y年%-m月%-d日 %H:%M}"
    if place := claims.get("place"):
        yield f"拍摄位置{place[0]:.5f}，{place[1]:.5f}"
    if camera := claims.get("camera"):
        yield f"设备{camera}"


# --- serving -----------------------------------------------------------------------------------------


def owners(visit: Visit) -> list[str]:
    """Whose the files of a visit are: the record's that counts, then those of other devices."""
    return [
        visit.number,
        *(receipt.owner for receipt in visit.packages.exclude(version=1).order_by("version")),
    ]


def file_or_404(visit: Visit, public_id: str, *, with_copies: bool = False) -> Attachment:
    """A photograph, an original or a recording of any record of a visit; with the copies officers made of them."""
    rows = Attachment.objects.filter(
        owner__in=owners(visit), kind__in=_COPIES if with_copies else _KINDS, erased_at=None
    )
    found = rows.filter(public_id=public_id).select_related("blob").first()
    if found is None:
        raise Http404
    return found


def serve(request: HttpRequest, attachment: Attachment) -> HttpResponseBase:
    """The file as it came: sound and video to be played, everything else as a download."""
    plays = attachment.blob.media_type in files.SOUNDS | files.VIDEOS
    return serving.serve(request, attachment, attachment.public_id, plays=plays)
