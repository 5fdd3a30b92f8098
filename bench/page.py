"""一个公众页和一个工作台页要多少毫秒，与同一服务器的空页面相比。

The demo's data, one server process, one connection kept open, one request after another: what a page costs
by itself. The pages take turns, so that whatever else the machine does falls on all alike; the median counts.
"""

import os
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from zhongdu import demo
from zhongdu.calendar import clock
from zhongdu.cli.postgres import free_port
from zhongdu.cli.server import HOST, serving, wait_until_ready
from zhongdu.scope.models import Post

WARM_UP, TURNS = 20, 150


def measure() -> dict[str, float]:
    demo.load()
    pages = {"public": reverse("public:home"), "desk": reverse("desk:home"), "empty": "/empty/"}
    port = free_port()
    settings.WORKERS = 1
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    beside = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(beside)
    with serving(port, "_with_empty:application") as server:
        wait_until_ready(server, port)
        milliseconds = in_turns(HTTPConnection(HOST, port, timeout=30), pages, signed_in())
    middle = {name: median(each) for name, each in milliseconds.items()}
    return {f"{name}_ms": round(each, 2) for name, each in middle.items()} | {
        f"{name}_beside_empty": round(middle[name] / middle["empty"], 1) for name in ("public", "desk")
    }


def signed_in() -> dict[str, str]:
    """The cookie of an officer's session."""
    officer = User.objects.filter(
        pk__in=Post.objects.filter(until=None, since__lte=clock.today()).values("user")
    ).first()
    client = Client()
    client.force_login(officer)
    name = settings.SESSION_COOKIE_NAME
    return {"Cookie": f"{name}={client.cookies[name].value}"}


def in_turns(
    connection: HTTPConnection, pages: dict[str, str], headers: dict[str, str]
) -> dict[str, list[float]]:
    """Milliseconds of every turn, by page; the first turns only warm the server up."""
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(WARM_UP + TURNS):
        for name, address in pages.items():
            begun = perf_counter()
            connection.request("GET", address, headers=headers if name == "desk" else {})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{address} answered {answer.status}")
            if turn >= WARM_UP:
                taken[name].append((perf_counter() - begun) * 1000)
    return taken
