"""Publicity clicked through: owed, planned, a supervisor joins on the phone, done with a photograph, hours counted, and met."""

import sys
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lives import enter, expect, offer, on, onward, sure
from PIL import Image

from world import Place, place
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parents[1] / "service"))
from serving import somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(db: None) -> Place:
    return place("990100", "示例市医疗保障局", "city", "city")


def _photo() -> dict[str, Any]:
    held = BytesIO()
    Image.new("RGB", (1200, 800), "steelblue").save(held, "JPEG")
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}


def _owed(desk: Any, n: int) -> None:
    desk.goto("/desk/board/")
    expect(desk.locator("tbody").get_by_text("宣传法律、法规、政策", exact=False)).to_have_count(n)


@pytest.mark.clauses("city:23")
def test_publicity_from_the_plan_to_the_hours_and_the_duty(city: Place, visitor: Any, step: Any) -> None:
    on(date(2026, 6, 10))
    term = somebody(city, "示例·何小满")
    sweep(clock.today())
    desk = enter(visitor, "desktop", city.user(Role.LIAISON).username)
    _owed(desk, 1)
    step(desk, "看板-还没有宣传")
    desk.goto("/desk/publicity/")
    step(desk, "宣传-还没有")
    onward(desk.get_by_role("link", name="安排一次宣传"))
    desk.get_by_label("活动名称").fill("医保基金监管条例宣传日")
    desk.get_by_label("法律、法规", exact=True).check()
    desk.get_by_label("新闻媒体", exact=True).check()
    desk.get_by_label("哪一天做").fill("2026-06-12")
    desk.get_by_label("地点或媒体").fill("市电视台直播间")
    desk.locator("[name=arrangement]").fill("直播讲解哪些行为是欺诈骗保，监督员讲身边的事。")
    step(desk, "安排宣传")
    sure(desk, "安排一次宣传")
    step(desk, "宣传-准备中")
    offer(desk, "请监督员参加")
    step(desk, "请监督员参加")
    desk.locator("[name=all]").check()
    sure(desk, "请监督员参加")
    address = desk.url

    phone = enter(visitor, "phone", term.user.username)
    expect(phone.get_by_text("次宣传活动等您回复", exact=False)).to_be_visible()
    phone.goto("/my/publicity/")
    step(phone, "我的宣传")
    onward(phone.get_by_role("link", name="医保基金监管条例宣传日", exact=False))
    step(phone, "宣传-请回复")
    offer(phone, "我参加")
    sure(phone, "我参加")
    step(phone, "宣传-要参加")

    on(clock.today() + timedelta(days=2))
    desk.goto(address)
    expect(desk.locator("tbody").get_by_text("要参加")).to_be_visible()
    step(desk, "宣传-那一天")
    offer(desk, "登记参加的监督员")
    desk.get_by_label("示例·何小满").check()
    step(desk, "登记参加的监督员")
    sure(desk, "登记参加的监督员")
    offer(desk, "登记已开展")
    desk.get_by_label("时长（分钟）").fill("90")
    desk.get_by_label("宣传情况").fill("直播一个半小时，回答提问二十一个。")
    desk.get_by_label("覆盖多少人").fill("-5")
    desk.get_by_label("发布的网址").fill("https://example.org/live")
    desk.locator("[name=files]").set_input_files(_photo())
    desk.get_by_role("button", name="登记已开展").click()
    expect(desk.get_by_text("人数不能小于0", exact=False).first).to_be_visible()
    step(desk, "登记已开展-有一处不对")
    desk.get_by_label("覆盖多少人").fill("3600")
    desk.locator("[name=files]").set_input_files(_photo())
    sure(desk, "登记已开展")
    expect(desk.get_by_text("参加了1人", exact=False)).to_be_visible()
    step(desk, "宣传-已开展")
    _owed(desk, 0)
    desk.goto("/desk/publicity/")
    step(desk, "宣传台账")
    desk.goto("/desk/board/standing/")
    step(desk, "常设义务")

    phone.reload()
    expect(phone.get_by_text("谢谢您参加", exact=False)).to_be_visible()
    step(phone, "宣传-参加了")
    phone.goto("/my/service/")
    expect(phone.get_by_text("医保基金监管条例宣传日", exact=False).first).to_be_visible()
    step(phone, "我的服务")
    small = enter(visitor, "phone", city.user(Role.LIAISON).username)
    for path, name in ((address, "工作人员手机上-宣传"), ("/desk/publicity/", "工作人员手机上-台账")):
        small.goto(path)
        step(small, name)
    assert list(breaks()) == []
