"""An opinion from a phone to the digest that is read out; a letter from a supervisor's phone to its writer's code. In a real browser."""

from datetime import date, timedelta
from typing import Any

import pytest
from lives import enter, expect, offer, on, onward, sure

from watching import appoint
from world import Place
from zhongdu.demo import pictures
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role
from zhongdu.voices.models import ForwardedLetter, Opinion

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = date(2026, 9, 7)
LOGIN = "示例监督员"
WORDS = "邻居说异地备案要跑三趟，手机上也能办就好了。"
GIST = "建议异地就医备案在手机上办。"


def desk_of(visitor: Any, home: Place, role: Role) -> Any:
    return enter(visitor, "desktop", home.user(role).username)


@pytest.mark.clauses("beijing:8.3", "beijing:8.5")
def test_an_opinion_from_the_phone_to_the_symposium(beijing: Place, visitor: Any, step: Any) -> None:
    on(MONDAY)
    appoint(beijing, LOGIN)
    desk = desk_of(visitor, beijing, Role.LIAISON)
    desk.goto(f"/desk/offices/{beijing.office.number}/")
    offer(desk, "增加意见类别")
    desk.get_by_label("类别", exact=True).fill("异地就医\n报销待遇\n经办服务")
    step(desk, "增加意见类别")
    sure(desk, "增加意见类别")

    phone = enter(visitor, "phone", LOGIN)
    phone.goto("/my/")
    onward(phone.get_by_role("link", name="提意见、转递来信"))
    step(phone, "意见-还没有")
    onward(phone.get_by_role("link", name="提一条意见建议"))
    sure(phone, f"交给{beijing.bureau.name}")
    expect(phone.get_by_text("请填写意见或者建议。").first).to_be_visible()
    phone.get_by_label("意见或者建议").fill(WORDS)
    phone.get_by_label("听群众说的").check()
    phone.get_by_label("异地就医").check()
    step(phone, "意见-填写")
    sure(phone, f"交给{beijing.bureau.name}")
    expect(phone.get_by_text(WORDS).first).to_be_visible()
    step(phone, "意见-交了以后")
    number = Opinion.objects.get().number

    on(MONDAY + timedelta(days=3))
    desk.goto("/desk/")
    onward(desk.get_by_role("link", name="意见建议待办理"))
    step(desk, "意见-列表")
    onward(desk.locator(f"a[href$='/desk/opinions/{number}/']"))
    step(desk, "意见-卷")
    offer(desk, "接手办理")
    sure(desk, "接手办理")
    offer(desk, "答复意见")
    desk.get_by_label("采纳", exact=True).check()
    desk.get_by_label("给提意见的人的答复").fill("有道理。下月起手机上就能办异地备案。")
    desk.get_by_label("一两句话的摘要").fill(GIST)
    step(desk, "意见-答复")
    sure(desk, "答复意见")
    on(MONDAY + timedelta(days=30))
    desk.goto(f"/desk/opinions/{number}/")
    offer(desk, "登记落实情况")
    desk.get_by_label("哪天落实的").fill((MONDAY + timedelta(days=29)).isoformat())
    desk.get_by_label("怎样落实的").fill("手机备案已经开通。")
    sure(desk, "登记落实情况")
    expect(desk.get_by_text("已落实").first).to_be_visible()
    step(desk, "意见-已落实")
    phone.goto(f"/my/opinions/{number}/")
    expect(phone.get_by_text("手机备案已经开通。")).to_be_visible()
    step(phone, "意见-看到落实")

    desk.goto("/desk/mood/")
    expect(desk.get_by_text("全部意见")).to_be_visible()
    step(desk, "社情民意")
    desk.goto("/desk/digests/")
    step(desk, "汇总-还没有")
    onward(desk.get_by_role("link", name="编写意见汇总"))
    desk.get_by_label("题目").fill("三季度座谈会意见建议汇总")
    desk.get_by_label("从哪天").fill("2026-07-01")
    desk.get_by_label("到哪天").fill("2026-09-30")
    step(desk, "汇总-编写")
    sure(desk, "编写意见汇总")
    offer(desk, "选用意见")
    desk.get_by_label(GIST).check()
    step(desk, "汇总-选用")
    sure(desk, "选用意见")
    offer(desk, "定稿")
    sure(desk, "定稿")
    expect(desk.get_by_text(GIST).first).to_be_visible()
    assert WORDS not in desk.content()
    step(desk, "汇总-定稿")
    for kind, starts in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = desk.context.request.get(f"{desk.url}paper.{kind}")
        assert answer.ok and answer.body().startswith(starts)
    assert list(breaks()) == []


