"""每秒收下多少条线索（不带附件、带500KB、带1MB附件），1、8、32个同时交，与最简单的写入和同样多行的写入相比。

Leads come over HTTP to a server of its own, signed as another system signs them; each leaves a docket, its event, sealed
values, a duty and its place in the index of words. Beside it, on the same server with the same body, two plain Django
views (``_bare``): one writes the file and one row, the other the file and as many rows as a lead leaves. The three take
turns. Every answer must be 200, and as many rows must be kept as answers were given.
"""

import hashlib
import hmac
import json
import os
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from random import Random
from threading import local
from time import perf_counter, time
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.models import Session
from PIL import Image

from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.bureaus.opening import open_office
from zhongdu.calendar import clock
from zhongdu.cli.postgres import free_port
from zhongdu.cli.server import HOST, serving, wait_until_ready
from zhongdu.institutions.models import Institution
from zhongdu.leads.models import Lead
from zhongdu.platforms.acts import connect_platform
from zhongdu.platforms.models import HandedIn
from zhongdu.platforms.queries import secret_of
from zhongdu.scope.actor import Actor, Stand
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

LEADS = "/api/platforms/v1/leads"
AT_ONCE = tuple(map(int, os.environ.get("BENCH_AT_ONCE", "1 8 32").split()))
MANY, WARM_UP = int(os.environ.get("BENCH_MANY", "96")), 4  # deeds of a kind at a time
SIZES = {"plain": 0, "500kb": 500 * 1024, "1mb": 1024 * 1024}
WORDS = "店员把洗衣液当药品刷医保卡，小票上打的是感冒药，排队的人都看见了，前天晚上七点左右。"


def measure() -> dict[str, float]:
    sides = Sides()
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    port = free_port()
    beside = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(beside)
    figures: dict[str, float] = {}
    with serving(port, "_with_bare:application") as server:
        wait_until_ready(server, port)
        for size, weight in SIZES.items():
            bodies = Bodies(weight)
            for path in (LEADS, "/bare/", "/same/"):
                per_second(port, sides, path, bodies, WARM_UP, 1)
            for at_once in AT_ONCE:
                had = counted()
                got = {
                    path: per_second(port, sides, path, bodies, MANY, at_once)
                    for path in ("/bare/", LEADS, "/same/")
                }
                kept = {
                    name: now - before
                    for (name, now), before in zip(counted().items(), had.values(), strict=True)
                }
                if kept != {"leads": 2 * MANY, "handed": MANY, "bare": MANY}:  # /same/ keeps leads too
                    raise RuntimeError(f"answers were given for {MANY} of each, kept were {kept}")
                name = f"{size}_at_{at_once}"
                figures |= {
                    f"leads_per_second_{name}": round(got[LEADS], 1),
                    f"of_one_row_{name}": round(got[LEADS] / got["/bare/"], 3),
                    f"of_the_same_rows_{name}": round(got[LEADS] / got["/same/"], 3),
                }
    return figures


def counted() -> dict[str, int]:
    return {
        "leads": Lead.objects.count(),
        "handed": HandedIn.objects.count(),
        "bare": Session.objects.count(),
    }


class Sides:
    """A bureau with an institution, and the system that hands leads in to it."""

    def __init__(self) -> None:
        bureau = Bureau.objects.create(code="999999", name="测试局", level="county", since=clock.today())
        office = open_office(bureau)
        with acting():
            Institution.objects.create(code="P00000000001", name="测试药房", kind="pharmacy", bureau=bureau)
        decider = Actor(posts=(Stand(Role.DECIDER, bureau.pk, bureau.path, bureau.level),))
        platform = perform(connect_platform, office, decider, name="测试热线", digest="sha256")
        self.key, self.secret = platform.key, secret_of(platform)

    def headers(self, path: str, body: bytes) -> dict[str, str]:
        moment, nonce = str(int(time())), uuid4().hex
        lines = "\n".join(["POST", path, moment, nonce, hashlib.sha256(body).hexdigest()])
        signature = hmac.new(self.secret.encode(), lines.encode(), "sha256").hexdigest()
        signed = {"Key": self.key, "Time": moment, "Nonce": nonce, "Signature": signature}
        return {"Content-Type": "application/json"} | {
            f"X-Zhongdu-{name}": value for name, value in signed.items()
        }


class Bodies:
    """What is sent: the same words, and a file that nobody has sent before."""

    def __init__(self, weight: int) -> None:
        self.weight, self.random = weight, Random(weight)

    def new(self) -> bytes:
        told: dict[str, Any] = {
            "id": uuid4().hex, "words": WORDS, "institution": "P00000000001", "place": "测试路1号", "attachments": [],
        }  # fmt: skip
        if self.weight:
            told["attachments"] = [{"name": "小票.jpg", "base64": b64encode(self.photo()).decode()}]
        return json.dumps(told).encode()

    def photo(self) -> bytes:
        """A JPEG that decodes, made as heavy as a phone's by bytes nobody can compress."""
        written = BytesIO()
        Image.new("RGB", (1600, 1200), (self.random.randrange(256), 90, 90)).save(written, "JPEG")
        return written.getvalue() + self.random.randbytes(self.weight - written.tell())


def per_second(port: int, sides: Sides, path: str, bodies: Bodies, many: int, at_once: int) -> float:
    """How many a second are accepted; the bodies are made, and signed, beforehand."""
    ready = [(body, sides.headers(path, body)) for body in (bodies.new() for _ in range(many))]
    own = local()

    def send(what: tuple[bytes, dict[str, str]]) -> None:
        if not hasattr(own, "line"):
            own.line = HTTPConnection(HOST, port, timeout=120)
        own.line.request("POST", path, what[0], what[1])
        answer = own.line.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {said[:300]!r}")

    begun = perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(send, ready))
    return many / (perf_counter() - begun)
