"""A real browser for journeys: two pages, pictures of each step, and three things that fail a journey.

A journey fails on what axe finds (``accessible``), on anything the browser's console calls an error
(a refused script or style of the Content-Security-Policy among them), and on an uncaught exception.
A page that is meant to answer with an error is announced: ``phone.watch.expect(404)``.
"""

import os
import re
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.signals import got_request_exception
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from zhongdu.cli.suite import browser

HERE = Path(__file__).parent
PICTURES = HERE / "pictures"
SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
]
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
PATIENCE = 40_000  # milliseconds: a busy machine is slow, and slowness is not what journeys look at
expect.set_options(timeout=PATIENCE)
DESKTOP = {"viewport": {"width": 1280, "height": 900}}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = browser()
    if not program:
        reason = "没有 Chromium，浏览器旅程没有运行"
        if "chromium" in os.environ.get("ZHONGDU_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright keeps an event loop in this thread; Django would take every query for an asynchronous one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield launched
        launched.close()


class Watch:
    """What the browser complained of while a page was used."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.expected: set[int] = set()
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))

    def expect(self, *statuses: int) -> None:
        """The journey goes on to a page that answers with one of these on purpose."""
        self.expected |= set(statuses)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        status = re.search(r"responded with a status of (\d+)", message.text)
        if not (status and int(status[1]) in self.expected):
            self.complaints.append(f"{message.text} ({message.location.get('url')})")


class Visitor:
    """One person's browser: its page, and the watch kept over it."""

    def __init__(self, chromium: Browser, kind: str, address: str, shape: dict) -> None:
        self.kind = kind
        self.context = chromium.new_context(
            base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", **shape
        )
        self.context.set_default_timeout(PATIENCE)
        self.watch = Watch(self.context)
        self.page: Page = self.context.new_page()

    def __getattr__(self, name: str):
        """A visitor is used as its page: ``phone.goto("/")``."""
        return getattr(self.page, name)


@pytest.fixture
def server_errors() -> Iterator[list[str]]:
    """What went wrong inside the server while pages were asked of it, as stack traces."""
    traces: list[str] = []

    def keep(**sent: object) -> None:
        traces.append(traceback.format_exc())

    got_request_exception.connect(keep)
    yield traces
    got_request_exception.disconnect(keep)


@pytest.fixture
def visitor(chromium: Browser, live_server, settings, server_errors) -> Iterator[Callable[..., Visitor]]:
    """Make another person's browser: ``visitor("phone")`` or ``visitor("desktop")``, signed in to nothing."""
    settings.PUBLIC_URL = live_server.url  # QR codes lead back to this very server
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    made: list[Visitor] = []

    def make(kind: str) -> Visitor:
        made.append(Visitor(chromium, kind, live_server.url, {"phone": PHONE, "desktop": DESKTOP}[kind]))
        return made[-1]

    yield make
    for each in made:
        each.context.close()
    complaints = [f"{each.kind}: {complaint}" for each in made for complaint in each.watch.complaints]
    assert not complaints + server_errors, "\n".join(["the browser complained:", *complaints, *server_errors])


@pytest.fixture
def phone(visitor) -> Visitor:
    """A supervisor's or citizen's phone: 390 × 844 at double density, touched."""
    return visitor("phone")


@pytest.fixture
def desktop(visitor) -> Visitor:
    """An officer's screen, 1280 × 900."""
    return visitor("desktop")


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Visitor, str], Path]:
    """Keep a whole-page picture of a step: ``pictures/<journey>/<number>-<name>-<phone|desktop>.png``."""
    folder = PICTURES / re.sub(r"[^\w-]+", "-", request.node.name).strip("-")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    taken: list[Path] = []

    def take(visitor: Visitor, name: str) -> Path:
        taken.append(folder / f"{len(taken) + 1:02}-{name}-{visitor.kind}.png")
        visitor.page.screenshot(path=taken[-1], full_page=True, animations="disabled")
        return taken[-1]

    return take


@pytest.fixture
def accessible() -> Callable[[Visitor], None]:
    """Assert that axe finds nothing on the page as it stands."""
    axe = Axe()

    def check(visitor: Visitor) -> None:
        found = axe.run(visitor.page)
        assert not found.violations_count, f"{visitor.page.url}\n{found.generate_report()}"

    return check


@pytest.fixture
def step(picture, accessible) -> Callable[[Visitor, str], None]:
    """What every page of a journey gets: a picture, and a look by axe."""

    def look(visitor: Visitor, name: str) -> None:
        picture(visitor, name)
        accessible(visitor)

    return look


# --- out of reach --------------------------------------------------------------------------------------


@pytest.fixture
def asked(shaoxing):
    """A supervisor who serves, and one open visit that is asked of them."""
    from days_out import ask, serving

    return ask(shaoxing, serving(shaoxing))


@pytest.fixture
def pocket(
    chromium: Browser, live_server, settings, tmp_path: Path, server_errors
) -> Iterator[Callable[[], Any]]:
    """Make a phone of its own memory, signed in as the supervisor; what it complains of fails the journey."""
    from days_out import LOGIN
    from pockets import Pocket

    from watching import PASSWORD

    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    made: list[Pocket] = []

    def make() -> Pocket:
        made.append(Pocket(chromium.browser_type, tmp_path / f"phone{len(made)}", live_server.url))
        made[-1].sign_in(LOGIN, PASSWORD)
        return made[-1]

    yield make
    for each in made:
        each.die()
    complaints = [complaint for each in made for complaint in each.complaints]
    assert not complaints + server_errors, "\n".join(["the browser complained:", *complaints, *server_errors])
