"""A symposium clicked through: planned, called, signed in to by the code at the door, a view answered, an absent one told."""

import re
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from lives import enter, expect, offer, on, onward, sure

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.kit import doors
from zhongdu.meetings.models import Meeting
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parents[1] / "service"))
from serving import somebody

pytestmark = pytest.mark.django_db(transaction=True)


def officer(visitor: Any, place: Place, role: Role) -> Any:
    return enter(visitor, "desktop", place.user(role).username)


@pytest.mark.clauses("wushan:8.3", "wushan:8", "wushan:10")
def test_a_symposium_from_the_plan_to_the_minutes(wushan: Place, visitor: Any, step: Any) -> None:
    on(date(2026, 6, 10))
    here, away = somebody(wushan, "示例·何小满"), somebody(wushan, "示例·谷雨生")
    target = {"concept": "suggestion.answer", "n": 10, "unit": "working_days"}
    perform(bureaus.set_target, wushan.office, wushan.officer(Role.DECIDER), **target)
    sweep(clock.today())
    desk = officer(visitor, wushan, Role.LIAISON)
    desk.goto("/desk/board/")
    expect(desk.get_by_text("全体社会监督员座谈会").first).to_be_visible()
    step(desk, "看板-今年还没有开座谈会")
    desk.goto("/desk/meetings/")
    step(desk, "会议-还没有")
    onward(desk.get_by_role("link", name="筹备一次会议"))
    desk.locator("[name=sort][value=symposium]").check()
    desk.get_by_label("会议名称").fill("2026年社会监督员座谈会")
    desk.get_by_label("时间", exact=True).fill("2026-06-20T09:00")
    desk.get_by_label("地点").fill("县医保局三楼会议室")
    desk.get_by_label("议程").fill("一、通报上半年工作\n二、听取意见建议")
    step(desk, "筹备会议")
    sure(desk, "筹备一次会议")
    step(desk, "会议-筹备中")
    offer(desk, "通知监督员")
    step(desk, "通知监督员")
    sure(desk, "通知监督员")
    step(desk, "会议-已通知")
    address = desk.url

    phone = enter(visitor, "phone", here.user.username)
    expect(phone.get_by_text("个会议通知等您回复", exact=False)).to_be_visible()
    phone.goto("/my/meetings/")
    step(phone, "我的会议")
    onward(phone.get_by_role("link", name="2026年社会监督员座谈会", exact=False))
    step(phone, "会议通知")
    offer(phone, "能来")
    sure(phone, "能来")
    other = enter(visitor, "phone", away.user.username)
    other.goto("/my/meetings/")
    onward(other.get_by_role("link", name="2026年社会监督员座谈会", exact=False))
    offer(other, "来不了")
    other.get_by_label("来不了的原因").fill("那天在外地。")
    step(other, "来不了")
    sure(other, "来不了")

    on(date(2026, 6, 20))
    desk.goto(address)
    onward(desk.get_by_role("link", name="显示签到码"))
    step(desk, "签到码")
    meeting = Meeting.objects.get()
    stale = doors.made(meeting.door, clock.now() - timedelta(minutes=9))
    phone.goto(f"/my/meetings/sign/{stale}/")
    expect(phone.get_by_text("这个码过时了")).to_be_visible()
    step(phone, "签到-码过时了")
    phone.goto(f"/my/meetings/sign/{doors.made(meeting.door, clock.now())}/")
    step(phone, "签到")
    sure(phone, "我到了，签到")
    expect(phone.get_by_text("已签到").first).to_be_visible()
    step(phone, "签到好了")

    desk.goto(address)
    onward(desk.get_by_role("link", name="记一条意见").first)
    desk.get_by_label("谁说的").locator("option").nth(1).wait_for(state="attached") if desk.locator(
        "select[name=speaker]"
    ).count() else desk.locator("[name=speaker]").first.check()
    desk.get_by_label("说了什么").fill("窗口中午没有人，上班的人办不了事。")
    desk.get_by_label("一两句话的摘要").fill("建议窗口中午有人值班。")
    step(desk, "记一条意见")
    sure(desk, "记一条意见")
    expect(desk.get_by_text("建议窗口中午有人值班。").first).to_be_visible()
    desk.goto(address)
    offer(desk, "登记会已召开")
    desk.get_by_label("开了多长时间（分钟）").fill("120")
    step(desk, "登记会已召开")
    sure(desk, "登记会已召开")
    offer(desk, "写纪要")
    desk.locator("[name=words]").fill("会议通报了上半年工作。\n议定：七月起窗口中午安排值班，由经办科落实。")
    step(desk, "写纪要")
    sure(desk, "写纪要")
    offer(desk, "印发纪要")
    sure(desk, "印发纪要")
    expect(desk.get_by_text("纪要已印发").first).to_be_visible()
    assert Duty.objects.get(concept="symposium").met_on == clock.today()

    answers = officer(visitor, wushan, Role.CASE_OFFICER)
    answers.goto(re.sub(r"#.*", "", address))
    onward(answers.get_by_role("link", name="建议窗口中午有人值班。"))
    offer(answers, "答复意见")
    answers.locator("[name=outcome][value=adopted]").check()
    answers.locator("[name=words]").fill("七月起每天中午安排值班。")
    sure(answers, "答复意见")

    other.goto("/my/")
    expect(other.get_by_text("份会议纪要还没有看", exact=False)).to_be_visible()
    other.goto("/my/meetings/")
    onward(other.get_by_role("link", name="2026年社会监督员座谈会", exact=False))
    expect(other.get_by_text("您没有到会，会上讲了什么都在这里。")).to_be_visible()
    expect(other.get_by_text("采纳", exact=False).first).to_be_visible()
    step(other, "没到会的人看纪要")
    paper = other.get_by_role("link", name="看纪要", exact=False).get_attribute("href")
    answer = other.context.request.get(f"{other.url.split('/my/')[0]}{paper}")
    assert answer.ok and answer.body().startswith(b"%PDF")
    desk.goto(address)
    step(desk, "会议-纪要已印发")
    desk.goto("/desk/board/?when=met")
    step(desk, "看板-座谈会已履行")
    assert list(breaks()) == []
