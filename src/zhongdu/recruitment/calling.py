"""Calling for people: notices drafted, published and closed, letters to units."""

from datetime import date
from typing import Annotated

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.recruitment import options, rules
from zhongdu.recruitment.models import Notice
from zhongdu.scope.roles import Role

_Notice = Notice.State


@act(
    on=Office,
    creates=Notice,
    by=Role.RECRUITER,
    at="level.recruiting",
    under=["notice.publishing", "channel.free_choice"],
)
def draft_notice(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, Says("标题", plain=True, most=120)],
    body: Annotated[
        str, Says("正文", hint="报名要求、联系方式等，照原样登在公告页上", words=True, plain=True)
    ],
    quota: Annotated[int, Says("拟聘人数")],
    channels: Annotated[list[str], Says("选聘方式", options=options.channels)],
    opens_on: Annotated[date, Says("报名开始")],
    closes_on: Annotated[date, Says("报名截止", hint="当天仍可报名")],
    departure: Annotated[str, Says("例外的理由", hint="人数不合办法的一般规定时填写", words=True)] = "",
) -> Notice:
    """起草选聘公告

    A notice is drafted: how many, by which ways, from when until when. Fewer than the measure normally wants
    takes a written reason.
    """
    _sound(deed, quota, opens_on, closes_on)
    number = deed.law.find("selection.number")
    if number and (says := rules.short_of(number, quota)):
        deed.depart(number, departure, says)
    elif number:
        deed.cite(number)
    deed.cite(*(bound for bound in deed.law.family("channel") if bound.name in channels))
    return deed.open(
        Notice, office.bureau, _Notice.DRAFT, title=title, body=body, quota=quota,
        channels=channels, opens_on=opens_on, closes_on=closes_on,
    )  # fmt: skip


def _sound(deed: Doing, quota: int, opens_on: date, closes_on: date) -> None:
    if quota < 1:
        deed.refuse("no_quota", "拟聘人数至少是1人。", beside="quota")
    if closes_on < opens_on:
        deed.refuse("closes_before_it_opens", "报名截止日不能早于开始日。", beside="closes_on")
    if closes_on < deed.on:
        deed.refuse("closes_in_the_past", "报名截止日已经过了，请重新填写。", beside="closes_on")


@act(
    on=Notice,
    moves={_Notice.DRAFT: _Notice.OPEN},
    by=(Role.RECRUITER, Role.DECIDER),
    at="level.recruiting",
    under="notice.publishing",
    tells="公告随即登上公开网站，从报名开始那天起接受报名；发布以后不能改，只能提前截止。",
)
def publish_notice(notice: Notice, deed: Doing) -> None:
    """发布公告

    The notice stands on the public site; from its first day people may apply.
    """
    if notice.closes_on < deed.on:
        deed.refuse("closes_in_the_past", "报名截止日已经过了，请另拟一份公告。")


@act(
    on=Notice,
    moves={_Notice.DRAFT: _Notice.DROPPED},
    by=(Role.RECRUITER, Role.DECIDER),
    at="level.recruiting",
    grave=True,
    tells="这份拟稿不再发布，只留在本局的记录里。",
)
def drop_notice(notice: Notice, deed: Doing, *, reason: Annotated[str, Says("原因", most=200)]) -> None:
    """作废草稿

    A draft that will not be published.
    """


@act(
    on=Notice,
    moves={_Notice.OPEN: _Notice.CLOSED},
    by=(Role.RECRUITER, Role.DECIDER, Role.SYSTEM),
    at="level.recruiting",
    under="notice.publishing",
    grave=True,
    tells="截止以后不能再报名，已经提交的报名照常审核。",
)
def close_notice(
    notice: Notice, deed: Doing, *, reason: Annotated[str, Says("提前截止的原因", most=200)] = ""
) -> None:
    """截止报名

    Nobody can apply any more. After the last day the sweep does it; earlier, an officer says why.
    """
    if deed.on <= notice.closes_on and not reason:
        deed.refuse("why_early", "还没有到报名截止日，提前截止请写明原因。", beside="reason")


@act(
    on=Notice,
    when=[_Notice.DRAFT, _Notice.OPEN],
    by=Role.RECRUITER,
    at="level.recruiting",
    where="notice.working_letter",
)
def write_to_unit(
    notice: Notice, deed: Doing, *, unit: Annotated[str, Says("发给哪个单位", plain=True, most=60)]
) -> None:
    """发工作联系函

    A unit is asked by letter to recommend people; the letter is printed from the notice.
    """
