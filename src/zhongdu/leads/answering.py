"""Answering: what was found, allegation by allegation; why it takes longer; and a second look by somebody else."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.duties.models import Duty
from zhongdu.duties.opening import open_duty
from zhongdu.law.money import NotMoney, fen_of
from zhongdu.leads.filing import SPEAKERS
from zhongdu.leads.grave import tell
from zhongdu.leads.handling import first_hands, officers_for
from zhongdu.leads.merging import WHOLE, along, answer_along, explain_along, settle
from zhongdu.leads.models import Lead
from zhongdu.leads.telling import news
from zhongdu.leads.triage import HANDLERS, over
from zhongdu.scope.roles import Role

State = Lead.State
_LONG = 20_000
_EACH = Says("逐项结果", plain=True, most=12)
_AMOUNTS = Says("逐项涉及金额（元）", plain=True, most=20)


def outcomes(lead: Any, law: Any) -> list[tuple[str, str]]:
    return list(Lead.Outcome.choices)


def allegations(lead: Lead, law: Any) -> list[tuple[str, str]]:
    """What a lead and those that go along with it allege, one by one, by the law's words; the whole where nobody
    chose a kind."""
    chosen = dict.fromkeys(name for each in (lead, *along(lead)) for name in each.violations)
    kinds = [(bound.name, bound.label) for name in chosen if (bound := law.find(name))]
    return kinds or [(WHOLE, "所反映的问题")]


@news("lead.answer")
@act(
    on=Lead,
    moves={State.TAKEN_UP: State.ANSWERED},
    by=HANDLERS,
    under="lead.answer",
    meets=["lead.answer"],
)
def answer(
    lead: Lead,
    deed: Doing,
    *,
    outcome: Annotated[str, Says("结果", hint="各项结果一样时只选这一个。", options=outcomes)] = "",
    each: Annotated[dict[str, str] | None, _EACH] = None,
    amounts: Annotated[dict[str, str] | None, _AMOUNTS] = None,
    words: Annotated[str, Says("给反映人的答复", hint="查了什么、结果怎样、怎样处理。反映人会原样看到，请用平实的话写。", words=True, secret="answer_words", most=_LONG)],
) -> None:  # fmt: skip
    """答复处理结果

    What was found of each thing alleged and what was done about it, said to the one who spoke, and to those whose
    leads go along.
    """
    _settle(lead, deed, outcome, each or {}, amounts or {})
    became = dict(lead.findings.values_list("allegation", "outcome"))
    for other in along(lead):
        own = {name: became[name] for name in other.violations if name in became}
        deed.then(answer_along, other, outcome=lead.outcome, each=own, words=words)
    over(lead, deed)
    tell(lead)


def _settle(
    lead: Lead, deed: Doing, outcome: str, each: Mapping[str, str], amounts: Mapping[str, str]
) -> None:
    """What became of each allegation, and so of the lead as a whole."""
    alleged = [name for name, _ in allegations(lead, deed.law)]
    found = {name: each.get(name or "whole") or outcome for name in alleged}
    if not all(found.values()):
        beside = "outcome" if not each else "each"
        deed.refuse("no_outcome", "请逐项选出结果。" if len(alleged) > 1 else "请选择结果。", beside=beside)
    if set(found.values()) - set(Lead.Outcome.values):
        deed.refuse("no_such_outcome", "请从给出的结果里选。", beside="each")
    settled = {
        name: (became, _amount(amounts.get(name or "whole", ""), deed)) for name, became in found.items()
    }
    settle(lead, deed, settled)


def _amount(typed: str, deed: Doing) -> int | None:
    try:
        return fen_of(typed) if typed.strip() else None
    except NotMoney as wrong:
        deed.refuse("no_amount", str(wrong), beside="amounts")


# --- what takes longer -----------------------------------------------------------------------------------


@news("lead.progress")
@act(
    on=Lead,
    when=[State.TAKEN_UP, State.SECOND_LOOK],
    by=HANDLERS,
    under="lead.explanation",
    meets=["lead.explanation"],
)
def explain_delay(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("暂不能落实的原因", hint="反映人会原样看到这段话，请用平实的话写。", words=True, secret="answer_words", most=5000)],
    expected_on: Annotated[date | None, Says("预计何时答复", hint="说得出就填，不作承诺。")] = None,
) -> None:  # fmt: skip
    """说明暂不能落实的原因

    What cannot be done yet is explained to the speaker. The wait goes on being counted.
    """
    if expected_on and expected_on < deed.on:
        deed.refuse("in_the_past", "预计答复的日期不能早于今天。", beside="expected_on")
    _open_explanation(lead, deed)
    for other in along(lead):
        _open_explanation(other, deed)
        deed.then(explain_along, other, words=words, **({"expected_on": expected_on} if expected_on else {}))
    tell(lead)


def _open_explanation(lead: Lead, deed: Doing) -> None:
    """The duty to explain, where the sweep has not opened it already: the board shows it met by this deed."""
    if not Duty.objects.open().filter(docket=lead.docket_id, concept="lead.explanation").exists():
        open_duty(lead.docket, deed.law, "lead.explanation", on=deed.on, deed=deed.id, owed_to=lead.user)


@act(
    on=Lead,
    when=[State.FILED, State.TAKEN_UP, State.MERGED, State.SECOND_LOOK],
    by=Role.SYSTEM,
    under="lead.explanation",
    opens=[Opens("lead.explanation", owed_to=lambda lead: lead.user)],
)
def note_overdue(lead: Lead, deed: Doing) -> None:
    """答复逾期，应当向反映人说明

    The day to answer has passed: from now on the bureau owes the speaker an explanation.
    """


# --- it does not answer ----------------------------------------------------------------------------------


@act(
    on=Lead,
    moves={State.ANSWERED: State.SECOND_LOOK},
    by=SPEAKERS,
    under="lead.answer",
    opens=[Opens("lead.answer", owed_to=lambda lead: lead.user)],
    provided=lambda lead, law: "已经复核过一次，不能再提。" if lead.dissented_on else "",
    tells="只能提一次，会由另一名工作人员重新看，不是原来答复的人。请另一人复核是本局做法，办法没有写；法律规定的其他途径不受影响。",
)
def say_unanswered(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("哪里没有答清楚", hint="哪件事没有说到、您觉得哪里不对，照您的话写。", words=True, secret="addition", most=_LONG)],
) -> None:  # fmt: skip
    """这个答复没有答清楚

    The speaker says, once, that the answer does not answer: a second officer looks at it, never the first.
    """
    lead.dissented_on, lead.handler = deed.on, None


def _second(lead: Lead, law: Any) -> str:
    return "" if officers_for(lead, law) else "本局没有另一名可以复核的工作人员，请局负责人先安排。"


@news("lead.progress")
@act(on=Lead, when=[State.SECOND_LOOK], by=HANDLERS, under="lead.answer", provided=_second)
def take_second_look(lead: Lead, deed: Doing) -> None:
    """接手复核

    An officer who had no hand in the first answer takes the second look.
    """
    _not_the_first(lead, deed)
    lead.handler_id = deed.by.user_id


@news("lead.answer")
@act(
    on=Lead,
    moves={State.SECOND_LOOK: State.ANSWERED},
    by=HANDLERS,
    under="lead.answer",
    meets=["lead.answer"],
)
def answer_again(
    lead: Lead,
    deed: Doing,
    *,
    outcome: Annotated[str, Says("复核以后的结果", hint="各项结果一样时只选这一个。", options=outcomes)] = "",
    each: Annotated[dict[str, str] | None, _EACH] = None,
    amounts: Annotated[dict[str, str] | None, _AMOUNTS] = None,
    words: Annotated[str, Says("给反映人的复核答复", hint="逐一回应他说没有答清楚的地方。反映人会原样看到。", words=True, secret="answer_words", most=_LONG)],
) -> None:  # fmt: skip
    """复核答复

    The second officer's own answer; the first stays on the record beside it.
    """
    _not_the_first(lead, deed)
    _settle(lead, deed, outcome, each or {}, amounts or {})
    over(lead, deed)
    tell(lead)


def _not_the_first(lead: Lead, deed: Doing) -> None:
    if deed.by.user_id in first_hands(lead):
        deed.refuse("not_the_second", "这条线索是您经手答复的，复核要由另一名工作人员办理。")
