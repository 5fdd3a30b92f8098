"""From the notice to the payment: told, claimed by account or at the counter, paid, or lapsed."""

import re
from datetime import date
from typing import Annotated
from unicodedata import normalize

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.rewards.considering import not_ones_own
from zhongdu.rewards.models import HANDLERS, PAYERS, Reward
from zhongdu.rewards.telling import news
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

State = Reward.State
REPORTER = (Role.SUPERVISOR, Role.APPLICANT)  # by account, or by the receipt code of the lead

NAME = Says("收款人姓名", hint="与银行账户一致。", secret="payee_name", most=60)
BANK = Says("开户银行", hint="写到支行，如某某银行某某支行。", secret="payee_bank", most=80)
SEALED = [("reporter", "举报人身份"), ("account", "收款账户")]
OPENED_BY: dict[str, tuple[Role, ...]] = {"reporter": (*HANDLERS, Role.DECIDER), "account": PAYERS}
ACCOUNT = Says(
    "收款账号", hint="银行卡号或账号。加密保存，页面上只显示末四位。", secret="payee_account", most=40
)


def may_open(field: str, actor: Actor) -> bool:
    """Whether somebody's posts give a reason to see what is sealed."""
    return bool(actor.standing(OPENED_BY[field]))


@news("reward.open")
@act(
    on=Reward, moves={State.APPROVED: State.TOLD}, by=HANDLERS, under=["reward", "reward.claim"],
    tells="举报人从此看到奖励和核算过程。领取的期限从接到通知的第二天起算。",
)  # fmt: skip
def tell_reporter(
    reward: Reward,
    deed: Doing,
    *,
    told_on: Annotated[date, Says("举报人接到通知的日期", hint="在平台上告知的，就是今天；电话、书面通知的，填接到的那天；没有留名的，填本局公告的那天。")],
    words: Annotated[str, Says("附言", hint="可以不写。举报人会原样看到。", words=True, secret="reward_words", most=1000)] = "",
) -> None:  # fmt: skip
    """告知举报人

    The reporter learns the amount, how it came about, and until when to claim it.
    """
    not_ones_own(reward, deed)
    if told_on > deed.on or (reward.approved_on and told_on < reward.approved_on):
        deed.refuse("wrong_day", "接到通知的日期在审定之日到今天之间。", beside="told_on")
    reckoned = deed.law.last_day("reward.claim", told_on)
    reward.told_on, reward.claim_until = told_on, reckoned.last if reckoned else None


@act(
    on=Reward, moves={State.TOLD: State.CLAIMED}, by=REPORTER, under="reward.claim",
    opens=[Opens("reward.payment", owed_to=lambda reward: reward.user)],
    tells="收款信息加密保存，只有付款的人在付款时能看，每看一次都有记录。收款人姓名会让付款的人知道您是谁。",
)  # fmt: skip
def claim_reward(
    reward: Reward,
    deed: Doing,
    *,
    payee: Annotated[str, NAME],
    bank: Annotated[str, BANK],
    account: Annotated[str, ACCOUNT],
) -> None:
    """领取奖励

    The reporter says where the money is to go; from now on the payment is owed.
    """
    _claimed(reward, deed, account)


@act(
    on=Reward, moves={State.TOLD: State.CLAIMED}, by=HANDLERS, under="reward.claim",
    opens=[Opens("reward.payment", owed_to=lambda reward: reward.user)],
    tells="举报人带有效身份证明来局领取的，核对以后在这里登记。",
)  # fmt: skip
def record_claim(
    reward: Reward,
    deed: Doing,
    *,
    proof: Annotated[str, Says("怎样核对的身份", hint="如：核对居民身份证原件和回执号。不要写证件号码。", words=True, most=500)],
    payee: Annotated[str, NAME],
    bank: Annotated[str, BANK],
    account: Annotated[str, ACCOUNT],
) -> None:  # fmt: skip
    """登记来局领取

    Somebody came to the counter with proof of identity.
    """
    not_ones_own(reward, deed)
    _claimed(reward, deed, account)


