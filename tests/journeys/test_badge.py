"""亮证: held out, scanned, and worth nothing as a picture; an inspector goes along; a last day draws near. In a real browser."""

from datetime import date, timedelta
from typing import Any

import pytest
from days_out import LOGIN, ask, serving
from lives import expect, offer, on, onward, sure

from watching import PASSWORD, institution
from zhongdu.acts.models import acting
from zhongdu.calendar import clock
from zhongdu.duties.opening import open_duty
from zhongdu.duties.sweep import sweep
from zhongdu.fieldwork.models import Joining
from zhongdu.roster import live
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def with_a_code(appointment: Any) -> Any:
    """A verification code as the roster gives them."""
    with acting():
        appointment.verify_code = "K7Q4-93TX-2M8P-W6HD"
        appointment.save()
    return appointment


def signs_in(browser: Any, name: str) -> Any:
    browser.goto("/sign-in/")
    browser.get_by_label("用户名").or_(browser.get_by_label("登录名")).fill(name)
    browser.get_by_label("密码").fill(PASSWORD)
    onward(browser.get_by_role("button", name="登录"))
    return browser


@pytest.mark.clauses("shaoxing:7", "shaoxing:10", "shaoxing:14")
def test_held_out_at_the_door_and_a_picture_shown_later(shaoxing: Any, visitor: Any, step: Any) -> None:
    on(date(2026, 9, 7))
    mine = with_a_code(serving(shaoxing))
    visit = ask(shaoxing, mine)
    phone, stranger = signs_in(visitor("phone"), LOGIN), visitor("phone")
    phone.goto(f"/my/visits/{visit.number}/")
    onward(phone.get_by_role("button", name="我去"))
    step(phone, "明察-进行中")
    onward(phone.get_by_role("link", name="亮证"))
    expect(phone.locator("[data-live] svg")).to_be_visible()
    step(phone, "亮证")
    first = phone.locator(".badge-live-code").inner_html()
    phone.page.wait_for_timeout(1_100)  # a code is of its second
    with phone.expect_response(lambda answer: answer.url.endswith("/badge/")):
        phone.evaluate("window.dispatchEvent(new Event('online'))")
    phone.page.wait_for_function(
        "before => document.querySelector('.badge-live-code').innerHTML !== before",
        arg=first,
        timeout=90_000,  # should that one fail, the next comes within a minute
    )
    made = live.made(mine.verify_code, live.Shown(clock.now(), visit.number))
    stranger.goto(f"/v/{mine.verify_code}/{made}/")
    expect(stranger.get_by_role("heading", name="现在有效")).to_be_visible()
    expect(stranger.get_by_text("示例惠民大药房")).to_be_visible()
    step(stranger, "扫码-现在有效")
    old = live.made(mine.verify_code, live.Shown(clock.now() - timedelta(minutes=10), visit.number))
    stranger.goto(f"/v/{mine.verify_code}/{old}/")
    expect(stranger.get_by_text("请让本人当面重新出示")).to_be_visible()
    assert stranger.get_by_text("示例惠民大药房").count() == 0
    step(stranger, "扫码-先前的截图")
    phone.goto("/my/card/")
    step(phone, "我的")


def test_without_a_network_the_code_on_the_screen_says_that_it_is_old(
    shaoxing: Any, visitor: Any, step: Any
) -> None:
    on(date(2026, 9, 7))
    serving(shaoxing)
    phone = visitor("phone")
    phone.page.clock.install()
    signs_in(phone, LOGIN)
    phone.goto("/my/badge/")
    expect(phone.get_by_text("这个码过时了")).to_be_hidden()
    phone.watch.expect(0)
    phone.context.set_offline(True)
    phone.page.clock.run_for(90_000)
    expect(phone.get_by_text("这个码过时了")).to_be_visible()
    step(phone, "断网-码过时了")
    phone.context.set_offline(False)
    phone.page.clock.run_for(10_000)
    expect(phone.get_by_text("这个码过时了")).to_be_hidden()
    phone.watch.complaints = [
        each for each in phone.watch.complaints if "ERR_INTERNET_DISCONNECTED" not in each
    ]


@pytest.mark.clauses("wushan:6.6", "wushan:8.2")
def test_an_inspector_goes_along_and_a_last_day_draws_near(wushan: Any, visitor: Any, step: Any) -> None:
    on(date(2026, 9, 7))
    mine = serving(wushan)
    going = wushan.user(Role.INSPECTOR)
    wushan.user(Role.CASE_OFFICER)
    shop = institution(wushan, "示例惠民大药房")
    desk = signs_in(visitor("desktop"), f"{Role.CASE_OFFICER}-{wushan.bureau.code}")
    desk.goto(f"/desk/appointments/{mine.number}/assign/?institution={shop.code}")
    desk.get_by_label("完成期限").fill((clock.today() + timedelta(days=5)).isoformat())
    desk.get_by_label(going.get_full_name(), exact=False).check()
    step(desk, "指定时请检查人员同行")
    sure(desk, "指定")
    step(desk, "巡查-待确认")
    other = signs_in(visitor("desktop"), going.username)
    step(other, "检查人员-待办")
    onward(other.get_by_role("link", name="联合检查待确认"))
    step(other, "联合检查-名单")
    onward(other.get_by_role("link", name=Joining.objects.get().number))
    step(other, "联合检查")
    offer(other, "确认同行")
    sure(other, "确认同行")
    visit = Joining.objects.get().visit
    phone = signs_in(visitor("phone"), LOGIN)
    on(clock.today() + timedelta(days=3))
    sweep(clock.today())
    phone.goto("/my/")
    expect(phone.get_by_text("快到期的任务和事情")).to_be_visible()
    # What is owed by name beside the tasks stands among them by its day: one day before the visit's.
    owed = open_duty(
        mine.docket, wushan.law, "suggestion.filing", on=clock.today(), deed="x", due=clock.today() + timedelta(days=1), person=mine.user
    )  # fmt: skip
    assert owed
    phone.goto("/my/")
    expect(phone.locator(".notice li").first).to_contain_text(owed.says)
    step(phone, "今天-快到期")
    onward(phone.locator(".notice a").filter(has_text="示例惠民大药房"))
    onward(phone.get_by_role("button", name="我去"))
    expect(phone.get_by_text(going.get_full_name())).to_be_visible()
    on(clock.today() + timedelta(days=4))
    desk.goto("/desk/")
    step(desk, "待办-巡查逾期")
    onward(desk.get_by_role("link", name="巡查逾期没有完成"))
    step(desk, "巡查-逾期")
    onward(desk.get_by_role("link", name=visit.number))
    offer(desk, "延长期限")
    desk.get_by_label("延长到哪一天").fill((clock.today() + timedelta(days=6)).isoformat())
    desk.get_by_label("延长的原因").fill("药店装修停业。")
    step(desk, "延长期限")
    sure(desk, "延长期限")
    offer(desk, "催办")
    desk.get_by_label("想对监督员说的").fill("开门以后请尽快去。")
    sure(desk, "催办")
    other.goto(f"/desk/joint/{Joining.objects.get().number}/")
    offer(other, "记下现场情况")
    other.get_by_label("现场看到的情况").fill("库房没有进货单。")
    sure(other, "记下现场情况")
    step(other, "联合检查-记下以后")
    desk.goto(f"/desk/visits/{visit.number}/")
    expect(desk.get_by_text("库房没有进货单")).to_be_visible()
    step(desk, "巡查-同行与延长")
    phone.goto(f"/my/visits/{visit.number}/")
    expect(phone.get_by_text("医保局催办")).to_be_visible()
    step(phone, "巡查-催办与延长")
