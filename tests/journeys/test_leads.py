"""A lead from filing to answer: told twice and dealt with once; about the bureau's own head; late; not answered. In a real browser."""

from datetime import date, timedelta
from typing import Any

import pytest
from lives import expect, offer, on, onward, sure

from watching import PASSWORD, appoint, institution, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.demo import pictures
from zhongdu.duties.sweep import sweep
from zhongdu.leads import acts
from zhongdu.leads.models import Lead
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 9, 7)
SHOP = "示例惠民大药房"


def signs_in(visitor: Any, user: Any, kind: str) -> Any:
    page = visitor(kind)
    page.goto("/sign-in/")
    page.get_by_label("用户名").or_(page.get_by_label("登录名")).fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    onward(page.get_by_role("button", name="登录"))
    return page


def serves(home: Place, name: str) -> Any:
    return appoint(home, name, since=date(2026, 9, 1)).user


def reports(phone: Any, home: Place, words: str, step: Any = None, **also: str) -> str:
    """A supervisor files a lead; its number."""
    phone.goto("/my/report/")
    phone.get_by_label("看到了什么").fill(words)
    if whom := also.get("whom"):
        phone.get_by_label("哪一家").first.fill(whom)
    shelf = {"name": "shelf.jpg", "mimeType": "image/jpeg", "buffer": pictures.shelf().read()}
    phone.locator("[name=evidence]").set_input_files(shelf)
    for kind in also.get("kinds", "").split():
        phone.locator("summary", has_text="属于哪一类").click()
        phone.locator(f"[value='{kind}']").check()
    if also.get("grave"):
        phone.get_by_label("这是重大情况").check()
    if step:
        step(phone, "报线索")
    sure(phone, f"报给{home.bureau.name}")
    return phone.url.rstrip("/").split("/")[-1]


@pytest.mark.clauses("wushan:10", "wushan:7.2.2")
def test_told_twice_and_dealt_with_once(wushan: Place, visitor: Any, step: Any) -> None:
    """Two supervisors tell of one pharmacy. The second is merged, a unit is asked, each gets the answer."""
    on(MONDAY)
    institution(wushan, SHOP)
    one, two = (signs_in(visitor, serves(wushan, name), "phone") for name in ("one", "two"))
    first = reports(one, wushan, "店员把洗衣液当药品刷医保卡，小票上是感冒药。", whom=SHOP)
    on(MONDAY + timedelta(days=2))
    second = reports(
        two,
        wushan,
        "我看见店员刷医保卡卖洗衣液，小票写感冒药。",
        whom=SHOP,
        kinds="violation.pharmacy_swapped_goods",
    )
    desk = signs_in(visitor, wushan.user(Role.CASE_OFFICER), "desktop")
    desk.goto(f"/desk/leads/{first}/")
    offer(desk, "受理")
    sure(desk, "受理")
    desk.goto(f"/desk/leads/{second}/")
    step(desk, "相似的线索")
    offer(desk, "受理")
    expect(desk.get_by_text("同一机构", exact=False).first).to_be_visible()
    step(desk, "受理以前先看")
    onward(desk.get_by_role("link", name="并入这一条").first)
    desk.get_by_label("为什么是同一件事").fill("同一家店，同样的做法。")
    step(desk, "并案")
    sure(desk, "并案办理")
    expect(desk.get_by_text("已并案").first).to_be_visible()

    desk.goto(f"/desk/leads/{first}/")
    offer(desk, "请有关单位提供情况")
    desk.get_by_label("医保经办机构", exact=True).check()
    desk.get_by_label("要了解什么").fill("请提供9月5日至7日这家店的结算明细。")
    desk.get_by_label("请在哪天以前答复").fill((MONDAY + timedelta(days=5)).isoformat())
    step(desk, "请单位提供情况")
    sure(desk, "请有关单位提供情况")
    offer(desk, "写内部记录")
    desk.get_by_label("记什么").fill("已电话约店长9月10日来谈。")
    sure(desk, "写内部记录")
    on(MONDAY + timedelta(days=8))
    desk.goto("/desk/")
    step(desk, "待办-单位逾期")
    desk.goto(f"/desk/leads/{first}/")
    expect(desk.get_by_text("逾期 3 天没有答复", exact=False)).to_be_visible()
    offer(desk, "登记单位的答复")
    if desk.locator("input[name=request]").count():
        desk.locator("input[name=request]").first.check()
    desk.get_by_label("答复了什么").fill("三天内结算保健品类药名12笔，共1234.50元。")
    sure(desk, "登记单位的答复")
    step(desk, "线索卷-办理中")
    offer(desk, "答复处理结果")
    desk.get_by_label("查证属实", exact=True).check()
    desk.get_by_label("涉及金额（元）").fill("1,234.50")
    desk.get_by_label("给反映人的答复").fill("查实串换12次，已责令退回医保基金并约谈店长。谢谢您。")
    step(desk, "答复")
    sure(desk, "答复处理结果")
    expect(desk.get_by_text("1,234.50元")).to_be_visible()
    step(desk, "线索卷-已答复")
    for phone, number in ((one, first), (two, second)):
        phone.goto(f"/my/leads/{number}/")
        expect(phone.get_by_text("查实串换12次", exact=False)).to_be_visible()
        assert "内部记录" not in phone.content() and "约店长9月10日" not in phone.content()
    step(two, "我的线索-答复")
    assert list(breaks()) == []