@pytest.mark.clauses("wushan:8.1", "wushan:10")
def test_a_letter_from_the_phone_to_the_writers_answer(wushan: Place, visitor: Any, step: Any) -> None:
    on(MONDAY)
    appoint(wushan, LOGIN)
    phone = enter(visitor, "phone", LOGIN)
    phone.goto("/my/voices/")
    onward(phone.get_by_role("link", name="转递一封来信"))
    letter = {"name": "letter.jpg", "mimeType": "image/jpeg", "buffer": pictures.shelf().read()}
    phone.locator("[name=evidence]").set_input_files(letter)
    phone.get_by_label("投诉", exact=True).check()
    phone.get_by_label("写信人姓名").fill("示例写信人")
    step(phone, "来信-转递")
    sure(phone, f"转给{wushan.bureau.name}，出查询码")
    code = phone.locator(".receipt-code").inner_text()
    step(phone, "来信-查询码")
    onward(phone.get_by_role("link", name="已经交给他了"))
    step(phone, "来信-转了以后")
    number = ForwardedLetter.objects.get().number

    desk = desk_of(visitor, wushan, Role.CASE_OFFICER)
    desk.goto("/desk/")
    onward(desk.get_by_role("link", name="转递来信待办理"))
    step(desk, "来信-列表")
    onward(desk.locator(f"a[href$='/desk/forwarded/{number}/']"))
    expect(desk.get_by_text("已封存").first).to_be_visible()
    offer(desk, "接手办理")
    sure(desk, "接手办理")
    offer(desk, "向写信人提问")
    desk.get_by_label("问什么").fill("信里说的卫生院是哪一家？")
    step(desk, "来信-提问")
    sure(desk, "向写信人提问")

    on(MONDAY + timedelta(days=2))
    writer = visitor("phone")
    writer.goto("/opinions/")
    step(writer, "写信人-入口")
    writer.get_by_label("查询码").fill(code)
    sure(writer, "查询")
    expect(writer.get_by_text("信里说的卫生院是哪一家？")).to_be_visible()
    step(writer, "写信人-有话问")
    offer(writer, "回答或者补充")
    writer.get_by_label("要说的话").fill("镇上的卫生院，八月的事。")
    step(writer, "写信人-回答")
    sure(writer, "回答或者补充")

    on(MONDAY + timedelta(days=5))
    desk.goto("/desk/")
    onward(desk.get_by_role("link", name="来信的写信人有新的话"))
    onward(desk.locator(f"a[href$='/desk/forwarded/{number}/']"))
    expect(desk.get_by_text("镇上的卫生院，八月的事。").first).to_be_visible()
    step(desk, "来信-卷")
    offer(desk, "答复写信人，反馈监督员")
    desk.get_by_label("给写信人的答复").fill("查实挂床，医保卡已经退给您父亲。")
    desk.get_by_label("给监督员的反馈").fill("信里反映的情况属实，已责令改正，并答复了写信人。")
    step(desk, "来信-答复")
    sure(desk, "答复写信人，反馈监督员")

    writer.goto(f"/forwarded/{number}/")
    expect(writer.get_by_text("医保卡已经退给您父亲", exact=False)).to_be_visible()
    step(writer, "写信人-看到答复")
    phone.goto(f"/my/forwarded/{number}/")
    expect(phone.get_by_text("已责令改正", exact=False)).to_be_visible()
    assert "退给您父亲" not in phone.content() and "镇上的卫生院" not in phone.content()
    step(phone, "来信-看到反馈")
    assert list(breaks()) == []


@pytest.mark.clauses("city:24")
def test_anybody_says_how_it_could_be_better(wushan: Place, visitor: Any, step: Any) -> None:
    on(MONDAY)
    wushan.bureau.hotline = "023-00000000"
    wushan.bureau.save()
    phone = visitor("phone")
    phone.goto("/")
    step(phone, "提意见-首页")
    onward(phone.locator("main").get_by_role("link", name="提意见建议"))
    onward(phone.get_by_role("link", name=wushan.bureau.name))
    phone.get_by_label("意见或者建议").fill("医保窗口中午没有人，上班的人办不了事。")
    step(phone, "提意见-填写")
    sure(phone, f"交给{wushan.bureau.name}")
    step(phone, "提意见-查询码")
    onward(phone.get_by_role("link", name="看我提的"))
    step(phone, "提意见-交了以后")
