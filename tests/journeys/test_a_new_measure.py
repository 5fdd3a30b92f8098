"""A measure unlike the five is written on the desk, sent out for comment, reviewed, issued and commenced; and a lead is
lived through under it. Nobody touches code or files."""

from datetime import date, timedelta
from typing import Any

import pytest
from lives import enter, expect, offer, on, onward, sure

from watching import appoint
from world import Place, place
from zhongdu import places
from zhongdu.demo import pictures
from zhongdu.duties.models import Duty
from zhongdu.leads.models import Lead
from zhongdu.measures.models import Consultation, Draft
from zhongdu.record.verifying import breaks
from zhongdu.roster.queries import law_as_granted
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
BEGIN = date(2026, 9, 7)  # a Monday
TITLE = "海滨市医疗保障基金社会监督员管理办法"
PHONE_PAGES = {
    "稿子": "", "改了什么": "changes/", "检查和案例": "check/", "各局回复": "replies/", "找规则": "rule/",
    "写规则": "rule/?concept=lead.answer", "案例问哪条": "case/", "写案例": "case/?ask=lead.answer",
}  # fmt: skip
STAMPED = {
    "name": "回函.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n",
}


@pytest.fixture
def city(transactional_db: None, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Place:
    on(BEGIN)
    monkeypatch.setattr(places, "var", lambda: tmp_path)  # its shelf is its own
    return place("330900", "海滨市医疗保障局", "city", "hunan")


def clause(desk: Any, path: str, gist: str, nature: str = "rule") -> None:
    offer(desk, "写条款")
    desk.get_by_label("条款", exact=True).fill(path)
    desk.get_by_label("性质").select_option(nature)
    desk.get_by_label("写了什么").fill(gist)
    sure(desk, "写条款")


def rule(desk: Any, draft: Draft, concept: str, step: Any = None, **fields: str) -> None:
    """Find the rule, fill in its form."""
    desk.goto(f"/desk/drafts/{draft.number}/rule/?concept={concept}")
    for name, value in fields.items():
        field = desk.locator(f"[name=rule-{name}]")
        field.select_option(value) if field.evaluate("e => e.tagName") == "SELECT" else field.fill(value)
    if step:
        step(desk, f"规则-{concept}")
    onward(desk.get_by_role("button", name="改好了").or_(desk.get_by_role("button", name="写上")))


def test_a_measure_of_ones_own_from_the_first_word_to_a_lead(city: Place, visitor: Any, step: Any) -> None:
    one, other = city.below("330902", "海东区医疗保障局"), city.below("330903", "海西区医疗保障局")
    draft, writer = writes(city, visitor, step)
    is_asked_about(city, one, other, draft, writer, visitor, step)
    comes_into_force(city, draft, writer, visitor, step)
    is_lived_under(city, visitor, step)
    assert list(breaks()) == []


def writes(city: Place, visitor: Any, step: Any) -> tuple[Draft, Any]:
    """Begun from the province's measure; the term is four years, and a lead is answered within 15 working days."""
    writer = enter(visitor, "desktop", city.user(Role.CASE_OFFICER).username)
    writer.goto("/desk/measures/")
    step(writer, "办法管理")
    offer(writer, "起草办法")
    writer.locator("[name=base][value=hunan]").check()
    writer.get_by_label("办法全称").fill(TITLE)
    writer.get_by_label("简称").fill("海滨办法")
    writer.get_by_label("代码").fill("haibin")
    step(writer, "起草")
    sure(writer, "起草办法")
    step(writer, "稿子")
    draft = Draft.objects.get()
    rule(writer, draft, "term.length", step, n="4")
    expect(writer.get_by_text("4年", exact=False).first).to_be_visible()
    rule(writer, draft, "measure.validity", n="3")
    clause(writer, "10.2/2", "线索自收到之日起15个工作日内答复。", "duty")
    rule(writer, draft, "lead.answer", clause="10.2/2", n="15", unit="working_days", promptly="false")
    writer.goto(f"/desk/drafts/{draft.number}/rule/?q=公示")
    step(writer, "找规则")
    writer.goto(f"/desk/drafts/{draft.number}/rule/?concept=term.length")
    writer.locator("[name=rule-n]").fill("")
    onward(writer.get_by_role("button", name="改好了"))
    expect(writer.get_by_text("n（数）与 unit（单位）要写就一起写", exact=False).first).to_be_visible()
    step(writer, "规则-填错")
    writer.goto(f"/desk/drafts/{draft.number}/changes/")
    expect(writer.get_by_text("15个工作日", exact=False).first).to_be_visible()
    step(writer, "改了什么")
    writer.goto(f"/desk/drafts/{draft.number}/check/")
    expect(writer.get_by_text("检查通过", exact=False)).to_be_visible()
    step(writer, "检查和案例")
    writes_cases(draft, writer, step)
    looks_on_a_phone(city, draft, visitor, step)
    return draft, writer


def writes_cases(draft: Draft, writer: Any, step: Any) -> None:
    """What should come out is written beside the rule; a case that fails says why, and stops the draft until it is mended."""
    case(
        writer,
        draft,
        "反馈线索",
        "9月18日收到的线索，10月9日以前答复",
        step,
        **{"from": "2026-09-18", "expect": "2026-10-09"},
    )
    expect(writer.get_by_text("不通过")).to_be_visible()
    expect(writer.get_by_text("实得：2026年10月15日", exact=False)).to_be_visible()
    step(writer, "案例不通过")
    onward(writer.get_by_role("link", name="9月18日收到的线索，10月9日以前答复"))
    writer.get_by_label("案例", exact=True).fill("9月18日收到的线索，国庆放假不算，10月15日以前答复")
    writer.locator("[name=expect]").fill("2026-10-15")
    onward(writer.get_by_role("button", name="改好了"))
    expect(writer.get_by_text("不通过")).to_have_count(0)
    onward(writer.get_by_role("link", name="改成本稿的案例").first)
    step(writer, "蓝本的案例改成本稿的")
    writer.goto(f"/desk/drafts/{draft.number}/case/?ask=term.length&way=said")
    writer.get_by_label("案例", exact=True).fill("聘期四年，是应当")
    writer.locator("[name=said_n]").fill("4")
    writer.locator("[name=said_strength]").select_option("must")
    step(writer, "案例-规则怎么写")
    onward(writer.get_by_role("button", name="写上"))
    expect(writer.get_by_text("通过", exact=True)).to_have_count(2)
    step(writer, "案例都通过")


def case(writer: Any, draft: Draft, rule: str, says: str, step: Any, **given: str) -> None:
    """Find the rule a case asks, say what is given and what should come out."""
    onward(writer.get_by_role("link", name="写案例").first)
    writer.locator("#q").fill(rule)
    onward(writer.get_by_role("button", name="查找"))
    step(writer, "案例问哪条规则")
    onward(writer.locator("main table").get_by_role("link").first)
    writer.get_by_label("案例", exact=True).fill(says)
    for name, value in given.items():
        writer.locator(f"[name={name}]").fill(value)
    step(writer, "写案例")
    onward(writer.get_by_role("button", name="写上"))


def looks_on_a_phone(city: Place, draft: Draft, visitor: Any, step: Any) -> None:
    """The pages of a draft are read and written on a phone too."""
    phone = enter(visitor, "phone", city.user(Role.CASE_OFFICER).username)
    for name, where in PHONE_PAGES.items():
        phone.goto(f"/desk/drafts/{draft.number}/{where}")
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        step(phone, f"手机-{name}")


def is_asked_about(
    city: Place, one: Place, other: Place, draft: Draft, writer: Any, visitor: Any, step: Any
) -> None:
    """Both districts are asked; one replies in time, one is late and says it has no comment."""
    writer.goto(f"/desk/drafts/{draft.number}/")
    offer(writer, "征求意见")  # the act; the tab is called 各局回复
    for box in writer.locator("[name=bureaus]").all():
        box.check()
    writer.get_by_label("什么时候以前反馈").fill(str(BEGIN + timedelta(days=9)))
    writer.get_by_label("通知正文").fill("现将办法征求意见稿发给你们，请盖章反馈书面意见，没有意见也请反馈。")
    step(writer, "征求意见")
    sure(writer, "征求意见")
    asked = {each.bureau_id: each for each in Consultation.objects.select_related("docket")}
    replies(one, asked[one.bureau.pk], visitor, step, "第六条：聘期四年偏长，建议三年。")
    on(BEGIN + timedelta(days=11))
    writer.goto(f"/desk/drafts/{draft.number}/replies/")
    expect(writer.get_by_text("逾期未回复")).to_be_visible()
    step(writer, "逾期未回复")
    replies(other, asked[other.bureau.pk], visitor, step, "")
    writer.goto(f"/desk/drafts/{draft.number}/replies/")
    step(writer, "意见汇总")
    writer.goto(f"/desk/drafts/{draft.number}/")
    offer(writer, "结束征求意见")
    writer.get_by_label("意见汇总和采纳情况").fill(
        "海东区建议聘期三年，未采纳：四年便于培养。海西区没有意见。"
    )
    sure(writer, "结束征求意见")


def replies(district: Place, asked: Consultation, visitor: Any, step: Any, words: str) -> None:
    head = enter(visitor, "desktop", district.user(Role.DECIDER).username)
    step(head, "区局待办")
    head.goto("/desk/measures/")
    onward(head.get_by_role("link", name=TITLE).first)
    step(head, "区局看征求意见")
    offer(head, "回复意见")
    head.get_by_label("有意见" if words else "没有意见", exact=True).check()
    head.locator("[name=stamped]").set_input_files(STAMPED)
    if words:
        head.locator("[name=words]").fill(words)
    step(head, "区局回复")
    sure(head, "回复意见")
    expect(head.get_by_text("已回复").first).to_be_visible()
    step(head, "区局已回复")


def comes_into_force(city: Place, draft: Draft, writer: Any, visitor: Any, step: Any) -> None:
    reviewer = enter(visitor, "desktop", city.user(Role.LEGAL_REVIEWER).username)
    reviewer.goto(f"/desk/drafts/{draft.number}/")
    offer(reviewer, "合法性审核通过")
    reviewer.get_by_label("审核意见").fill("权限、程序、内容合法。")
    sure(reviewer, "合法性审核通过")
    chief = enter(visitor, "desktop", city.user(Role.DECIDER).username)
    chief.goto(f"/desk/drafts/{draft.number}/")
    offer(chief, "印发办法")
    chief.get_by_label("文号").fill("海医保发〔2026〕9号")
    chief.get_by_label("成文日期").fill("2026-09-18")
    chief.get_by_label("自印发之日起").check()
    step(chief, "印发")
    sure(chief, "印发办法")
    chief.goto("/desk/measures/")
    offer(chief, "施行办法")
    chief.locator("[name=code][value=haibin]").check()
    chief.get_by_label("施行之日").fill("2026-09-18")
    sure(chief, "施行办法")
    writer.goto(f"/desk/drafts/{draft.number}/")
    offer(writer, "登记备案")
    writer.get_by_label("备案日期").fill("2026-09-18")
    writer.get_by_label("备案号或回执号").fill("海备〔2026〕31号")
    sure(writer, "登记备案")
    step(writer, "走完的办法稿")
    chief.goto("/desk/measures/")
    expect(chief.get_by_text("已被取代")).to_be_visible()
    step(chief, "办法管理-施行后")


def is_lived_under(city: Place, visitor: Any, step: Any) -> None:
    """A supervisor appointed under it reports; the clock is its own, and its clause opens."""
    on(date(2026, 9, 18))
    term = appoint(city, "haibin-supervisor", since=date(2026, 9, 18))
    assert (term.measure, law_as_granted(term).rule("term.length").rule.n) == ("haibin", 4)
    phone = enter(visitor, "phone", term.user.username)
    phone.goto("/my/report/")
    phone.get_by_label("看到了什么").fill("店员用医保卡给顾客结算洗衣液，小票写成感冒药。")
    shelf = {"name": "shelf.jpg", "mimeType": "image/jpeg", "buffer": pictures.shelf().read()}
    phone.locator("[name=evidence]").set_input_files(shelf)
    sure(phone, f"报给{city.bureau.name}")
    lead = Lead.objects.select_related("docket").get()
    duty = Duty.objects.get(docket=lead.docket, concept="lead.answer")
    assert (duty.clause, duty.due) == ("haibin:10.2/2", date(2026, 10, 15))
    desk = enter(visitor, "desktop", city.user(Role.CASE_OFFICER).username)
    desk.goto(f"/desk/leads/{lead.number}/")
    step(desk, "线索-按新办法")
    offer(desk, "受理")
    sure(desk, "受理")
    offer(desk, "答复")
    desk.get_by_label("查证属实", exact=True).check()
    desk.get_by_label("给反映人的答复").fill("经核实确有串换，已责令改正并追回基金，感谢您的监督。")
    onward(desk.locator("form .acts button, form .big-acts button").first)
    phone.goto(f"/my/leads/{lead.number}/")
    expect(phone.get_by_text("感谢您的监督", exact=False)).to_be_visible()
    phone.goto("/law/haibin/10.2/2/")
    expect(phone.get_by_text("15个工作日", exact=False).first).to_be_visible()
    step(phone, "条款-新办法")
