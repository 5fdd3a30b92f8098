"""One supervisor's whole life, step by step, as the people of it click through it.

The steps are the same under every measure; what they ask, offer and end with comes from the measure alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.demo import institutions, pictures
from zhongdu.demo.people import Person
from zhongdu.duties.sweep import sweep
from zhongdu.institutions import acts as lists
from zhongdu.roster.queries import Appointment
from zhongdu.scope.roles import Role

PASSWORD = "watch-over-1"
OWN_PASSWORD = "retired-teacher-7"


@dataclass
class Life:
    """The bureau, the browsers of its people, and what the journey has come to know on the way."""

    place: Place
    person: Person
    visitor: Callable[[str], Any]
    step: Callable[[Any, str], None]
    citizen: Any = None
    application: str = ""
    receipt: str = ""
    lead: str = ""

    def __post_init__(self) -> None:
        self.citizen = self.visitor("phone")
        for role in (Role.DECIDER, Role.RECRUITER, Role.CASE_OFFICER, Role.LIAISON):
            self.place.user(role)
        file = institutions.workbook(self.place.bureau.code, "示例")
        perform(lists.import_list, self.place.office, self.place.officer(Role.CASE_OFFICER), file=file)

    @property
    def appointment(self) -> Any:
        return Appointment.objects.select_related("docket").latest("id")

    def officer(self, role: Role) -> Any:
        """The desk of the bureau's person in a role, signed in afresh."""
        desk = self.visitor("desktop")
        desk.goto("/sign-in/")
        desk.get_by_label("用户名").or_(desk.get_by_label("登录名")).fill(f"{role}-{self.place.bureau.code}")
        desk.get_by_label("密码").fill(PASSWORD)
        onward(desk.get_by_role("button", name="登录"))
        expect(desk.get_by_role("heading", name="待办")).to_be_visible()
        assert desk.locator(".demonstration").count() == self.place.law.demonstration, (
            "a trial says so everywhere"
        )
        return desk


def on(day: date) -> None:
    clock.travel_to(day)


def onward(click: Locator) -> None:
    """A click that leads to another page, and that page loaded: what is read next is read from there."""
    with click.page.expect_navigation():
        click.click()


def offer(page: Page, label: str) -> None:
    """Take one of the acts a matter's page offers."""
    onward(
        page.locator("main").get_by_role("link", name=label, exact=False).first
    )  # the menu has such words too


def sure(page: Page, label: str) -> None:
    """The button that does it; the page after it must say so."""
    onward(page.get_by_role("button", name=label, exact=True))


def enter(visitor: Callable[[str], Any], kind: str, login: str, password: str = PASSWORD) -> Any:
    """Somebody's browser, signed in by the name they use."""
    page = visitor(kind)
    page.goto("/sign-in/")
    page.get_by_label("用户名").or_(page.get_by_label("登录名")).fill(login)
    page.get_by_label("密码").fill(password)
    onward(page.get_by_role("button", name="登录", exact=True))
    return page


# --- recruitment ------------------------------------------------------------------------------------------


def publish_notice(life: Life, channel: str, *, departure: str = "") -> None:
    """The recruiter drafts and publishes a notice."""
    desk = life.officer(Role.RECRUITER)
    life.step(desk, "待办")
    desk.goto(f"/desk/offices/{life.place.office.number}/")
    life.step(desk, "本局")
    offer(desk, "起草选聘公告")
    today = clock.today()
    desk.get_by_label("标题").fill("2026年社会监督员选聘公告")
    desk.get_by_label("正文").fill("面向社会选聘医保基金社会监督员，欢迎热心人士报名。")
    desk.get_by_label("拟聘人数").fill("24" if departure else "30")
    desk.get_by_label(channel, exact=False).check()
    desk.get_by_label("报名开始").fill(today.isoformat())
    desk.get_by_label("报名截止").fill((today + timedelta(days=20)).isoformat())
    if departure:  # fewer than the measure normally wants: refused, and nothing typed is lost
        sure(desk, "起草选聘公告")
        expect(desk.get_by_text("要例外办理，请写明理由").first).to_be_visible()
        life.step(desk, "公告-人数不足要写理由")
        desk.get_by_label("例外的理由").fill(departure)
    life.step(desk, "起草公告")
    sure(desk, "起草选聘公告")
    offer(desk, "发布公告")
    sure(desk, "发布公告")
    expect(desk.get_by_text("报名中").first).to_be_visible()
    life.step(desk, "公告已发布")


