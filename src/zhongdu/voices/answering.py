"""What becomes of an opinion: in hand, answered with what was decided, carried out; or explained, passed on, a lead."""

from datetime import date
from typing import Annotated, Any

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.bureaus.queries import beside
from zhongdu.duties.opening import void
from zhongdu.messages.telling import person, told
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role
from zhongdu.voices import themes
from zhongdu.voices.filing import bureaus_to_name
from zhongdu.voices.handling import EXPLANATION, HANDLERS, explained, into_lead, move, news
from zhongdu.voices.identity import identity, sealed_fields
from zhongdu.voices.models import Opinion

State = Opinion.State
ANSWER = "suggestion.answer"
_LONG = 10_000
GIST = Says(
    "一两句话的摘要", hint="给座谈会汇总用：说的是什么事、建议怎样改。不写姓名，也不写能认出是谁的事。", words=True,
    secret="opinion_gist", most=600,
)  # fmt: skip


def outcomes(subject: Any, law: Any) -> list[tuple[str, str]]:
    return list(Opinion.Outcome.choices)


@told("lead.progress", to=person)
@act(
    on=Opinion, moves={State.FILED: State.HANDLING}, by=HANDLERS, under=ANSWER,
    tells="由您办理和答复；提意见的人会看到在办了，看不到您的姓名。",
)  # fmt: skip
def take_opinion(opinion: Opinion, deed: Doing) -> None:
    """接手办理

    An officer takes the opinion in hand and stands for it by name.
    """
    opinion.handler_id = deed.by.user_id


@news("lead.answer")
@act(
    on=Opinion,
    moves={State.FILED: State.ANSWERED, State.HANDLING: State.ANSWERED},
    by=HANDLERS,
    under=ANSWER,
    meets=[ANSWER],
    tells="一时落实不了的，请用【说明暂不能落实的原因】，不要当作不采纳。",
)
def settle_opinion(
    opinion: Opinion,
    deed: Doing,
    *,
    outcome: Annotated[str, Says("结果", options=outcomes)],
    words: Annotated[str, Says("给提意见的人的答复", hint="采纳的写打算怎样做；不采纳的写明为什么。他会原样看到，请用平实的话写。", words=True, secret="voice_answer", most=_LONG)],
    gist: Annotated[str, GIST] = "",
) -> None:  # fmt: skip
    """答复意见

    What the bureau makes of the opinion, and why, said to the one who spoke.
    """
    opinion.answered_on, opinion.outcome = deed.on, outcome
    opinion.handler_id = opinion.handler_id or deed.by.user_id
    opinion.summed = bool(gist) or opinion.summed
    void(opinion.docket, EXPLANATION, on=deed.on, deed=deed.id)


@news("lead.progress")
@act(
    on=Opinion,
    when=[State.FILED, State.HANDLING],
    by=HANDLERS,
    under=EXPLANATION,
    meets=[EXPLANATION],
    tells="说明不是答复：等了多少天照常算，落实以后或者定了以后再答复。",
)
def explain_opinion(
    opinion: Opinion,
    deed: Doing,
    *,
    words: Annotated[str, Says("暂不能落实的原因", hint="提意见的人会原样看到，请用平实的话写。", words=True, secret="voice_answer", most=5000)],
    expected_on: Annotated[date | None, Says("预计何时答复", hint="说得出就填，不作承诺。")] = None,
) -> None:  # fmt: skip
    """说明暂不能落实的原因

    What cannot be done yet is explained to the one who spoke. The wait goes on being counted.
    """
    explained(opinion, deed, expected_on)


@act(
    on=Opinion,
    when=[State.FILED, State.HANDLING],
    by=Role.SYSTEM,
    under=EXPLANATION,
    opens=[Opens(EXPLANATION, owed_to=lambda opinion: opinion.user)],
)
def note_opinion_overdue(opinion: Opinion, deed: Doing) -> None:
    """答复逾期，应当说明

    The day to answer has passed: from now on the bureau owes the speaker an explanation.
    """


@news("lead.progress")
@act(
    on=Opinion,
    when=[State.ANSWERED],
    by=HANDLERS,
    under=ANSWER,
    provided=lambda opinion, law: (
        "采纳了的意见才登记落实情况。" if opinion.outcome not in Opinion.TAKEN else "已经登记过落实情况。"
        if opinion.carried_out_on else ""
    ),
)  # fmt: skip
def report_carried_out(
    opinion: Opinion,
    deed: Doing,
    *,
    done_on: Annotated[date, Says("哪天落实的")],
    words: Annotated[str, Says("怎样落实的", hint="提意见的人会原样看到；汇总里也会用，请不要写姓名。", words=True, secret="voice_answer", most=5000)],
) -> None:  # fmt: skip
    """登记落实情况

    What was adopted has been carried out: the one who spoke reads how, and the digest counts it.
    """
    if done_on > deed.on:
        deed.refuse("in_the_future", "落实的日期不能晚于今天。", beside="done_on")
    if opinion.answered_on and done_on < opinion.answered_on:
        deed.refuse("too_early", "落实的日期不能早于答复的日期。", beside="done_on")
    opinion.carried_out_on = done_on


