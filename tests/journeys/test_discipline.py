"""Who is tied is not sent; who is complained of is heard before anything is decided. In a real browser."""

from datetime import date, timedelta
from typing import Any

import pytest
from lives import Life, expect, offer, on, onward, sure

from watching import PASSWORD, appoint, institution
from zhongdu import vault
from zhongdu.acts.models import acting
from zhongdu.calendar import clock
from zhongdu.demo.people import cast
from zhongdu.discipline.models import Declaration, Undertaking
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
SHOP = "示例亲戚大药房"


def serves(home: Any, visitor: Any, step: Any, *, sworn: bool = True) -> Life:
    """Somebody in office, signed in on the phone."""
    on(date(2026, 9, 7))
    life = Life(home, cast(home.bureau.code)[0], visitor, step)
    home.user(Role.DISCIPLINE_OFFICER)
    institution(home, SHOP)
    one = appoint(home, "watcher", since=date(2026, 9, 1))
    vault.put(one.number, {"name": life.person.name, "employer": life.person.employer}, index=["name"])
    if not sworn:
        with acting():
            Undertaking.objects.all().delete()
            Declaration.objects.all().delete()
    phone = life.citizen
    phone.goto("/sign-in/")
    phone.get_by_label("用户名").or_(phone.get_by_label("登录名")).fill("watcher")
    phone.get_by_label("密码").fill(PASSWORD)
    onward(phone.get_by_role("button", name="登录"))
    expect(phone.get_by_role("heading", name="今天")).to_be_visible()
    return life


def declares(life: Life) -> None:
    """The undertaking, and one interest that follows from it."""
    phone = life.citizen
    expect(phone.get_by_text("份承诺书等您签署")).to_be_visible()
    phone.get_by_text("份承诺书等您签署").click()
    onward(phone.get_by_role("link", name="签署承诺书"))
    phone.get_by_label("有，签完以后逐项申报").check()
    phone.get_by_label("签名").fill(life.person.name)
    sure(phone, "签署承诺书")
    phone.get_by_label("近亲属在那里工作或者出资").check()
    phone.get_by_label("哪一家").fill(SHOP)
    phone.get_by_label("要说明的").fill("女儿在那里当店长。")
    life.step(phone, "申报利害关系")
    sure(phone, "申报一项利害关系")
    expect(phone.get_by_text("女儿在那里当店长", exact=False)).to_be_visible()
    life.step(phone, "申报以后")


def tries_to_send(life: Life) -> Any:
    desk = life.officer(Role.CASE_OFFICER)
    desk.goto(f"/desk/appointments/{life.appointment.number}/assign/?q=亲戚")
    onward(desk.get_by_role("link", name="选这家", exact=False).first)
    expect(desk.get_by_text("这位监督员与这家机构有利害关系", exact=False)).to_be_visible()
    assert "女儿" not in desk.content()
    assert not desk.get_by_role("button", name="指定", exact=True).count()
    return desk


@pytest.mark.clauses("wushan:9.6")
def test_an_interest_is_enough(wushan: Any, visitor: Any, step: Any) -> None:
    """Wushan: no judgement is asked, another one is sent."""
    life = serves(wushan, visitor, step, sworn=False)
    declares(life)
    desk = tries_to_send(life)
    assert not desk.get_by_role("link", name="请另一人判断是否回避").count()
    life.step(desk, "应当回避")
    onward(desk.get_by_role("link", name="另选一位监督员"))
    expect(desk.get_by_text("现在没有可以请的监督员")).to_be_visible()
    assert not desk.get_by_text(life.person.name).count(), "whoever must stand back is not offered"
    life.step(desk, "请谁去")


@pytest.mark.clauses("beijing:9.3")
def test_a_second_officer_judges(beijing: Any, visitor: Any, step: Any) -> None:
    """Beijing: the officer asks, the head of the bureau judges with a reason, and the visit goes ahead."""
    life = serves(beijing, visitor, step, sworn=False)
    declares(life)
    desk = tries_to_send(life)
    life.step(desk, "先要判断")
    onward(desk.get_by_role("link", name="请另一人判断是否回避").first)
    life.step(desk, "请另一人判断")
    sure(desk, "请另一人判断是否回避")
    expect(desk.get_by_text("待判断").first).to_be_visible()
    assert "女儿" not in desk.content()
    life.step(desk, "回避审查-提请的人")

    chief = life.officer(Role.DECIDER)
    chief.get_by_text("回避待判断").click()
    life.step(chief, "纪律-回避")
    onward(chief.locator("a[href*='/desk/recusals/']").first)
    expect(chief.get_by_text("女儿在那里当店长", exact=False).first).to_be_visible()
    life.step(chief, "回避审查-判断的人")
    offer(chief, "判断是否回避")
    chief.get_by_label("不会影响公正，不必回避").check()
    chief.get_by_label("理由").fill("这次只看门口公示的价格，与店长无关。")
    life.step(chief, "判断是否回避")
    sure(chief, "判断是否回避")

    desk.goto(f"/desk/appointments/{life.appointment.number}/assign/?q=亲戚")
    onward(desk.get_by_role("link", name="选这家", exact=False).first)
    desk.get_by_label("完成期限").fill((clock.today() + timedelta(days=10)).isoformat())
    sure(desk, "指定")
    expect(desk.get_by_text("待接受").first).to_be_visible()
    assert list(breaks()) == []


