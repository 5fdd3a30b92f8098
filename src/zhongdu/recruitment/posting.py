"""Standing before the public: the notice, where else it stands, its extension, its end, objections to it."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.duties.models import Duty, Tick
from zhongdu.duties.opening import meet, tick
from zhongdu.messages.telling import holder, told
from zhongdu.recruitment import objecting, outlets, rules
from zhongdu.recruitment.judging import refuse_application
from zhongdu.recruitment.models import Application, Objection, Outlet
from zhongdu.recruitment.queries import in_the_way, is_over, selection_waits
from zhongdu.scope.roles import Role

_App = Application.State
_Objection = Objection.State


@told("application.progress", to=holder)
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
) -> None:
    """发布公示

    Put preselected people before the public; those posted in one deed are one list, and the clock runs from
    the day after posting.
    """
    if says := selection_waits(application):
        deed.refuse("not_selected", says)
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


def _outlets(application: Application, law: Any) -> list[tuple[str, str]]:
    return [(each.number, str(each)) for each in outlets.of_posting(application.posting)]


def _any_outlet(application: Application, law: Any) -> str:
    return "" if outlets.of_posting(application.posting) else "还没有登记发布渠道，先登记发布在哪里。"


@act(
    on=Application,
    when=[_App.ON_NOTICE],
    by=Role.RECRUITER,
    at="level.recruiting",
    where="public_notice.period",
    tells="公示页面上会写明还发布在哪里。",
)
def add_outlet(
    application: Application,
    deed: Doing,
    *,
    kind: Annotated[str, Says("发布在哪里", options=lambda application, law: Outlet.Kind.choices)],
    where: Annotated[
        str, Says("网址、版次或地点", hint="如：网址，报纸名和版次，公告栏在哪里", plain=True, most=200)
    ],
    on: Annotated[date, Says("发布日期")],
    proof: Annotated[
        list[Upload] | None, Says("发布证明", hint="截图、照片，可以以后再补", accept="evidence")
    ] = None,
) -> None:
    """登记发布渠道

    Where else the list was put before the public: a site, an account, a newspaper, a board, with the proof.
    """
    outlets.enter(deed, application, kind, where, on, proof or [])


@act(
    on=Application,
    when=[_App.ON_NOTICE],
    by=Role.RECRUITER,
    at="level.recruiting",
    where="public_notice.period",
    provided=_any_outlet,
)
def add_posting_proof(
    application: Application,
    deed: Doing,
    *,
    outlet: Annotated[str, Says("哪一处", options=_outlets)],
    proof: Annotated[list[Upload], Says("发布证明", hint="截图、照片", accept="evidence")],
) -> None:
    """补充发布证明

    A screenshot or a photograph of where the list stands, added while it stands there.
    """
    outlets.prove(deed, Outlet.objects.get(number=outlet), proof)


@told("application.progress", to=holder)
@act(
    on=Application,
    when=[_App.ON_NOTICE],
    by=(Role.RECRUITER, Role.DECIDER),
    at="level.recruiting",
    where="public_notice.period",
    tells="只延长这一个人，名单上其他人照原来的日子。办法写了公示多少天，没有写延长；延长是本局的决定。",
)
def extend_public_notice(
    application: Application,
    deed: Doing,
    *,
    until: Annotated[date, Says("延长到哪一天", hint="含当天")],
    reason: Annotated[
        str,
        Says("理由", hint="申请人凭回执号会看到；公示页面只写延长到哪一天", words=True, most=1000),
    ],
) -> None:
    """延长此人公示

    One person's public notice runs to a later last day, with the reason; nobody else's on the list does.
    """
    bound, ends = deed.law.rule("public_notice.period"), application.notice_ends_on
    if is_over(application):
        deed.refuse("notice_over", f"公示已于{rules.spoken(ends)}结束，不能再延长。", under=bound)
    if ends and until <= ends:
        deed.refuse("not_later", f"现在公示到{rules.spoken(ends)}，延长要到更晚的一天。", beside="until")
    application.notice_ends_on = until
    for duty in Duty.objects.open().filter(docket=application.docket, concept=bound.name):
        tick(duty, Tick.Kind.EXTEND, on=deed.on, until=until, deed=deed.id)


@told("application.progress", to=holder)
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


@told("objection.settled", to=holder)
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
