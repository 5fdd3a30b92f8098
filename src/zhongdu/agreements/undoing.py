"""What a dispute's outcome does to a handling and to the agreement: measures fall or change, and all that hung on them."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements import ending, settling
from zhongdu.agreements.models import Agreement, Bar, Handling, Hold, Measure, Raised
from zhongdu.law.money import NotMoney, fen_of
from zhongdu.scope.roles import Role


@act(
    on=Handling,
    moves={Handling.State.DECIDED: Handling.State.WITHDRAWN},
    by=Role.SYSTEM,
    under="dispute",
    closes=True,
)
def withdraw_handling(handling: Handling, deed: Doing) -> None:
    """依申诉的结果撤销处理

    A dispute was decided, or settled, so.
    """


@act(
    on=Agreement,
    when=[*Agreement.LIVE, Agreement.State.ENDED, Agreement.State.EXPIRED],
    by=Role.SYSTEM,
    under="dispute",
)
def undo_measures(
    agreement: Agreement,
    deed: Doing,
    *,
    handling: Annotated[str, Says("协议处理编号", plain=True)],
    measures: Annotated[list[str] | None, Says("撤销的处理", plain=True)] = None,
    deducted: Annotated[str, Says("保证金改扣（元）", plain=True)] = "",
    cut: Annotated[str, Says("额度改减（元）", plain=True)] = "",
    until: Annotated[date | None, Says("中止改到")] = None,
) -> None:
    """依申诉的结果改变处理

    What was taken is given back, what was stopped may settle again, as the dispute's outcome says.
    """
    rows = agreement.measures.filter(handling__docket__number=handling, withdrawn_on=None)
    for row in rows.filter(pk__in=measures or []):
        row.withdrawn_on = deed.on
        row.save(update_fields=["withdrawn_on"])
        row.inner.update(withdrawn_on=deed.on)
        _give_back(agreement, row)
    _change_amount(agreement, deed, rows, "deposit", deducted)
    _change_amount(agreement, deed, rows, "quota", cut)
    if until:
        for row in rows.filter(does="suspension", withdrawn_on=None, outcome=""):
            row.until = max(until, row.since or until)
            row.save(update_fields=["until"])
    _undo_holds(agreement, deed, handling)
    ending.raise_shown(agreement, deed)


def _give_back(agreement: Agreement, row: Any) -> None:
    if row.does == "deposit":
        agreement.deducted_fen -= row.fen or 0
    if row.does == "quota":
        agreement.cut_fen -= row.fen or 0


def _change_amount(agreement: Agreement, deed: Doing, rows: Any, does: str, typed: str) -> None:
    row = rows.filter(does=does, withdrawn_on=None).first()
    if not typed or row is None:
        return
    try:
        fen = fen_of(typed)
    except NotMoney as wrong:
        deed.refuse("not_money", str(wrong), beside="deducted" if does == "deposit" else "cut")
    _give_back(agreement, row)
    row.fen = fen
    row.save(update_fields=["fen"])
    if does == "deposit":
        agreement.deducted_fen += fen
    else:
        agreement.cut_fen += fen


def _undo_holds(agreement: Agreement, deed: Doing, handling: str) -> None:
    """Holds whose measure is withdrawn are as if they had not been; the agreement is again what it was."""
    live = agreement.measures.filter(handling__docket__number=handling, withdrawn_on=None)
    holds = agreement.holds.filter(docket=handling, void=False)
    if not live.filter(does="suspension").exists():
        settling.undo(holds.filter(kind=Hold.Kind.SUSPENDED))
    fell = holds.filter(kind=Hold.Kind.ENDED)
    standing = Measure.objects.filter(handling__docket__number=handling, does="ending", withdrawn_on=None)
    if fell.exists() and not standing.exists():
        settling.undo(fell)
        _live_again(agreement, deed)
    if agreement.state == Agreement.State.SUSPENDED and not _held(agreement, deed):
        agreement.state = Agreement.State.IN_TERM


def _held(agreement: Agreement, deed: Doing) -> bool:
    kinds = [Hold.Kind.SUSPENDED, Hold.Kind.OWN_REQUEST]
    return bool(agreement.holds.filter(kind__in=kinds, void=False, until=None, since__lte=deed.on).exists())


def _live_again(agreement: Agreement, deed: Doing) -> None:
    """The ending fell: the agreement runs on as far as its term does, and the bar is lifted."""
    if agreement.state != Agreement.State.ENDED:
        return
    over = agreement.until is not None and agreement.until < deed.on
    held = _held(agreement, deed)
    agreement.state = (
        Agreement.State.EXPIRED if over else Agreement.State.SUSPENDED if held else Agreement.State.IN_TERM
    )
    agreement.ended_on, agreement.ground = None, ""
    Bar.objects.filter(agreement=agreement, lifted_on=None).update(lifted_on=deed.on)
    again = Raised.Outcome.LAPSED if over else Raised.Outcome.OPEN
    agreement.raised.filter(outcome=Raised.Outcome.ENDED).update(outcome=again)
