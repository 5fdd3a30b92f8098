"""What is done in recruitment: notices, applications, their review, public notice and objections to it."""

from datetime import date
from typing import Annotated

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.bureaus.queries import Office
from zhongdu.duties.opening import meet
from zhongdu.recruitment import finding, objecting, options, receiving, rules
from zhongdu.recruitment.models import Application, Notice, Objection
from zhongdu.recruitment.queries import findings_of, in_the_way, is_over, looks_of
from zhongdu.scope.roles import Role

_Notice, _App, _Objection = Notice.State, Application.State, Objection.State

# --- notices


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


# --- applying


@act(
    on=Office,
    creates=Application,
    by=(Role.ANYONE, Role.RECRUITER),
    under=["application.in_writing", "application.form"],
)
def apply(
    office: Office, deed: Doing, *, draft: Annotated[str, Says("草稿", plain=True, most=64)]
) -> Application:
    """提交报名

    What was typed becomes an application, under a notice or by a way that needs none. ``draft`` is the keyed
    hash of the receipt code.
    """
    return receiving.take_in(deed, office.bureau, draft)


@act(on=Office, by=Role.RECRUITER, at="level.recruiting", under="channel.free_choice")
def invite(
    office: Office,
    deed: Doing,
    *,
    channel: Annotated[str, Says("选聘方式", options=options.channels)],
    receipt: Annotated[str, Says("回执", plain=True, most=64)],
    notice: Annotated[str, Says("所报公告", hint="凭公告报名的填", options=options.notices)] = "",
    unit: Annotated[str, Says("推荐单位", hint="由单位推荐的填", plain=True, most=60)] = "",
) -> None:
    """邀请、推荐、代录报名

    The bureau opens an application for somebody: whom it invites, whom a unit recommends, whose form came on
    paper. The person consents and fills it in, or an officer keys it in; ``receipt`` is the keyed hash of its code.
    """
    receiving.open_for(deed, office.bureau, channel, receipt, notice, unit)


@act(
    on=Application,
    moves={_App.SUBMITTED: _App.RETURNED},
    by=Role.RECRUITER,
    at="level.recruiting",
    under="application.in_writing",
)
def return_for_completion(
    application: Application,
    deed: Doing,
    *,
    words: Annotated[str, Says("要补充或更正什么", hint="申请人凭回执号会看到这段话", words=True, most=1000)],
) -> None:
    """退回补充

    Something is missing or unclear: the applicant reads what, completes it and hands it in again.
    """


@act(on=Application, moves={_App.RETURNED: _App.SUBMITTED}, by=Role.APPLICANT, under="application.in_writing")
def resubmit(application: Application, deed: Doing) -> None:
    """补充后再提交

    The applicant has completed the application, in the draft begun from what was handed in before.
    """
    receiving.take_again(deed, application)


@act(
    on=Application,
    moves=dict.fromkeys(
        (_App.SUBMITTED, _App.RETURNED, _App.ACCEPTED, _App.ON_NOTICE, _App.CLEARED), _App.WITHDRAWN
    ),
    by=Role.APPLICANT,
    closes=True,
    grave=True,
    tells="撤回以后这次报名就结束了；还在报名时间内的，可以重新报名。",
)
def withdraw(
    application: Application,
    deed: Doing,
    *,
    reason: Annotated[str, Says("原因", hint="可以不填", most=200)] = "",
) -> None:
    """撤回报名

    The applicant no longer wants to be chosen.
    """


# --- review


