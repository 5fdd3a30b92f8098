"""An institution's people, clicked through: the way in, what they owe, a filing, a self-check, fraud they stopped."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from lives import enter, expect, offer, onward, sure

from watching import practitioner
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.institutions.acts import ask_self_checks
from zhongdu.institutions.models import Institution
from zhongdu.institutions.queries import dossier_of
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parents[1] / "institutions"))
from citywide import ONE, TWO, city_of_three, days

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "pharmacy-2026"


def test_an_institution_signs_in_and_sends_what_it_owes(visitor: Any, step: Any) -> None:
    city = city_of_three()
    shop = Institution.objects.get(code=ONE)
    practitioner(city, shop, name="示例药师")
    desk = enter(visitor, "desktop", city.user(Role.CASE_OFFICER).username)

    desk.goto(f"/desk/institutions/{ONE}/")
    step(desk, "机构")
    offer(desk, "开通机构账号")
    desk.get_by_label("经办人姓名").fill("张示例")
    sure(desk, "生成链接")
    step(desk, "开通链接")
    said = desk.locator("main").inner_text()
    link = re.search(r"/institution/join/\w+/", said)
    assert link

    phone = visitor("phone")
    phone.goto(link[0])
    step(phone, "凭链接开通")
    phone.get_by_label("设一个密码").fill(PASSWORD)
    phone.get_by_label("再输一遍").fill(PASSWORD)
    sure(phone, "开通并登录")
    expect(phone.get_by_text("现在没有要办的事")).to_be_visible()
    step(phone, "机构首页-没有要办的")

    desk.goto("/desk/enquiries/")
    onward(desk.get_by_role("link", name="请机构报送").first)
    desk.get_by_label("要报什么").fill("追溯码扫码情况")
    desk.get_by_label("报送期限").fill(days(5).isoformat())
    desk.get_by_label("或者只请这几家").fill(f"{ONE}\n{TWO}")
    desk.get_by_label("问题").fill("上月扫码率是多少？\n没有扫码的是哪些药品？")
    step(desk, "请机构报送")
    sure(desk, "请机构报送")
    expect(desk.get_by_text("2家中0家已报")).to_be_visible()
    step(desk, "报送要求")
    perform(
        ask_self_checks, city.office, city.officer(Role.CASE_OFFICER), since=days(-90), until=days(-1), due=days(20),
        codes=ONE,
    )  # fmt: skip

    phone.goto("/institution/")
    step(phone, "机构首页-要办的事")
    onward(phone.get_by_role("link", name="报送：追溯码扫码情况", exact=False))
    step(phone, "要报送的")
    onward(phone.locator(".offers").get_by_role("link", name="报送"))
    phone.get_by_label("1. 上月扫码率是多少？").fill("98%")
    sure(phone, "报送")
    expect(phone.get_by_text("没有的请写“无”", exact=False).first).to_be_visible()
    step(phone, "报送-还缺一题")
    phone.get_by_label("2. 没有扫码的是哪些药品？").fill("拆零销售的两种。")
    phone.get_by_label("本机构对所报内容的真实性和完整性负责").check()
    sure(phone, "报送")
    expect(phone.get_by_text("已经报送", exact=False).first).to_be_visible()
    step(phone, "已报送")

    phone.goto("/institution/")
    onward(phone.get_by_role("link", name="自查：", exact=False))
    offer(phone, "报送自查结果")
    for n, box in enumerate(phone.get_by_label("做到了").all()):
        (phone.get_by_label("有问题").nth(n) if n == 3 else box).check()
    phone.get_by_label("发现的问题").nth(3).fill("三月有两笔进货没有登记。")
    phone.get_by_label("涉及金额（元）").nth(3).fill("1234.50")
    phone.get_by_label("本机构对自查结果的真实性和完整性负责").check()
    step(phone, "自查清单")
    sure(phone, "报送")
    expect(phone.get_by_text("1,234.50元").first).to_be_visible()
    step(phone, "自查结果")

    phone.goto("/institution/stopped-frauds/")
    step(phone, "制止骗保-还没有")
    onward(phone.get_by_role("link", name="报告一件"))
    phone.get_by_label("哪天").fill(clock.today().isoformat())
    phone.get_by_label("经过").fill("一名男子拿老人的卡买药，核对照片后没有结算。")
    phone.get_by_label("不得出租出借", exact=False).check()
    step(phone, "报告制止的骗保行为")
    sure(phone, "报告制止的骗保行为")
    step(phone, "制止骗保报告")

    desk.goto("/desk/")
    step(desk, "待办-机构报来的")
    onward(desk.get_by_role("link", name="机构自查待审阅", exact=False))
    onward(desk.get_by_role("link", name="甲药店").first)
    step(desk, "自查结果")
    offer(desk, "审阅")
    desk.get_by_label("审阅意见").fill("请把款退回。")
    sure(desk, "审阅")
    desk.goto(f"/desk/institutions/{ONE}/")
    step(desk, "机构-样样都有")


def test_one_institution_under_two_codes(visitor: Any, step: Any) -> None:
    city = city_of_three()
    with acting():
        Institution.objects.filter(code__in=[ONE, TWO]).update(
            credit_code="91110000600037341L", address="示例路1号"
        )
    desk = enter(visitor, "desktop", city.user(Role.CASE_OFFICER).username)
    desk.goto("/desk/institutions/")
    step(desk, "医药机构")
    desk.goto("/desk/institutions-alike/")
    step(desk, "疑似重复")
    desk.goto(f"/desk/institutions/{ONE}/")
    offer(desk, "并入另一家")
    desk.get_by_label("并入哪一家").fill(TWO)
    desk.get_by_label("为什么是同一家").fill("信用代码相同，问过店里。")
    sure(desk, "并入另一家")
    expect(desk.get_by_text("这个代码已并入另一家")).to_be_visible()
    step(desk, "已并入")
    desk.goto(f"/desk/institutions/{TWO}/")
    offer(desk, "变更登记")
    desk.get_by_label("自哪天起").fill(clock.today().isoformat())
    desk.locator("[name=name]").fill("乙大药店")
    step(desk, "变更登记")
    sure(desk, "变更登记")
    expect(desk.get_by_text("乙药店 → 乙大药店")).to_be_visible()
    step(desk, "改了名")
    assert dossier_of(Institution.objects.get(code=TWO)).docket.length == 2
