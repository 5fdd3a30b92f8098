"""What a supervisor is owed, clicked through: hours and their proof, a risk, a report in confidence, the yearly assessment."""

import re
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lives import enter, expect, offer, on, onward, sure
from pypdf import PdfReader

from world import Place
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parents[1] / "service"))
from serving import NAME, assigned, somebody, visited

pytestmark = pytest.mark.django_db(transaction=True)


def officer(visitor: Any, place: Place, role: Role) -> Any:
    return enter(visitor, "desktop", place.user(role).username)


@pytest.fixture
def changsha(hunan: Place) -> Place:
    on(date(2026, 6, 10))
    hunan.user(Role.DISCIPLINE_OFFICER)
    return hunan.below("430100", "长沙市医疗保障局", "city")


def test_hours_become_a_proof_that_anybody_can_verify(changsha: Place, visitor: Any, step: Any) -> None:
    term = somebody(changsha)
    visited(changsha, term)
    phone = enter(visitor, "phone", term.user.username)
    phone.goto("/my/card/")
    onward(phone.get_by_role("link", name="我的服务"))
    step(phone, "我的服务-有一次没记")
    phone.locator("a", has_text="点这里记时长").click()
    phone.get_by_label("时长（分钟）").fill("0")
    sure(phone, "记下这次巡查的时长")
    expect(phone.get_by_text("时长要在1分钟以上", exact=False).first).to_be_visible()
    phone.get_by_label("时长（分钟）").fill("90")
    step(phone, "记时长")
    sure(phone, "记下这次巡查的时长")
    expect(phone.get_by_text("待确认").first).to_be_visible()
    step(phone, "服务记录")

    desk = officer(visitor, changsha, Role.LIAISON)
    desk.goto("/desk/service/")
    desk.locator("[name=who]").check()
    step(desk, "待确认的时长")
    sure(desk, "确认所选")
    expect(desk.get_by_text("已确认").first).to_be_visible()
    desk.goto("/desk/service/people/")
    step(desk, "每人合计")

    phone.goto("/my/service/")
    onward(phone.get_by_role("link", name="开服务证明"))
    step(phone, "开服务证明")
    sure(phone, "开服务证明")
    expect(phone.get_by_text("1小时30分钟").first).to_be_visible()
    step(phone, "服务证明")
    paper = phone.get_by_role("link", name="看证明", exact=False).get_attribute("href")
    answer = phone.context.request.get(f"{phone.url.split('/my/')[0]}{paper}")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
    code = re.search(r"/s/([0-9A-Z-]+)/", re.sub(r"\s", "", text))
    assert code, "the address stands under its code"

    stranger = visitor("phone")
    stranger.goto(f"/s/{code[1]}/")
    expect(stranger.get_by_role("heading", name="有效")).to_be_visible()
    step(stranger, "核验-有效")
    desk.goto("/desk/service/")
    onward(desk.get_by_role("link", name=NAME).first)
    offer(desk, "更正时长")
    desk.get_by_label("时长（分钟）").fill("60")
    desk.get_by_label("原因").fill("签到时间是下午三点。")
    step(desk, "更正时长")
    sure(desk, "更正时长")
    stranger.reload()
    expect(stranger.get_by_role("heading", name="已更新")).to_be_visible()
    step(stranger, "核验-已更新")
    assert list(breaks()) == []


def test_a_risky_task_is_read_before_it_is_taken_on(changsha: Place, visitor: Any, step: Any) -> None:
    term = somebody(changsha)
    visit = assigned(changsha, term)
    desk = officer(visitor, changsha, Role.CASE_OFFICER)
    desk.goto("/desk/service/insurance/")
    step(desk, "保险-还没有")
    onward(desk.get_by_role("link", name="给多人登记保险"))
    desk.get_by_label("保险公司").fill("示例保险公司")
    desk.get_by_label("保险单号").fill("SL-1")
    desk.get_by_label("起保之日").fill("2026-01-01")
    desk.get_by_label("到期之日").fill("2026-12-31")
    desk.locator("[name=who]").check()
    step(desk, "登记保险")
    sure(desk, "登记保险")
    expect(desk.get_by_text("示例保险公司").first).to_be_visible()
    step(desk, "保险")
    desk.goto(f"/desk/visits/{visit.number}/")
    offer(desk, "提示风险")
    desk.get_by_label("有什么风险").fill("店里养着大狗。")
    desk.get_by_label("怎样防护").fill("两人同行。")
    step(desk, "提示风险")
    sure(desk, "提示风险")
    expect(desk.get_by_text("有风险，待本人阅读").first).to_be_visible()

    phone = enter(visitor, "phone", term.user.username)
    phone.goto(f"/my/visits/{visit.number}/")
    assert not phone.get_by_role("button", name="我去").count()
    onward(phone.get_by_role("link", name="先读风险提示"))
    step(phone, "风险提示")
    sure(phone, "我已读懂风险提示")
    onward(phone.get_by_role("button", name="我去"))
    expect(phone.get_by_text("进行中").first).to_be_visible()


