"""A course with a test: opened, failed once, passed, and its certificate verified by a stranger."""

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
from serving import somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.clauses("wushan:8.4")
def test_a_course_passed_and_its_certificate_verified(wushan: Place, visitor: Any, step: Any) -> None:
    on(date(2026, 6, 10))
    term = somebody(wushan, "示例·何小满")
    desk = enter(visitor, "desktop", wushan.user(Role.LIAISON).username)
    desk.goto("/desk/courses/")
    onward(desk.get_by_role("link", name="准备一门课程"))
    desk.get_by_label("课程名称").fill("基金监管入门")
    desk.get_by_label("学习内容").fill("监督员看什么、怎样记、怎样反映。")
    desk.get_by_label("学时（分钟）").fill("45")
    desk.get_by_label("测验每次抽几题").fill("1")
    step(desk, "准备课程")
    sure(desk, "准备一门课程")
    offer(desk, "加一道题")
    desk.get_by_label("题目").fill("医保卡可以借给亲戚买药吗？")
    desk.get_by_label("选项").fill("可以\n*不可以")
    sure(desk, "加一道题")
    offer(desk, "开课")
    desk.locator("[name=all]").check()
    sure(desk, "开课")
    step(desk, "课程-开放中")

    phone = enter(visitor, "phone", term.user.username)
    phone.goto("/my/courses/")
    onward(phone.get_by_role("link", name="基金监管入门", exact=False))
    step(phone, "课程")
    sure(phone, "开始测验")
    phone.get_by_label("可以", exact=True).check()
    step(phone, "测验")
    sure(phone, "交卷")
    expect(phone.get_by_text("没有到合格线", exact=False)).to_be_visible()
    sure(phone, "开始测验")
    phone.get_by_label("不可以", exact=True).check()
    sure(phone, "交卷")
    expect(phone.get_by_text("证书已经开好", exact=False)).to_be_visible()
    step(phone, "课程-合格")
    paper = phone.get_by_role("link", name="看证书", exact=False).get_attribute("href")
    answer = phone.context.request.get(f"{phone.url.split('/my/')[0]}{paper}")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
    code = re.search(r"/t/([0-9A-Z-]+)/", re.sub(r"\s", "", text))
    assert code, "the address stands under its code"
    stranger = visitor("phone")
    stranger.goto(f"/t/{code[1]}/")
    expect(stranger.get_by_role("heading", name="有效")).to_be_visible()
    step(stranger, "核验证书")
    desk.reload()
    expect(desk.locator("tbody").get_by_text("已完成")).to_be_visible()
    step(desk, "课程-有人完成")
    assert list(breaks()) == []
