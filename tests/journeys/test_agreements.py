"""Agreements clicked through: signed, a shop's ended, its new application refused on the bar's last day and taken on the next;
a physician suspended and the settlement answer another; an appeal mediated by somebody who had no hand in it."""

import sys
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lives import enter, expect, offer, on, onward, sure

from world import Place, place
from zhongdu.acts.performing import perform
from zhongdu.agreements import acts
from zhongdu.agreements.models import Agreement, Bar, SettlementKey
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parents[1] / "agreements"))
import agreeing as at

from watching import practitioner

pytestmark = pytest.mark.django_db(transaction=True)
START = date(2026, 6, 10)
SECRET = "s" * 64


@pytest.fixture
def city(db: Any) -> Place:
    on(START)
    return place("430100", "示例市医疗保障局", "city", "city")


def answer(place: Place, code: str) -> dict[str, Any]:
    """What a settlement system is told of a code now."""
    number, digest = f"key-{place.bureau.code}", sha256(SECRET.encode()).hexdigest()
    if not SettlementKey.objects.filter(key=number).exists():
        admin = place.officer(Role.SYSTEM_ADMIN)
        perform(
            acts.issue_settlement_key, place.office, admin, name="示例结算系统", number=number, digest=digest
        )
    got = Client().get(f"/api/v1/settlement/{code}", HTTP_AUTHORIZATION=f"Bearer {number}.{SECRET}")
    told: dict[str, Any] = got.json()
    return told


@pytest.mark.clauses("city:20/1", "city:20/2", "city:20/2.2", "city:20/3")
def test_an_agreement_ends_and_the_bar_holds_to_its_last_day(city: Place, visitor: Any, step: Any) -> None:
    at.text(city, "pharmacy")
    of = at.institution(city, "示例惠民大药房", code="P43010000001", credit_code="91430100MA4L16JH3X")
    clerk = enter(visitor, "desktop", city.user(Role.AGENCY_OFFICER).username)
    _applies(clerk, of.code, START)
    offer(clerk, "评估合格")
    clerk.get_by_label("评估之日").fill(START.isoformat())
    clerk.get_by_label("评估情况").fill("场地、人员、系统都合要求。")
    sure(clerk, "评估合格")
    offer(clerk, "签订协议")
    for label, value in (("签订之日", START), ("协议期起", START), ("协议期止", START.replace(year=2027))):
        clerk.get_by_label(label).fill(value.isoformat())
    clerk.get_by_label("示例市定点医药机构医保服务协议（第1版）").check()
    clerk.get_by_label("履约保证金（元）").fill("20000")
    step(clerk, "签订协议")
    sure(clerk, "签订协议")
    expect(clerk.locator(".status")).to_contain_text("履行中")
    step(clerk, "履行中的协议")
    assert answer(city, of.code)["may_settle"]

    offer(clerk, "拟作协议处理")
    clerk.get_by_label("解除协议").check()
    clerk.get_by_label("扣除履约保证金").check()
    clerk.get_by_label("行为发生之日").fill(START.isoformat())
    clerk.get_by_label("违反协议哪一条").fill("第二十一条第（三）项")
    clerk.get_by_label("认定的事实").fill("伪造处方三百张，结算二十万元。")
    clerk.get_by_label("为什么这样处理相当").fill("手段恶劣，数额巨大，较轻的处理不足以防止再犯。")
    clerk.get_by_label("请机构在哪天以前陈述申辩").fill((START + at.DAY).isoformat())
    step(clerk, "拟作协议处理")
    sure(clerk, "拟作协议处理")
    step(clerk, "拟处理")
    offer(clerk, "听取陈述申辩")
    clerk.get_by_label("书面陈述、申辩").check()
    clerk.get_by_label("陈述申辩的内容和核实情况").fill("称由店员个人所为；核实为店长安排。")
    sure(clerk, "听取陈述申辩")
    offer(clerk, "作出处理")
    sure(clerk, "作出处理")
    expect(clerk.get_by_text("请填写。").first).to_be_visible()
    clerk.get_by_label("处理决定的理由").fill("事实清楚，证据充分。")
    clerk.get_by_label("扣除履约保证金（元）").fill("20000")
    clerk.get_by_label("解除协议的情形").select_option("agreement.ending.inventing")
    clerk.get_by_label("情节为什么严重").fill("持续半年，数额巨大，影响恶劣。")
    step(clerk, "作出处理")
    sure(clerk, "作出处理")
    step(clerk, "已作出处理")
    onward(clerk.get_by_role("link", name="看协议"))
    expect(clerk.locator("main")).to_contain_text("不受理定点申请")
    step(clerk, "已解除的协议")
    told = answer(city, of.code)
    assert not told["may_settle"] and told["why"][0]["clause"] == "city:20/2.2"

    last = Bar.objects.get().until
    assert last == START.replace(year=2029)
    on(last)
    clerk = enter(visitor, "desktop", city.user(Role.AGENCY_OFFICER).username)
    _applies(clerk, of.code, last)
    expect(clerk.locator("main")).to_contain_text(
        "2029年6月10日以前（含当日）不受理定点申请，2029年6月11日起可以申请"
    )
    step(clerk, "不受理期最后一天")
    on(last + at.DAY)
    clerk = enter(visitor, "desktop", city.user(Role.AGENCY_OFFICER).username)
    _applies(clerk, of.code, last + at.DAY)
    expect(clerk.locator(".status")).to_contain_text("待评估")
    assert Agreement.objects.count() == 2
    assert list(breaks()) == []


