"""Recusal by the measure's own test: where an interest must also be able to impair fairness, a second officer judges."""

from typing import Annotated

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.discipline import queries
from zhongdu.discipline.models import JUDGES, RecusalQuestion
from zhongdu.institutions.queries import named
from zhongdu.messages.telling import told
from zhongdu.roster.queries import Appointment
from zhongdu.scope.roles import Role

State = RecusalQuestion.State


@act(
    on=Appointment,
    creates=RecusalQuestion,
    when=[Appointment.State.SERVING],
    by=(Role.CASE_OFFICER, Role.LIAISON, Role.SUPERVISOR),
    reach="shared",
    under="recusal",
    where="recusal",
    tells="由另一名工作人员判断，您不能自己判断。",
)
def ask_recusal(
    appointment: Appointment,
    deed: Doing,
    *,
    institution: Annotated[str, Says("医药机构", hint="名称或医保机构代码。", plain=True, most=120)],
    words: Annotated[str, Says("要让判断的人知道的", hint="判断的人能看到。", words=True, most=1000)] = "",
) -> RecusalQuestion:
    """请另一人判断是否回避

    Under a measure that asks whether an interest may impair fairness, somebody else than who assigns says so.
    """
    found = named(appointment.bureau, institution)
    if len(found) != 1:
        deed.refuse(
            "which_institution", "没有找到这一家，或者不止一家，请写全名或代码。", beside="institution"
        )
    how = queries.recusal(appointment, found[0], deed.law)
    if how == "barred":
        deed.refuse(
            "barred",
            "有利害关系就应当回避，不用再判断。",
            under=deed.law.rule("recusal"),
            beside="institution",
        )
    if not how:
        deed.refuse("nothing_to_judge", "没有申报过与这一家的利害关系，不用判断。", beside="institution")
    return deed.open(
        RecusalQuestion, appointment.bureau, State.OPEN, appointment=appointment, institution=found[0],
        user_id=appointment.user_id, asked_by=deed.by.user_id,
        ties=queries.ties(appointment, found[0]),
    )  # fmt: skip


def _asked_themselves(question: RecusalQuestion) -> int | None:
    """The supervisor, where it was they who asked; whom an officer means to send where is told nobody."""
    return question.user_id if question.asked_by == question.user_id else None


@told("request.answered", to=_asked_themselves)
@act(
    on=RecusalQuestion,
    when=[State.OPEN],
    by=JUDGES,
    under="recusal",
    tells="理由只有您、提请的人和局负责人、纪检人员看得到。",
)
def judge_recusal(
    question: RecusalQuestion,
    deed: Doing,
    *,
    outcome: Annotated[
        str,
        Says(
            "会不会影响公正",
            options=lambda subject, law: [
                (State.RECUSED.value, "可能影响公正，应当回避"),
                (State.CLEARED.value, "不会影响公正，不必回避"),
            ],
        ),
    ],
    reason: Annotated[str, Says("理由", words=True, most=2000)],
) -> None:
    """判断是否回避

    A second officer says, with the reason, whether the interest may impair fairness.
    """
    if deed.by.user_id == question.asked_by:
        deed.refuse("ones_own_question", "提请判断的人不能自己判断，请由另一名工作人员办理。")
    _still_so(question, deed)
    question.state, question.judged_by, question.judged_on = outcome, deed.by.user_id, deed.on


def _still_so(question: RecusalQuestion, deed: Doing) -> None:
    """What is judged is what is declared now: something new since the question is judged along with it."""
    question.ties = queries.ties(question.appointment, question.institution)
