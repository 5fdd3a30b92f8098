"""One supervisor's lead, whole: filed on the phone, asked about, identity opened and told of, proved, rewarded, told, paid. In a real browser."""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from lives import enter, expect, offer, on, onward, sure
from test_leads import reports

from watching import appoint, institution
from world import Place
from zhongdu.record.verifying import breaks
from zhongdu.rewards.models import Reward
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parents[1] / "rewards"))
import granting_rewards as at

pytestmark = pytest.mark.django_db(transaction=True)
SHOP = "示例惠民大药房"


@pytest.mark.clauses("hunan:10.2", "hunan:10.4")
def test_from_the_phone_to_the_bank(hunan: Place, visitor: Any, step: Any) -> None:
    day = date(2026, 9, 7)
    on(day)
    home = hunan.below("430100", "长沙市医疗保障局", "city")
    institution(home, SHOP)
    user = appoint(home, "watcher", since=date(2026, 9, 1)).user

    def officer(role: Role) -> Any:
        return enter(visitor, "desktop", home.user(role).username)

    phone = enter(visitor, "phone", user.username)
    number = reports(phone, home, "店员用医保卡结算洗衣液，小票上打的是感冒药。", step, whom=SHOP)
    step(phone, "报了以后")

    # The officer asks, looks once who it is, and answers.
    clerk = officer(Role.CASE_OFFICER)
    clerk.goto(f"/desk/leads/{number}/")
    offer(clerk, "受理")
    sure(clerk, "受理")
    onward(clerk.locator("a[href*='field=speaker']"))
    clerk.locator("[name=field][value=speaker]").check()
    clerk.locator("[name=reason]").fill("约当面看小票原件")
    step(clerk, "查看反映人身份")
    sure(clerk, "查看反映人身份")
    on(day + timedelta(days=2))
    clerk.goto(f"/desk/leads/{number}/answer/")
    clerk.get_by_label("查证属实", exact=True).check()
    clerk.get_by_label("涉及金额（元）").fill("123456.78")
    clerk.get_by_label("给反映人的答复").fill("查实串换药品，已责令退回医保基金。谢谢您。")
    sure(clerk, "答复处理结果")

    phone.goto("/my/messages/")
    expect(phone.get_by_text("您反映的事项有了答复。")).to_be_visible()
    step(phone, "消息-有了答复")
    phone.goto(f"/my/leads/{number}/")
    expect(phone.get_by_text("有人查看了您的身份", exact=False)).to_be_visible()
    step(phone, "答复-身份被查看过")

    # Considered and reckoned by one, checked by another, decided by a third.
    clerk.goto("/desk/rewards/?show=leads")
    onward(clerk.get_by_role("link", name="考虑奖励"))
    for name in at.all_met(home):
        clerk.locator(f"[name='{name}'][value='符合']").check()
    sure(clerk, "考虑奖励")
    offer(clerk, "核算奖励")
    clerk.get_by_label("案值（元）").fill("123456.78")
    clerk.get_by_label("案值依据哪份文书").fill("长医保罚〔2026〕示例1号")
    clerk.get_by_label("一级", exact=False).check()
    sure(clerk, "核算")
    reward = Reward.objects.get()
    for role, act in ((Role.LEGAL_REVIEWER, "复核"), (Role.DECIDER, "审定")):
        desk = officer(role)
        desk.goto(f"/desk/rewards/{reward.number}/")
        offer(desk, act)
        sure(desk, act)
    phone.goto("/my/messages/")
    assert "领取" not in phone.locator("main").inner_text(), "nothing is certain yet"
    clerk.goto(f"/desk/rewards/{reward.number}/")
    offer(clerk, "告知举报人")
    clerk.get_by_label("举报人接到通知的日期").fill((day + timedelta(days=2)).isoformat())
    sure(clerk, "告知举报人")

    phone.goto("/my/messages/")
    step(phone, "消息-可以领取")
    onward(phone.get_by_role("link", name="您有一项可以领取", exact=False))
    expect(phone.get_by_text("奖励您 6,172.84元")).to_be_visible()
    step(phone, "奖励和核算过程")
    offer(phone, "领取奖励")
    for label, value in zip(("收款人姓名", "开户银行", "收款账号"), at.PAYEE.values(), strict=True):
        phone.get_by_label(label).fill(value)
    sure(phone, "领取奖励")
    payer = officer(Role.ACCOUNTANT)
    payer.goto(f"/desk/rewards/{reward.number}/")
    offer(payer, "登记发放")
    payer.get_by_label("发放日期").fill((day + timedelta(days=2)).isoformat())
    payer.get_by_label("支付凭证号").fill("支-2026-示例7")
    sure(payer, "登记发放")
    step(payer, "财务-已发放")
    phone.goto("/my/messages/")
    step(phone, "消息-从头到尾")
    onward(phone.get_by_role("link", name="您的一笔款项已经付出", exact=False))
    expect(phone.get_by_text("已发放 6,172.84元")).to_be_visible()
    step(phone, "奖励-已发放")
    assert list(breaks()) == []
