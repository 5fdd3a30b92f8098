"""A package from a phone becomes a recorded visit: in one transaction, and once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field

from zhongdu.acts.models import fetch
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts, checklists, parts, signs
from zhongdu.fieldwork.captures import Capture, Line, Name, Number, Package, taken
from zhongdu.fieldwork.models import Visit
from zhongdu.roster.queries import Appointment
from zhongdu.scope.actor import Actor

State = Visit.State


class Missing(Exception):
    """Parts that have not come whole: the phone sends them again."""

    def __init__(self, numbers: list[str]) -> None:
        super().__init__("parts are missing")
        self.numbers = numbers


class Chosen(BaseModel):
    """A visit of one's own accord, which the server does not know yet."""

    model_config = ConfigDict(extra="forbid")

    appointment: Name
    institution: Name
    way: Name
    checklist: Name


class Sent(BaseModel):
    """A package as the phone sends it, once all its parts are there."""

    model_config = ConfigDict(extra="forbid")

    id: Number
    visit: Name = ""
    chosen: Chosen | None = None
    answers: dict[Name, Line] = Field(max_length=200)
    notes: dict[Name, Line] = Field(max_length=200)
    place: str = Field(default="", max_length=200)
    signature: str = Field(max_length=60)
    capture: Capture


def receive(sent: Sent, by: Actor) -> Package:
    """Record the visit; the receipt. A second time, the first receipt, whatever was done in between.

    Raises ``Missing`` where parts have to come first, and ``Refused`` where the visit cannot be recorded.
    """
    assert by.user_id is not None
    if earlier := Package.objects.filter(pk=sent.id, user_id=by.user_id).first():
        return earlier
    brought = _brought(sent.capture, by.user_id)
    sent.capture["clock"]["sending"] = (
        round(clock.now().timestamp() * 1000) - sent.capture["clock"]["sent_at"]
    )
    with _or_again(brought), transaction.atomic():
        _record(_visit(sent, by), sent, by, _files(sent.capture, brought))
        parts.drop(list(brought.values()))
        return Package.objects.get(pk=sent.id)


def _brought(capture: Capture, user_id: int) -> dict[str, parts.Part]:
    wanted = [piece["part"] for piece in capture["pieces"]]
    found = parts.whole(user_id, wanted)
    if missing := [number for number in wanted if number not in found]:
        raise Missing(missing)
    if any(found[piece["part"]].sha256 != piece["sha256"] for piece in capture["pieces"]):
        raise Refused("another_file", "照片或录音与记录里的不一致，请重新交一次。")
    return found


@contextmanager
def _or_again(brought: dict[str, parts.Part]) -> Iterator[None]:
    """Pieces that are gone were taken by the same package from another tab, or lost: they are asked for anew."""
    try:
        yield
    except FileNotFoundError:
        parts.drop(list(brought.values()))
        raise Missing([*brought]) from None


def _files(capture: Capture, brought: dict[str, parts.Part]) -> dict[str, Any]:
    """What was photographed and recorded, each with the question it answers, as the acts take it."""
    found: dict[str, list[Any]] = {"photos": [], "photos_of": [], "recordings": [], "recordings_of": []}
    for piece in capture["pieces"]:
        what = "photos" if piece["kind"] == "photo" else "recordings"
        found[what].append(parts.opened(brought[piece["part"]], piece.get("name", "")))
        found[f"{what}_of"].append(piece.get("question", ""))
    return found


def _visit(sent: Sent, by: Actor) -> Visit:
    """The visit meant: one that was asked for, accepted if it was not yet; or one opened now, chosen out there."""
    if sent.chosen:
        appointment = fetch(Appointment, sent.chosen.appointment, by)
        told = sent.chosen.model_dump(exclude={"appointment"})
        chosen: Visit = perform(acts.choose_visit, appointment, by, key=f"{sent.id}:choose", **told)
        return chosen
    found: Visit = fetch(Visit, sent.visit, by)
    if found.state == State.ASSIGNED:
        found = perform(acts.accept_visit, found, by, key=f"{sent.id}:accept")
    return found


def _record(visit: Visit, sent: Sent, by: Actor, files: dict[str, Any]) -> None:
    if visit.way == Visit.Way.COVERT:
        _without_places(sent, visit)
    try:
        perform(
            acts.record_visit,
            visit,
            by,
            key=sent.id,
            **_record_of(sent),
            places=taken(sent.capture),
            **files,
            package=sent.id,
            capture=sent.capture,
        )
    except Refused as refused:
        visit.refresh_from_db()
        if refused.code != "wrong_state" or visit.state != State.DONE:
            raise
        told = _record_of(sent)
        version = {**told, "done_at": told["done_at"].isoformat(), "capture": sent.capture}
        perform(acts.add_version, visit, by, key=sent.id, package=sent.id, version=version, **files)


def _without_places(sent: Sent, visit: Visit) -> None:
    """A covert visit takes no place: what a page that is older or was altered sends of one is kept nowhere."""
    asks = {question.name for question in checklists.rule_of(visit).questions if question.kind == "place"}
    sent.notes = {name: said for name, said in sent.notes.items() if name not in asks}
    sent.capture["fixes"], sent.capture["place"] = [], "forbidden"


def _record_of(sent: Sent) -> dict[str, Any]:
    """What was recorded, with its time put right; a clock that runs ahead cannot put it into the future."""
    happened = signs.reckon(sent.capture["clock"], sent.capture["clock"]["begun_at"]).at
    return {
        "done_at": min(happened, clock.now()),
        "answers": sent.answers,
        "notes": sent.notes,
        "place": sent.place,
        "signature": sent.signature,
    }


def receive_original(receipt: Package, digest: str, part: str, by: Actor) -> None:
    """The original of a photograph whose copy came first; a second time is no mistake."""
    assert by.user_id is not None
    brought = parts.whole(by.user_id, [part])
    if part not in brought:
        raise Missing([part])
    with _or_again(brought), transaction.atomic():
        try:
            perform(
                acts.add_original, receipt.visit, by, package=receipt.pk, digest=digest,
                original=parts.opened(brought[part], ""),
            )  # fmt: skip
        except Refused as refused:
            if refused.code != "came_already":
                raise
        parts.drop(list(brought.values()))
