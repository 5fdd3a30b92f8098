"""Merging and splitting: several leads that tell of one thing are dealt with as one, and each keeps its own record.

Each speaker goes on being owed an answer of their own, and its clock goes on running.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.leads.grave import tell
from zhongdu.leads.models import Finding, Lead
from zhongdu.leads.rules import overall
from zhongdu.leads.telling import news
from zhongdu.leads.triage import HANDLERS, alone, over
from zhongdu.scope.roles import Role

State = Lead.State
WHOLE = ""  # the allegation of a lead that names no kind
LEADING = (State.FILED, State.TAKEN_UP)


@news("lead.progress")
@act(
    on=Lead,
    moves=dict.fromkeys(Lead.UNANSWERED, State.MERGED),
    by=HANDLERS,
    under="lead.answer",
    provided=lambda lead, law: alone(lead),
    tells="并案以后由那一条一并办理和答复；各人各得答复，等的天数照常算，彼此看不到对方。随时可以拆开。",
)
def merge_into(
    lead: Lead,
    deed: Doing,
    *,
    into: Annotated[str, Says("并入哪一条线索", hint="那一条的编号。", plain=True, most=12)],
    reason: Annotated[str, Says("为什么是同一件事", words=True, most=1000)],
) -> None:
    """并案办理

    Two leads tell of one thing: this one goes along with the other, its record whole and its answer still owed.
    """
    other = _leading(lead, into, deed)
    lead.merged_into, lead.before_merging = other, lead.state
    deed.note(into=other.number)
    tell(lead)


def _leading(lead: Lead, number: str, deed: Doing) -> Lead:
    """The lead another goes along with: of the same bureau, about the same bureau or none, still being dealt with."""
    rows = Lead.objects.visible_to(deed.by).select_related("docket").exclude(pk=lead.pk)
    other = rows.filter(
        docket__number=number.strip().upper(), bureau=lead.bureau, against=lead.against
    ).first()
    if other is None:
        deed.refuse("no_such_lead", "本局没有可以并入的这个编号，请核对。", beside="into")
    if other.state not in LEADING:
        deed.refuse("not_leading", f"那一条现在是“{other.get_state_display()}”，不能并入。", beside="into")
    return other


@news("lead.progress")
@act(on=Lead, when=[State.MERGED], by=HANDLERS, under="lead.answer")
def split_off(
    lead: Lead, deed: Doing, *, reason: Annotated[str, Says("为什么拆开", words=True, most=1000)]
) -> None:
    """从并案中拆出

    It is not one thing after all: the lead stands where it stood before, by itself.
    """
    lead.state = lead.before_merging
    lead.merged_into, lead.before_merging = None, ""


# --- what becomes of those that go along -----------------------------------------------------------------


@news("lead.answer")
@act(
    on=Lead,
    moves={State.MERGED: State.ANSWERED},
    by=Role.SYSTEM,
    under="lead.answer",
    meets=["lead.answer"],
)
def answer_along(
    lead: Lead,
    deed: Doing,
    *,
    outcome: Annotated[str, Says("结果", options=lambda lead, law: Lead.Outcome.choices)],
    each: Annotated[dict[str, str] | None, Says("逐项结果", plain=True, most=12)] = None,
    words: Annotated[str, Says("答复", words=True, secret="answer_words", most=20_000)],
) -> None:
    """随并案答复处理结果

    Whoever told of the same thing hears the same of it; of what they alleged themselves, where they named a kind.
    Amounts stand with the leading lead alone, or they would be counted twice.
    """
    lead.before_merging, lead.complete_by = "", None
    settle(lead, deed, {name: (became, None) for name, became in (each or {WHOLE: outcome}).items()})
    over(lead, deed)
    tell(lead)


@news("lead.progress")
@act(on=Lead, when=[State.MERGED], by=Role.SYSTEM, under="lead.explanation", meets=["lead.explanation"])
def explain_along(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("暂不能落实的原因", words=True, secret="answer_words", most=5000)],
    expected_on: Annotated[date | None, Says("预计何时答复")] = None,
) -> None:
    """随并案说明暂不能落实的原因

    Whoever told of the same thing hears why it takes longer.
    """
    tell(lead)


def settle(lead: Lead, deed: Doing, found: Mapping[str, tuple[str, int | None]]) -> None:
    """Keep what became of each thing alleged, with its amount in fen, and of the lead as a whole."""
    lead.findings.all().delete()
    for name, (became, amount) in found.items():
        Finding.objects.create(lead=lead, allegation=name, outcome=became, amount=amount)
    lead.outcome, lead.answered_on = overall([became for became, _ in found.values()]), deed.on
    deed.note(became=lead.outcome)


def ever_along(lead: Lead) -> list[Lead]:
    """The leads that go along with one, or went along until they were answered with it."""
    return list(lead.merged.select_related("docket").order_by("pk"))


def along(lead: Lead) -> list[Lead]:
    """The leads that go along with one now, the oldest first."""
    return list(lead.merged.filter(state=State.MERGED).select_related("docket", "bureau").order_by("pk"))
