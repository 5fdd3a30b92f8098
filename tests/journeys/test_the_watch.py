"""What fails a journey really fails one."""

import pytest
from playwright.sync_api import expect

PAGE = (
    "<!doctype html><html lang='zh'><title>页</title><meta name='viewport' content='width=device-width'>"
    "<main><h1>众督</h1>{}</main></html>"
)


def test_axe_speaks_up(desktop, accessible) -> None:
    desktop.set_content(PAGE.format("<img src='data:,'>"))
    with pytest.raises(AssertionError, match="alt"):
        accessible(desktop)
    desktop.set_content(PAGE.format("<p>没有问题</p>"))
    accessible(desktop)
    desktop.watch.complaints.clear()  # the picture without content


def test_the_console_is_heard(phone) -> None:
    phone.set_content(PAGE.format("<p>页</p>"))
    phone.evaluate("console.error('坏了')")
    phone.evaluate("setTimeout(() => { throw new Error('没接住') })")
    phone.wait_for_timeout(100)
    assert [complaint.split(" ")[0] for complaint in phone.watch.complaints] == ["坏了", "uncaught:"]
    phone.watch.complaints.clear()


def test_an_announced_error_page_is_let_pass(phone, visitor) -> None:
    phone.watch.expect(404)
    assert phone.goto("/nothing-is-here/").status == 404
    assert phone.watch.complaints == []
    other = visitor("phone")
    other.goto("/nothing-is-here/")
    other.wait_for_timeout(100)
    assert "404" in other.watch.complaints[0]
    other.watch.complaints.clear()


def test_a_picture_is_kept_at_the_phones_density(phone, picture) -> None:
    from PIL import Image

    phone.set_content(PAGE.format("<p>手机</p>"))
    expect(phone.page.get_by_text("手机")).to_be_visible()
    with Image.open(picture(phone, "page")) as kept:
        assert kept.width == 780