@act(
    on=Application,
    when=[_App.SUBMITTED],
    by=Role.RECRUITER,
    at="level.recruiting",
    under=["eligibility", "selection.looks_at"],
)
def review(
    application: Application,
    deed: Doing,
    *,
    verdicts: Annotated[list[str], Says("审核结论", options=options.verdicts)],
    reasons: Annotated[list[str] | None, Says("理由", secret="words", most=1000)] = None,
    marks: Annotated[list[str] | None, Says("标注", options=options.marks, secret="review_marks")] = None,
) -> None:
    """逐项审核

    Findings on the conditions, one verdict each: ``eligibility.age=met``; a reason and marks begin the same way.
    What is computed is computed here, on this day, and can only be departed from where the law says 一般.
    """
    finding.find(deed, application, verdicts, reasons or (), marks or ())


@act(
    on=Application,
    moves={_App.SUBMITTED: _App.ACCEPTED},
    by=Role.RECRUITER,
    at="level.recruiting",
    under=["selection.looks_at", "selection.best", "eligibility"],
)
def accept(
    application: Application,
    deed: Doing,
    *,
    opinion: Annotated[
        str, Says("综合意见", hint="专业背景、工作经历等的综合考虑，可以不填", words=True, most=1000)
    ] = "",
) -> None:
    """审核通过

    Every condition was looked at, and none that must be met is unmet; ages are counted again today.
    """
    verdicts = {name: found.verdict for name, found in findings_of(application).items()}
    for obstacle in rules.obstacles(looks_of(application, deed.law, deed.on), verdicts):
        deed.refuse("not_ready", obstacle.says, under=obstacle.bound)
    deed.cite(*deed.law.family("eligibility"))


@act(
    on=Application,
    moves=dict.fromkeys(
        (_App.SUBMITTED, _App.RETURNED, _App.ACCEPTED, _App.ON_NOTICE, _App.CLEARED), _App.REFUSED
    ),
    by=(Role.RECRUITER, Role.SYSTEM),
    at="level.recruiting",
    under=["eligibility", "selection.looks_at"],
    closes=True,
    grave=True,
    tells="这次报名到此结束；申请人凭回执号会看到理由。",
)
def refuse_application(
    application: Application,
    deed: Doing,
    *,
    reason: Annotated[str, Says("理由", hint="申请人凭回执号会看到", words=True, most=1000)],
) -> None:
    """不予聘任

    The person will not be appointed, and is told why.
    """
    unmet = [name for name, found in findings_of(application).items() if found.verdict == rules.UNMET]
    deed.cite(*(bound for bound in deed.law.family("eligibility") if bound.name in unmet))


# --- public notice


@act(
    on=Application,
    moves={_App.ACCEPTED: _App.ON_NOTICE},
    by=Role.RECRUITER,
    at="level.recruiting",
    where="public_notice.period",
    opens=[Opens("public_notice.period", since="posted_on")],
)
def post_for_public_notice(
    application: Application,
    deed: Doing,
    *,
    posted_on: Annotated[date, Says("公示发布之日", hint="从第二天起算；已在别处发布的填实际发布的那天")],
    elsewhere: Annotated[
        str, Says("还发布在哪里", hint="如：局官网、公众号、报纸，附网址或版次", plain=True, most=300)
    ] = "",
) -> None:
    """发布公示

    Put preselected people before the public; those posted in one deed are one list, and the clock runs from
    the day after posting.
    """
    if posted_on > deed.on:
        deed.refuse("not_posted_yet", "发布之日不能晚于今天，发布以后再登记。", beside="posted_on")
    if posted_on < application.submitted_on:
        deed.refuse("posted_too_early", "发布之日不能早于此人报名的日子。", beside="posted_on")
    ends = deed.law.last_day("public_notice.period", posted_on)
    if ends is None:
        deed.refuse(
            "no_period", "办法没有写明公示多少天，请先确定天数。", under=deed.law.rule("public_notice.period")
        )
    application.posted_on, application.notice_ends_on = posted_on, ends.last
    application.posting = deed.id
    deed.note(notice_ends_on=ends.last.isoformat(), provisional=ends.provisional)


