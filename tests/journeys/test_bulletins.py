"""A bulletin written with its figures, sent to all, read on the phone; and who has not read it is seen and reminded."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lives import enter, expect, offer, on, onward, sure

from world import Place
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parents[1] / "service"))
from serving import somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.clauses("wushan:6.7")
def test_a_bulletin_is_written_sent_and_read(wushan: Place, visitor: Any, step: Any) -> None:
    on(date(2026, 6, 10))
    reader, other = somebody(wushan, "示例·何小满"), somebody(wushan, "示例·谷雨生")
    desk = enter(visitor, "desktop", wushan.user(Role.LIAISON).username)
    desk.goto("/desk/briefings/")
    step(desk, "文件简报-还没有")
    onward(desk.get_by_role("link", name="编一期基金通报"))
    desk.get_by_label("标题").fill("2026年一季度医保基金运行通报")
    desk.get_by_label("从哪天").fill("2026-01-01")
    desk.get_by_label("到哪天").fill("2026-03-31")
    desk.get_by_label("基金管理情况").fill("一季度全县参保人数稳定，智能审核拒付不合理费用。")
    step(desk, "编基金通报")
    sure(desk, "编一期基金通报")
    for fund, amounts in (
        ("职工基本医疗保险基金", ("21340000", "18765432.10", "102300000")),
        ("居民基本医疗保险基金", ("46000000", "39876543.21", "58000000")),
    ):
        offer(desk, "填写一种基金的数字")
        desk.get_by_label("哪种基金").fill(fund)
        for label, amount in zip(("收入（元）", "支出（元）", "期末结余（元）"), amounts, strict=True):
            desk.get_by_label(label, exact=True).fill(amount)
        desk.get_by_label("数字的来源").fill("财务科一季度基金报表")
        desk.get_by_label("这段时间追回的基金（元）").fill("128640")
        desk.get_by_label("这段时间发放的举报奖励（元）").fill("2000")
        sure(desk, "填写一种基金的数字")
    step(desk, "通报-有了数字")
    offer(desk, "发送")
    desk.locator("[name=all]").check()
    step(desk, "发送")
    sure(desk, "发送")
    address = desk.url

    phone = enter(visitor, "phone", reader.user.username)
    expect(phone.get_by_text("份文件简报还没有看", exact=False)).to_be_visible()
    phone.goto("/my/briefings/")
    step(phone, "文件简报")
    onward(phone.get_by_role("link", name="2026年一季度医保基金运行通报", exact=False))
    expect(phone.get_by_text("来源：财务科一季度基金报表", exact=False).first).to_be_visible()
    step(phone, "基金通报")
    paper = phone.get_by_role("link", name="看通报", exact=False).get_attribute("href")
    answer = phone.context.request.get(f"{phone.url.split('/my/')[0]}{paper}")
    assert answer.ok and answer.body().startswith(b"%PDF")

    desk.goto(address)
    expect(desk.get_by_text("／2人看过。", exact=False)).to_contain_text("1／2人看过。")
    step(desk, "通报-谁看过")
    offer(desk, "提醒还没有看的人")
    sure(desk, "提醒还没有看的人")
    late = enter(visitor, "phone", other.user.username)
    late.goto("/my/messages/")
    expect(late.get_by_text("有一份发给您的文件，您还没有看。")).to_be_visible()
    assert list(breaks()) == []