# --- what it is about ------------------------------------------------------------------------------------
@act(
    on=Opinion, when=[State.FILED, State.HANDLING, State.ANSWERED], by=HANDLERS, under="suggestion.gathering"
)
def sort_opinion(
    opinion: Opinion,
    deed: Doing,
    *,
    about: Annotated[list[str] | None, Says("类别", hint="可以多选。原来的类别换成现在选的。", options=themes.options)] = None,
) -> None:  # fmt: skip
    """归类

    An officer says which themes an opinion is about; whoever spoke may have chosen others, or none.
    """
    themes.tag(opinion, about or ())


@act(
    on=Opinion, when=[State.FILED, State.HANDLING, State.ANSWERED], by=HANDLERS, under="suggestion.gathering"
)
def sum_up(opinion: Opinion, deed: Doing, *, gist: Annotated[str, GIST]) -> None:
    """写摘要

    What it says, in an officer's words and without any name: only so does it go into a digest or a workbook.
    """
    name = identity(opinion).get("speaker", "")
    if name and name in gist:
        deed.refuse("names_somebody", "摘要里写了提意见的人的姓名，请去掉。", beside="gist")
    opinion.summed = True


# --- whose it is -----------------------------------------------------------------------------------------
def _others(opinion: Any, law: Any) -> list[tuple[str, str]]:
    return [(bureau.code, bureau.name) for bureau in beside(opinion.bureau, against=opinion.against)]


@news("lead.progress")
@act(
    on=Opinion,
    moves={State.FILED: State.FILED, State.HANDLING: State.FILED},
    by=HANDLERS,
    under=ANSWER,
    provided=lambda opinion, law: "" if _others(opinion, law) else "本平台上没有别的医保局可以转。",
    tells="转过去以后由那个局办理和答复。等了多少天，从提出的那天起继续算。",
)
def pass_opinion(
    opinion: Opinion,
    deed: Doing,
    *,
    bureau: Annotated[str, Says("转给哪个局", options=_others)],
    words: Annotated[str, Says("为什么由它办理", hint="提意见的人会原样看到。", words=True, secret="voice_answer", most=2000)],
) -> None:  # fmt: skip
    """转别的医保局

    Another bureau can do what is suggested: it gets the opinion with its record, and owes the answer from now on.
    """
    move(opinion, Bureau.objects.get(code=bureau), ANSWER, deed)


@news("lead.progress")
@act(
    on=Opinion,
    moves={State.FILED: State.BECAME_LEAD, State.HANDLING: State.BECAME_LEAD},
    by=HANDLERS,
    under=["lead.filing", ANSWER],
    closes=True,
    grave=True,
    tells="说的是违法违规的事，就按线索查办和答复，从提出那天起算。说的是医保部门自己的人，选出是哪一家：转出以后，那一家的人（可能包括您）就看不到了，请勿告诉任何人。",
)
def opinion_into_lead(
    opinion: Opinion,
    deed: Doing,
    *,
    institution: Annotated[str, Says("说的是哪一家机构", hint="医院、药店的名称或代码；没有就不填。", secret="words", most=120)] = "",
    against: Annotated[str, Says("是不是反映医保局、经办机构或它们的工作人员", options=lambda opinion, law: bureaus_to_name(opinion))] = "",
) -> None:  # fmt: skip
    """转为线索

    Reading it, an officer finds that it tells of a violation, or of the bureau's own people: it is a lead from now on.
    """
    said = "\n".join(vault.read_every([opinion.number], ["opinion"])[opinion.number])
    into_lead(
        opinion, deed, words=said, institution=institution, against=against, concept=ANSWER, supervisor=opinion.user_id
    )  # fmt: skip


# --- who spoke -------------------------------------------------------------------------------------------
@act(on=Opinion, by=(*HANDLERS, Role.DECIDER))
def unmask_opinion(
    opinion: Opinion,
    deed: Doing,
    *,
    field: Annotated[str, Says("查看什么", options=sealed_fields)],
    reason: Annotated[str, Says("为什么需要看", hint="留在记录里；提意见的人会知道身份被查看过。", words=True, most=500)],
) -> None:  # fmt: skip
    """查看提意见的人是谁

    Who spoke is sealed, each field by itself; opening one is recorded, shown to the speaker, and lasts a quarter of an hour.
    """
