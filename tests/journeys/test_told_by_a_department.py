"""A department's own system tells of a withdrawn certificate, over the wire: matched to a physician, placed by hand where it
was not, handed to the agency, heard and decided, and the settlement answer is another; then an old code of the same
person is merged and answers the same."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from lives import enter, expect, offer, onward, sure
from test_agreements import answer

from world import Place, place
from zhongdu.calendar import clock
from zhongdu.cases.models import DepartmentNotice
from zhongdu.kit.workbooks import MEDIA_TYPE
from zhongdu.record.verifying import breaks
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

sys.path += [str(Path(__file__).parents[1] / room) for room in ("agreements", "cases", "platforms")]
import agreeing as at
from other_side import OtherSide
from test_told_by_departments import workbook

from watching import practitioner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(db: Any) -> Place:
    return place("430100", "示例市医疗保障局", "city", "city")


def inspector(city: Place) -> str:
    """An officer with a law-enforcement certificate, by the name they sign in with."""
    user = city.user(Role.INSPECTOR)
    Post.objects.filter(user=user).update(certificate="4301001")
    return str(user.username)


def connected(city: Place, visitor: Any, step: Any, live_server: Any) -> OtherSide:
    """The administrator connects the health department's system; its secret is shown once."""
    admin = enter(visitor, "desktop", city.user(Role.SYSTEM_ADMIN).username)
    admin.goto(reverse("desk:platforms"))
    onward(admin.get_by_role("link", name="接通外部平台").first)
    admin.get_by_label("平台名称").fill("卫生健康执法系统")
    admin.get_by_label("HMAC-SM3").check()
    admin.get_by_label("卫生健康部门").check()
    step(admin, "接通部门系统")
    sure(admin, "接通外部平台")
    secret = admin.locator(".alert .code, .notice .code").first.inner_text().strip()
    expect(admin.locator("main")).to_contain_text("以卫生健康部门的名义送来")
    step(admin, "密钥只显示一次")
    key = admin.locator("dl").first.inner_text().split("接入号")[1].split()[0]
    return OtherSide(live_server.url, key, secret)


