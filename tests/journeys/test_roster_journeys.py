"""The roster in a real browser: a round of renewals, a resignation, an ending for cause, and its being restored."""

from datetime import date, timedelta
from typing import Any

import pytest
from lives import Life, expect, offer, on, onward, sure

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.demo import on_paper
from zhongdu.demo.people import cast
from zhongdu.duties.sweep import sweep
from zhongdu.record.verifying import breaks
from zhongdu.roster import acts
from zhongdu.roster.queries import Appointment
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
BEGUN = date(2026, 9, 7)


def begin(place: Place, visitor: Any, step: Any) -> Life:
    """A bureau whose supervisors were appointed on paper: three serve, and their terms end soon."""
    on(BEGUN)
    life = Life(place, cast(place.bureau.code)[0], visitor, step)
    file = on_paper.register(place.bureau.code, place.law, clock.today())
    perform(acts.import_register, place.office, place.officer(Role.RECRUITER), file=file)
    return life


def come_in(life: Life, name: str) -> Any:
    """The bureau gives somebody a code; with it the person opens the account on the phone."""
    desk = life.officer(Role.RECRUITER)
    desk.goto("/desk/appointments/?state=serving")
    desk.get_by_role("link", name=name).click()
    offer(desk, "发开通码")
    life.step(desk, "发开通码")
    sure(desk, "发开通码")
    code = desk.locator(".receipt-code-big").inner_text()
    life.step(desk, "开通码")
    phone = life.citizen
    phone.goto("/come-in/")
    phone.get_by_label("开通码").fill(code)
    phone.get_by_label("设一个密码").fill("retired-teacher-7")
    phone.get_by_label("再输一遍").fill("retired-teacher-7")
    life.step(phone, "凭开通码开通")
    sure(phone, "开通并登录")
    expect(phone.get_by_text(name).first).to_be_visible()
    return phone


@pytest.mark.clauses("wushan:5", "wushan:11.5")
def test_a_round_of_renewals(wushan: Place, visitor: Any, step: Any) -> None:
    life = begin(wushan, visitor, step)
    phone = come_in(life, "孙桂芳")
    desk = life.officer(Role.DECIDER)
    desk.goto("/desk/appointments/")
    life.step(desk, "监督员")
    offer(desk, "到期续聘")
    life.step(desk, "到期续聘")
    desk.get_by_label("示例·孙桂芳").select_option("end")
    desk.get_by_label("没有单独选的人").select_option("renew")
    desk.get_by_label("续聘的理由", exact=True).fill("履职认真，工作需要。")
    sure(desk, "办理决定")
    expect(desk.get_by_text("请写明不续聘的理由").first).to_be_visible()
    life.step(desk, "到期续聘-要写理由")
    desk.get_by_label("不续聘的理由").fill("年事已高，感谢多年付出。")
    sure(desk, "办理决定")
    expect(desk.get_by_text("续聘2人，决定期满不续聘1人")).to_be_visible()
    life.step(desk, "到期续聘-已办")
    desk.goto("/desk/pool/")
    life.step(desk, "监督员库")

    phone.goto("/my/card/")
    expect(phone.get_by_text("年事已高，感谢多年付出。")).to_be_visible()
    life.step(phone, "届满后不再续聘")
    on(BEGUN + timedelta(days=31))
    sweep(clock.today())
    phone.goto("/my/card/")
    expect(phone.get_by_text("已终止").first).to_be_visible()
    life.step(phone, "聘期届满")
    assert list(breaks()) == []


