"""Calling for people: notices drafted, amended, published and closed."""

from datetime import date
from typing import Annotated

from zhongdu import files
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.recruitment import asking, options, rules
from zhongdu.recruitment.models import Notice
from zhongdu.recruitment.queries import ATTACHED
from zhongdu.scope.roles import Role

MOST_ATTACHED = 10  # files of one notice
_Notice = Notice.State


_TITLE = Says("标题", plain=True, most=120)
_BODY = Says(
    "正文",
    hint="本局另有的要求、联系方式等，照原样登在公告页上；办法规定的条件不用抄，公告页自动列出",
    words=True,
    plain=True,
)
_QUOTA = Says("拟聘人数")
_OPENS = Says("报名开始")
_CLOSES = Says("报名截止", hint="当天仍可报名")
_DEPARTURE = Says("例外的理由", hint="人数不合办法的一般规定时填写", words=True)


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
    title: Annotated[str, _TITLE],
    body: Annotated[str, _BODY],
    quota: Annotated[int, _QUOTA],
    channels: Annotated[list[str], Says("选聘方式", options=options.channels)],
    opens_on: Annotated[date, _OPENS],
    closes_on: Annotated[date, _CLOSES],
    departure: Annotated[str, _DEPARTURE] = "",
) -> Notice:
    """起草选聘公告

    A notice is drafted: how many, by which ways, from when until when. Fewer than the measure normally wants
    takes a written reason.
    """
    _sound(deed, quota, opens_on, closes_on)
    _stands_on(deed, quota, channels, departure)
    return deed.open(
        Notice, office.bureau, _Notice.DRAFT, title=title, body=body, quota=quota,
        channels=channels, opens_on=opens_on, closes_on=closes_on,
    )  # fmt: skip


@act(
    on=Notice,
    when=[_Notice.DRAFT],
    by=Role.RECRUITER,
    at="level.recruiting",
    under=["notice.publishing", "channel.free_choice"],
)
def amend_notice(
    notice: Notice,
    deed: Doing,
    *,
    title: Annotated[str, _TITLE],
    body: Annotated[str, _BODY],
    quota: Annotated[int, _QUOTA],
    channels: Annotated[list[str], Says("选聘方式", options=options.channels)],
    opens_on: Annotated[date, _OPENS],
    closes_on: Annotated[date, _CLOSES],
    departure: Annotated[str, _DEPARTURE] = "",
) -> None:
    """修改拟稿

    A notice that is not published yet is written anew, under the same rules as when it was drafted.
    """
    _sound(deed, quota, opens_on, closes_on)
    _stands_on(deed, quota, channels, departure)
    notice.title, notice.body, notice.quota, notice.channels = title, body, quota, channels
    notice.opens_on, notice.closes_on = opens_on, closes_on


def _stands_on(deed: Doing, quota: int, channels: list[str], departure: str) -> None:
    """The clauses a notice cites: the number of people, and each way it goes."""
    number = deed.law.find("selection.number")
    if number and (says := rules.short_of(number, quota)):
        deed.depart(number, departure, says)
    elif number:
        deed.cite(number)
    deed.cite(*(bound for bound in deed.law.family("channel") if bound.name in channels))


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
def publish_notice(
    notice: Notice,
    deed: Doing,
    *,
    elsewhere: Annotated[
        str, Says("还发布在哪里", hint="如：局官网、公众号、报纸；记在留痕里", plain=True, most=200)
    ] = "",
    channel: Annotated[str, Says("请单位推荐的方式", options=options.unit_channels)] = "",
    units: Annotated[
        str,
        Says(
            "同时请哪些单位推荐",
            hint="一行一个单位，写全称；发布以后也可以再请",
            words=True,
            plain=True,
            most=4000,
        ),
    ] = "",
) -> None:
    """发布公告

    The notice stands on the public site; from its first day people may apply. Letters go out to the units named.
    """
    if notice.closes_on < deed.on:
        deed.refuse("closes_in_the_past", "报名截止日已经过了，请先修改拟稿。")
    if not units:
        return
    if not channel:
        deed.refuse("which_way", "请选这些单位按哪种方式推荐。", beside="channel")
    asking.write(
        deed,
        notice.bureau,
        notice.bureau,
        deed.law.rule(channel),
        units,
        notice=notice,
        expires_on=notice.closes_on,
    )
    if letters := deed.law.find("notice.working_letter"):
        deed.cite(letters)


@act(on=Notice, when=[_Notice.DRAFT], by=Role.RECRUITER, at="level.recruiting", under="notice.publishing")
def add_attachments(
    notice: Notice,
    deed: Doing,
    *,
    attachments: Annotated[
        list[Upload],
        Says("附件", hint="PDF、OFD、Word、Excel或者图片；公告发布以后人人可以下载", accept="documents"),
    ],
) -> None:
    """添加附件

    Files that go with a notice, kept as they came; with the notice they become public.
    """
    kept = list(files.attached(notice.number, ATTACHED))
    if len(kept) + len(attachments) > MOST_ATTACHED:
        deed.refuse("too_many_files", f"一份公告最多{MOST_ATTACHED}个附件。", beside="attachments")
    allow = files.DOCUMENTS | files.PICTURES
    how = {"owner": notice.number, "kind": ATTACHED, "allow": allow, "added_by": deed.by.user_id}
    for sort, upload in enumerate(attachments, start=len(kept)):
        try:
            made = files.store(upload, **how, sort=sort)  # type: ignore[arg-type]
        except files.FileRefused as refused:
            says = f"“{getattr(upload, 'name', '')}”：{refused.message}"
            deed.refuse("bad_file", says, beside="attachments")
        kept.append(made)
    deed.note(files=[[each.public_id, each.blob.sm3] for each in kept])


@act(
    on=Notice,
    when=[_Notice.DRAFT],
    by=Role.RECRUITER,
    at="level.recruiting",
    under="notice.publishing",
    provided=lambda notice, law: "" if options.attachments(notice, law) else "这份公告没有附件。",
)
def remove_attachment(
    notice: Notice,
    deed: Doing,
    *,
    which: Annotated[str, Says("去掉哪一个", options=options.attachments, people=True)],
) -> None:
    """去掉附件

    A file that shall not go with the notice after all.
    """
    files.erase(files.attached(notice.number, ATTACHED).get(public_id=which))


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