@pytest.mark.clauses("city:12/3", "city:12/4", "city:21/1", "city:21/2")
def test_what_a_department_tells_ends_in_the_settlement_answer(
    city: Place, visitor: Any, step: Any, live_server: Any
) -> None:
    today = clock.today()
    of = at.signed(city).institution
    doctor = practitioner(city, of, name="示例张医师", code="D430100000011")
    old = practitioner(city, of, name="示例张医师", code="D430100000007")
    health = connected(city, visitor, step, live_server)
    told = {"what": "certificate", "document": "示卫健撤〔2026〕1号", "day": today.isoformat()}
    status, got = health.inform(
        {"id": "W-1", "code": doctor.code, "words": "张某的执业证书已注销。", **told},
        {"id": "W-2", "code": "D430100000099", "words": "李某的执业证书被吊销。", **told},
        {"id": "W-3", "code": of.code, **told, "what": "penalty", "document": "示卫健罚〔2026〕8号"},
        {"id": "W-4", "code": "D43", **told},
    )
    assert status == 200 and [each["taken"] for each in got["answers"]] == [True, True, True, False]
    assert answer(city, doctor.code)["may_settle"]

    officer = enter(visitor, "desktop", inspector(city))
    expect(officer.locator("main")).to_contain_text("部门信息待处理")
    step(officer, "待办")
    onward(officer.locator("main").get_by_role("link", name="部门信息没有对上").first)
    step(officer, "没有对上的")
    onward(officer.get_by_role("link", name="执业证书被吊销、注销").first)
    expect(officer.locator("main")).to_contain_text("名录里没有对上")
    offer(officer, "对上机构或者人")
    officer.get_by_label("说的是哪一家、哪一位").fill("D430100000098")
    officer.get_by_label("怎样核对的").fill("证书号、姓名、机构都核对了。")
    sure(officer, "对上机构或者人")
    expect(officer.get_by_text("本局的名录里没有这个代码").first).to_be_visible()
    step(officer, "对不上的说明")
    officer.get_by_label("说的是哪一家、哪一位").fill(old.code)
    sure(officer, "对上机构或者人")
    expect(officer.locator("main")).to_contain_text(old.code)
    offer(officer, "登记线索核查")
    officer.get_by_label("虚构医药服务项目").check()
    officer.get_by_label("发现线索或者收到材料之日").fill(today.isoformat())
    officer.get_by_label("行为终了之日").fill(today.isoformat())
    officer.get_by_label("线索的内容").fill("通报称执业证书被吊销以后仍在开药。")
    step(officer, "登记线索核查")
    sure(officer, "登记线索核查")
    expect(officer.locator("main")).to_contain_text("来自部门信息")
    step(officer, "案件来自部门信息")

    _open(officer, doctor.code)
    step(officer, "对上了医师")
    offer(officer, "转经办机构处理")
    officer.get_by_label("说明").fill("执业证书已注销，请按协议处理。")
    sure(officer, "转经办机构处理")
    step(officer, "已转经办机构")

    officer.goto(reverse("desk:outward") + "?kind=departmentnotice")
    step(officer, "部门信息")
    onward(officer.get_by_role("link", name="导入部门信息"))
    wrong = workbook(("卫生健康部门", "下雨", "D43", "示罚1号", "2026-06-01", "", ""))
    officer.watch.expect(422)
    officer.locator("input[type=file]").set_input_files(
        {"name": "名单.xlsx", "mimeType": MEDIA_TYPE, "buffer": wrong.read()}
    )
    sure(officer, "检查并导入")
    expect(officer.locator("main")).to_contain_text("第2行")
    step(officer, "名单有错")

    clerk = enter(visitor, "phone", city.user(Role.AGENCY_OFFICER).username)
    _open(clerk, doctor.code)
    step(clerk, "经办机构看到的")
    offer(clerk, "拟对医师、药师作出处理")
    clerk.get_by_label("示例人民医院").check()
    clerk.get_by_label("中止涉及医保基金使用的医药服务").check()
    clerk.get_by_label("行为发生之日").fill(today.isoformat())
    clerk.get_by_label("认定的事实").fill("执业证书已注销，仍以其名义开药。")
    clerk.get_by_label("为什么这样处理相当").fill("没有执业资格，不能再开医保处方。")
    clerk.get_by_label("请本人在哪天以前陈述").fill((today + timedelta(days=5)).isoformat())
    step(clerk, "拟作处理")
    sure(clerk, "拟对医师、药师作出处理")
    expect(clerk.locator("main")).to_contain_text("来自部门信息")
    offer(clerk, "听取本人陈述")
    clerk.get_by_label("当面陈述、申辩").check()
    clerk.get_by_label("陈述的内容和核实情况").fill("属实。")
    sure(clerk, "听取本人陈述")
    offer(clerk, "作出处理")
    clerk.get_by_label("处理决定的理由").fill("查实。")
    clerk.get_by_label("性质和情节为什么严重").fill("没有执业资格。")
    clerk.get_by_label("中止从哪天起").fill(today.isoformat())
    sure(clerk, "作出处理")
    step(clerk, "已中止")
    assert answer(city, doctor.code)["why"][0]["clause"] == "city:21/2"
    assert answer(city, old.code)["may_settle"]
    assert health.ask("GET", "/notices/W-1")[1]["state"] == "acted"
    assert DepartmentNotice.objects.get(outside="W-1").opened

    keeper = enter(visitor, "desktop", city.user(Role.CASE_OFFICER).username)
    keeper.goto(reverse("desk:institutions_alike"))
    step(keeper, "疑似重复")
    onward(keeper.locator("tr", has_text=old.code).get_by_role("link"))
    offer(keeper, "并入另一编码")
    keeper.get_by_label("并入哪个编码").fill(doctor.code)
    keeper.get_by_label("为什么是同一个人").fill("执业证书号相同，医院说是换了编码。")
    step(keeper, "并入")
    sure(keeper, "并入另一编码")
    step(keeper, "已并入")
    onward(keeper.get_by_role("link", name="示例张医师").first)
    step(keeper, "一个人两个编码")
    assert answer(city, old.code)["why"][0]["clause"] == "city:21/2"
    onward(keeper.get_by_role("link", name="查某一天的登记"))
    step(keeper, "某一天的登记")
    walker = enter(visitor, "phone", city.user(Role.AUDITOR).username)
    for name, code in (("desk:practitioner", doctor.code), ("desk:practitioner_as_of", doctor.code)):
        walker.goto(reverse(name, args=[code]))
        step(walker, name.partition(":")[2])
    phone = enter(visitor, "phone", inspector(city))
    phone.goto(reverse("desk:outward") + "?kind=departmentnotice")
    step(phone, "部门信息")
    phone.goto(reverse("desk:import_notices", args=[city.office.number]))
    step(phone, "导入部门信息")
    walker.goto(reverse("desk:institutions_alike"))
    step(walker, "没有疑似重复")
    assert list(breaks()) == []


def _open(page: Any, code: str) -> None:
    """The notice about somebody, by way of the list."""
    page.goto(reverse("desk:outward") + "?kind=departmentnotice")
    onward(page.locator("tr", has_text=code).get_by_role("link").first)