def _applies(clerk: Any, code: str, day: date) -> None:
    clerk.goto(reverse("desk:agreements"))
    onward(clerk.get_by_role("link", name="受理定点申请").first)
    clerk.get_by_label("医药机构").fill(code)
    clerk.get_by_label("协议种类").select_option("pharmacy") if clerk.locator(
        "select"
    ).count() else clerk.get_by_label("零售药店").check()
    clerk.get_by_label("申请之日").fill(day.isoformat())
    sure(clerk, "受理定点申请")


@pytest.mark.clauses("city:21/1", "city:21/2")
def test_a_physician_is_suspended_and_the_answer_is_another(city: Place, visitor: Any, step: Any) -> None:
    of = at.signed(city).institution
    who = practitioner(city, of, name="示例张医师")
    assert answer(city, who.code)["may_settle"]
    clerk = enter(visitor, "desktop", city.user(Role.AGENCY_OFFICER).username)
    clerk.goto(reverse("desk:agreements") + "?show=practitioners")
    step(clerk, "医师药师-还没有")
    onward(clerk.get_by_role("link", name="拟作处理").first)
    clerk.get_by_label("医师、药师").fill(who.code)
    clerk.get_by_label("中止涉及医保基金使用的医药服务").check()
    clerk.get_by_label("行为发生之日").fill(START.isoformat())
    clerk.get_by_label("认定的事实").fill("为未到场的人开药，三个月里四十次。")
    clerk.get_by_label("为什么这样处理相当").fill("次数多，提醒过仍不改。")
    clerk.get_by_label("请本人在哪天以前陈述").fill((START + at.DAY).isoformat())
    sure(clerk, "拟对医师、药师作出处理")
    offer(clerk, "听取本人陈述")
    clerk.get_by_label("当面陈述、申辩").check()
    clerk.get_by_label("陈述的内容和核实情况").fill("承认。")
    sure(clerk, "听取本人陈述")
    offer(clerk, "作出处理")
    clerk.get_by_label("处理决定的理由").fill("查实。")
    clerk.get_by_label("性质和情节为什么严重").fill("次数多、数额大。")
    clerk.get_by_label("中止从哪天起").fill(START.isoformat())
    clerk.get_by_label("中止到哪天").fill((START + timedelta(days=90)).isoformat())
    step(clerk, "中止医师")
    sure(clerk, "作出处理")
    step(clerk, "医师已中止")
    assert answer(city, who.code)["why"][0]["clause"] == "city:21/2"
    onward(clerk.get_by_role("link", name="看结算系统得到的答复"))
    expect(clerk.locator("main")).to_contain_text("今天不能结算")
    step(clerk, "结算答复")


@pytest.mark.clauses("city:22")
def test_an_appeal_is_mediated_by_who_had_no_hand_in_it(city: Place, visitor: Any, step: Any) -> None:
    agreement = at.signed(city)
    handling = at.suspended(city, agreement)
    agreement = at.afresh(agreement)
    assert not answer(city, agreement.institution.code)["may_settle"]
    case_officer = enter(visitor, "desktop", city.user(Role.CASE_OFFICER).username)
    case_officer.goto(reverse("desk:handling", kwargs={"number": handling.number}))
    offer(case_officer, "收到机构的申诉")
    case_officer.get_by_label("收到之日").fill(START.isoformat())
    case_officer.get_by_label("机构的主张和理由").fill("串换的是同类药，没有多收，不至于中止。")
    sure(case_officer, "收到机构的申诉")
    step(case_officer, "收到申诉-登记的人不能再办")
    here = case_officer.page.url
    judge = enter(visitor, "desktop", city.user(Role.LEGAL_REVIEWER).username)
    judge.goto(here)
    offer(judge, "受理申诉")
    sure(judge, "受理申诉")
    offer(judge, "记录调解")
    judge.get_by_label("调解之日").fill(START.isoformat())
    judge.get_by_label("机构一方的意见", exact=True).fill("愿意整改，请求不中止。")
    judge.get_by_label("经办机构一方的意见").fill("同意撤销中止，改为约谈。")
    judge.get_by_label("调解情况").fill("双方当面谈过一次，意见一致。")
    sure(judge, "记录调解")
    offer(judge, "调解达成一致")
    judge.get_by_label("撤销", exact=True).check()
    judge.get_by_label("调解达成的内容").fill("撤销中止，由经办机构约谈。")
    step(judge, "调解达成一致")
    sure(judge, "调解达成一致")
    step(judge, "申诉已调解")
    assert answer(city, agreement.institution.code)["may_settle"]
    small = enter(visitor, "phone", city.user(Role.AGENCY_OFFICER).username)
    small.goto(reverse("desk:agreement", kwargs={"number": agreement.number}))
    step(small, "协议-小屏")
    small.goto(reverse("desk:agreements"))
    step(small, "列表-小屏")
