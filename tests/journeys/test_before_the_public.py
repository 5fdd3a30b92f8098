"""A district recommends, two officers review, a list stands before the public, one objection is upheld; and paper forms
brought in from a workbook. In a real browser."""

import io
import sys
from datetime import date
from pathlib import Path
from typing import Any

import lives
import openpyxl
import pytest
from lives import Life, expect, offer, on, onward, sure

from zhongdu.calendar import clock
from zhongdu.demo import pictures
from zhongdu.demo.people import cast
from zhongdu.duties.sweep import sweep
from zhongdu.record.verifying import breaks
from zhongdu.recruitment.queries import Application
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parent.parent / "recruitment"))

pytestmark = pytest.mark.django_db(transaction=True)
BEGUN = date(2026, 9, 7)


def begin(home: Any, visitor: Any, step: Any) -> Life:
    on(BEGUN)
    return Life(home, cast(home.bureau.code)[0], visitor, step)


@pytest.mark.clauses("beijing:4.1", "beijing:5/1.3", "beijing:6.2", "beijing:6.3", "beijing:6.4")
def test_recommended_by_a_district_and_objected_to(beijing: Any, visitor: Any, step: Any) -> None:
    life = begin(beijing, visitor, step)
    settle_ways(life)
    recommended(life)
    review_twice(life)
    other = accepted_too(life)
    on(date(2026, 9, 8))
    posting = post_both(life)
    objector, code = object_signed(life)
    extend_the_one(life)
    uphold(life)

    objector.context.clear_cookies()
    objector.goto("/follow/")
    objector.get_by_label("回执号").fill(code)
    sure(objector, "查询")
    expect(objector.get_by_text("情况属实").first).to_be_visible()
    step(objector, "异议的处理结果")
    phone = life.citizen
    phone.goto(f"/applications/{life.application}/")
    expect(phone.get_by_text("这次没有聘任")).to_be_visible()
    step(phone, "我的报名-异议成立")

    on(date(2026, 9, 16))
    sweep(clock.today())
    desk = life.officer(Role.RECRUITER)
    desk.goto(f"/desk/applications/{other}/")
    expect(desk.locator(".status").get_by_text("公示无异议")).to_be_visible()
    desk.goto(posting)
    step(desk, "公示名单-结束")
    assert life.person.name not in desk.content()
    assert list(breaks()) == []


def settle_ways(life: Life) -> None:
    """The head of the bureau chooses a reading, and that two people review."""
    chief = life.officer(Role.DECIDER)
    for act, value, why in (
        ("选定条文理解", "public_notice.objection_stops=the_person", "局务会议定。"),
        ("选定条文理解", "eligibility.background=preference", "局务会议定。"),
        ("选定本局做法", "recruitment.reviewers=two", ""),
    ):
        chief.goto(f"/desk/offices/{life.place.office.number}/")
        offer(chief, act)
        choose(chief, value)
        if why:
            chief.get_by_label("理由").fill(why)
        sure(chief, act)
    life.step(chief, "本局的做法")


def choose(page: Any, value: str) -> None:
    """One of few ways stands as a button, one of many in a list."""
    option = page.locator(f"[value='{value}']")
    if page.locator(f"option[value='{value}']").count():
        page.locator("select", has=option).select_option(value)
    else:
        option.check()


def recommended(life: Life) -> None:
    """The bureau opens an application for whom a unit recommends through the district; the person fills it in."""
    desk = life.officer(Role.RECRUITER)
    desk.goto(f"/desk/offices/{life.place.office.number}/invite/")
    desk.get_by_label("推荐聘任", exact=False).check()
    desk.get_by_label("推荐单位").fill("海淀区示例大学")
    life.step(desk, "登记推荐")
    onward(desk.get_by_role("button", name="生成回执号", exact=False))
    code = desk.locator(".receipt-code-big").inner_text().strip()
    phone = life.citizen
    phone.goto("/follow/")
    phone.get_by_label("回执号").fill(code)
    sure(phone, "查询")
    phone.locator("[name=agree]").check()
    onward(phone.get_by_role("button", name="同意", exact=False))
    lives.fill_form(phone, life.person)
    lives.add_photo(life)
    sure(phone, "提交报名")
    life.receipt = phone.locator(".receipt-code-big").inner_text().strip()
    onward(phone.get_by_role("link", name="看我的报名"))
    life.application = phone.url.rstrip("/").split("/")[-1]


