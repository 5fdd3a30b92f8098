"""A lead becomes a cross inspection: papers shown, documents demanded, things sealed, a record whose signature is refused,
evidence taken up by two, reported and closed. The inspector works on a telephone's screen."""

from datetime import timedelta
from typing import Any

import pytest
from lives import PASSWORD, expect, offer, onward, sure

from watching import institution
from world import LONG_AGO
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.inspections.queries import Inspection, evidence
from zhongdu.leads import acts as leads
from zhongdu.leads.filing import CHANNELS
from zhongdu.measures import acts as measures
from zhongdu.record.verifying import breaks
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def inspectors(place: Any) -> list[Any]:
    users = [place.user(Role.INSPECTOR, f"inspector-{n}") for n in (1, 2)]
    for n, user in enumerate(users, 1):
        user.first_name = f"示例检查员{n}"
        user.save()
        post = Post.objects.filter(user=user, role=Role.INSPECTOR)
        post.update(certificate=f"示例执法{n:03}", certificate_until=clock.today() + timedelta(days=400))
    return users


def moment(minutes: int = 0) -> str:
    return f"{clock.now() - timedelta(minutes=minutes):%Y-%m-%dT%H:%M}"


@pytest.mark.clauses("city:6.2", "city:6.3", "city:7", "city:8.2", "city:8.3", "city:9/1")
def test_a_lead_becomes_a_cross_inspection_from_papers_to_the_end(
    beijing: Any, visitor: Any, step: Any
) -> None:
    perform(measures.try_out, beijing.office, beijing.officer(Role.DECIDER), code="city", since=LONG_AGO)
    east, west = beijing.below("110101", "东城区医疗保障局"), beijing.below("110102", "西城区医疗保障局")
    shop = institution(east, "示例和平药房")
    users = inspectors(west)
    planner = beijing.officer(Role.CASE_OFFICER)
    lead = perform(
        leads.enter_lead, beijing.office, planner, channel=CHANNELS[0][0], received_on=clock.today(), words="店员用医保卡结算日用品。",
        institution=shop.name,
    )  # fmt: skip
    perform(leads.take_up, lead, planner)

    def signed_in(name: str, screen: str) -> Any:
        page = visitor(screen)
        page.goto("/sign-in/")
        page.get_by_label("用户名").or_(page.get_by_label("登录名")).fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        onward(page.get_by_role("button", name="登录"))
        return page

    # the city hands the lead to another district
    desk = signed_in(f"{Role.CASE_OFFICER}-{beijing.bureau.code}", "desktop")
    desk.goto(f"/desk/leads/{lead.number}/")
    desk.get_by_text("其他可以办的").click()
    offer(desk, "转入检查")
    desk.get_by_label("检查事项").fill("3月份结算真实性检查")
    desk.get_by_label("专项检查", exact=False).first.check()
    desk.get_by_role("radio", name="西城区医疗保障局", exact=True).check()
    desk.get_by_label("为什么查").fill("查3月份的刷卡明细和进销存。")
    step(desk, "转入检查")
    sure(desk, "转入检查")
    made = Inspection.objects.get()
    assert made.given == "crossed" and made.bureau == west.bureau

    # the west's head names the team
    west.user(Role.DECIDER)
    head = signed_in(f"{Role.DECIDER}-{west.bureau.code}", "desktop")
    head.goto(f"/desk/inspections/{made.number}/")
    step(head, "筹备中")
    offer(head, "组成检查组")
    for user in users:
        head.get_by_role("checkbox", name=user.first_name).check()
    step(head, "组成检查组")
    sure(head, "组成检查组")

    # each says that they are free of interests
    phones = [signed_in(user.username, "phone") for user in users]
    for at, phone in enumerate(phones):
        phone.goto("/desk/inspections/")
        if not at:
            step(phone, "请说明利害关系")
        phone.goto(f"/desk/inspections/{made.number}/")
        offer(phone, "说明有无利害关系")
        phone.get_by_label("没有利害关系").check()
        if not at:
            step(phone, "说明利害关系")
        sure(phone, "说明有无利害关系")

    # in the field
    phone, there = phones[0], f"/desk/inspections/{made.number}/"
    phone.goto(there)
    offer(phone, "出示证件")
    phone.get_by_label("出示证件的时间").fill(moment(3))
    for user in users:
        phone.get_by_role("checkbox", name=user.first_name).check()
    phone.get_by_label("向谁出示").fill("向店长出示，对方核对后表示知道。")
    step(phone, "出示证件")
    sure(phone, "出示证件，开始检查")
    offer(phone, "要求提供资料")
    phone.get_by_label("要哪些资料").fill("3月进销存台账\n收银系统导出明细")
    phone.get_by_label("请在哪天以前提供").fill((clock.today() + timedelta(days=3)).isoformat())
    phone.get_by_label("交给谁签收").fill("示例店长")
    for user in users:
        phone.get_by_role("checkbox", name=user.first_name).check()
    step(phone, "要求提供资料")
    sure(phone, "要求提供资料并作说明")
    offer(phone, "登记资料提供情况")
    phone.get_by_role("checkbox", name="收银系统导出明细").check()
    phone.get_by_label("没有提供").check()
    phone.get_by_label("情况和对方").fill("说系统在总部，不给。")
    sure(phone, "登记资料提供情况")
    step(phone, "资料没有给全")
    offer(phone, "登记资料提供情况")
    phone.get_by_role("checkbox", name="3月进销存台账").check()
    phone.get_by_label("已提供", exact=True).check()
    phone.get_by_label("情况和对方").fill("台账一本，复印件注明与原件一致。")
    sure(phone, "登记资料提供情况")
    offer(phone, "封存或者先行登记保存")
    phone.get_by_label("封存", exact=True).check()
    phone.get_by_label("情况紧急，已经当场实施").check()
    phone.get_by_label("当场实施的时间").fill(moment())
    for user in users:
        phone.get_by_role("checkbox", name=user.first_name).check()
    phone.get_by_label("在哪里").fill("二楼办公室")
    phone.get_by_label("清单").fill("手工账册 2本\n电脑主机 1台")
    phone.get_by_label("由谁保管").fill("示例店长")
    phone.get_by_label("为什么要封存").fill("店员正在往外搬账册。")
    step(phone, "封存")
    sure(phone, "封存或者先行登记保存")
    step(phone, "封存-待批准")

    # the head approves at once
    head.goto(there)
    onward(head.locator("main").get_by_role("link", name="封存", exact=False).first)
    offer(head, "批准")
    head.get_by_label("批准的时间").fill(moment())
    head.get_by_label("批准意见").fill("同意封存。")
    sure(head, "批准")
    step(head, "封存-期限怎样算")

    # the record, whose signature is refused
    phone.goto(there)
    offer(phone, "做笔录")
    phone.get_by_label("被检查人员、被询问人").fill("示例店长")
    phone.get_by_label("已表明身份").check()
    phone.get_by_label("检查情况").fill(
        "货架第三排为日用品，收银台可以刷医保卡。抽查3月8日小票，与结算明细不符。"
    )
    step(phone, "做笔录")
    onward(phone.get_by_role("button", name="读给对方听"))
    phone.get_by_label("拒绝签名、盖章").check()
    for box in phone.locator("canvas.signature-pad").all()[1:]:
        box.scroll_into_view_if_needed()
        at = box.bounding_box()
        phone.mouse.move(at["x"] + 40, at["y"] + 60)
        phone.mouse.down()
        phone.mouse.move(at["x"] + 200, at["y"] + 90, steps=6)
        phone.mouse.up()
    onward(phone.get_by_role("button", name="封存笔录"))
    expect(phone.get_by_text("拒不签名、盖章的，请写明原因").first).to_be_visible()
    step(phone, "拒签要写原因")
    phone.get_by_label("为什么没有签名").fill("店长说要等老板来，不签。")
    onward(phone.get_by_role("button", name="封存笔录"))
    expect(phone.get_by_text("笔录已封存").first).to_be_visible()
    onward(phone.get_by_role("link", name="现场检查笔录第1号"))
    step(phone, "封存的笔录")

    # the record is taken up as evidence, by two
    phone.goto(there)
    offer(phone, "提取一件证据")
    phone.get_by_label("现场检查笔录第1号").check()
    phone.get_by_label("属于哪一种证据").select_option(label="勘验笔录、现场笔录")
    phone.get_by_label("证明什么").fill("收银台可以刷医保卡买日用品。")
    phone.get_by_label("怎样取得的").fill("两名检查人员当场制作。")
    sure(phone, "提取一件证据")
    other = phones[1]
    other.goto(there)
    offer(other, "核对证据")
    expect(other.get_by_role("link", name="现场检查笔录第1号")).to_be_visible()
    step(other, "核对证据")
    other.get_by_label("证据1", exact=False).first.check()
    other.get_by_label("属实，收作证据").check()
    other.get_by_label("与什么核对的").fill("与现场录像核对，一致。")
    sure(other, "核对证据")
    assert len(evidence(made)) == 1

    # given back, reported, closed
    onward(other.locator("main").get_by_role("link", name="封存", exact=False).first)
    offer(other, "解除，作出处理")
    other.get_by_label("退还", exact=True).check()
    for user in users:
        other.get_by_role("checkbox", name=user.first_name).check()
    other.get_by_label("交给谁").fill("示例店长")
    other.get_by_label("清点情况").fill("逐件核对无误。")
    sure(other, "解除，作出处理")
    phone.goto(there)
    offer(phone, "写检查报告")
    phone.get_by_label("属实", exact=True).first.check()
    phone.get_by_label("涉及金额").first.fill("1,234.50")
    phone.get_by_label("检查报告").fill("查明：3月以医保卡结算日用品。建议立案。")
    phone.get_by_label("转立案审查", exact=True).check()
    step(phone, "写检查报告")
    sure(phone, "写检查报告")
    head.goto(there)
    offer(head, "审定、办结")
    head.get_by_label("转立案审查", exact=True).check()
    head.get_by_label("给被检查对象的话").fill(
        "我们查了你店3月份的结算，发现用医保卡结算日用品，将立案审查。"
    )
    sure(head, "审定、办结")
    step(head, "已办结")
    phone.goto(there)
    step(phone, "已办结")
    assert Inspection.objects.get().state == "closed"
    assert not list(breaks())