def apply(life: Life) -> None:
    """A citizen reads the notice on a phone and applies; a wrong ID number is told and nothing is lost."""
    phone, person = life.citizen, life.person
    phone.goto("/")
    life.step(phone, "首页")
    onward(phone.get_by_role("link", name="2026年社会监督员选聘公告"))
    life.step(phone, "公告")
    onward(phone.get_by_role("link", name="开始报名"))
    life.step(phone, "隐私告知")
    phone.locator("[name=agree]").check()
    onward(phone.get_by_role("button", name="同意，开始填写"))
    expect(phone.get_by_text("您的回执号")).to_be_visible()
    fill_form(phone, person)
    wrong = phone.locator("[name=id_number]")
    wrong.fill(person.id_number[:-1] + ("0" if person.id_number[-1] != "0" else "1"))
    sure(phone, "提交报名")
    expect(phone.get_by_text("校验", exact=False).first).to_be_visible()
    life.step(phone, "报名表-身份证号有误")
    assert phone.locator("[name=name]").input_value() == person.name
    phone.locator("[name=id_number]").fill(person.id_number)
    if phone.get_by_role("button", name="上传照片").count():
        add_photo(life)
    sure(phone, "提交报名")
    expect(phone.get_by_role("heading", name="报名已收到")).to_be_visible()
    life.receipt = phone.locator(".receipt-code-big").inner_text().strip()
    life.step(phone, "回执")
    onward(phone.get_by_role("link", name="看我的报名"))
    life.application = phone.url.rstrip("/").split("/")[-1]
    life.step(phone, "我的报名")


def fill_form(phone: Any, person: Person) -> None:
    """Whatever the measure's own form asks."""
    for name, value in person.form().items():
        asked = phone.locator(f"[name={name}]")
        if not asked.count():
            continue
        kind = asked.first.get_attribute("type") or asked.first.evaluate("e => e.tagName.toLowerCase()")
        if kind == "radio":
            phone.locator(f"[name={name}][value='{value}']").check()
        elif kind == "select":
            asked.first.select_option(value)
        elif kind not in {"hidden", "output"}:
            asked.first.fill(value)
    if phone.locator("[name=signature]").count():
        phone.locator("[name=signature]").fill(person.name)
    for box in phone.locator("form input[type=checkbox]").all():
        box.check()


def add_photo(life: Life) -> None:
    phone = life.citizen
    onward(phone.get_by_role("button", name="上传照片"))
    phone.locator("[name=photo]").set_input_files(
        {"name": "not-a-photo.jpg", "mimeType": "image/jpeg", "buffer": b"this is no photograph"}
    )
    sure(phone, "保存照片")
    expect(phone.locator(".field-wrong")).to_be_visible()
    life.step(phone, "照片-不是照片")
    portrait = pictures.portrait(3).read()
    phone.locator("[name=photo]").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": portrait}
    )
    sure(phone, "保存照片")
    expect(phone.locator("[name=id_number]")).to_have_value(life.person.id_number)


def review(life: Life) -> None:
    """The recruiter looks at every condition with its clause and accepts."""
    desk = life.officer(Role.RECRUITER)
    desk.goto(f"/desk/applications/{life.application}/")
    life.step(desk, "报名-审核前")
    if desk.get_by_role("link", name="逐项审核").count():
        offer(desk, "逐项审核")
        for group in desk.locator("fieldset, .field").all():
            first = group.locator("input[type=radio]")
            if first.count() and not group.locator("input[type=radio]:checked").count():
                first.first.check()
        life.step(desk, "逐项审核")
        if desk.get_by_role("button", name="保存审核结论").count():
            sure(desk, "保存审核结论")
        else:  # the measure names no conditions: the bureau weighs the whole
            desk.goto(f"/desk/applications/{life.application}/")
    offer(desk, "审核通过")
    sure(desk, "审核通过")
    expect(desk.locator(".status").get_by_text("审核通过")).to_be_visible()
    life.step(desk, "审核通过")