@pytest.mark.clauses("beijing:7", "beijing:14", "beijing:14.4")
def test_a_change_then_a_resignation_with_a_month_and_consent(
    beijing: Place, visitor: Any, step: Any
) -> None:
    life = begin(beijing, visitor, step)
    phone = come_in(life, "吴晓梅")
    offer(phone, "报告信息变更")
    phone.get_by_label("工作单位").fill("示例医院")
    phone.get_by_label("联系电话").fill("12345")
    phone.get_by_label("变更之日").fill((BEGUN - timedelta(days=60)).isoformat())
    life.step(phone, "报告信息变更")
    sure(phone, "报告信息变更")
    expect(phone.get_by_text("手机号码", exact=False).first).to_be_visible()
    life.step(phone, "信息变更-电话有误")
    phone.get_by_label("联系电话").fill("13900002222")
    sure(phone, "报告信息变更")
    expect(phone.get_by_text("逾期办结").first).to_be_visible()
    life.step(phone, "信息变更-逾期")

    offer(phone, "申请终止聘任")
    phone.get_by_label("原因").fill("身体原因，走访吃力。")
    sure(phone, "申请终止聘任")
    on(BEGUN + timedelta(days=7))
    chief = life.officer(Role.DECIDER)
    chief.goto("/desk/appointments/?state=resigning")
    onward(chief.get_by_role("link", name="吴晓梅"))
    offer(chief, "同意终止聘任")
    sure(chief, "同意终止聘任")
    expect(chief.get_by_text("要例外办理，请写明理由").first).to_be_visible()
    life.step(chief, "提前同意要写理由")
    chief.get_by_label("提前同意的理由").fill("病重住院，不宜再等。")
    sure(chief, "同意终止聘任")
    expect(chief.get_by_text("聘书待收回").first).to_be_visible()
    life.step(chief, "聘书待收回")
    phone.goto("/my/card/")
    expect(phone.get_by_text("请交回聘书")).to_be_visible()
    life.step(phone, "请交回聘书")
    offer(chief, "登记聘书已收回")
    chief.get_by_label("收回之日").fill(clock.today().isoformat())
    chief.get_by_label("怎样收回的").fill("家人代为交回。")
    life.step(chief, "登记聘书已收回")
    sure(chief, "登记聘书已收回")
    expect(chief.get_by_text("聘书待收回")).to_have_count(0)
    assert list(breaks()) == []


@pytest.mark.clauses("shaoxing:13")
def test_an_ending_for_cause_made_public_and_then_restored(shaoxing: Place, visitor: Any, step: Any) -> None:
    life = begin(shaoxing, visitor, step)
    made = Appointment.objects.select_related("docket").get(letter_number__endswith="001号")
    chief = life.officer(Role.DECIDER)
    chief.goto(f"/desk/appointments/{made.number}/")
    offer(chief, "终止聘任")
    life.step(chief, "终止-逐条事由")
    chief.get_by_label("有“吃、拿、卡、要”等违规行为，经查实").check()
    chief.get_by_label("事实发生之日").fill(clock.today().isoformat())
    chief.get_by_label("认定的事实").fill("在某药店索要礼品，经查实。")
    chief.get_by_label("涉嫌违法违规，移交有关部门处理").check()
    sure(chief, "终止聘任")
    expect(chief.get_by_text("待移交").first).to_be_visible()
    offer(chief, "登记移交")
    chief.get_by_label("移交给哪个部门").fill("市公安局")
    chief.get_by_label("移交之日").fill(clock.today().isoformat())
    chief.get_by_label("回执或者收文编号").fill("收文8号")
    life.step(chief, "登记移交")
    sure(chief, "登记移交")
    life.step(chief, "已终止")
    citizen = life.citizen
    citizen.goto("/cancellations/")
    expect(citizen.get_by_text("取消资格", exact=True).first).to_be_visible()
    life.step(citizen, "公告取消资格")

    chief.goto(f"/desk/appointments/{made.number}/")
    offer(chief, "恢复聘任")
    expect(chief.get_by_text("这是平台做法", exact=False)).to_be_visible()
    chief.get_by_label("原来的终止错在哪里").fill("查实的是同名的另一人。")
    chief.get_by_label("恢复的理由和依据").fill("复核决定〔2026〕3号。")
    life.step(chief, "恢复聘任")
    sure(chief, "恢复聘任")
    expect(chief.locator(".status").get_by_text("在聘").first).to_be_visible()
    life.step(chief, "已恢复")
    citizen.goto("/cancellations/")
    expect(citizen.get_by_text("撤销取消", exact=True).first).to_be_visible()
    life.step(citizen, "撤销取消")
    citizen.goto(f"/v/{made.verify_code}/")
    expect(citizen.get_by_role("heading", name="有效")).to_be_visible()
    assert list(breaks()) == []


@pytest.mark.clauses("hunan:3", "hunan:9", "hunan:10.1")
def test_a_province_takes_out_the_register(hunan: Place, visitor: Any, step: Any) -> None:
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    begin(city, visitor, step)
    life = Life(hunan, cast("430000")[0], visitor, step)
    desk = life.officer(Role.DECIDER)
    desk.goto("/desk/pool/")
    life.step(desk, "监督员库-全省")
    offer(desk, "导出台账")
    desk.get_by_label("做什么用").fill("年度归档。")
    life.step(desk, "导出台账")
    sure(desk, "导出台账")
    expect(desk.get_by_text("已完成").first).to_be_visible()
    life.step(desk, "台账已写好")
    with desk.page.expect_download() as download:
        desk.get_by_role("link", name="社会监督员台账", exact=False).click()
    assert download.value.suggested_filename.endswith(".xlsx")
