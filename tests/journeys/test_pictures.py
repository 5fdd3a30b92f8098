"""The pictures of the documents, taken from the demo as it stands; ``--write-pictures`` puts them into docs/pictures."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from zhongdu import demo
from zhongdu.demo.people import cast

pytestmark = pytest.mark.django_db(transaction=True)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def test_the_documents_pictures(visitor: Any, step: Any, request: pytest.FixtureRequest) -> None:
    """A front page, an officer's desk and a supervisor's phone, with the demo's people."""
    demo.load()
    phone, desk, public = visitor("phone"), visitor("desktop"), visitor("desktop")
    public.goto("/")
    step(public, "首页")
    sign_in(desk, "wushan.case_officer")
    expect(desk.get_by_role("heading", name="待办")).to_be_visible()
    step(desk, "工作台")
    sign_in(phone, cast("500237")[0].phone)
    expect(phone.get_by_role("heading", name="今天")).to_be_visible()
    step(phone, "手机")
    if request.config.getoption("--write-pictures"):
        DOCS.mkdir(parents=True, exist_ok=True)
        for page, name in ((public, "home"), (desk, "desk"), (phone, "phone")):
            page.page.screenshot(path=DOCS / f"{name}.png", animations="disabled")
    assert all((DOCS / f"{name}.png").exists() for name in ("home", "desk", "phone"))


def sign_in(page: Any, username: str) -> None:
    page.goto("/sign-in/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(demo.PASSWORD)
    page.get_by_role("button", name="登录").click()