@pytest.mark.clauses("wushan:9.6", "wushan:11.1")
def test_a_complaint_to_its_end(wushan: Any, visitor: Any, step: Any) -> None:
    """An institution complains; the person is told and heard; somebody else ends the appointment on a ground."""
    life = serves(wushan, visitor, step)
    shop = visitor("phone")
    shop.goto("/complaints/")
    life.step(shop, "投诉监督员")
    onward(shop.get_by_role("link", name=wushan.bureau.name))
    shop.get_by_label("投诉哪位监督员").fill("昨天下午来的监督员")
    shop.get_by_label("发生了什么").fill("看完要了两盒保健品，没有付钱。")
    shop.get_by_label("您的单位").fill("示例告状药房")
    life.step(shop, "投诉")
    sure(shop, "提交投诉")
    code = shop.locator(".receipt-code").inner_text()
    life.step(shop, "投诉回执")

    officer = life.officer(Role.DISCIPLINE_OFFICER)
    officer.get_by_text("投诉待核查").click()
    onward(officer.locator("a[href*='/desk/complaints/']").first)
    assert "示例告状药房" not in officer.content()
    life.step(officer, "投诉卷")
    offer(officer, "开始核查")
    sure(officer, "开始核查")
    offer(officer, "立案处理")
    officer.get_by_label("聘书编号", exact=False).fill(life.appointment.letter_number)
    officer.locator("[value='discipline.no_gifts']").check()
    officer.get_by_label("行为之日").fill(clock.today().isoformat())
    officer.get_by_label("初步核查的事实").fill("店里的录像与投诉一致。")
    life.step(officer, "立案")
    sure(officer, "立案处理")
    offer(officer, "告知本人")
    officer.get_by_label("告知本人的事实和依据").fill("有人反映您巡查后收了东西，没有付钱。")
    officer.get_by_label("陈述意见到哪天").fill((clock.today() + timedelta(days=7)).isoformat())
    sure(officer, "告知本人")
    life.step(officer, "违纪卷-已告知")

    phone = life.citizen
    phone.goto("/my/")
    phone.get_by_text("件违纪处理等您陈述意见").click()
    onward(phone.locator("a[href*='/my/breaches/']").first)
    assert "示例告状药房" not in phone.content()
    life.step(phone, "违纪-告知")
    offer(phone, "陈述意见")
    phone.get_by_label("我的意见").fill("是店长硬塞的，我没有退回去，是我不对。")
    sure(phone, "陈述意见")
    life.step(phone, "违纪-陈述以后")

    chief = life.officer(Role.DECIDER)
    chief.goto(officer.url)
    expect(chief.get_by_text("成立就应当终止")).to_be_visible()
    offer(chief, "作出决定")
    chief.get_by_label("成立，批评教育").check()
    chief.get_by_label("认定的事实和理由").fill("本人承认，录像清楚。")
    sure(chief, "作出决定")
    expect(chief.get_by_text("不能只作批评教育", exact=False).first).to_be_visible()
    chief.get_by_label("成立，终止聘任").check()
    life.step(chief, "违纪-决定")
    sure(chief, "作出决定")
    expect(chief.get_by_text("已决定").first).to_be_visible()
    life.step(chief, "违纪卷-已决定")
    life.appointment.refresh_from_db()
    assert (life.appointment.state, life.appointment.ground) == ("ended", "ending.ground.breach")

    phone.reload()
    expect(phone.get_by_text("成立，终止聘任").first).to_be_visible()
    life.step(phone, "违纪-决定以后")
    again = visitor("phone")
    again.goto("/complaints/")
    again.get_by_label("回执号").fill(code)
    sure(again, "查询")
    expect(again.get_by_text("已立案").first).to_be_visible()
    life.step(again, "我的投诉")
    assert list(breaks()) == []
