"""A unit in Hunan is asked by letter, recommends two people by its link, and both speak for themselves."""

from datetime import date
from typing import Any

import lives
import pytest
from lives import Life, expect, offer, on, onward, sure

from zhongdu.demo.people import Person, cast
from zhongdu.record.verifying import breaks
from zhongdu.recruitment import links
from zhongdu.recruitment.queries import Recommendation
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.clauses("hunan:4", "hunan:6/1.1", "hunan:6/1.2")
def test_a_unit_recommends_and_both_people_apply(hunan: Any, visitor: Any, step: Any) -> None:
    on(date(2026, 9, 7))
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    people = cast("430100")[:2]
    life = Life(city, people[0], visitor, step)
    lives.publish_notice(life, "单位推荐")
    desk = life.officer(Role.RECRUITER)
    _ask(life, desk)
    unit = _recommend(life, people)
    codes = [each.inner_text() for each in unit.locator(".receipt-code").all()]
    assert len(codes) == 2
    for code, person in zip(codes, people, strict=True):
        _apply(life, code, person)
    unit.reload()
    expect(unit.get_by_text("本人已报名")).to_have_count(2)
    assert unit.locator(".receipt-code").count() == 0, "the unit has no code any more"
    desk.goto("/desk/recommendations/")
    onward(desk.get_by_role("link", name="示例大学"))
    expect(desk.get_by_text("本人已报名")).to_have_count(2)
    life.step(desk, "两人都已报名")
    desk.locator(".named a.code").first.click()
    expect(desk.get_by_text("示例大学推荐")).to_be_visible()
    assert list(breaks()) == []


def _ask(life: Life, desk: Any) -> None:
    """The officer writes to a unit from the notice."""
    desk.goto("/desk/notices/")
    onward(desk.get_by_role("link", name="2026年社会监督员选聘公告"))
    offer(desk, "请单位推荐")
    desk.locator("[value='channel.recommended']").check()
    desk.get_by_label("请哪些单位推荐").fill("示例大学")
    life.step(desk, "请单位推荐")
    sure(desk, "请单位推荐")
    life.step(desk, "推荐函")
    onward(desk.get_by_role("link", name="示例大学"))
    life.step(desk, "推荐函的链接")


def _recommend(life: Life, people: list[Person]) -> Any:
    """The unit opens its link on a telephone; a mistake is told and nothing is lost."""
    unit = life.visitor("phone")
    unit.goto(links.address(links.secret_of(Recommendation.objects.get())))
    assert "/recommendations/" in unit.url, "the secret has left the address"
    life.step(unit, "单位打开链接")
    for at, person in enumerate(people, start=1):
        unit.locator(f"[name=name-{at}]").fill(person.name)
        unit.locator(f"[name=phone-{at}]").fill(person.phone)
        unit.locator(f"[name=employer-{at}]").fill(person.employer)
        unit.locator(f"[name=why-{at}]").fill("办事公道，群众信任。")
    sure(unit, "提交推荐")
    expect(unit.locator(".field-wrong")).to_have_count(2)
    life.step(unit, "推荐-缺经办人")
    unit.get_by_label("经办人", exact=True).fill("示例经办")
    unit.get_by_label("经办人电话").fill("19943010099")
    sure(unit, "提交推荐")
    expect(unit.get_by_role("heading", name="推荐已收到")).to_be_visible()
    life.step(unit, "推荐已收到")
    return unit


def _apply(life: Life, code: str, person: Person) -> None:
    """Somebody who was recommended: consent, the form on a telephone, the photograph fitted, and handed in."""
    life.citizen, life.person = life.visitor("phone"), person
    phone = life.citizen
    phone.goto("/follow/")
    phone.get_by_label("回执号").fill(code)
    sure(phone, "查询")
    expect(phone.get_by_text("有单位推荐您")).to_be_visible()
    life.step(phone, "本人先看告知")
    phone.locator("[name=agree]").check()
    sure(phone, "同意，开始填写")
    assert phone.locator(".receipt-code").inner_text() != code, "a code of one's own"
    expect(phone.locator("[name=name]")).to_have_value(person.name)
    lives.fill_form(phone, person)
    if phone.get_by_role("button", name="上传照片").count():
        lives.add_photo(life)
    sure(phone, "提交报名")
    expect(phone.get_by_role("heading", name="报名已收到")).to_be_visible()
    life.step(phone, "报名已收到")


@pytest.mark.clauses("wushan:annex2")
def test_photograph_and_signature_by_hand(wushan: Any, visitor: Any, step: Any) -> None:
    """Fitted with the keyboard alone, signed with a finger; both are there on the form."""
    on(date(2026, 9, 7))
    life = Life(wushan, cast("500237")[0], visitor, step)
    lives.publish_notice(life, "公开选聘")
    phone = life.citizen
    phone.goto("/notices/")
    onward(phone.get_by_role("link", name="2026年社会监督员选聘公告"))
    onward(phone.get_by_role("link", name="开始报名"))
    phone.locator("[name=agree]").check()
    sure(phone, "同意，开始填写")
    onward(phone.get_by_role("button", name="上传照片"))
    phone.locator("[name=photo]").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": lives.pictures.portrait(3).read()}
    )
    frame = phone.get_by_role("img", name="证件照的取景")
    expect(frame).to_be_visible()
    before = phone.evaluate("document.querySelector('[name=photo]').files[0].size")
    for key in ("+", "+", "+", "ArrowLeft", "ArrowUp"):
        frame.press(key)
    phone.wait_for_function(f"document.querySelector('[name=photo]').files[0].size !== {before}")
    life.step(phone, "照片取景")
    sure(phone, "保存照片")
    expect(phone.get_by_role("img", name="已上传的照片")).to_be_visible()
    phone.get_by_role("button", name="手写签名").click()
    life.step(phone, "手写签名")
    sure(phone, "保存签名")
    expect(phone.get_by_text("请在框里签上您的姓名").first).to_be_visible()
    box = phone.locator("canvas").bounding_box()
    assert box
    phone.mouse.move(box["x"] + 30, box["y"] + 40)
    phone.mouse.down()
    phone.mouse.move(box["x"] + 180, box["y"] + 90, steps=8)
    phone.mouse.up()
    sure(phone, "保存签名")
    expect(phone.get_by_role("img", name="手写的签名")).to_be_visible()
    life.step(phone, "签名已保存")