@pytest.mark.clauses("beijing:8.3", "beijing:8.6/1", "beijing:12")
def test_about_the_bureaus_own_head(beijing: Place, visitor: Any, step: Any) -> None:
    """It goes past the district to the city, which says at once that it was received; the district's head finds nothing."""
    on(MONDAY)
    district = beijing.below("110105", "朝阳区医疗保障局")
    phone = signs_in(visitor, serves(district, "watcher"), "phone")
    number = reports(
        phone, district, "局长让下面不要查他弟弟开的药店。", step, whom="朝阳区医保局局长", grave="yes"
    )
    expect(phone.get_by_text("朝阳区医疗保障局的人看不到", exact=False)).to_be_visible()
    step(phone, "反映本局-等待收到")
    head = signs_in(visitor, district.user(Role.DECIDER), "desktop")
    head.watch.expect(404)
    for address in ("/desk/", "/desk/leads/", "/desk/board/", "/desk/board/?when=no_number"):
        head.goto(address)
        assert number not in head.content() and "药店" not in head.locator("main").inner_text()
    head.goto(f"/desk/leads/{number}/")
    expect(head.get_by_text("没有找到", exact=False).first).to_be_visible()
    step(head, "区局局长-什么也没有")

    chief = signs_in(visitor, beijing.user(Role.DECIDER), "desktop")
    expect(chief.get_by_text("重大情况，等您确认收到")).to_be_visible()
    step(chief, "市局待办-重大情况")
    onward(chief.locator(f"a[href*='{number}']").first)
    step(chief, "市局-反映区局的线索")
    offer(chief, "收到")
    sure(chief, "收到")
    expect(chief.get_by_text("重大情况已收到")).to_be_visible()
    beijing.user(Role.CASE_OFFICER)
    offer(chief, "指定经办人")
    chief.locator("input[name=officer]").first.check()
    chief.get_by_label("交代几句").fill("请直接向我报告，不要和区局联系。")
    sure(chief, "指定经办人")
    officer = signs_in(visitor, beijing.user(Role.CASE_OFFICER), "desktop")
    officer.goto(f"/desk/leads/{number}/")
    expect(officer.get_by_text("请直接向我报告", exact=False).first).to_be_visible()
    offer(officer, "答复处理结果")
    officer.get_by_label("部分属实", exact=True).check()
    officer.get_by_label("给反映人的答复").fill("已由市局直接检查这家药店，并约谈了负责人。")
    sure(officer, "答复处理结果")
    phone.goto(f"/my/leads/{number}/")
    expect(phone.get_by_text("重大情况已收到")).to_be_visible()
    step(phone, "反映本局-答复")
    assert list(breaks()) == []


@pytest.mark.clauses("hunan:10.2")
def test_a_late_answer_is_explained(hunan: Place, visitor: Any, step: Any) -> None:
    """Thin at first and sent back for completion; then the bureau's own target passes, and the speaker is told why."""
    on(MONDAY)
    home = hunan.below("430100", "长沙市医疗保障局", "city")
    target = {"concept": "lead.answer", "n": 5, "unit": "working_days"}
    perform(bureaus.set_target, home.office, home.officer(Role.DECIDER), **target)
    phone = signs_in(visitor, serves(home, "watcher"), "phone")
    number = reports(phone, home, "那家诊所不对劲。")
    desk = signs_in(visitor, home.user(Role.CASE_OFFICER), "desktop")
    desk.goto(f"/desk/leads/{number}/")
    offer(desk, "退回补充")
    desk.get_by_label("请反映人补充什么").fill("请告诉我们是哪家诊所、哪一天。")
    step(desk, "退回补充")
    sure(desk, "退回补充")
    step(desk, "等反映人补充")
    phone.goto(f"/my/leads/{number}/")
    expect(phone.get_by_text("没有补充也不要紧", exact=False)).to_be_visible()
    step(phone, "请您补充")
    offer(phone, "补充后再报")
    phone.get_by_label("补充说明").fill("东街口的诊所，上周三下午。")
    sure(phone, "补充后再报")
    desk.goto(f"/desk/leads/{number}/")
    offer(desk, "受理")
    sure(desk, "受理")
    later = MONDAY + timedelta(days=11)
    on(later)
    sweep(later)
    desk.goto("/desk/")
    step(desk, "待办-逾期要说明")
    desk.goto(f"/desk/leads/{number}/")
    offer(desk, "说明暂不能落实的原因")
    desk.get_by_label("暂不能落实的原因").fill("要等药监部门的检测，结论出来马上告诉您。")
    desk.get_by_label("预计何时答复").fill((later + timedelta(days=10)).isoformat())
    sure(desk, "说明暂不能落实的原因")
    phone.goto(f"/my/leads/{number}/")
    expect(phone.get_by_text("要等药监部门的检测", exact=False)).to_be_visible()
    step(phone, "看到原因")
    on(later + timedelta(days=9))
    desk.goto(f"/desk/leads/{number}/answer/")
    desk.get_by_label("查无实据", exact=True).check()
    desk.get_by_label("给反映人的答复").fill("检测合格，没有发现问题。谢谢您留心。")
    sure(desk, "答复处理结果")
    expect(desk.get_by_text("等了 20 天得到答复", exact=False)).to_be_visible()
    assert list(breaks()) == []