def review_twice(life: Life) -> None:
    """One officer finds, another looks again; only then the person is accepted."""
    life.place.user(Role.RECRUITER, "second-110000")
    desk = life.officer(Role.RECRUITER)
    desk.goto(f"/desk/applications/{life.application}/review/")
    for group in desk.locator("fieldset").all():
        first = group.locator("input[type=radio]")
        if first.count() and not group.locator("input[type=radio]:checked").count():
            first.first.check()
    life.step(desk, "逐项审核")
    sure(desk, "保存审核结论")
    expect(desk.get_by_text("等另一个人复核").first).to_be_visible()
    life.step(desk, "等待复核")

    again = life.visitor("desktop")
    again.goto("/sign-in/")
    again.get_by_label("用户名").or_(again.get_by_label("登录名")).fill("second-110000")
    again.get_by_label("密码").fill(lives.PASSWORD)
    onward(again.get_by_role("button", name="登录"))
    again.goto(f"/desk/applications/{life.application}/second-review/")
    groups = again.locator("fieldset").all()
    for group in groups:
        group.get_by_label("同意", exact=True).check()
    groups[0].get_by_label("不同意").check()
    sure(again, "保存复核意见")
    expect(again.get_by_text("请写明理由", exact=False).first).to_be_visible()
    life.step(again, "逐项复核-要写理由")
    again.locator("fieldset").first.get_by_label("同意", exact=True).check()
    sure(again, "保存复核意见")
    expect(again.get_by_text("复核同意").first).to_be_visible()
    life.step(again, "已复核")
    offer(again, "审核通过")
    sure(again, "审核通过")
    expect(again.locator(".status").get_by_text("审核通过")).to_be_visible()


def accepted_too(life: Life) -> str:
    """Another person of the same list, come this far by acts alone."""
    from recruiting import applied, review_all

    from zhongdu.acts.performing import perform
    from zhongdu.recruitment import acts
    from zhongdu.recruitment.models import Finding

    person = applied(life.place, channel="channel.self_nominated", name="示例王芳", signature="示例王芳")
    person = review_all(life.place, person)
    views = [
        f"{name}=agrees"
        for name in Finding.objects.filter(application=person).values_list("condition", flat=True)
    ]
    again = life.place.officer(Role.RECRUITER, "second-110000")
    perform(acts.second_review, person, again, views=views)
    perform(acts.accept, Application.objects.get(pk=person.pk), again)
    return str(person.number)


def post_both(life: Life) -> str:
    """One list, then where else it stands, with a picture of it; the address of its page."""
    desk = life.officer(Role.RECRUITER)
    desk.goto("/desk/public-notice/")
    expect(desk.locator("[name=who]:checked")).to_have_count(2)
    desk.get_by_label("公示发布之日").fill(clock.today().isoformat())
    sure(desk, "发布公示")
    expect(desk.get_by_role("heading", name="公示名单")).to_be_visible()
    life.step(desk, "公示名单")
    address = str(desk.url)
    offer(desk, "登记发布渠道")
    desk.get_by_label("报纸").check()
    desk.get_by_label("网址、版次或地点").fill("示例日报第3版")
    life.step(desk, "登记发布渠道")
    sure(desk, "登记发布渠道")
    offer(desk, "补充发布证明")
    desk.get_by_label("报纸", exact=False).check()
    proof = {"name": "版面.jpg", "mimeType": "image/jpeg", "buffer": pictures.shelf().read()}
    desk.locator("[name=proof]").set_input_files(proof)
    sure(desk, "补充发布证明")
    expect(desk.get_by_text("版面.jpg")).to_be_visible()
    paper = desk.context.request.get(f"{address}notice.pdf")
    assert paper.ok and paper.body().startswith(b"%PDF")
    desk.goto("/desk/public-notices/")
    life.step(desk, "公示名单-列表")
    return address


def object_signed(life: Life) -> tuple[Any, str]:
    """Somebody objects by name, with a document."""
    citizen = life.visitor("phone")
    citizen.goto("/public-notices/")
    expect(citizen.get_by_text("示例日报第3版", exact=False).first).to_be_visible()
    life.step(citizen, "公示")
    onward(citizen.locator(f"a[href*='{life.application}']"))
    citizen.get_by_label("异议的内容和依据").fill("此人在某药店持有股份，附照片。")
    citizen.get_by_label("您的姓名").fill("示例群众")
    proof = {"name": "股东名册.jpg", "mimeType": "image/jpeg", "buffer": pictures.shelf().read()}
    citizen.locator("[name=evidence]").set_input_files(proof)
    sure(citizen, "提交异议")
    return citizen, citizen.locator(".receipt-code-big").inner_text().strip()


