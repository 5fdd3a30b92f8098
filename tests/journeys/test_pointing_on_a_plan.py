"""A place pointed out on a plain plan, on a phone: by finger, by keys, by the phone's own position, without a script."""

from typing import Any

import pytest
from lives import enter, onward
from playwright.sync_api import expect

from watching import PASSWORD, institution
from world import Place
from zhongdu.acts.models import acting
from zhongdu.institutions.models import Institution
from zhongdu.leads.models import Lead
from zhongdu.leads.plans import pointed
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
AROUND = {
    "示例惠民大药房": (109.8790, 31.0740), "示例康乐药店": (109.8812, 31.0752), "示例县人民医院": (109.8760, 31.0771),
    "示例平安诊所": (109.8725, 31.0719), "示例百草堂": (109.8841, 31.0712),
}  # fmt: skip


@pytest.fixture
def town(wushan: Place) -> Place:
    for name, (longitude, latitude) in AROUND.items():
        shop = institution(wushan, name)
        with acting():
            Institution.objects.filter(pk=shop.pk).update(longitude=longitude, latitude=latitude)
    return wushan


def test_a_citizen_points_it_out(town: Place, visitor: Any, step: Any) -> None:
    phone = visitor("phone")
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"/bureaus/{town.bureau.code}/report/")
    phone.get_by_label("看到了什么").fill("在药店门口刷医保卡换现金。")
    phone.get_by_text("在图上指点").click()
    assert not any("/places/" in url for url in asked), "nothing is asked for before the plan is opened"
    phone.get_by_role("button", name="打开示意图").click()
    expect(phone.locator("svg.plan .plan-mark")).to_have_count(5)
    drawing = phone.locator("svg.plan")
    drawing.scroll_into_view_if_needed()
    step(phone, "示意图-打开")
    box = drawing.bounding_box()
    drawing.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.35})
    expect(phone.get_by_text("已指出：")).to_be_visible()
    step(phone, "示意图-指出一处")
    before = phone.get_by_label("纬度").input_value()
    drawing.press("ArrowUp")
    assert float(phone.get_by_label("纬度").input_value()) > float(before)
    drawing.press("+")
    phone.get_by_role("button", name="示例惠民大药房").click()
    expect(phone.get_by_label("经度")).to_have_value("109.87900")
    step(phone, "示意图-就是这一家")
    onward(phone.get_by_role("button", name=f"交给{town.bureau.name}"))
    lead = Lead.objects.select_related("docket").get()
    assert str(pointed(lead)) == "109.87900,31.07400"
    host = phone.url.split("/")[2]
    assert all(url.split("/")[2] == host for url in asked if url.startswith("http"))
    assert not any("109.8" in url for url in asked), "no address carries the place"
    desk = enter(visitor, "desktop", town.user(Role.CASE_OFFICER).username, PASSWORD)
    desk.goto(f"/desk/leads/{lead.number}/")
    expect(desk.get_by_text("在图上的位置")).to_be_visible()
    step(desk, "示意图-工作人员看到的")


def test_the_phones_own_position_is_asked_for_by_a_press_alone(town: Place, visitor: Any, step: Any) -> None:
    phone = visitor("phone")
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"longitude": 109.8810, "latitude": 31.0750})
    phone.goto(f"/bureaus/{town.bureau.code}/report/")
    phone.get_by_text("在图上指点").click()
    expect(phone.get_by_label("经度")).to_have_value("")
    phone.get_by_role("button", name="用我现在的位置").click()
    expect(phone.get_by_label("经度")).to_have_value("109.88100")
    expect(phone.locator("svg.plan .plan-here")).to_have_count(1)
    phone.get_by_role("button", name="不指了").click()
    expect(phone.get_by_label("经度")).to_have_value("")


def test_where_nothing_has_a_place_the_numbers_remain(wushan: Place, visitor: Any, step: Any) -> None:
    phone = visitor("phone")
    phone.goto(f"/bureaus/{wushan.bureau.code}/report/")
    phone.get_by_text("在图上指点").click()
    phone.get_by_role("button", name="打开示意图").click()
    expect(phone.get_by_text("画不出示意图")).to_be_visible()
    expect(phone.get_by_label("经度")).to_be_visible()
    step(phone, "示意图-没有坐标")
