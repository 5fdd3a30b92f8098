"""What becomes of a forwarded letter: its writer is asked and answered; the supervisor is told where it stands.

The supervisor who handed it on reads what is meant for him and nothing of what the writer and the bureau say to each other.
"""

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
from zhongdu.voices.handling import EXPLANATION, HANDLERS, by_code, explained, into_lead, move, news
from zhongdu.voices.identity import sealed_fields
from zhongdu.voices.models import ForwardedLetter, Opinion

State, Turn = ForwardedLetter.State, ForwardedLetter.Turn
ANSWER = "forwarded.answer"
_LONG = 10_000
_FEEDBACK = Says(
    "给监督员的反馈", hint="办得怎样、落实没有。不写信人的姓名、病情和别的私事。", words=True, secret="letter_feedback", most=3000
)  # fmt: skip


@told("lead.progress", to=person)
@act(
    on=ForwardedLetter, moves={State.FILED: State.HANDLING}, by=HANDLERS, under=ANSWER,
    tells="由您办理和答复；写信人和监督员会看到在办了，看不到您的姓名。",
)  # fmt: skip
def take_letter(letter: ForwardedLetter, deed: Doing) -> None:
    """接手办理

    An officer takes the letter in hand and stands for it by name.
    """
    letter.handler_id = deed.by.user_id


# --- talking with the writer -----------------------------------------------------------------------------
@told("lead.public", to=by_code)
@act(
    on=ForwardedLetter,
    when=[State.FILED, State.HANDLING],
    by=HANDLERS,
    under=ANSWER,
    tells="写信人凭查询码在网上看到问题、写回答，看不到您的姓名；转递的监督员看不到你们说的话。等了多少天照常算。",
)
def ask_writer(
    letter: ForwardedLetter,
    deed: Doing,
    *,
    words: Annotated[
        str, Says("问什么", hint="写信人会原样看到。", words=True, secret="letter_talk", most=5000)
    ],
) -> None:
    """向写信人提问

    An officer asks whoever wrote; only the writer reads it.
    """
    letter.turn = Turn.WRITER


def _handler(letter: ForwardedLetter) -> int | None:
    return letter.handler_id


@told("voice.words", to=_handler)
@act(on=ForwardedLetter, when=[State.FILED, State.HANDLING, State.ANSWERED], by=Role.APPLICANT, under=ANSWER)
def write_again(
    letter: ForwardedLetter,
    deed: Doing,
    *,
    words: Annotated[str, Says("要说的话", hint="回答问您的，或者想起来的。", words=True, secret="letter_talk", most=5000)],
) -> None:  # fmt: skip
    """回答或者补充

    The writer answers what was asked, or says what has come to mind. The supervisor who handed the letter on does not read it.
    """
    if letter.number not in deed.by.holds:
        deed.refuse("not_there", "没有找到这封来信，请核对查询码。")
    letter.turn = Turn.BUREAU


# --- answering -------------------------------------------------------------------------------------------
@news("lead.answer")
@act(
    on=ForwardedLetter,
    moves={State.FILED: State.ANSWERED, State.HANDLING: State.ANSWERED},
    by=HANDLERS,
    under=ANSWER,
    meets=[ANSWER],
    tells="两个人都在等：答复写给写信人，反馈写给转递的监督员。监督员看不到给写信人的答复。",
)
def answer_letter(
    letter: ForwardedLetter,
    deed: Doing,
    *,
    words: Annotated[str, Says("给写信人的答复", hint="查了什么、怎样办的。写信人会原样看到，请用平实的话写。", words=True, secret="voice_answer", most=_LONG)],
    feedback: Annotated[str, _FEEDBACK],
) -> None:  # fmt: skip
    """答复写信人，反馈监督员

    The writer is answered, and the supervisor who handed the letter on is told what came of it.
    """
    _answered(letter, deed)


def _answered(letter: ForwardedLetter, deed: Doing) -> None:
    letter.answered_on, letter.turn = letter.answered_on or deed.on, ""
    letter.handler_id = letter.handler_id or deed.by.user_id
    void(letter.docket, EXPLANATION, on=deed.on, deed=deed.id)


