"""Judging an application: findings item by item, looked at again by somebody else, accepted, refused."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.messages.telling import holder, told
from zhongdu.recruitment import finding, options, rules, seconding
from zhongdu.recruitment.models import Application
from zhongdu.recruitment.queries import findings_of, looks_of, obstacles_of
from zhongdu.scope.roles import Role

_App = Application.State


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


def _two_review(application: Application, law: Any) -> str:
    """Why there is nothing to look at again; "" where there is."""
    if rules.REVIEWERS.of(application.bureau) == "one":
        return "本局的做法是一人审核，不用复核。"
    return "" if findings_of(application) else "还没有审核意见，先逐项审核。"


@act(
    on=Application,
    when=[_App.SUBMITTED],
    by=(Role.RECRUITER, Role.DECIDER),
    at="level.recruiting",
    under=["eligibility", "selection.looks_at"],
    provided=_two_review,
)
def second_review(
    application: Application,
    deed: Doing,
    *,
    views: Annotated[list[str], Says("复核意见", options=options.views)],
    reasons: Annotated[list[str] | None, Says("理由", secret="words", most=1000)] = None,
) -> None:
    """逐项复核

    Somebody else looks again at what the first reviewer found, where the bureau's own way is two: one view each,
    ``eligibility.age=agrees``; a view that differs says why.
    """
    seconding.second(deed, application, views, reasons or ())


@told("application.accepted", to=holder)
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

    Every condition was looked at, by two people where the bureau wants two, and none that must be met is unmet;
    ages are counted again today.
    """
    for obstacle in obstacles_of(application, looks_of(application, deed.law, deed.on)):
        deed.refuse("not_ready", obstacle.says, under=obstacle.bound)
    deed.cite(*deed.law.family("eligibility"))


@told("application.refused", to=holder)
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