def public_notice(life: Life) -> None:
    """Posted; somebody objects; the objection is looked into and dismissed; the last day passes."""
    chief = life.officer(Role.DECIDER)
    chief.goto(f"/desk/offices/{life.place.office.number}/")
    offer(chief, "选定条文理解")
    chief.locator("[value='public_notice.objection_stops=the_person']").check()
    chief.get_by_label("理由").fill("局务会议定：一人有异议，不误他人。")
    life.step(chief, "选定条文理解")
    sure(chief, "选定条文理解")

    desk = life.officer(Role.RECRUITER)
    desk.goto(f"/desk/applications/{life.application}/")
    offer(desk, "发布公示")
    desk.get_by_label("公示发布之日").fill(clock.today().isoformat())
    sure(desk, "发布公示")
    life.step(desk, "公示中")

    other = life.visitor("phone")
    other.goto("/public-notices/")
    life.step(other, "公示")
    onward(other.get_by_role("link", name="提出异议").first)
    other.get_by_label("异议的内容和依据").fill("听说此人在某药店有股份，请核实。")
    life.step(other, "提出异议")
    sure(other, "提交异议")
    life.step(other, "异议回执")

    desk.goto(f"/desk/applications/{life.application}/")
    onward(desk.locator("a[href*='/objections/']").first)
    offer(desk, "处理异议")
    desk.get_by_label("异议不成立").check()
    desk.get_by_label("核实情况和理由").fill("经核实，此人与药店没有股份关系。")
    life.step(desk, "处理异议")
    sure(desk, "处理异议")

    on(date(2026, 10, 12))
    sweep(clock.today())
    desk.goto(f"/desk/applications/{life.application}/")
    expect(desk.locator(".status").get_by_text("公示中")).to_be_visible()
    on(date(2026, 10, 13))
    sweep(clock.today())
    desk.goto(f"/desk/applications/{life.application}/")
    expect(desk.locator(".status").get_by_text("公示无异议")).to_be_visible()
    life.step(desk, "公示无异议")


def appoint(life: Life, *, badge: bool) -> None:
    """Appointed; letter (and badge, where the measure has one) as PDF; the code on it verifies."""
    desk = life.officer(Role.DECIDER)
    desk.goto(f"/desk/applications/{life.application}/")
    offer(desk, "聘任")
    desk.get_by_label("聘任之日").fill(clock.today().isoformat())
    life.step(desk, "聘任")
    sure(desk, "聘任")
    desk.goto(f"/desk/appointments/{life.appointment.number}/")
    life.step(desk, "聘任卷")
    papers = ["letter", *(["badge"] if badge else [])]
    for paper in papers:
        answer = desk.context.request.get(f"{desk.url}{paper}.pdf")
        assert answer.ok and answer.body().startswith(b"%PDF"), paper
    if not badge:
        assert not desk.locator("a[href$='badge.pdf']").count()
    verifies(life, "有效")


def verifies(life: Life, word: str) -> None:
    """Anybody's camera: what the code on the paper says today, and nothing that is nobody's business."""
    stranger = life.visitor("phone")
    stranger.goto(f"/v/{life.appointment.verify_code}/")
    expect(stranger.get_by_text(word).first).to_be_visible()
    assert life.person.id_number not in stranger.content()
    assert life.person.phone not in stranger.content()
    life.step(stranger, f"核验-{word}")


def activate(life: Life) -> None:
    """The person appointed comes back with the receipt code and opens an account."""
    phone = life.citizen
    phone.context.clear_cookies()
    phone.goto("/follow/")
    phone.get_by_label("回执号").fill(life.receipt)
    phone.get_by_label("后四位", exact=False).fill(life.person.id_number[-4:])
    life.step(phone, "查进度")
    sure(phone, "查询")
    offer(phone, "开通登录")
    for field in phone.locator("input[type=password]").all():
        field.fill(OWN_PASSWORD)
    life.step(phone, "开通登录")
    sure(phone, "开通并登录")
    phone.context.clear_cookies()
    phone.goto("/sign-in/")
    phone.get_by_label("用户名").or_(phone.get_by_label("登录名")).fill(life.person.phone)
    phone.get_by_label("密码").fill(OWN_PASSWORD)
    onward(phone.get_by_role("button", name="登录"))
    expect(phone.get_by_role("heading", name="今天")).to_be_visible()
    life.step(phone, "今天")
    phone.goto("/my/card/")
    life.step(phone, "我的证件")
    promise(life)


def promise(life: Life) -> None:
    """Before the first task: the undertaking in the measure's own words, signed; no interests to declare."""
    phone = life.citizen
    phone.goto("/my/discipline/")
    life.step(phone, "纪律与回避")
    onward(phone.get_by_role("link", name="签署承诺书"))
    phone.get_by_label("没有", exact=True).check()
    phone.get_by_label("签名").fill(life.person.name)
    life.step(phone, "签署承诺书")
    sure(phone, "签署承诺书")
    expect(phone.get_by_text("看我签的承诺书")).to_be_visible()


# --- the work ---------------------------------------------------------------------------------------------


