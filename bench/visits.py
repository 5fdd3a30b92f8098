"""每秒能收下多少次离线巡查（每次三张500KB照片），1、8、32部手机同时交，与直接写文件加提交相比。

A visit arrives as three parts of two pieces each and one package, through the whole application (middleware,
sign-in, CSRF left out by the test client alone); it leaves a recorded visit with its photographs, hashes,
duties and vault entries. The machine's own limit writes the same bytes to files, forced to the disk, and
commits one row. Everything is bounded: some seconds on each database.
"""

import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from PIL import Image

from zhongdu import vault
from zhongdu.acts.models import Refusal, acting
from zhongdu.bureaus.opening import open_office
from zhongdu.calendar import clock
from zhongdu.institutions.models import Institution
from zhongdu.record.keeping import open_docket
from zhongdu.roster.models import Appointment
from zhongdu.scope.models import Bureau, Practice

AT_ONCE, VISITS, PHOTOS, SIZE, PIECE = (1, 8, 32), 32, 3, 500 * 1024, 256 * 1024


def measure() -> dict[str, float]:
    settings.ALLOWED_HOSTS = ["*"]
    bureau = Bureau.objects.create(code="bench", name="测试局", level="county", since=clock.today())
    open_office(bureau)
    Practice.objects.create(
        bureau=bureau, name="discipline.undertaking", value="free"
    )  # a promise is not what is measured
    with acting():
        Institution.objects.create(code="P00000000001", name="测试药房", kind="pharmacy", bureau=bureau)
    people = [Person(bureau, number) for number in range(max(AT_ONCE))]
    people[0].hand_in(Random(0))  # what is loaded once is loaded now
    figures: dict[str, float] = {}
    for at_once in AT_ONCE:
        limit = per_second(lambda seed: bare(Random(seed)), at_once)
        visits = per_second(lambda seed, n=at_once: people[seed % n].hand_in(Random(seed)), at_once)
        figures[f"visits_per_second_at_{at_once}"] = round(visits, 2)
        figures[f"bare_writes_per_second_at_{at_once}"] = round(limit, 2)
        figures[f"share_of_the_limit_at_{at_once}"] = round(visits / limit, 3)
    return figures


class Person:
    """A supervisor who serves, signed in on a phone."""

    def __init__(self, bureau: Bureau, number: int) -> None:
        today = clock.today()
        user = User.objects.create(username=f"bench-{number}")
        with acting():
            self.appointment = Appointment.objects.create(
                docket=open_docket(Appointment.kind(), bureau), bureau=bureau, state=Appointment.State.SERVING,
                user=user, letter_number=uuid4().hex[:12], verify_code=uuid4().hex, since=today,
                until=today + timedelta(days=700), measure="national", measure_version="1",
            )  # fmt: skip
        vault.put(self.appointment.number, {"name": "测试"})
        self.client = Client()
        self.client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        bag = self.client.get("/my/field/bag/").json()
        self.headers = {"Field-Owner": bag["owner"]}
        self.checklist = next(each for each in bag["choosing"]["checklists"] if "pharmacy" in each["kinds"])

    def hand_in(self, random: Random) -> None:
        pieces = [self.sent(photo(random)) for _ in range(PHOTOS)]
        now = round(clock.now().timestamp() * 1000)
        told = {
            "id": uuid4().hex,
            "chosen": {
                "appointment": self.appointment.number, "institution": "P00000000001", "way": "open",
                "checklist": self.checklist["name"],
            },
            "answers": {q["name"]: q["options"][0] for q in self.checklist["questions"] if q["kind"] == "choice"},
            "notes": {q["name"]: "见照片" for q in self.checklist["questions"] if q["kind"] == "words" and q["required"]},
            "place": "测试路1号",
            "signature": "测试",
            "capture": {
                "device": "bench", "clock": {"begun_at": now - 60_000, "signed_at": now, "sent_at": now}, "steps": [],
                "fixes": [], "pieces": pieces, "codes": [], "place": "not_asked",
            },
        }  # fmt: skip
        answer = self.client.post(
            "/my/field/packages/", json.dumps(told), "application/json", headers=self.headers
        )
        assert answer.status_code == 200, answer.content.decode()

    def sent(self, content: bytes) -> dict[str, Any]:
        number, digest = uuid4().hex, hashlib.sha256(content).hexdigest()
        for offset in range(0, len(content), PIECE):
            told = {"Upload-Offset": str(offset), "Upload-Length": str(len(content)), "Upload-Digest": digest}
            answer = self.client.post(
                f"/my/field/parts/{number}/", content[offset : offset + PIECE], "application/octet-stream",
                headers=self.headers | told,
            )  # fmt: skip
            assert answer.status_code == 200, answer.content.decode()
        return {"part": number, "sha256": digest, "kind": "photo", "taken_at": 0, "name": ""}


def photo(random: Random) -> bytes:
    """A small JPEG that decodes, made as heavy as a phone's by bytes nobody can compress."""
    written = BytesIO()
    Image.new("RGB", (1600, 1200), (random.randrange(256), 90, 90)).save(written, "JPEG")
    return written.getvalue() + random.randbytes(SIZE - written.tell())


def bare(random: Random) -> None:
    """The same bytes, on the disk, and one row."""
    with TemporaryDirectory(dir=settings.VAR) as folder:
        for number in range(PHOTOS):
            with open(Path(folder) / str(number), "wb") as file:
                file.write(random.randbytes(SIZE))
                file.flush()
                os.fsync(file.fileno())
    Refusal.objects.create(at=clock.now(), act="bench", docket="", user_id=None, code="none")


def per_second(deed: Any, at_once: int) -> float:
    """How many a second when so many do it at once; the same number of deeds each time."""

    begun = perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(deed, range(VISITS)))
    return VISITS / (perf_counter() - begun)
