"""The reporter hears of a reward: by account in the inbox, under a receipt code where a number was left; nobody else does."""

from datetime import timedelta
from typing import Any

import pytest
from granting_rewards import (
    PAYEE,
    approved,
    by_code,
    clerk,
    computed,
    considered,
    payer,
    reporter,
    told,
    verified,
)

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.messages.models import Message
from zhongdu.rewards import acts
from zhongdu.rewards.models import Reward

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(settings: Any) -> None:
    """An SMS gateway is set; nothing goes out, for no transaction ends in a test."""
    settings.SMS, settings.SMS_KEY, settings.SMS_SECRET = "http://127.0.0.1:9/", "k", "s"


def heard(user: Any) -> list[str]:
    return list(Message.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


def after_the_answer(user: Any) -> list[str]:
    return [kind for kind in heard(user) if not kind.startswith("lead.")]


def test_the_reporter_hears_when_it_can_be_claimed_and_when_it_is_paid(wushan: Place) -> None:
    reward = computed(wushan)
    assert after_the_answer(reward.user) == [], "nothing is certain yet"
    reward = told(wushan, approved(wushan, reward))
    assert after_the_answer(reward.user) == ["reward.open"]
    reward = perform(acts.claim_reward, reward, reporter(reward), **PAYEE)
    perform(acts.query_account, reward, payer(wushan), words="户名不符")
    perform(acts.pay_reward, reward, payer(wushan), paid_on=clock.today(), voucher="V1")
    assert after_the_answer(reward.user) == ["reward.open", "reward.account", "reward.paid"]


def test_the_last_day_is_brought_to_mind_once_and_the_lapse_is_told(wushan: Place) -> None:
    reward = told(wushan)
    assert reward.claim_until
    for before in (20, 14, 13, 0):
        sweep(reward.claim_until - timedelta(days=before))
    assert after_the_answer(reward.user) == ["reward.open", "reward.ending"]
    with clock.on(reward.claim_until + timedelta(days=1)):
        sweep(clock.today())
    assert Reward.objects.get(pk=reward.pk).state == "lapsed"
    assert after_the_answer(reward.user) == ["reward.open", "reward.ending", "reward.lapsed"]


def test_under_a_receipt_code_it_is_news_of_the_lead_and_no_account_hears_of_it(
    wushan: Place, texts: None
) -> None:
    from zhongdu.bureaus import acts as bureaus
    from zhongdu.scope.roles import Role

    perform(bureaus.choose_practice, wushan.office, wushan.officer(Role.DECIDER), practice="messages.sms=yes")
    lead = by_code(verified(wushan))
    Message.objects.all().delete()
    reward = told(wushan, approved(wushan, computed(wushan, considered(wushan, lead))))
    (message,) = Message.objects.all()
    assert (message.kind, message.user, message.docket_id) == ("lead.public", None, lead.docket_id)
    sweep(reward.claim_until)
    assert Message.objects.count() == 2


def test_a_refusal_and_an_opened_identity_are_told_as_news_of_the_lead(wushan: Place) -> None:
    reward = considered(wushan)
    before = len(heard(reward.user))
    perform(acts.unmask, reward, clerk(wushan), field="reporter", reason="核对身份")
    perform(acts.refuse_reward, reward, clerk(wushan), words="已经奖励过。")
    assert heard(reward.user)[before:] == ["lead.progress", "lead.progress"]
