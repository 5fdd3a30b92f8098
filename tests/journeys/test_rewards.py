"""A reward clicked through: considered, reckoned, checked and approved by different people, told, claimed on the phone, paid;
another lapses; a third is claimed by whoever holds the receipt code of the lead."""

import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lives import enter, expect, offer, on, onward, sure
from pypdf import PdfReader

from world import Place
from zhongdu.duties.sweep import sweep
from zhongdu.kit.receipts import new_code
from zhongdu.record.verifying import breaks
from zhongdu.rewards.models import Reward
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parents[1] / "rewards"))
import granting_rewards as at

from watching import institution

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def changsha(hunan: Place) -> Place:
    on(date(2026, 6, 10))
    return hunan.below("430100", "长沙市医疗保障局", "city")


@pytest.mark.clauses("hunan:10.4")
def test_a_reward_is_decided_by_different_people_and_claimed_on_the_phone(
    changsha: Place, visitor: Any, step: Any
) -> None:
    lead = at.verified(changsha, institution=institution(changsha, "示例惠民大药房").code)

    def officer(role: Role) -> Any:
        return enter(visitor, "desktop", changsha.user(role).username)

    clerk = officer(Role.CASE_OFFICER)
    step(clerk, "待办-查实线索待考虑奖励")
    onward(clerk.get_by_role("link", name="查实线索待考虑奖励", exact=False))
    step(clerk, "待考虑的线索")
    onward(clerk.get_by_role("link", name="考虑奖励"))
    sure(clerk, "考虑奖励")
    expect(clerk.get_by_text("请选择。").first).to_be_visible()
    step(clerk, "考虑奖励-要逐项选")
    for name in at.all_met(changsha):
        clerk.locator(f"[name='{name}'][value='符合']").check()
    sure(clerk, "考虑奖励")
    offer(clerk, "核算奖励")
    clerk.get_by_label("案值（元）").fill("十二万")
    clerk.get_by_label("案值依据哪份文书").fill("长医保罚〔2026〕示例1号")
    clerk.get_by_label("一级", exact=False).check()
    sure(clerk, "核算")
    expect(clerk.get_by_text("以元为单位", exact=False).first).to_be_visible()
    clerk.get_by_label("案值（元）").fill("123,456.78")
    step(clerk, "核算奖励")
    sure(clerk, "核算")
    expect(clerk.get_by_text("6,172.84元").first).to_be_visible()
    step(clerk, "已核算")

    reward = Reward.objects.get()
    for role, act in ((Role.LEGAL_REVIEWER, "复核"), (Role.DECIDER, "审定")):
        desk = officer(role)
        desk.goto(f"/desk/rewards/{reward.number}/")
        offer(desk, act)
        step(desk, act)
        sure(desk, act)
    paper = clerk.context.request.get(f"{clerk.url.split('/desk/')[0]}/desk/rewards/{reward.number}/form/")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.body())).pages)
    assert "陆仟壹佰柒拾贰元捌角肆分" in text and lead.user.get_full_name() not in text

    clerk.goto(f"/desk/rewards/{reward.number}/")
    offer(clerk, "告知举报人")
    clerk.get_by_label("举报人接到通知的日期").fill("2026-06-10")
    clerk.get_by_label("附言").fill("感谢您的细心。")
    step(clerk, "告知举报人")
    sure(clerk, "告知举报人")
    expect(clerk.get_by_text("待领取").first).to_be_visible()

    phone = enter(visitor, "phone", lead.user.username)
    step(phone, "今天-有奖励等您领取")
    onward(phone.get_by_role("link", name="笔奖励等您领取", exact=False))
    step(phone, "我的奖励")
    onward(phone.get_by_role("link", name="示例惠民大药房"))
    expect(phone.get_by_text("奖励您 6,172.84元")).to_be_visible()
    step(phone, "奖励")
    offer(phone, "领取奖励")
    phone.get_by_label("收款人姓名").fill(at.PAYEE["payee"])
    phone.get_by_label("开户银行").fill(at.PAYEE["bank"])
    phone.get_by_label("收款账号").fill("不知道")
    sure(phone, "领取奖励")
    expect(phone.get_by_text("8到32位数字", exact=False).first).to_be_visible()
    step(phone, "领取奖励-账号有误")
    phone.get_by_label("收款账号").fill("6222 0202 0011 2233 445")
    sure(phone, "领取奖励")
    expect(phone.get_by_text("正在发放", exact=False).first).to_be_visible()
    step(phone, "奖励-待发放")

    payer = officer(Role.ACCOUNTANT)
    payer.goto(f"/desk/rewards/{reward.number}/")
    expect(payer.locator(".masked", has_text="****3445")).to_be_visible()
    assert "示例收款人" not in payer.content()
    onward(payer.locator("a[href*='field=account']"))
    payer.get_by_label("收款账户").check()
    payer.get_by_label("为什么需要看").fill("付款")
    sure(payer, "查看举报人身份或收款账户")
    expect(payer.get_by_text("示例银行示例支行")).to_be_visible()
    step(payer, "付款时看账户")
    offer(payer, "登记发放")
    payer.get_by_label("发放日期").fill("2026-06-10")
    payer.get_by_label("支付凭证号").fill("支-2026-示例7")
    sure(payer, "登记发放")
    expect(payer.get_by_text("已发放").first).to_be_visible()
    step(payer, "已发放")
    phone.reload()
    expect(phone.get_by_text("已发放 6,172.84元")).to_be_visible()
    expect(phone.get_by_text("有人查看了您的收款账户", exact=False)).to_be_visible()
    step(phone, "奖励-已发放")
    assert list(breaks()) == []


def test_one_lapses_and_another_is_claimed_by_receipt_code(wushan: Place, visitor: Any, step: Any) -> None:
    on(date(2026, 6, 10))
    lapsing, code = at.told(wushan), new_code()
    kept = at.told(
        wushan,
        at.approved(
            wushan, at.computed(wushan, at.considered(wushan, at.by_code(at.verified(wushan), code)))
        ),
    )
    citizen = visitor("phone")
    citizen.goto("/follow/")
    onward(citizen.get_by_role("link", name="凭线索的回执号领取举报奖励"))
    citizen.get_by_label("线索的回执号").fill(code.lower())
    step(citizen, "凭回执号")
    sure(citizen, "查询")
    expect(citizen.get_by_text(kept.number)).to_be_visible()
    step(citizen, "凭回执号看奖励")
    offer(citizen, "领取奖励")
    for label, value in zip(("收款人姓名", "开户银行", "收款账号"), at.PAYEE.values(), strict=True):
        citizen.get_by_label(label).fill(value)
    step(citizen, "凭回执号领取")
    sure(citizen, "领取奖励")
    expect(citizen.get_by_text("正在发放", exact=False).first).to_be_visible()

    on(date(2026, 8, 11))  # two months after the notice ended on 10 August, a Monday
    sweep(date(2026, 8, 11))
    phone = enter(visitor, "phone", lapsing.user.username)
    phone.goto(f"/my/rewards/{lapsing.number}/")
    expect(phone.get_by_text("逾期未领").first).to_be_visible()
    step(phone, "奖励-逾期未领")
    desk = enter(visitor, "desktop", wushan.user(Role.CASE_OFFICER).username)
    desk.goto("/desk/rewards/?show=done")
    expect(desk.locator("table").get_by_text("逾期未领").first).to_be_visible()
    step(desk, "已办结的奖励")
    desk.goto("/desk/rewards/")
    step(desk, "办理中的奖励")