@news("lead.progress")
@act(
    on=ForwardedLetter,
    when=[State.FILED, State.HANDLING],
    by=HANDLERS,
    under=EXPLANATION,
    meets=[EXPLANATION],
    tells="写信人和监督员都会看到这段话。说明不是答复，等了多少天照常算。",
)
def explain_letter(
    letter: ForwardedLetter,
    deed: Doing,
    *,
    feedback: Annotated[str, Says("暂不能落实的原因", hint="不写信人的姓名和私事。", words=True, secret="letter_feedback", most=3000)],
    expected_on: Annotated[date | None, Says("预计何时答复", hint="说得出就填，不作承诺。")] = None,
) -> None:  # fmt: skip
    """说明暂不能落实的原因

    What cannot be done yet is explained to both who wait. The wait goes on being counted.
    """
    explained(letter, deed, expected_on)


@act(
    on=ForwardedLetter,
    when=[State.FILED, State.HANDLING],
    by=Role.SYSTEM,
    under=EXPLANATION,
    opens=[Opens(EXPLANATION, owed_to=lambda letter: letter.user)],
)
def note_letter_overdue(letter: ForwardedLetter, deed: Doing) -> None:
    """答复逾期，应当说明

    The day to answer has passed: from now on the bureau owes an explanation.
    """


# --- what it becomes, and whose it is --------------------------------------------------------------------
def _became(letter: Any, law: Any) -> str:
    if letter.lead_id:
        return "这封信已经转为线索。"
    return "这封信已经转为意见建议。" if letter.opinion_id else ""


@told("lead.progress", to=person)
@act(
    on=ForwardedLetter,
    moves={State.FILED: State.HANDLING, State.HANDLING: State.HANDLING},
    by=HANDLERS,
    under=["lead.filing", ANSWER],
    provided=_became,
    grave=True,
    tells="线索查办的答复会同时写进这封信。说的是医保部门自己的人，选出是哪一家：转出以后，那一家的人（可能包括您）就看不到了，请勿告诉任何人。",
)
def letter_into_lead(
    letter: ForwardedLetter,
    deed: Doing,
    *,
    words: Annotated[str, Says("信里反映了什么", hint="附件会一起带过去；看不清的字在这里写明。", words=True, secret="letter", most=_LONG)] = "",
    institution: Annotated[str, Says("反映的是哪一家机构", hint="医院、药店的名称或代码；没有就不填。", secret="words", most=120)] = "",
    against: Annotated[str, Says("是不是反映医保局、经办机构或它们的工作人员", options=lambda letter, law: bureaus_to_name(letter))] = "",
) -> None:  # fmt: skip
    """转为线索查办

    The letter tells of a violation: it is looked into as a lead, and what is answered there comes into its own thread.
    """
    said = [*vault.read_every([letter.number], ["letter"])[letter.number], words]
    into_lead(
        letter, deed, words="\n".join(filter(None, said)), institution=institution, against=against, concept=ANSWER,
        supervisor=None,
    )  # fmt: skip
    letter.handler_id = None if letter.against_id else letter.handler_id or deed.by.user_id


@told("lead.progress", to=person)
@act(
    on=ForwardedLetter,
    moves={State.FILED: State.HANDLING, State.HANDLING: State.HANDLING},
    by=HANDLERS,
    under=["suggestion.gathering", ANSWER],
    provided=_became,
    tells="意见的答复会同时写进这封信。",
)
def letter_into_opinion(
    letter: ForwardedLetter,
    deed: Doing,
    *,
    words: Annotated[str, Says("意见或者建议", hint="照信里的话写，不写姓名。", words=True, secret="opinion", most=_LONG)],
    about: Annotated[list[str] | None, Says("说的是哪一类", options=themes.options)] = None,
) -> None:  # fmt: skip
    """转为意见建议

    The letter says how things could be better: it is dealt with as an opinion, and the answer comes into its own thread.
    """
    letter.opinion = deed.open(
        Opinion, letter.bureau, Opinion.State.FILED, speaker=Opinion.Speaker.CITIZEN, source=Opinion.Source.LETTER,
        receipt=letter.receipt, against=letter.against, filed_on=letter.filed_on, handler_id=letter.handler_id,
    )  # fmt: skip
    themes.tag(letter.opinion, about or ())
    deed.keep(letter.opinion, {"opinion": words})  # where it is searched
    letter.handler_id = letter.handler_id or deed.by.user_id


