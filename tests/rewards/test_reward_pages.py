"""Rewards through the pages: asked, reckoned, decided, claimed by account and by receipt code; names stay sealed."""

from html import unescape
from typing import Any

import granting_rewards as at
import pytest
from django.test import Client
from django.urls import reverse

from watching import photo, signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.kit.receipts import TRIES, new_code
from zhongdu.record.models import Event
from zhongdu.rewards import acts, paper
from zhongdu.rewards.models import Reward
from zhongdu.rewards.scans import listed
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def officer(place: Place, role: Role) -> Client:
    return signed_in(place.user(role))


def read(client: Client, name: str, **kwargs: str) -> str:
    answer = client.get(reverse(name, kwargs=kwargs))
    assert answer.status_code == 200, (name, answer.status_code)
    return unescape(answer.content.decode())


def do(client: Client, face: str, act: str, reward: Reward, **given: str) -> int:
    url = reverse(f"{face}:do", kwargs={"act": f"rewards.{act}", "number": reward.number})
    return int(client.post(url, {"key": act, "seen": "", **given}).status_code)


@pytest.mark.clauses("wushan:12")
def test_a_clerk_considers_and_reckons_on_two_pages(wushan: Place) -> None:
    lead, clerk = at.verified(wushan), officer(wushan, Role.CASE_OFFICER)
    assert lead.number in unescape(clerk.get(reverse("desk:rewards"), {"show": "leads"}).content.decode())
    page = reverse("desk:consider_reward", kwargs={"number": lead.number})
    assert "查证属实" in unescape(clerk.get(page).content.decode())
    names = [bound.name for bound in wushan.law.family("reward.condition")]
    half = clerk.post(page, {names[0]: "符合", "key": "a"})
    assert half.status_code == 200
    assert unescape(half.content.decode()).count("请选择。") == 6  # beside each, and on top
    assert not Reward.objects.exists()
    clerk.post(page, {**dict.fromkeys(names, "符合"), "key": "a"})
    reward = Reward.objects.get()
    page = reverse("desk:compute_reward", kwargs={"number": reward.number})
    asked = unescape(clerk.get(page).content.decode())
    assert "本局定的比例" in asked and "属于哪一级" not in asked and "上浮" not in asked
    wrong = unescape(clerk.post(page, {**at.OWN, "value": "一万", "key": "b"}).content.decode())
    assert "以元为单位" in wrong and "示例县举报奖励细则" in wrong  # nothing typed is lost
    assert clerk.post(page, {**at.OWN, "key": "b"}).status_code == 302
    text = read(clerk, "desk:reward", number=reward.number)
    assert "1,500.00元" in text and "本局做法" in text
    assert reward.user.get_full_name() not in text


def test_who_checks_and_approves_sees_every_line_on_that_page(wushan: Place) -> None:
    reward = at.computed(wushan)
    for role, name in ((Role.LEGAL_REVIEWER, "desk:check_reward"), (Role.DECIDER, "desk:approve_reward")):
        desk = officer(wushan, role)
        text = read(desk, name, number=reward.number)
        assert "50,000.00元 × 3%" in text and "举报的事项经查证属实" in text
        assert (
            desk.post(reverse(name, kwargs={"number": reward.number}), {"key": name, "seen": ""}).status_code
            == 302
        )
    assert "现在不能办" in read(officer(wushan, Role.DECIDER), "desk:approve_reward", number=reward.number)
    assert Reward.objects.get().state == "approved"


def test_who_has_reckoned_is_told_that_another_checks(wushan: Place) -> None:
    reward, clerk = at.computed(wushan), officer(wushan, Role.CASE_OFFICER)
    assert "请由另一位同事办" in read(clerk, "desk:reward", number=reward.number)
    answer = clerk.post(
        reverse("desk:check_reward", kwargs={"number": reward.number}), {"key": "a", "seen": ""}
    )
    assert "请由另一位同事复核" in unescape(answer.content.decode())
    assert Reward.objects.get().state == "computed"


def test_hunans_page_asks_for_the_level_and_says_how_it_was_read(hunan: Place) -> None:
    reward = at.considered(hunan)
    asked = read(officer(hunan, Role.CASE_OFFICER), "desk:compute_reward", number=reward.number)
    assert "一级：提供违法违规事实" in asked and "见转载，没有读到原文" in asked
    assert "本局定的比例" not in asked


def test_the_approval_form_prints_and_names_no_reporter(wushan: Place) -> None:
    reward = at.approved(wushan)
    answer = officer(wushan, Role.ACCOUNTANT).get(
        reverse("desk:reward_form", kwargs={"number": reward.number})
    )
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    said = str(paper.printed(reward))
    assert "人民币壹仟伍佰元整" in said and "示例法制审核人员" in said
    assert reward.user.get_full_name() not in said


@pytest.mark.clauses("wushan:12", "shaoxing:9")
def test_a_supervisor_claims_on_the_phone_and_the_account_stays_masked(wushan: Place) -> None:
    reward = at.told(wushan)
    phone = signed_in(reward.user)
    assert "1 笔奖励等您领取" in read(phone, "phone:home")
    text = read(phone, "phone:reward", number=reward.number)
    assert "奖励您 1,500.00元" in text and "怎样算出来的" in text
    assert do(phone, "phone", "claim_reward", reward, **at.PAYEE) == 302
    for client, name in ((phone, "phone:reward"), (officer(wushan, Role.ACCOUNTANT), "desk:reward")):
        text = read(client, name, number=reward.number)
        assert "****3445" in text
        assert at.ACCOUNT not in text and "示例收款人" not in text and "示例银行" not in text


