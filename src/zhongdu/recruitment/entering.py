"""Entering an application: handed in, opened for somebody else, completed, withdrawn."""

from typing import Annotated

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.messages.telling import holder, told
from zhongdu.recruitment import options, receiving
from zhongdu.recruitment.models import Application
from zhongdu.scope.roles import Role

_App = Application.State


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


@told("application.returned", to=holder)
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
