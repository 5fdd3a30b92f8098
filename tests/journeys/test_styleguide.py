"""Every component, on a phone and on a desk, in both sizes of type: nothing for axe to find, nothing cut off."""

from copy import deepcopy

import pytest

PAGES = ["", "public/", "phone/", "visit/", "desk/", "list/"]


@pytest.fixture(autouse=True)
def with_the_style_guide(settings):
    """Its pages bring their own navigation, so that it stands or falls by itself."""
    settings.ROOT_URLCONF = "styleguide_urls"
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].remove("zhongdu.web.context.face")
    settings.TEMPLATES = templates


def test_components_are_readable_by_everybody(phone, desktop, accessible, picture):
    for visitor in (phone, desktop):
        for size in ("standard", "large"):
            for name in PAGES:
                visitor.goto(f"/styleguide/{name}")
                accessible(visitor)
                assert visitor.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
                picture(visitor, f"{name.strip('/') or 'all'}-{size}")
            visitor.get_by_role("button", name="大字" if size == "standard" else "标准字").click()
            visitor.wait_for_load_state()
            assert ("large" in visitor.evaluate("document.documentElement.className")) is (size == "standard")


def test_a_draft_is_kept_as_it_is_filled_in(phone):
    phone.goto("/styleguide/visit/")
    phone.get_by_label("未发现", exact=True).check()
    phone.get_by_text("草稿已保存").wait_for()
    assert phone.get_by_label("未发现", exact=True).is_checked()


def test_a_draft_that_cannot_be_kept_says_so(phone):
    phone.goto("/styleguide/visit/")
    phone.context.set_offline(True)
    phone.get_by_label("未发现", exact=True).check()
    phone.get_by_text("草稿未能保存").wait_for()
    phone.get_by_text("没有网络").wait_for()
    phone.context.set_offline(False)
    phone.get_by_text("草稿已保存").wait_for()
    phone.watch.complaints.clear()  # the browser's own word on the lost connection


def test_what_is_sent_is_not_kept_as_a_draft_after_all(phone):
    phone.goto("/styleguide/visit/")
    sent = []

    def hear(route) -> None:
        if route.request.method == "POST":  # never answered; what a phone asks for by itself is
            sent.append(route.request.headers.get("hx-request"))
        else:
            route.continue_()

    phone.route("**/*", hear)
    phone.get_by_label("未发现", exact=True).check()
    phone.locator("form[data-autosave]").evaluate("form => form.requestSubmit()")
    phone.wait_for_timeout(1200)  # twice as long as a draft waits for the next word
    assert sent == [None]


def test_a_question_is_asked_before_an_act_and_can_be_left(desktop):
    desktop.goto("/styleguide/desk/")
    question = desktop.get_by_role("dialog", name="退回这条线索？")
    assert not question.is_visible()
    desktop.get_by_role("button", name="退回补充材料").click()
    assert question.is_visible()
    desktop.keyboard.press("Escape")
    assert not question.is_visible()


def test_everything_is_there_without_scripts(chromium, live_server):
    context = chromium.new_context(
        java_script_enabled=False, base_url=live_server.url, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto("/styleguide/desk/")
    assert page.get_by_text("反映人会收到通知").is_visible(), "the question stands on the page"
    page.get_by_role("button", name="大字").click()
    assert page.locator("html.large").count() == 1
    page.locator("summary", has_text="菜单").click()
    assert page.get_by_role("link", name="履职看板").is_visible()
    context.close()
