"""One supervisor's whole life under each of the four measures, in a real browser, to its end."""

from datetime import date, timedelta
from typing import Any

import lives
import pytest
from lives import Life, expect, offer, on, sure

from zhongdu.calendar import clock
from zhongdu.demo.people import cast
from zhongdu.duties.sweep import sweep
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
BEGUN = date(2026, 9, 7)


def begin(home: Any, visitor: Any, step: Any) -> Life:
    on(BEGUN)
    return Life(home, cast(home.bureau.code)[0], visitor, step)


@pytest.mark.clauses(
    "wushan:2", "wushan:3.1", "wushan:4/1.1", "wushan:4/2", "wushan:5", "wushan:6.3", "wushan:6.4", "wushan:8.1",
    "wushan:9.4", "wushan:10", "wushan:11.1", "wushan:annex2",
)  # fmt: skip
def test_a_county(wushan: Any, visitor: Any, step: Any) -> None:
    """Wushan: a letter and no badge; a breach ends the appointment, gravity not asked."""
    life = begin(wushan, visitor, step)
    lives.publish_notice(life, "公开选聘", departure="县域较小，先聘24人，视工作需要再增补。")
    lives.apply(life)
    lives.review(life)
    lives.appoint(life, badge=False)
    assert life.appointment.until == date(2028, 9, 7), "two years"
    lives.activate(life)
    lives.assign(life)
    lives.visit(life)
    lives.file_lead(life)
    lives.answer(life, delayed=True)
    lives.board(life, "wushan:10")

    chief = life.officer(Role.DECIDER)
    chief.goto(f"/desk/appointments/{life.appointment.number}/")
    offer(chief, "终止聘任")
    chief.locator("[value='ending.ground.breach']").check()
    for words in chief.locator("form textarea").all():
        words.fill("以监督员身份为亲友谋利，本人承认。")
    chief.get_by_label("事实发生之日").fill(clock.today().isoformat())
    life.step(chief, "终止聘任")
    sure(chief, "终止聘任")
    expect(chief.locator(".status").get_by_text("已终止").first).to_be_visible()
    life.step(chief, "已终止")
    lives.verifies(life, "作废")
    assert list(breaks()) == []


@pytest.mark.clauses(
    "shaoxing:3",
    "shaoxing:7",
    "shaoxing:8",
    "shaoxing:10",
    "shaoxing:11",
    "shaoxing:annex1",
    "shaoxing:annex2",
)
def test_a_city_trying_out_its_draft(shaoxing: Any, visitor: Any, step: Any) -> None:
    """Shaoxing: every page and paper says that it is a trial; annex 1 and 2; void by the fact of telling."""
    life = begin(shaoxing, visitor, step)
    lives.publish_notice(life, "公开选聘")
    lives.apply(life)
    lives.review(life)
    lives.appoint(life, badge=True)
    lives.activate(life)
    expect(life.citizen.get_by_text("示范", exact=False).first).to_be_visible()
    lives.assign(life, checklist="checklist.annex2")
    lives.visit(life)
    lives.file_lead(life)
    lives.answer(life, delayed=False)
    lives.board(life, "shaoxing:8")

    phone = life.citizen
    phone.goto(f"/my/appointments/{life.appointment.number}/")
    offer(phone, "告知不能继续履职")
    phone.get_by_label("从哪天起不能履职").fill(clock.today().isoformat())
    phone.get_by_label("原因").fill("工作调动到外省。")
    life.step(phone, "告知不能履职")
    sure(phone, "告知不能继续履职")
    life.step(phone, "聘书作废")
    lives.verifies(life, "作废")
    assert list(breaks()) == []


@pytest.mark.clauses(
    "hunan:3",
    "hunan:4.1",
    "hunan:5.1",
    "hunan:6/1.1",
    "hunan:6/1.2",
    "hunan:6/2",
    "hunan:7.2",
    "hunan:9.6",
    "hunan:10.2",
)
def test_a_province_and_its_city(hunan: Any, visitor: Any, step: Any) -> None:
    """Hunan: the city recruits under the province's measure; a badge too; the term runs out by itself."""
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    life = begin(city, visitor, step)
    lives.publish_notice(life, "公开选聘")
    lives.apply(life)
    lives.review(life)
    lives.appoint(life, badge=True)
    lives.activate(life)
    lives.assign(life)
    lives.visit(life)
    lives.file_lead(life)
    lives.answer(life, delayed=True)
    lives.board(life, "hunan:10.2")

    last = life.appointment.until
    assert last == date(2029, 9, 7), "three years"
    on(last)
    sweep(clock.today())
    lives.verifies(life, "有效")
    on(last + timedelta(days=1))
    sweep(clock.today())
    lives.verifies(life, "到期")
    assert list(breaks()) == []


@pytest.mark.clauses(
    "beijing:3", "beijing:4.1", "beijing:5/1.1", "beijing:6.1", "beijing:6.2", "beijing:6.3", "beijing:6.4",
    "beijing:6.5", "beijing:7", "beijing:8.2", "beijing:8.6/1", "beijing:8.6/2", "beijing:14.4",
)  # fmt: skip
def test_the_capital(beijing: Any, visitor: Any, step: Any) -> None:
    """Beijing: five working days before the public, over the National Day; a month's notice and consent; recall."""
    life = begin(beijing, visitor, step)
    lives.publish_notice(life, "公开选聘")
    lives.apply(life)
    lives.review(life)
    on(date(2026, 9, 29))
    lives.public_notice(life)
    lives.appoint(life, badge=False)
    lives.activate(life)
    lives.assign(life)
    lives.visit(life)
    lives.file_lead(life)
    lives.answer(life, delayed=False)
    lives.board(life, "beijing:6.4")

    phone = life.citizen
    phone.goto(f"/my/appointments/{life.appointment.number}/")
    offer(phone, "申请终止聘任")
    phone.get_by_label("原因").fill("身体原因，走访吃力。")
    life.step(phone, "申请终止")
    sure(phone, "申请终止聘任")
    life.step(phone, "已申请终止")
    lives.verifies(life, "有效")
    on(date(2026, 11, 14))
    chief = life.officer(Role.DECIDER)
    chief.goto(f"/desk/appointments/{life.appointment.number}/")
    offer(chief, "同意终止聘任")
    life.step(chief, "同意终止")
    sure(chief, "同意终止聘任")
    life.step(chief, "聘书已收回")
    lives.verifies(life, "收回")
    assert list(breaks()) == []
