"""Questions that hang on others, on the phone: hidden until they are asked, and then asked in earnest."""

from typing import Any

import pytest
from days_out import NAME, arrived, ask, serving
from lives import onward
from playwright.sync_api import expect

from watching import supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.fieldwork import acts

pytestmark = pytest.mark.django_db(transaction=True)


def test_out_of_reach_a_question_is_asked_only_after_its_answer(
    wushan: Place, pocket: Any, step: Any
) -> None:
    visit = ask(wushan, serving(wushan), checklist="checklist.pharmacy")
    phone = pocket()
    phone.pack()
    phone.cut()
    phone.goto("/my/field/")
    phone.locator(".cards a").filter(has_text="惠民").first.click()
    which = phone.get_by_role("group", name="是哪几种？")
    expect(phone.get_by_label("签名")).to_be_visible()
    expect(which).to_have_count(0)
    for options in phone.locator(".options.two-way").all():
        options.get_by_text("未发现", exact=True).click()
    phone.locator(".options.two-way").first.get_by_text("有", exact=True).click()
    expect(which).to_have_count(1)
    which.get_by_text("虚增数量").click()
    phone.get_by_label("可疑药品的追溯码").fill("8123 4567")
    phone.get_by_label("签名").fill(NAME)
    phone.get_by_role("button", name="签名并交上去").click()
    expect(phone.get_by_text("药品追溯码是20位数字")).to_be_visible()
    step(phone, "追溯码不对")
    phone.get_by_label("可疑药品的追溯码").fill("8123 4567 8901 2345 6789")
    phone.sign()
    phone.mend()
    phone.waits(0)
    arrived(visit)
    assert visit.answers["invented_items"] == "有" and visit.answers["invented_items_which"] == "虚增数量"
    assert visit.answers["trace_code"] == "81234567890123456789"


def test_on_line_too_and_without_scripts_it_says_when(wushan: Place, visitor: Any) -> None:
    visit = ask(wushan, term := serving(wushan), checklist="checklist.pharmacy")
    perform(acts.accept_visit, visit, supervisor(term))
    phone = visitor("phone")
    phone.goto("/sign-in/")
    phone.get_by_label("登录名").or_(phone.get_by_label("用户名")).fill(term.user.username)
    phone.get_by_label("密码").fill("watch-over-1")
    onward(phone.get_by_role("button", name="登录"))
    phone.goto(f"/my/visits/{visit.number}/record/")
    which = phone.get_by_role("group", name="是哪几种？")
    expect(which).to_have_count(0)
    phone.locator("[name=q_invented_items][value=有]").check(force=True)
    expect(which).to_have_count(1)
    expect(which).to_contain_text("第1题选“有”的才填")
