"""Looking at what is masked."""

from typing import Annotated

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.messages.telling import holder, told
from zhongdu.recruitment import options
from zhongdu.recruitment.models import Application, Objection
from zhongdu.scope.roles import Role

_App = Application.State
_Objection = Objection.State


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


@told("matter.public", to=holder)
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