def extend_the_one(life: Life) -> None:
    """What was said is still being checked: this person alone stands longer."""
    desk = life.officer(Role.RECRUITER)
    desk.goto(f"/desk/applications/{life.application}/")
    offer(desk, "延长此人公示")
    desk.get_by_label("延长到哪一天").fill("2026-09-22")
    desk.get_by_label("理由").fill("异议的证据还在核实。")
    life.step(desk, "延长此人公示")
    sure(desk, "延长此人公示")
    citizen = life.visitor("phone")
    citizen.goto("/public-notices/")
    expect(citizen.get_by_text("本局决定延长到", exact=False)).to_be_visible()
    life.step(citizen, "公示-延长一人")
    phone = life.citizen
    phone.goto(f"/applications/{life.application}/")
    expect(phone.get_by_text("异议的证据还在核实", exact=False).first).to_be_visible()
    life.step(phone, "我的报名-公示延长")


def uphold(life: Life) -> None:
    desk = life.officer(Role.RECRUITER)
    desk.goto("/desk/")
    onward(desk.get_by_role("link", name="公示异议待核实", exact=False).first)
    onward(desk.locator("a[href*='/desk/objections/']").first)
    offer(desk, "处理异议")
    desk.get_by_label("异议成立", exact=True).check()
    desk.get_by_label("核实情况和理由").fill("经核实，情况属实。")
    sure(desk, "处理异议")
    desk.goto(f"/desk/applications/{life.application}/")
    expect(desk.locator(".status").get_by_text("未聘任")).to_be_visible()
    life.step(desk, "异议成立")


@pytest.mark.clauses("wushan:4/1.1", "wushan:annex2")
def test_paper_forms_from_a_workbook(wushan: Any, visitor: Any, step: Any, tmp_path: Path) -> None:
    """A template filled in with a mistake: told, marked, mended, brought in, the codes handed out."""
    from paper_forms import row

    from zhongdu.recruitment.importing import intake_of
    from zhongdu.recruitment.queries import Notice

    life = begin(wushan, visitor, step)
    lives.publish_notice(life, "公开选聘")
    under = Notice.objects.get()
    desk = life.officer(Role.RECRUITER)
    desk.goto(f"/desk/notices/{under.number}/")
    offer(desk, "导入纸质报名表")
    step(desk, "导入纸质报名表")
    with desk.expect_download() as template:
        desk.get_by_role("link", name="下载模板").click()
    made = opened(template.value)
    sheet, columns = made.active, intake_of(under, wushan.law).sheet.columns
    for serial, changes in ((2, {}), (4, {"phone": "1234"})):
        cells = row(wushan, under, serial, received_on=BEGUN, form_signed_on=BEGUN, **changes)
        sheet.append([cells.get(name, "") for name in columns])
    filled = io.BytesIO()
    made.save(filled)
    bring(desk, filled.getvalue(), 422)
    expect(desk.get_by_text("一份也没有导入", exact=False)).to_be_visible()
    step(desk, "有一处要改")
    with desk.expect_download() as marked:
        desk.get_by_role("link", name="下载标出错处的表").click()
    mended = opened(marked.value)
    at = [cell.value for cell in mended.active[1]].index("联系电话") + 1
    mended.active.cell(3, at).value = "13800000001"
    filled = io.BytesIO()
    mended.save(filled)
    bring(desk, filled.getvalue(), 200)
    expect(desk.get_by_role("heading", name="已导入纸质报名表")).to_be_visible()
    step(desk, "回执号")
    code = desk.locator("tbody tr").first.locator(".code").last.inner_text().strip()
    phone = life.citizen
    phone.goto("/follow/")
    phone.get_by_label("回执号").fill(code)
    phone.get_by_label("后四位", exact=False).fill(str(row(wushan, under, 2)["id_number"])[-4:])
    sure(phone, "查询")
    expect(phone.get_by_role("heading", name="我的报名")).to_be_visible()
    step(phone, "我的报名-纸质")
    assert Application.objects.count() == 2 and list(breaks()) == []


def opened(download: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(Path(download.path()).read_bytes()))


def bring(desk: Any, content: bytes, status: int) -> None:
    desk.watch.expect(status)
    file = {"name": "报名.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    desk.locator("[name=file]").set_input_files(file)
    sure(desk, "检查并导入")
