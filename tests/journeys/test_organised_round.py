"""A round of pharmacies: drawn before everybody's eyes, paired, sent, one declined and replaced, summed up; and one
institution to which whoever fits is sent."""

from datetime import date, timedelta
from typing import Any

import pytest
from lives import Life, expect, offer, onward, sure

from watching import appoint, supervisor
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.demo.people import cast
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork.queries import Visit
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = {
    "示例·陈望秋": "县医院药师，退休",
    "示例·李长庚": "律师事务所律师",
    "示例·赵敏之": "县一中教师",
    "示例·周正平": "会计",
}


def serving(place: Any) -> dict[int, Any]:
    terms = {}
    for name, experience in NAMES.items():
        term = appoint(place)
        vault.put(term.number, {"name": name, "experience": experience, "employer": ""}, index=["name"])
        terms[term.user_id] = term
    return terms


def made(visit: Visit, term: Any, *, trouble: bool) -> None:
    if visit.state == "assigned":
        perform(fieldwork.accept_visit, visit, supervisor(term))
    rule = fieldwork.followed_by([visit])[visit.pk].rule
    answers = {
        q.name: (q.trouble if trouble and q.trouble else [o for o in q.options if o not in q.trouble])[0]
        for q in rule.questions
        if q.options and not q.only_if
    }
    name = vault.read(term.number, "name")["name"]
    notes = {q.name: "货架上有洗衣液。" for q in rule.questions if q.kind == "words"}
    perform(
        fieldwork.record_visit, visit, supervisor(term), done_at=clock.now(), answers=answers, notes=notes, signature=name
    )  # fmt: skip


@pytest.mark.clauses("shaoxing:7", "wushan:8.2")
def test_a_round_is_drawn_paired_sent_and_summed_up(shaoxing: Any, visitor: Any, step: Any) -> None:
    clock.travel_to(date(2026, 9, 7))
    terms = serving(shaoxing)
    life = Life(shaoxing, cast("330600")[0], visitor, step)
    desk = life.officer(Role.CASE_OFFICER)
    desk.goto("/desk/rounds/")
    life.step(desk, "组织巡查-空")
    onward(desk.get_by_role("link", name="组织一次巡查").first)
    desk.get_by_label("名称").fill("九月定点零售药店巡查")
    desk.get_by_role("checkbox", name="定点零售药店").check()
    desk.get_by_label("明察", exact=False).first.check()
    desk.get_by_label("随机抽取，风险高的机会大").check()
    desk.get_by_label("抽几家").fill("3")
    desk.get_by_label("每家去几人").fill("1")
    desk.get_by_label("完成期限").fill((clock.today() + timedelta(days=20)).isoformat())
    sure(desk, "组织一次巡查")
    expect(desk.get_by_text("请选看定点零售药店用的清单").first).to_be_visible()
    desk.locator("[name=pharmacy_list]").first.check()
    life.step(desk, "组织一次巡查")
    sure(desk, "组织一次巡查")
    life.step(desk, "待抽取")
    offer(desk, "抽取机构")
    life.step(desk, "抽取机构")
    sure(desk, "抽取机构")
    expect(desk.get_by_text("从来没有看过").first).to_be_visible()
    life.step(desk, "已抽取")
    offer(desk, "安排人员")
    life.step(desk, "安排人员")
    sure(desk, "算出谁去哪家")
    expect(desk.get_by_text("已完成").first).to_be_visible()
    here = desk.get_by_role("link", name="查看结果")
    life.step(desk, "安排完成")
    onward(here)
    offer(desk, "派出")
    desk.get_by_label("要特别留意的").fill("留意有没有卖日用品。")
    life.step(desk, "派出")
    sure(desk, "派出")
    expect(desk.get_by_text("3项已完成").or_(desk.get_by_text("项已完成")).first).to_be_visible()
    life.step(desk, "进行中")

    first, *rest = Visit.objects.order_by("id")
    perform(fieldwork.decline_visit, first, supervisor(terms[first.user_id]), words="那几天不在")
    for visit in rest:
        made(visit, terms[visit.user_id], trouble=visit is rest[0])
    desk.reload()
    offer(desk, "另请一位")
    free = next(term for term in terms.values() if not Visit.objects.filter(user=term.user_id).exists())
    desk.locator("[name=going]").first.check()
    desk.locator(f"[name=into][value='{free.number}']").check()
    life.step(desk, "另请一位")
    sure(desk, "另请一位")
    made(Visit.objects.latest("id"), free, trouble=True)
    desk.reload()
    life.step(desk, "结果")
    assert "2／3" in desk.locator("#questions").inner_text()
    phone = visitor("phone")
    phone.context.add_cookies(desk.context.cookies())
    phone.goto(desk.page.url)
    life.step(phone, "结果-手机")
    offer(desk, "结束")
    desk.get_by_label("小结").fill("看了三家，两家有问题，已转稽核。")
    sure(desk, "结束")
    expect(desk.locator(".status").get_by_text("已结束")).to_be_visible()
    life.step(desk, "已结束")
    assert list(breaks()) == []


@pytest.mark.clauses("wushan:8.2")
def test_whoever_fits_is_sent(wushan: Any, visitor: Any, step: Any) -> None:
    clock.travel_to(date(2026, 9, 7))
    serving(wushan)
    life = Life(wushan, cast("500237")[0], visitor, step)
    desk = life.officer(Role.CASE_OFFICER)
    desk.goto("/desk/visits/")
    onward(desk.get_by_role("link", name="指定一次巡查"))
    life.step(desk, "去哪家")
    desk.locator("main input[name=q]").fill("惠民")
    onward(desk.get_by_role("button", name="找一找"))
    onward(desk.get_by_role("link", name="选这家", exact=False).first)
    life.step(desk, "请谁去")
    desk.get_by_label("经历里提到").fill("药师")
    desk.get_by_label("专业背景").select_option("医药卫生")
    desk.get_by_label("需要几位").fill("2")
    onward(desk.get_by_role("button", name="看谁合适"))
    expect(desk.locator("tbody tr").first.get_by_role("link", name="示例·陈望秋")).to_be_visible()
    assert desk.locator("[name=who]:checked").count() == 2
    life.step(desk, "看谁合适")
    desk.get_by_label("完成期限").fill((clock.today() + timedelta(days=10)).isoformat())
    sure(desk, "指定勾选的人")
    expect(desk.get_by_text("已指定2位")).to_be_visible()
    phone = visitor("phone")
    phone.context.add_cookies(desk.context.cookies())
    phone.goto("/desk/assigning/?institution=" + Visit.objects.first().institution.code)
    life.step(phone, "请谁去-手机")
    assert Visit.objects.count() == 2 and list(breaks()) == []