@pytest.mark.clauses("beijing:14")
def test_a_year_is_assessed_answered_and_settled(beijing: Place, visitor: Any, step: Any) -> None:
    on(date(2026, 6, 10))
    term = somebody(beijing)
    visited(beijing, term)
    chief = officer(visitor, beijing, Role.DECIDER)
    chief.goto("/desk/service/assessments/")
    step(chief, "考核-还没有方案")
    onward(chief.get_by_role("link", name="制定考核方案"))
    for name, full in {"tasks_in_time": "2", "visits": "4"}.items():
        chief.locator(f"[name=weight_{name}]").fill("50")
        chief.locator(f"[name=full_{name}]").fill(full)
    chief.locator("[name=weight_visits]").fill("49")
    sure(chief, "制定考核方案")
    expect(chief.get_by_text("加起来是99分", exact=False).first).to_be_visible()
    chief.locator("[name=weight_visits]").fill("50")
    step(chief, "制定考核方案")
    sure(chief, "制定考核方案")
    step(chief, "考核方案")
    offer(chief, "计算年度考核")
    step(chief, "计算年度考核")
    sure(chief, "开始计算")

    desk = officer(visitor, beijing, Role.LIAISON)
    desk.goto("/desk/service/assessments/")
    step(desk, "考核")
    onward(desk.get_by_role("link", name=NAME))
    step(desk, "考核-一个人")
    onward(desk.get_by_role("link", name="完成巡查", exact=False))
    step(desk, "考核-完成巡查")
    desk.go_back()
    offer(desk, "评定等次")
    desk.get_by_label("合格", exact=True).check()
    desk.get_by_label("评语").fill("完成了指定的巡查。")
    step(desk, "评定等次")
    sure(desk, "评定等次")
    chief.goto(desk.url)
    offer(chief, "审定并告知本人")
    sure(chief, "审定并告知本人")

    phone = enter(visitor, "phone", term.user.username)
    expect(phone.get_by_text("份年度考核等您看")).to_be_visible()
    phone.goto("/my/service/")
    phone.locator("a", has_text="2026年 合格").click()
    step(phone, "我的考核")
    onward(phone.get_by_role("link", name="完成巡查", exact=False))
    step(phone, "我的考核-完成巡查")
    phone.go_back()
    offer(phone, "书面说明")
    phone.get_by_label("我的说明").fill("五月还有一次巡查，记录在别处。")
    step(phone, "书面说明")
    sure(phone, "书面说明")
    chief.reload()
    offer(chief, "确定考核结果")
    chief.get_by_label("优秀", exact=True).check()
    chief.get_by_label("对本人说明的答复").fill("采纳。")
    step(chief, "确定考核结果")
    sure(chief, "确定考核结果")
    phone.goto("/my/service/")
    phone.locator("a", has_text="2026年 优秀").click()
    expect(phone.get_by_text("采纳。").first).to_be_visible()
    step(phone, "我的考核-已定")
    assert list(breaks()) == []


def test_retaliation_goes_past_ones_own_bureau(
    hunan: Place, changsha: Place, visitor: Any, step: Any
) -> None:
    term = somebody(changsha)
    phone = enter(visitor, "phone", term.user.username)
    phone.goto("/my/service/")
    onward(phone.get_by_role("link", name="因为监督受到刁难", exact=False))
    step(phone, "打击报复反映")
    onward(phone.get_by_role("link", name="反映打击报复"))
    expect(phone.get_by_text("长沙市医疗保障局的人看不到", exact=False)).to_be_visible()
    phone.get_by_label("发生了什么").fill("反映药店以后，有人打电话威胁我。")
    step(phone, "反映打击报复")
    sure(phone, f"交给{hunan.bureau.name}")
    number = phone.url.rstrip("/").split("/")[-1]
    step(phone, "我反映的")

    for role in (Role.DECIDER, Role.DISCIPLINE_OFFICER):
        own = officer(visitor, changsha, role)
        own.watch.expect(403, 404)
        for page in ("/desk/", "/desk/board/", "/desk/service/", f"/desk/appointments/{term.number}/"):
            own.goto(page)
            assert number not in own.content() and "威胁" not in own.content()
        assert own.goto(f"/desk/service/protection/{number}/").status in {403, 404}
    watch = officer(visitor, hunan, Role.DISCIPLINE_OFFICER)
    expect(watch.get_by_text("打击报复反映待受理")).to_be_visible()
    watch.goto("/desk/service/protection/")
    step(watch, "打击报复反映-清单")
    onward(watch.get_by_role("link", name=number))
    step(watch, "打击报复反映-卷")
    offer(watch, "受理反映")
    sure(watch, "受理反映")
    offer(watch, "记下保护措施")
    watch.get_by_label("采取了什么保护措施").fill("已由省局专人与您联系。")
    sure(watch, "记下保护措施")
    offer(watch, "答复本人")
    watch.get_by_label("给本人的答复").fill("已查清并处理。")
    step(watch, "答复本人")
    sure(watch, "答复本人")
    phone.goto("/my/")
    expect(phone.get_by_text("打击报复反映有新消息", exact=False)).to_be_visible()
    phone.goto(f"/my/protection/{number}/")
    expect(phone.get_by_text("已查清并处理。")).to_be_visible()
    step(phone, "看到答复")
    assert list(breaks()) == []