def assign(life: Life, *, checklist: str = "") -> None:
    desk = life.officer(Role.CASE_OFFICER)
    desk.goto(f"/desk/appointments/{life.appointment.number}/")
    offer(desk, "指定一次巡查")
    desk.get_by_role("searchbox").or_(
        desk.locator("main input[name=q], main input[name=institution]")
    ).first.fill("惠民")
    desk.keyboard.press("Enter")
    onward(desk.get_by_role("link", name="选这家", exact=False).first)
    desk.locator("[name=way]").first.check()
    if checklist:
        desk.locator(f"[name=checklist][value='{checklist}']").check()
    elif desk.locator("[name=checklist][type=radio]").count():
        desk.locator("[name=checklist]").first.check()
    desk.get_by_label("完成期限").fill((clock.today() + timedelta(days=10)).isoformat())
    desk.get_by_label("要特别留意的").fill("留意有没有卖日用品。")
    life.step(desk, "指定巡查")
    sure(desk, "指定")
    life.step(desk, "巡查卷")


def visit(life: Life) -> None:
    """The supervisor takes the visit on, fills the checklist and signs."""
    phone = life.citizen
    phone.goto("/my/")
    expect(phone.get_by_role("link", name="记一次巡查")).to_be_visible()
    life.step(phone, "今天-有任务")
    phone.goto("/my/visits/")
    life.step(phone, "巡查-列表")
    onward(phone.locator("a[href*='/my/visits/']").filter(has_text="惠民").first)
    life.step(phone, "巡查-任务")
    onward(phone.get_by_role("button", name="我去"))
    onward(phone.get_by_role("link", name="填写巡查情况"))
    answered: set[str] = set()
    for radio in phone.locator("form input[type=radio]").all():  # the first answer of each question
        name = radio.get_attribute("name") or ""
        if name not in answered:
            radio.check()
            answered.add(name)
    for words in phone.locator("form textarea").all():
        words.fill("货架上有洗衣液和面膜。")
    phone.locator("[name=signature]").fill(life.person.name)
    life.step(phone, "巡查-填写")
    sure(phone, "签名并交上去")
    expect(phone.get_by_text("已完成").first).to_be_visible()
    life.step(phone, "巡查-完成")
    pdf = phone.locator("a[href$='record.pdf']").get_attribute("href")
    answer = phone.context.request.get(f"{phone.url.split('/my/')[0]}{pdf}")
    assert answer.ok and answer.body().startswith(b"%PDF")


def file_lead(life: Life) -> None:
    """What was seen becomes a lead with a photograph."""
    phone = life.citizen
    onward(phone.get_by_role("link", name="报一条线索"))
    phone.get_by_label("看到了什么").fill("店员用医保卡给顾客结算洗衣液，小票写成感冒药。")
    shelf = {"name": "shelf.jpg", "mimeType": "image/jpeg", "buffer": pictures.shelf().read()}
    phone.locator("[name=evidence]").set_input_files(shelf)
    life.step(phone, "报线索")
    sure(phone, f"报给{life.place.bureau.name}")
    phone.goto("/my/leads/")
    life.step(phone, "线索-列表")
    onward(phone.locator("a[href*='/my/leads/']").first)
    life.lead = phone.url.rstrip("/").split("/")[-1]
    life.step(phone, "线索-我的")


def answer(life: Life, *, delayed: bool) -> None:
    """The officer takes it up, explains the delay where there is one, answers; the supervisor sees it."""
    desk = life.officer(Role.CASE_OFFICER)
    desk.goto("/desk/leads/")
    life.step(desk, "线索-列表")
    onward(desk.locator(f"a[href*='{life.lead}']").first)
    life.step(desk, "线索-卷")
    offer(desk, "受理")
    sure(desk, "受理")
    if delayed:
        offer(desk, "说明暂不能落实的原因")
        desk.get_by_label("暂不能落实的原因").fill("要等检测机构的结论，预计下月答复。")
        onward(desk.get_by_role("button", name="说明", exact=False))
        on(clock.today() + timedelta(days=20))
    desk.goto(f"/desk/leads/{life.lead}/")
    offer(desk, "答复")
    desk.get_by_label("查证属实", exact=True).check()
    desk.get_by_label("给反映人的答复").fill("经核实确有串换，已责令改正并追回基金，感谢您的监督。")
    life.step(desk, "线索-答复")
    onward(desk.locator("form .acts button, form .big-acts button").first)
    life.step(desk, "线索-已答复")
    phone = life.citizen
    phone.goto(f"/my/leads/{life.lead}/")
    expect(phone.get_by_text("感谢您的监督", exact=False)).to_be_visible()
    life.step(phone, "线索-看到答复")


def board(life: Life, *clauses: str) -> None:
    """The compliance board shows the duties of the way, each with its clause."""
    desk = life.officer(Role.DECIDER)
    desk.goto("/desk/board/")
    life.step(desk, "履职看板")
    desk.goto("/desk/board/?when=met")
    life.step(desk, "履职看板-已履行")
    shown = desk.content()
    for clause in clauses:
        code, _, path = clause.partition(":")
        assert f"/law/{code}/{path}/" in shown, clause