@pytest.mark.clauses("wushan:10")
def test_it_does_not_answer(wushan: Place, visitor: Any, step: Any) -> None:
    """The speaker says so, once; the first officer may not look again, a second does."""
    on(MONDAY)
    user = serves(wushan, "watcher")
    phone = signs_in(visitor, user, "phone")
    number = reports(phone, wushan, "药店老板让我把卡留下，说以后慢慢刷。")
    first = wushan.officer(Role.CASE_OFFICER, "first")
    lead = Lead.objects.get()
    perform(acts.take_up, lead, first)
    perform(acts.answer, lead, first, outcome="not_proved", words="没有查到。")
    phone.goto(f"/my/leads/{number}/")
    offer(phone, "这个答复没有答清楚")
    phone.get_by_label("哪里没有答清楚").fill("我说的是留卡的事，答复一个字没有提。")
    step(phone, "没有答清楚")
    sure(phone, "这个答复没有答清楚")
    step(phone, "正在复核")
    desk = signs_in(visitor, wushan.user(Role.CASE_OFFICER, "first"), "desktop")
    desk.goto(f"/desk/leads/{number}/")
    second = wushan.user(Role.CASE_OFFICER, "second")
    desk.reload()
    step(desk, "复核-第一个人")
    other = signs_in(visitor, second, "desktop")
    onward(other.get_by_text("线索待复核"))
    onward(other.locator(f"a[href*='{number}']").first)
    offer(other, "接手复核")
    sure(other, "接手复核")
    offer(other, "复核答复")
    other.get_by_label("查证属实", exact=True).check()
    other.get_by_label("给反映人的复核答复").fill("留卡的事查实了：柜台里有三张别人的卡，已封存并移交。")
    step(other, "复核答复")
    sure(other, "复核答复")
    phone.goto(f"/my/leads/{number}/")
    expect(phone.get_by_text("留卡的事查实了", exact=False)).to_be_visible()
    assert phone.get_by_role("link", name="这个答复没有答清楚").count() == 0
    step(phone, "复核以后")
    assert clock.today() == MONDAY and list(breaks()) == []


@pytest.mark.parametrize("kind", ["desktop", "phone"])
def test_an_officer_finds_leads_by_words(wushan: Place, visitor: Any, step: Any, kind: str) -> None:
    """One character gets a sentence; two find what was said and answered, marked; a word nobody wrote finds nothing."""
    on(MONDAY)
    shop, me = institution(wushan, SHOP), wushan.officer(Role.CASE_OFFICER)
    for name, words in (
        ("one", "店员把洗衣液当药品刷医保卡，小票上是感冒药。排队的人都看见了。"),
        ("two", "这家药店用保健品串换药品，收银台旁边就摆着保健品。"),
        ("three", "病人没有住院，床位空着，费用照收。"),
    ):
        term = appoint(wushan, name, since=date(2026, 9, 1))
        lead = perform(acts.file_lead, term, supervisor(term), words=words, institution=shop.code)
    perform(acts.take_up, lead, me)
    perform(acts.answer, lead, me, outcome="proved", words="床位空着属实，已责令退回。")
    desk = signs_in(visitor, wushan.user(Role.CASE_OFFICER), kind)
    desk.goto("/desk/leads/")
    box = desk.get_by_label("查找内容、机构、编号")
    box.fill("药")
    onward(desk.get_by_role("button", name="筛选"))
    expect(desk.get_by_text("“药”只有一个字")).to_be_visible()
    expect(box).to_have_value("药")
    step(desk, "一个字")
    box.fill("药品 串换")
    onward(desk.get_by_role("button", name="筛选"))
    expect(desk.locator("mark").first).to_have_text("串换")
    expect(desk.locator("tbody tr")).to_have_count(1)
    box.fill("床位空着")
    onward(desk.get_by_role("button", name="筛选"))
    expect(desk.locator("tbody tr")).to_have_count(1)
    box.fill("示例惠民")
    onward(desk.get_by_role("button", name="筛选"))
    expect(desk.locator("tbody tr")).to_have_count(3)
    step(desk, "找到的线索")
    box.fill("火星")
    onward(desk.get_by_role("button", name="筛选"))
    expect(desk.get_by_text("没有找到")).to_be_visible()
