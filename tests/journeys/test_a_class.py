"""A class clicked through: a course taught in a room, called, signed in to at the door, and over."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lives import enter, expect, offer, on, onward, sure

from world import Place
from zhongdu.calendar import clock
from zhongdu.kit import doors
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role
from zhongdu.training.models import Course, Study

sys.path.append(str(Path(__file__).parents[1] / "service"))
from serving import somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.clauses("shaoxing:8")
def test_a_course_taught_in_a_room(shaoxing: Place, visitor: Any, step: Any) -> None:
    on(date(2026, 6, 10))
    here, no_phone = somebody(shaoxing, "示例·何小满"), somebody(shaoxing, "示例·谷雨生")
    away = somebody(shaoxing, "示例·白露生")
    desk = enter(visitor, "desktop", shaoxing.user(Role.LIAISON).username)
    desk.goto("/desk/courses/")
    onward(desk.get_by_role("link", name="准备一门课程"))
    desk.get_by_label("课程名称").fill("看懂结算单")
    desk.get_by_label("学习内容").fill("结算单上的每一栏说的是什么。")
    desk.get_by_label("学时（分钟）").fill("90")
    desk.get_by_label("到现场听课").check()
    step(desk, "准备课程-到现场听课")
    sure(desk, "准备一门课程")
    address = desk.url
    offer(desk, "开课")
    desk.locator("[name=all]").check()
    sure(desk, "开课")
    offer(desk, "通知上课")
    desk.get_by_label("上课时间").fill("2026-06-09T14:00")
    desk.get_by_label("上课地点").fill("市医保局二楼会议室")
    sure(desk, "通知上课")
    expect(desk.get_by_role("link", name="上课时间要在以后。")).to_be_visible()
    desk.get_by_label("上课时间").fill("2026-06-12T09:00")
    step(desk, "通知上课-日子写错了")
    sure(desk, "通知上课")
    step(desk, "课程-已通知上课")

    phone = enter(visitor, "phone", here.user.username)
    phone.goto("/my/courses/")
    step(phone, "我的课程")
    onward(phone.get_by_role("link", name="看懂结算单", exact=False))
    step(phone, "课程-时间地点")

    on(date(2026, 6, 12))
    desk.goto(address)
    onward(desk.get_by_role("link", name="显示签到码"))
    step(desk, "签到码")
    phone.goto(f"/my/courses/class/{doors.made(Course.objects.get().door or '', clock.now())}/")
    step(phone, "签到")
    sure(phone, "我到了，签到")
    step(phone, "签到好了")

    desk.goto(address)
    row = desk.get_by_role("row", name="谷雨生")
    row.locator("[name=who]").check()
    desk.get_by_label("不能扫码的，为什么由工作人员登记").fill("没有带手机")
    step(desk, "登记到课")
    onward(desk.get_by_role("button", name="登记所选的人到课"))
    expect(desk.get_by_text("已登记1人到课。")).to_be_visible()
    offer(desk, "登记已上课")
    sure(desk, "登记已上课")
    step(desk, "课程-已上课")
    phone.goto("/my/courses/")
    onward(phone.get_by_role("link", name="看懂结算单", exact=False))
    expect(phone.get_by_role("link", name="看证书（PDF）")).to_be_visible()
    found = {each.user_id: each.state for each in Study.objects.all()}
    assert found == {here.user_id: "completed", no_phone.user_id: "completed", away.user_id: "assigned"}
    assert list(breaks()) == []
