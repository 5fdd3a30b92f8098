"""What a phone tells of how a visit was recorded, and the receipt for each whole package it hands in."""

from typing import Annotated, Any, Literal, NotRequired

from django.conf import settings
from django.db import models
from pydantic import Field
from typing_extensions import TypedDict

from zhongdu.acts.models import Guarded

MOST = 60  # photographs and recordings of a visit, of all its questions together
Moment = Annotated[int, Field(ge=0, lt=2**43)]  # milliseconds since 1970 by the phone's own clock
Span = Annotated[int, Field(ge=-(2**43), lt=2**43)]  # milliseconds
Number = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Line = Annotated[str, Field(max_length=2_000, pattern=r"^[^\x00]*$")]
Name = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Metres = Annotated[float, Field(ge=0, le=10_000_000, allow_inf_nan=False)]


class Step(TypedDict):
    """A question was looked at for a while, answered, or answered anew; after signing, with the reason."""

    question: Name
    kind: Literal["seen", "answered", "changed"]
    at: Moment
    ms: NotRequired[Moment]
    before: NotRequired[Line]
    after: NotRequired[Line]
    reason: NotRequired[Line]


class Fix(TypedDict):
    """Where the phone said it was; with the question it answers, if any."""

    at: Moment
    latitude: Degrees
    longitude: Degrees
    accuracy: Metres
    question: NotRequired[Name]


class Piece(TypedDict):
    """A photograph or a recording: what is sent, and the original where only a smaller copy is sent at first; with
    the question it answers, if any."""

    part: Number
    sha256: Digest
    kind: Literal["photo", "sound", "video"]
    taken_at: Moment
    name: NotRequired[Name]
    original: NotRequired[Digest]
    question: NotRequired[Name]


class Clock(TypedDict):
    """The phone's clock: when the first answer was given, when it was signed, when sent; and the server's beside it.

    ``before``: server minus phone when they last met before the visit · ``sending``: when it arrived.
    """

    begun_at: Moment
    signed_at: Moment
    sent_at: Moment
    before: NotRequired[Span]
    sending: NotRequired[Span]


class Capture(TypedDict):
    """All of it. ``codes``: trace codes of drugs · ``place``: why there is no fix, where there is none."""

    device: Name
    clock: Clock
    steps: Annotated[list[Step], Field(max_length=2_000)]
    fixes: Annotated[list[Fix], Field(max_length=500)]
    pieces: Annotated[list[Piece], Field(max_length=MOST)]
    codes: Annotated[list[Annotated[str, Field(pattern=r"^\d{20}$")]], Field(max_length=50)]
    place: Literal["taken", "refused", "unavailable", "not_asked", "forbidden"]


def taken(capture: Capture) -> dict[str, Fix]:
    """The place a phone took for each question that asks for one: the last, where it took several."""
    return {fix["question"]: fix for fix in capture["fixes"] if fix.get("question")}


class Package(Guarded):
    """The receipt of one package: sent a second time, it gives the first answer.

    Version 1 is the record; a package that finds the visit recorded already, from another device, is kept
    beside it as a further version.
    """

    id = models.CharField(max_length=32, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    visit = models.ForeignKey("fieldwork.Visit", models.PROTECT, related_name="packages")
    version = models.PositiveSmallIntegerField("版本", default=1)
    originals = models.JSONField(default=list)  # to follow: [SHA-256 of the original, of the copy that came]
    came_at = models.DateTimeField("收到时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "version"],
                name="one_package_a_version",
                violation_error_message="这次巡查的这一份已经收到。",
            )
        ]

    @property
    def owner(self) -> str:
        """Whose its photographs are: the visit's own, or this version's."""
        return owner_of(self.visit, self.version)


def owner_of(visit: Any, version: int) -> str:
    return visit.number if version == 1 else f"{visit.number}/{version}"
