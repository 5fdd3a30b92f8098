"""A phone as the server meets it: packs its bag, photographs, and speaks the protocol of sending."""

import hashlib
import json
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.test import Client
from PIL import Image

from zhongdu.calendar import clock

PIECE = 700  # bytes; small, so that a picture takes several
ANSWERS = {"other_goods": "存在", "two_prices": "一致", "inducement": "不存在", "own_card": "是"}


def now() -> int:
    return round(clock.now().timestamp() * 1000)


def jpeg(colour: str = "red", size: tuple[int, int] = (320, 240), exif: Any = None) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, "JPEG", **({"exif": exif} if exif else {}))
    return written.getvalue()


def webm(seed: int) -> bytes:
    """The beginning of a recording as browsers make them, sound and video alike, and something to tell it by."""
    head = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"
    return head + bytes([seed]) * 900


def capture(pieces: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    """How a visit was captured, with a clock that is right; ``more`` overrides."""
    moment = now()
    times = {"begun_at": moment - 600_000, "signed_at": moment - 60_000, "sent_at": moment, "before": 0}
    return {
        "device": "a" * 16, "clock": times, "steps": [], "fixes": [], "pieces": pieces or [], "codes": [],
        "place": "not_asked", **more,
    }  # fmt: skip


@dataclass
class Phone:
    """One device of one person."""

    client: Client
    owner: str = ""
    held: dict[str, bytes] = field(default_factory=dict)  # parts by number

    def bag(self) -> dict[str, Any]:
        told = self.client.get("/my/field/bag/").json()
        self.owner = told["owner"]
        return told

    def holds(self, content: bytes, kind: str = "photo", **more: Any) -> dict[str, Any]:
        """Keep a photograph or a recording; how a package names it."""
        number = uuid4().hex
        self.held[number] = content
        digest = hashlib.sha256(content).hexdigest()
        return {"part": number, "sha256": digest, "kind": kind, "taken_at": now(), "name": "", **more}

    def piece(self, number: str, offset: int, **headers: str) -> Any:
        content = self.held[number]
        told = {
            "Field-Owner": self.owner, "Upload-Offset": str(offset), "Upload-Length": str(len(content)),
            "Upload-Digest": hashlib.sha256(content).hexdigest(), **headers,
        }  # fmt: skip
        return self.client.post(
            f"/my/field/parts/{number}/",
            content[offset : offset + PIECE],
            "application/octet-stream",
            headers=told,
        )

    def got(self, number: str) -> int:
        headers = {"Field-Owner": self.owner}
        return self.client.get(f"/my/field/parts/{number}/", headers=headers).json()["offset"]

    def send(self, number: str) -> None:
        while (offset := self.got(number)) < len(self.held[number]):
            assert self.piece(number, offset).status_code == 200

    def hand_in(self, package: dict[str, Any]) -> Any:
        return self.client.post(
            "/my/field/packages/",
            json.dumps(package),
            "application/json",
            headers={"Field-Owner": self.owner},
        )


def package(visit: Any, *pieces: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": uuid4().hex, "visit": visit.number if visit else "", "answers": ANSWERS,
        "notes": {"other_problems": "收银台有洗衣液"}, "signature": "张示例", "capture": capture(list(pieces)), **more,
    }  # fmt: skip