def _others(letter: Any, law: Any) -> list[tuple[str, str]]:
    return [(bureau.code, bureau.name) for bureau in beside(letter.bureau, against=letter.against)]


@news("lead.progress")
@act(
    on=ForwardedLetter,
    moves={State.FILED: State.FILED, State.HANDLING: State.FILED},
    by=HANDLERS,
    under=ANSWER,
    provided=lambda letter, law: (
        _became(letter, law) or ("" if _others(letter, law) else "本平台上没有别的医保局可以转。")
    ),
    tells="转过去以后由那个局办理和答复。等了多少天，从收到的那天起继续算。",
)
def pass_letter(
    letter: ForwardedLetter,
    deed: Doing,
    *,
    bureau: Annotated[str, Says("转给哪个局", options=_others)],
    feedback: Annotated[str, Says("为什么由它办理", hint="写信人和监督员都会看到。", words=True, secret="letter_feedback", most=2000)],
) -> None:  # fmt: skip
    """转别的医保局

    Another bureau is competent: it gets the letter with its record, and owes the answer from now on.
    """
    move(letter, Bureau.objects.get(code=bureau), ANSWER, deed)


@news("lead.answer")
@act(
    on=ForwardedLetter,
    moves={State.FILED: State.PASSED_ON, State.HANDLING: State.PASSED_ON},
    by=HANDLERS,
    under=ANSWER,
    meets=[ANSWER],
    provided=_became,
    grave=True,
    tells="只用于医保部门无权处理的事。请不要把写信人是谁告诉那个部门，除非他本人同意。",
)
def send_letter_off(
    letter: ForwardedLetter,
    deed: Doing,
    *,
    department: Annotated[str, Says("移送哪个部门", plain=True, most=80)],
    words: Annotated[
        str, Says("给写信人：为什么移送、怎样联系那个部门", words=True, secret="voice_answer", most=5000)
    ],
    feedback: Annotated[str, _FEEDBACK],
) -> None:
    """移送其他部门

    What no medical insurance bureau may deal with goes to the department that may; both who wait are told which.
    """
    letter.turn = ""
    void(letter.docket, EXPLANATION, on=deed.on, deed=deed.id)


@news("lead.answer")
@act(
    on=ForwardedLetter,
    moves={State.FILED: State.ANSWERED, State.HANDLING: State.ANSWERED},
    when=[State.ANSWERED],
    by=Role.SYSTEM,
    under=ANSWER,
    meets=[ANSWER],
)
def answer_along(
    letter: ForwardedLetter,
    deed: Doing,
    *,
    words: Annotated[str, Says("给写信人的答复", words=True, secret="voice_answer", most=20_000)],
    feedback: Annotated[str, Says("给监督员的反馈", words=True, secret="letter_feedback", most=500)],
) -> None:
    """查办有了答复

    What the letter became has been answered: the writer reads the same, the supervisor that it was answered and how it ended.
    """
    _answered(letter, deed)


@news("lead.progress")
@act(
    on=ForwardedLetter, when=[State.FILED, State.HANDLING], by=Role.SYSTEM, under=EXPLANATION, meets=[EXPLANATION]
)  # fmt: skip
def explain_along(
    letter: ForwardedLetter,
    deed: Doing,
    *,
    words: Annotated[str, Says("暂不能落实的原因", words=True, secret="voice_answer", most=5000)],
    feedback: Annotated[str, Says("给监督员的说明", words=True, secret="letter_feedback", most=500)],
) -> None:
    """查办暂不能落实的说明

    Why what the letter became takes longer: the writer reads the reason, the supervisor that there is one.
    """
    explained(letter, deed)


# --- who wrote -------------------------------------------------------------------------------------------
@act(on=ForwardedLetter, by=(*HANDLERS, Role.DECIDER))
def unmask_letter(
    letter: ForwardedLetter,
    deed: Doing,
    *,
    field: Annotated[str, Says("查看什么", options=sealed_fields)],
    reason: Annotated[str, Says("为什么需要看", hint="留在记录里；写信人会知道身份被查看过。", words=True, most=500)],
) -> None:  # fmt: skip
    """查看写信人是谁

    Who wrote is sealed, each field by itself; opening one is recorded, shown to the writer, and lasts a quarter of an hour.
    """