def _claimed(reward: Reward, deed: Doing, account: str) -> None:
    if reward.claim_until and deed.on > reward.claim_until:
        says = f"领取的期限到{reward.claim_until:%Y年%-m月%-d日}为止，已经过了。"
        deed.refuse("too_late", says, under=deed.law.find("reward.claim"))
    _account(account, deed)
    reward.claimed_on = deed.on


def _account(typed: str, deed: Doing) -> None:
    digits = re.sub(r"[\s-]", "", normalize("NFKC", typed))
    if not re.fullmatch(r"\d{8,32}", digits):
        deed.refuse("wrong_account", "收款账号是8到32位数字，请核对。", beside="account")


@act(on=Reward, when=[State.CLAIMED], by=REPORTER, under="reward.claim")
def correct_account(
    reward: Reward,
    deed: Doing,
    *,
    payee: Annotated[str, NAME],
    bank: Annotated[str, BANK],
    account: Annotated[str, ACCOUNT],
) -> None:
    """更正收款账户

    Mistyped, or the bank sent it back.
    """
    _account(account, deed)


@news("reward.account")
@act(on=Reward, when=[State.CLAIMED], by=PAYERS, under="reward.payment")
def query_account(
    reward: Reward,
    deed: Doing,
    *,
    words: Annotated[str, Says("请举报人更正什么", hint="举报人会原样看到。", words=True, secret="reward_words", most=500)],
) -> None:  # fmt: skip
    """请举报人核对账户

    The account cannot be paid to; the reporter is asked to put it right.
    """


@news("reward.paid")
@act(
    on=Reward, moves={State.CLAIMED: State.PAID}, by=PAYERS, under=["reward", "reward.payment"],
    meets=["reward.payment"], closes=True, tells="发放以后举报人会看到日期和金额。",
)  # fmt: skip
def pay_reward(
    reward: Reward,
    deed: Doing,
    *,
    paid_on: Annotated[date, Says("发放日期")],
    voucher: Annotated[str, Says("支付凭证号", plain=True, most=60)],
) -> None:
    """登记发放

    The money went out, on a day and by a voucher.
    """
    not_ones_own(reward, deed)
    if paid_on > deed.on or (reward.claimed_on and paid_on < reward.claimed_on):
        deed.refuse("wrong_day", "发放日期在领取之日到今天之间。", beside="paid_on")
    reward.paid_on, reward.voucher = paid_on, voucher


@act(
    on=Reward, moves={State.TOLD: State.WAIVED}, by=REPORTER, under="reward", closes=True, grave=True,
    tells="放弃以后不能再领取。",
)  # fmt: skip
def waive_reward(reward: Reward, deed: Doing) -> None:
    """自愿放弃

    Nobody is made to take a reward.
    """


@news("reward.lapsed")
@act(on=Reward, moves={State.TOLD: State.LAPSED}, by=Role.SYSTEM, under="reward.claim", closes=True)
def let_lapse(reward: Reward, deed: Doing) -> None:
    """逾期未领，视为放弃

    The period to claim has passed.
    """
    if reward.claim_until is None or deed.on <= reward.claim_until:
        deed.refuse("not_yet", "领取的期限还没有过。")


@news("lead.progress")
@act(on=Reward, by=Reward.readers)
def unmask(
    reward: Reward,
    deed: Doing,
    *,
    field: Annotated[str, Says("查看什么", options=lambda reward, law: SEALED)],
    reason: Annotated[
        str, Says("为什么需要看", hint="留在记录里；举报人会知道被查看过。", words=True, most=500)
    ],
) -> None:
    """查看举报人身份或收款账户

    Both are sealed; each opening is recorded, shown to the reporter, and lasts a quarter of an hour. The account is for
    who pays, and who reported for who deals with the lead.
    """
    if not may_open(field, deed.by):
        whose = "、".join(dict.fromkeys(role.label for role in OPENED_BY[field]))
        deed.refuse("not_for_this_role", f"这一项只有{whose}需要看。", beside="field")
