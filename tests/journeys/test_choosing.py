"""Wushan recruits forty and chooses twenty-five: the selection itself, clicked through in a real browser."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from lives import Life, expect, offer, onward, sure

from zhongdu.calendar import clock
from zhongdu.demo.people import cast
from zhongdu.record.verifying import breaks
from zhongdu.recruitment.models import Application
from zhongdu.scope.roles import Role
from zhongdu.selection import sealing

sys.path[:0] = [str(Path(__file__).parent.parent / folder) for folder in ("selection", "recruitment")]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.clauses("wushan:3.5", "wushan:4/1.1", "wushan:4/2")
def test_forty_apply_and_twenty_five_are_chosen(wushan: Any, visitor: Any, step: Any) -> None:
    from choosing import applied
    from recruiting import TODAY

    clock.travel_to(TODAY)
    for _ in range(40):
        applied(wushan)
    life = Life(wushan, cast("500237")[0], visitor, step)

    desk = life.officer(Role.RECRUITER)
    desk.goto("/desk/selections/")
    life.step(desk, "择优-空")
    onward(desk.get_by_role("link", name="开始择优").first)
    desk.get_by_label("名称").fill("2026年社会监督员择优")
    desk.get_by_label("拟聘人数").fill("25")
    desk.get_by_label("候补人数").fill("5")
    life.step(desk, "开始择优")
    sure(desk, "开始择优")
    here = desk.url
    life.step(desk, "择优-准备中")
    offer(desk, "纳入候选人")
    life.step(desk, "纳入候选人")
    sure(desk, "纳入候选人")
    expect(desk.get_by_text("已完成").first).to_be_visible()
    life.step(desk, "纳入候选人-完成")
    desk.goto(here)
    offer(desk, "更正分组")
    life.step(desk, "候选人")
    desk.locator("td select").first.select_option("法律")
    sure(desk, "保存这一页")
    desk.goto(here)
    offer(desk, "设定评分项目")
    life.step(desk, "设定评分项目")
    sure(desk, "保存评分项目")
    offer(desk, "设定人数范围")
    desk.get_by_label("来源医保部门最多").fill("0")
    desk.get_by_label("专业背景新闻传媒至少").fill("24")
    sure(desk, "保存人数范围")
    expect(desk.get_by_text("可把下限改为").first).to_be_visible()
    life.step(desk, "范围做不到")
    offer(desk, "设定人数范围")
    desk.get_by_label("专业背景新闻传媒至少").fill("2")
    life.step(desk, "设定人数范围")
    sure(desk, "保存人数范围")

    chief = life.officer(Role.DECIDER)
    chief.goto(here)
    offer(chief, "指定评审人员")
    for box in chief.locator("form input[type=checkbox]").all()[:2]:
        box.check()
    life.step(chief, "指定评审人员")
    sure(chief, "指定评审人员")
    offer(chief, "开始评分")
    life.step(chief, "开始评分")
    sure(chief, "开始评分")
    expect(chief.get_by_text("种子的SM3").first).to_be_visible()

    for page in (chief, desk):
        page.goto(here)
        onward(page.get_by_role("link", name="打开评分表"))
        for place, box in enumerate(page.locator("td input[inputmode=numeric]").all()):
            box.fill(str(5 + place % 6))
        if page is chief:
            page.locator("td input[inputmode=numeric]").first.fill("99")
            sure(page, "保存这一页")
            expect(page.get_by_text("请填0到10的整数").first).to_be_visible()
            life.step(page, "评分表-分数不对")
            page.locator("td input[inputmode=numeric]").first.fill("9")
        life.step(page, "评分表")
        sure(page, "保存并交评分表")
        expect(page.get_by_text("您的评分表已于").first).to_be_visible()

    offer(desk, "拟定方案")
    life.step(desk, "拟定方案")
    sure(desk, "拟定方案")
    expect(desk.get_by_text("已完成").first).to_be_visible()
    desk.goto(here)
    life.step(desk, "方案")
    sealed = json.loads(desk.context.request.get(f"{here}sealed.json").body())
    assert list(sealing.differences(sealed)) == [] and len(sealed["result"]["chosen"]) == 25

    chief.goto(here)
    offer(chief, "调整方案")
    chief.get_by_label("换下").fill(sealed["result"]["chosen"][-1])
    chief.get_by_label("换上").fill(sealed["result"]["reserves"][0])
    sure(chief, "先看变化")
    expect(chief.get_by_text("换人以后").first).to_be_visible()
    life.step(chief, "调整方案-先看变化")
    chief.get_by_label("理由").fill("此人即将调往外地工作。")
    sure(chief, "调整方案")
    expect(chief.get_by_text("调整换上").first).to_be_visible()
    life.step(chief, "调整以后")
    offer(chief, "确认择优结果")
    life.step(chief, "确认择优结果")
    sure(chief, "确认择优结果")
    expect(chief.locator(".status").get_by_text("已确认")).to_be_visible()
    sure(chief, "现在登记")
    expect(chief.get_by_text("已完成").first).to_be_visible()
    chief.goto(here)
    life.step(chief, "已确认")
    chosen = Application.objects.filter(selected="chosen")
    assert (
        chosen.count() == 25 and Application.objects.filter(selected="passed_over").count() == 11
    )  # fifteen less the four reserves left
    assert list(breaks()) == []