def test_opening_the_account_is_recorded_and_the_reporter_learns_of_it(wushan: Place) -> None:
    reward = at.told(wushan)
    perform(acts.claim_reward, reward, at.reporter(reward), **at.PAYEE)
    payer, clerk = officer(wushan, Role.ACCOUNTANT), officer(wushan, Role.CASE_OFFICER)
    for client, field in ((clerk, "account"), (payer, "reporter")):  # what their work does not need
        assert do(client, "desk", "unmask", reward, field=field, reason="看看") == 200
        assert f"field={field}" not in read(client, "desk:reward", number=reward.number)
    assert do(payer, "desk", "unmask", reward, field="account", reason="付款") == 302
    text = read(payer, "desk:reward", number=reward.number)
    assert at.ACCOUNT in text and "示例收款人" in text
    assert at.ACCOUNT not in read(officer(wushan, Role.DECIDER), "desk:reward", number=reward.number)
    event = Event.objects.filter(docket=reward.docket).latest("seq")
    assert (event.act, event.data["field"]) == ("rewards.unmask", "account")
    theirs = read(signed_in(reward.user), "phone:reward", number=reward.number)
    assert "有人查看了您的收款账户" in theirs and "示例基金会计" not in theirs
    assert do(payer, "desk", "pay_reward", reward, paid_on=str(clock.today()), voucher="P-1") == 302
    assert "已发放 1,500.00元" in read(signed_in(reward.user), "phone:reward", number=reward.number)


@pytest.mark.clauses("city:25")
def test_whoever_has_the_receipt_code_claims_in_public_and_nobody_else_finds_it(wushan: Place) -> None:
    code = new_code()
    lead = at.by_code(at.verified(wushan), code)
    reward = at.computed(wushan, at.considered(wushan, lead))
    assert "群众，没有留名" in read(officer(wushan, Role.CASE_OFFICER), "desk:reward", number=reward.number)
    them, door = Client(), reverse("public:rewards")
    page = reverse("public:reward", kwargs={"number": reward.number})
    assert "没有找到" in unescape(them.post(door, {"code": new_code()}).content.decode())
    assert "还没有奖励的消息" in unescape(them.post(door, {"code": code}).content.decode())
    assert them.get(page).status_code == 404  # not decided yet
    at.told(wushan, at.approved(wushan, reward))
    assert Client().get(page).status_code == 404
    assert officer(wushan, Role.CASE_OFFICER).get(page).status_code == 404
    led = them.post(door, {"code": code.lower().replace("-", " ")}, follow=True)
    assert "奖励您 1,500.00元" in unescape(led.content.decode())
    assert do(them, "public", "claim_reward", reward, **at.PAYEE) == 302
    assert "正在发放" in unescape(them.get(page).content.decode())


def test_a_signed_form_is_attached_and_can_be_had_again(wushan: Place) -> None:
    reward, clerk = at.computed(wushan), officer(wushan, Role.CASE_OFFICER)
    url = reverse("desk:do", kwargs={"act": "rewards.attach_form", "number": reward.number})
    assert clerk.post(url, {"scan": photo("white", "审批表.jpg"), "key": "a", "seen": ""}).status_code == 302
    text = read(clerk, "desk:reward", number=reward.number)
    assert "审批表.jpg" in text
    [(_, address)] = listed(reward)
    answer = clerk.get(address)
    assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff")
    assert signed_in(reward.user).get(address).status_code in (302, 403, 404)


def test_an_earlier_report_of_the_same_body_is_pointed_out(wushan: Place) -> None:
    first, second = at.same_case(wushan, 2)
    pages = [
        read(officer(wushan, Role.CASE_OFFICER), "desk:compute_reward", number=each.number)
        for each in (first, second)
    ]
    assert [first.lead.number in page for page in pages] == [False, True]
    assert "更早举报" in pages[1]


def test_guessing_codes_comes_to_an_end(wushan: Place, settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "guessing"}
    }
    them, door = Client(REMOTE_ADDR="192.0.2.7"), reverse("public:rewards")
    for _ in range(TRIES):
        them.post(door, {"code": new_code()})
    assert "试得太多了" in unescape(them.post(door, {"code": new_code()}).content.decode())


def test_a_refusal_is_told_with_its_reason_and_no_amount(wushan: Place) -> None:
    reward = at.computed(wushan)
    perform(acts.refuse_reward, reward, at.chief(wushan), words="主要事实已经在查。")
    text = read(signed_in(reward.user), "phone:reward", number=reward.number)
    assert "主要事实已经在查。" in text and "1,500.00" not in text


def test_the_piles_on_a_desk_are_those_its_officer_may_go_on_with(wushan: Place) -> None:
    at.computed(wushan)
    at.verified(wushan)
    seen = {
        role: read(officer(wushan, role), "desk:home")
        for role in (Role.CASE_OFFICER, Role.LEGAL_REVIEWER, Role.DECIDER)
    }
    assert "查实线索待考虑奖励" in seen[Role.CASE_OFFICER]
    assert "举报奖励待复核" in seen[Role.LEGAL_REVIEWER]
    assert "查实线索待考虑奖励" not in seen[Role.DECIDER]
    listed = unescape(
        officer(wushan, Role.LEGAL_REVIEWER)
        .get(reverse("desk:rewards"), {"state": "computed"})
        .content.decode()
    )
    assert "1,500.00元" in listed