@act(
    on=Application,
    moves={_App.ON_NOTICE: _App.CLEARED},
    by=(Role.SYSTEM, Role.RECRUITER),
    at="level.recruiting",
    where="public_notice.period",
    under="public_notice.objection_stops",
    meets=["public_notice.period"],
    tells="公示期已过、异议都已核实处理的，确认以后就可以办理聘任。",
)
def clear(application: Application, deed: Doing) -> None:
    """确认公示无异议

    The last day is over and nothing stands in the way: the person may be appointed.
    """
    bound = deed.law.rule("public_notice.period")
    if not is_over(application):
        deed.refuse(
            "still_on_notice",
            f"公示到{rules.spoken(application.notice_ends_on)}（含当天）为止，次日起才能确认无异议。",
            under=bound,
        )
    if says := in_the_way(application, deed.law):
        deed.refuse("objected", says, under=deed.law.find("public_notice.objection_stops") or bound)
    # The notice has run its time whenever somebody says so: it was over with its last day, not late.
    meet(application.docket, bound.name, on=application.notice_ends_on or deed.on, deed=deed.id)


@act(
    on=Application,
    creates=Objection,
    when=[_App.ON_NOTICE],
    by=Role.ANYONE,
    where="public_notice.period",
    under="public_notice.objection_stops",
)
def object(
    application: Application,
    deed: Doing,
    *,
    account: Annotated[str, Says("异议的内容和依据", words=True, secret="narrative", most=3000)],
    receipt: Annotated[str, Says("回执", plain=True, most=64)],
    name: Annotated[
        str, Says("您的姓名", hint="可以不留；留下的严格保密", secret="reporter_name", most=40)
    ] = "",
    phone: Annotated[
        str, Says("联系电话", hint="可以不留，留下便于核实", secret="reporter_phone", most=30)
    ] = "",
    evidence: Annotated[list[Upload] | None, Says("证据材料", accept="evidence")] = None,
) -> Objection:
    """提出异议

    Anybody may object with grounds while a person stands on public notice, signed or not. ``receipt`` is the
    keyed hash of the code the objector keeps.
    """
    return objecting.raise_one(deed, application, receipt, phone, bool(name), evidence or [])


@act(
    on=Objection,
    when=[_Objection.OPEN],
    by=(Role.RECRUITER, Role.DECIDER),
    under="public_notice.objection_stops",
)
def settle_objection(
    objection: Objection,
    deed: Doing,
    *,
    outcome: Annotated[
        str,
        Says(
            "核实结果",
            options=lambda objection, law: [
                (_Objection.UPHELD, "异议成立"),
                (_Objection.DISMISSED, "异议不成立"),
            ],
        ),
    ],
    reason: Annotated[str, Says("核实情况和理由", hint="提出异议的人凭回执号会看到", words=True, most=2000)],
) -> None:
    """处理异议

    Upheld, the person will not be appointed; dismissed, the public notice goes on to its end.
    """
    objecting.settle(deed, objection, outcome, refuse_application)


# --- looking at what is masked


@act(on=Application, when=[*_App], by=(Role.RECRUITER, Role.DECIDER, Role.DISCIPLINE_OFFICER))
def unmask(
    application: Application,
    deed: Doing,
    *,
    field: Annotated[str, Says("查看哪一项", options=options.masked)],
    reason: Annotated[str, Says("为什么要看", hint="会记入留痕，如：核对身份证件", most=200)],
) -> None:
    """查看个人信息

    Whoever looks at what is masked is recorded, with the reason; the value is shown for a quarter of an hour.
    """


@act(on=Objection, when=[*_Objection], by=(Role.RECRUITER, Role.DECIDER, Role.DISCIPLINE_OFFICER))
def unmask_objector(
    objection: Objection,
    deed: Doing,
    *,
    reason: Annotated[str, Says("为什么要看", hint="会记入留痕，如：电话核实异议内容", most=200)],
) -> None:
    """查看异议人联系方式

    Whoever looks at who objected is recorded, with the reason.
    """
