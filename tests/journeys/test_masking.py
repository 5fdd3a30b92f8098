"""Faces covered in a copy before a photograph is passed on: by mouse, by finger, by keys. In a real browser."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from lives import expect, offer, on, onward, sure
from PIL import Image, ImageDraw
from test_leads import MONDAY, signs_in

from watching import appoint, supervisor
from world import Place
from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.demo import pictures
from zhongdu.files import copies
from zhongdu.leads import acts, evidence
from zhongdu.leads.models import Lead
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
SKIN = (232, 204, 180)


def ward() -> Any:
    """A picture with two faces in it."""
    shelf = Image.open(pictures.shelf()).convert("RGB")
    draw = ImageDraw.Draw(shelf)
    for left in (250, 800):
        draw.ellipse((left, 300, left + 160, 500), fill=SKIN)
    written = BytesIO()
    shelf.save(written, "JPEG", quality=90)
    file = pictures.shelf()
    file.file = BytesIO(written.getvalue())
    file.size = len(written.getvalue())
    return file


def faces(attachment: Any) -> int:
    """How many of the two can still be seen."""
    with files.original(attachment) as file:
        image = Image.open(BytesIO(file.read())).convert("RGB")
    spots = (image.getpixel((x, 400)) for x in (330, 880))
    return sum(all(abs(a - b) < 25 for a, b in zip(spot, SKIN, strict=True)) for spot in spots)


def evidenced(home: Place) -> Lead:
    term = appoint(home, "watcher", since=date(2026, 9, 1))
    lead = perform(
        acts.file_lead, term, supervisor(term), words="病床上没有人，费用照收。", evidence=[ward(), ward()]
    )
    perform(acts.take_up, lead, home.officer(Role.CASE_OFFICER))
    return Lead.objects.get(pk=lead.pk)


def draw(page: Any, x: float, y: float, to: tuple[float, float]) -> None:
    """A box from one corner to the other, in parts of the picture."""
    area = page.locator(".mask-stage").bounding_box()
    page.mouse.move(area["x"] + area["width"] * x, area["y"] + area["height"] * y)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * to[0], area["y"] + area["height"] * to[1], steps=5)
    page.mouse.up()


@pytest.mark.clauses("wushan:9.4")
def test_with_mouse_and_keys_and_then_passed_on(wushan: Place, visitor: Any, step: Any) -> None:
    on(MONDAY)
    lead = evidenced(wushan)
    first, second = files.attached(lead.number, evidence.KIND)
    desk = signs_in(visitor, wushan.user(Role.CASE_OFFICER), "desktop")
    desk.goto(f"/desk/leads/{lead.number}/")
    step(desk, "线索卷-证据")
    desk.goto(f"/desk/leads/{lead.number}/mask/")
    step(desk, "遮盖-选照片")
    onward(desk.locator(f"a[href*='{first.public_id}']").first)
    step(desk, "遮盖-还没有画")
    onward(desk.get_by_role("button", name="做一份遮盖副本"))
    expect(desk.get_by_text("还没有画方框。请在照片上", exact=False).first).to_be_visible()
    desk.locator(".mask-stage").scroll_into_view_if_needed()
    draw(desk, 0.18, 0.28, (0.37, 0.6))
    expect(desk.get_by_text("画了 1 个方框。")).to_be_visible()
    # The other by keys alone: added in the middle, moved to the right, made larger.
    desk.get_by_role("button", name="加一个方框").press("Enter")
    box = desk.locator(".mask-box").nth(1)
    expect(box).to_be_focused()
    for _ in range(50):
        box.press("ArrowRight")
    for _ in range(20):
        box.press("Shift+ArrowRight")
    for _ in range(20):
        box.press("ArrowUp")
    for _ in range(40):
        box.press("Shift+ArrowDown")
    step(desk, "遮盖-画了两个")
    onward(desk.get_by_role("button", name="做一份遮盖副本"))
    expect(desk.get_by_text("请在下面再看一眼", exact=False)).to_be_visible()
    step(desk, "遮盖-做好了")
    copy = copies.masked([first])[first.pk]
    assert (faces(first), faces(copy)) == (2, 0)
    desk.goto(f"/desk/leads/{lead.number}/")
    offer(desk, "请有关单位提供情况")
    desk.get_by_label("医保经办机构", exact=True).check()
    desk.get_by_label("要了解什么").fill("请说明这张床的结算。")
    desk.get_by_label("请在哪天以前答复").fill((MONDAY + timedelta(days=5)).isoformat())
    desk.get_by_label("交遮盖副本", exact=False).check()
    step(desk, "请单位提供情况-附材料")
    sure(desk, "请有关单位提供情况")
    expect(desk.get_by_role("heading", name="交出去的材料")).to_be_visible()
    expect(desk.locator(f"a[href*='{copy.public_id}']").first).to_be_visible()
    step(desk, "线索卷-交出去的材料")
    assert faces(second) == 2 and not copies.masked([second])
    assert list(breaks()) == []


def test_with_a_finger_on_a_phone(wushan: Place, visitor: Any, step: Any) -> None:
    on(MONDAY)
    lead = evidenced(wushan)
    first = files.attached(lead.number, evidence.KIND)[0]
    phone = signs_in(visitor, wushan.user(Role.CASE_OFFICER), "phone")
    phone.goto(f"/desk/leads/{lead.number}/mask/?file={first.public_id}")
    phone.locator(".mask-tools").scroll_into_view_if_needed()
    phone.get_by_role("button", name="加一个方框").tap()
    expect(phone.get_by_text("画了 1 个方框。")).to_be_visible()
    phone.get_by_role("button", name="去掉选中的").tap()
    expect(phone.get_by_text("还没有画方框。", exact=True)).to_be_visible()
    touch(phone, [(0.18, 0.28), (0.25, 0.4), (0.37, 0.6)])
    touch(phone, [(0.63, 0.28), (0.75, 0.4), (0.84, 0.6)])
    touch(phone, [(0.1, 0.1)])  # a tap draws nothing
    expect(phone.get_by_text("画了 2 个方框。")).to_be_visible()
    touch(phone, [(0.1, 0.7), (0.3, 0.9)])
    expect(phone.get_by_text("画了 3 个方框。")).to_be_visible()
    step(phone, "手机-画了三个")
    phone.get_by_role("button", name="去掉选中的").click()
    expect(phone.get_by_text("画了 2 个方框。")).to_be_visible()
    step(phone, "手机-画了两个")
    onward(phone.get_by_role("button", name="做一份遮盖副本"))
    expect(phone.get_by_text("请在下面再看一眼", exact=False)).to_be_visible()
    step(phone, "手机-做好了")
    assert faces(copies.masked([first])[first.pk]) == 0


def touch(page: Any, way: list[tuple[float, float]]) -> None:
    """One finger along a way over the picture, by the browser's own touch events."""
    area = page.locator(".mask-stage").bounding_box()
    hand = page.context.new_cdp_session(page.page)
    points = [{"x": area["x"] + area["width"] * x, "y": area["y"] + area["height"] * y} for x, y in way]
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [points[0]]})
    for point in points[1:]:
        hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
