"""Told of a new task: on the phone, by mail and SMS over real connections; one that fails, seen and sent again on the desk."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from days_out import LOGIN, NAME
from lives import expect, on, onward, sure
from test_service import enter, officer

from watching import appoint
from world import Place
from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parents[1] / "messages"))
from outside import KEY, SECRET, mail_server, sms_gateway
from reached import EMAIL, PHONE, assigned, uses_sms

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def outside(settings: Any) -> Any:
    """A mail server and an SMS gateway that this installation is told of."""
    with mail_server() as mail, sms_gateway() as sms:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MAIL_FROM = (
            "127.0.0.1",
            mail.port,
            "zhongdu@example.org",
        )
        settings.SMS, settings.SMS_KEY, settings.SMS_SECRET = sms.address, KEY, SECRET
        yield mail, sms


def test_a_supervisor_is_told_and_a_message_that_failed_is_sent_again(
    shaoxing: Place, visitor: Any, step: Any, outside: Any
) -> None:
    mail, sms = outside
    on(clock.today())
    uses_sms(shaoxing)
    term = appoint(shaoxing, LOGIN)
    vault.put(term.number, {"name": NAME, "phone": PHONE, "email": EMAIL})
    phone = enter(visitor, "phone", LOGIN)
    phone.goto("/my/messages/")
    expect(phone.get_by_text("还没有消息")).to_be_visible()
    step(phone, "还没有消息")

    mail.refuses = {EMAIL: "550 no such user"}
    assigned(shaoxing, term, way="covert")
    assigned(shaoxing, term)
    assert [each["to"] for each in sms.sent] == [PHONE, PHONE]
    phone.goto("/my/")
    expect(phone.get_by_role("link", name=re.compile("消息.*2"))).to_be_visible()
    step(phone, "今天-有两条消息")
    onward(phone.get_by_role("navigation", name="主导航").get_by_role("link", name=re.compile("消息")))
    expect(phone.get_by_text("您有一项新的工作。")).to_have_count(2)
    step(phone, "消息")
    onward(phone.locator("main").get_by_role("link", name=re.compile("新的工作")).first)
    expect(phone.get_by_role("link", name="不能去")).to_be_visible()
    phone.goto("/my/messages/")
    expect(phone.get_by_text("1 条没有看过")).to_be_visible()
    sure(phone, "全部标为看过")
    expect(phone.get_by_text("未看")).to_have_count(0)
    step(phone, "消息-都看过了")
    onward(phone.get_by_role("link", name="消息设置"))
    expect(phone.get_by_text("139****1234")).to_be_visible()
    phone.get_by_label("安静时段从").fill("22:00")
    phone.get_by_label("也发短信").uncheck()
    step(phone, "消息设置")
    sure(phone, "保存")
    expect(phone.get_by_text("已保存。")).to_be_visible()

    assigned(shaoxing, term)  # not read yet
    desk = officer(visitor, shaoxing, Role.DECIDER)
    onward(desk.get_by_role("link", name=re.compile("短信邮件没有送到")))
    expect(desk.get_by_text("对方邮箱不收（550）")).to_have_count(3)
    step(desk, "短信邮件-没有送到的")
    mail.refuses.clear()
    onward(desk.get_by_role("button", name=re.compile("^再试一次")).first)
    expect(desk.get_by_text("1 条正在再发", exact=False)).to_be_visible()
    onward(desk.get_by_role("button", name="没有送到的都再试一次"))
    desk.goto("/desk/deliveries/")
    expect(desk.get_by_text("对方邮箱不收（550）")).to_have_count(0)
    step(desk, "短信邮件-都到了")
    expect(desk.get_by_text("已经在系统里看过")).to_have_count(2)
    assert mail.recipients == [EMAIL], "the one that was not read yet"
    for secret in (NAME, EMAIL, PHONE, "暗访"):
        expect(desk.get_by_text(secret)).to_have_count(0)


def test_an_officer_reads_the_morning_digest_and_leaves_an_address(
    shaoxing: Place, visitor: Any, step: Any, outside: Any
) -> None:
    from zhongdu.messages.telling import tell

    mail, _ = outside
    on(clock.today())
    desk = officer(visitor, shaoxing, Role.CASE_OFFICER)
    user = shaoxing.user(Role.CASE_OFFICER)
    desk.goto("/desk/messages/settings/")
    desk.get_by_label("接收消息的邮箱").fill("officer@example.org")
    desk.get_by_label("接收消息的手机号码").fill("12345")
    sure(desk, "保存")
    step(desk, "消息设置-号码不对")
    assert desk.get_by_label("接收消息的邮箱").input_value() == "officer@example.org"
    desk.get_by_label("接收消息的手机号码").fill("")
    sure(desk, "保存")
    expect(desk.get_by_text("已保存。")).to_be_visible()
    tell("duties.nearly_due", user.pk, shaoxing.bureau, occasion="today", n=3)
    assert mail.recipients == ["officer@example.org"]
    desk.goto("/desk/")
    step(desk, "待办-有一条消息")
    onward(desk.locator(".desk-side").get_by_role("link", name=re.compile("消息")).first)
    expect(desk.get_by_text("您经手的义务有 3 项快到期或者已经逾期", exact=False)).to_be_visible()
    step(desk, "消息")
    onward(desk.locator("main").get_by_role("link", name=re.compile("义务快到期")))
    expect(desk.get_by_role("heading", name="待办")).to_be_visible()
