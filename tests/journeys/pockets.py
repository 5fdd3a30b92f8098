"""A phone in somebody's pocket: a browser with a memory of its own, that can be cut off, killed and found again."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Error, Page, Route, expect

from zhongdu.cli.suite import browser

SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip
SHAPE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True,
    "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce",
}  # fmt: skip
# What a browser says of a network that is not there, and of answers that are meant as they are.
EXPECTED = re.compile(r"net::ERR_|Failed to fetch|status of (409|422|403|0)|ServiceWorker")


class Pocket:
    """One phone; ``page`` is the tab in front. It is used as its page."""

    kind = "phone"

    def __init__(self, kind: BrowserType, memory: Path, address: str) -> None:
        self.browser, self.memory, self.address = kind, memory, address
        self.complaints: list[str] = []
        self.scripts: list[str] = []
        self.start()

    def start(self) -> None:
        self.context: BrowserContext = self.browser.launch_persistent_context(
            str(self.memory), executable_path=browser(), args=SWITCHES, base_url=self.address,
            service_workers="allow", **SHAPE,
        )  # fmt: skip
        self.context.set_default_timeout(40_000)
        self.context.on("console", lambda message: self.hear(message))
        self.context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))
        for script in self.scripts:
            self.context.add_init_script(script)
        self.page: Page = self.context.pages[0] if self.context.pages else self.context.new_page()

    def hear(self, message: Any) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def __getattr__(self, name: str) -> Any:
        if name == "page":
            raise AttributeError(name)
        return getattr(self.page, name)

    def die(self) -> None:
        """The battery: the whole browser is gone at once, nothing is closed."""
        with suppress(Error):
            self.context.new_cdp_session(self.page).send("Browser.crash")
        with suppress(Error):
            self.context.close()

    def revive(self) -> None:
        self.die()
        self.start()

    def cut(self) -> None:
        self.context.set_offline(True)

    def mend(self) -> None:
        self.context.set_offline(False)

    def sign_in(self, name: str, password: str) -> None:
        self.page.goto("/sign-in/")
        self.page.get_by_label("登录名").or_(self.page.get_by_label("用户名")).fill(name)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url("**/my/")

    def sign_in_again(self, name: str, password: str) -> None:
        """Whoever did not ask to be remembered is signed out with the browser: the field page says so, and leads there."""
        self.page.locator(".pocket-band").get_by_role("link", name="登录").click()
        self.page.get_by_label("登录名").or_(self.page.get_by_label("用户名")).fill(name)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url("**/my/field/")

    def pack(self) -> None:
        """Open the field page once with a network, until it would open without one."""
        self.page.goto("/my/field/")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.until("async () => Boolean(await caches.match('/my/field/'))")
        expect(self.page.get_by_text("要去的").first).to_be_visible()  # the bag has come

    def fill(self, institution: str, name: str) -> None:
        """Open a visit and answer every question, up to the signature."""
        self.page.locator(".cards a").filter(has_text=institution).first.click()
        self.answer()
        self.page.get_by_label("签名").fill(name)
        expect(self.page.locator(".saved").get_by_text("已存在手机里")).to_be_visible()

    def answer(self) -> None:
        expect(self.page.get_by_label("签名")).to_be_visible()  # the whole form is there
        for options in self.page.locator(".options.two-way").all():
            options.locator("label").first.click()
        for words in self.page.locator("textarea").all():
            words.fill("货架上有洗衣液和面膜。")

    def photograph(self, content: bytes, name: str = "shelf.jpg") -> None:
        shown = self.page.locator(".photos-kept img").count()
        self.page.locator("#photos").set_input_files(
            {"name": name, "mimeType": "image/jpeg", "buffer": content}
        )
        expect(self.page.locator(".photos-kept img")).to_have_count(shown + 1)

    def sign(self) -> None:
        self.page.get_by_role("button", name="签名并交上去").click()
        expect(self.page.get_by_role("button", name="签名并交上去")).to_have_count(0)

    def waits(self, number: int) -> None:
        words = f"{number} 份等着上传" if number else "都已上传"
        expect(self.page.locator(".pocket-band").get_by_text(words)).to_be_visible()

    def until(self, condition: str) -> None:
        """Wait for what an asynchronous function of the page finds."""
        self.page.evaluate(
            "async () => { const asked = " + condition + "; for (let n = 0; n < 100; n++) {"
            " if (await asked()) return; await new Promise((later) => setTimeout(later, 100)); }"
            " throw new Error('waited in vain'); }"
        )

    def leave(self) -> None:
        """Sign out, at the foot of one's own page."""
        self.page.goto("/my/card/")
        self.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        self.page.get_by_role("button", name="退出").click()

    def route(self, path: str, handler: Callable[[Route], None]) -> None:
        """Best before a page is opened: one that is open may send once more past a route that was just set."""
        self.context.route(f"**{path}", handler)

    def unroute(self, path: str) -> None:
        self.context.unroute(f"**{path}")
