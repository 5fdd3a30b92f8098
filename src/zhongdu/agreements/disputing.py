"""Disputes: the institution appeals against a handling; the bureau mediates and decides, by somebody who had no hand in it."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.agreements import ending, settling
from zhongdu.agreements.keeping import STATEMENT, keep
from zhongdu.agreements.models import AGENCY, Agreement, Bar, Dispute, Handling, Hold, Measure, Raised
from zhongdu.duties import opening
from zhongdu.institutions.queries import people_of
from zhongdu.law.money import NotMoney, fen_of
from zhongdu.messages.telling import told
from zhongdu.record.models import Event
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

State, Effect = Dispute.State, Dispute.Effect
BUREAU = (Role.DECIDER, Role.LEGAL_REVIEWER, Role.CASE_OFFICER)
_WORDS = "agreement_words"


@act(
    on=Handling,
    creates=Dispute,
    when=[Handling.State.DECIDED],
    by=BUREAU,
    under=["dispute", "dispute.handling"],
    where="dispute",
    provided=lambda handling, law: _may_appeal(handling, law),
    opens=[Opens("dispute.handling", since="received_on")],
)
def receive_dispute(
    handling: Handling,
    deed: Doing,
    *,
    received_on: Annotated[date, Says("收到之日")],
    words: Annotated[str, Says("机构的主张和理由", words=True, secret=_WORDS, most=8000)],
) -> Dispute:
    """收到机构的申诉

    The institution appeals on paper; from the day of receipt the bureau owes it mediation and an answer.
    """
    if received_on > deed.on or (handling.decided_on and received_on < handling.decided_on):
        deed.refuse("not_after_the_decision", "收到之日应在作出处理以后、今天以前。", beside="received_on")
    return deed.open(Dispute, handling.bureau, State.FILED, handling=handling, received_on=received_on)


def _may_appeal(handling: Any, law: Any) -> str:
    open_ = Dispute.objects.filter(handling=handling, state__in=[State.FILED, State.TAKEN_UP])
    return "已有一件申诉在办。" if open_.exists() else ""


@act(
    on=Handling,
    creates=Dispute,
    when=[Handling.State.DECIDED],
    by=Role.INSTITUTION,
    under=["dispute", "dispute.handling"],
    where="dispute",
    provided=_may_appeal,
    opens=[Opens("dispute.handling", since="received_on")],
    tells="申诉由医保行政部门没有参与过的人办理；办理期间，处理继续有效。",
)
def appeal(
    handling: Handling,
    deed: Doing,
    *,
    words: Annotated[
        str, Says("主张和理由", hint="不服哪一项、为什么、希望怎样", words=True, secret=_WORDS, most=8000)
    ],
    proofs: Annotated[list[Upload] | None, Says("证明材料", accept="evidence")] = None,
) -> Dispute:
    """申诉

    The institution appeals to the bureau by itself.
    """
    made = deed.open(Dispute, handling.bureau, State.FILED, handling=handling, received_on=deed.on)
    keep(made, deed, proofs or (), STATEMENT)
    return made


@act(
    on=Dispute,
    moves=dict.fromkeys((State.FILED, State.TAKEN_UP), State.DROPPED),
    by=Role.INSTITUTION,
    under="dispute",
    closes=True,
    grave=True,
)
def take_back_appeal(dispute: Dispute, deed: Doing) -> None:
    """撤回申诉

    The institution lets it rest.
    """


def hand_in_it(dispute: Dispute, user: int | None, bureau: int) -> str:
    """Why somebody cannot judge: they are the agency's, or did something in it themselves. "" when they can."""
    if user is None:
        return ""
    if Post.objects.filter(
        user=user, role=AGENCY, until=None, bureau__path__startswith=dispute.bureau.path
    ).exists():
        return "您是经办机构的人，这件申诉要由医保行政部门的同事办理。"
    dockets = [dispute.handling.docket_id, dispute.handling.agreement.docket_id]
    acted = Event.objects.filter(docket__in=dockets).order_by("id").values_list("actor", flat=True)
    if any(actor.get("user") == user for actor in acted):
        return "您参与过这项协议或者处理的办理，请由没有参与的同事办理。"
    return ""


def _impartial(dispute: Dispute, deed: Doing) -> None:
    if says := hand_in_it(dispute, deed.by.user_id, dispute.bureau_id):
        deed.refuse("not_impartial", says, under=deed.law.find("dispute.handling"))


@told("institution.changed", to=people_of("handling.agreement.institution"))
@act(on=Dispute, moves={State.FILED: State.TAKEN_UP}, by=BUREAU, under="dispute.handling")
def take_up_dispute(dispute: Dispute, deed: Doing) -> None:
    """受理申诉

    Somebody of the bureau who had no hand in it takes it up.
    """
    _impartial(dispute, deed)
    dispute.taken_up_by = deed.by.user_id


@act(on=Dispute, when=[State.TAKEN_UP], by=BUREAU, under="dispute.handling")
def record_mediation(
    dispute: Dispute,
    deed: Doing,
    *,
    on: Annotated[date, Says("调解之日")],
    institution_said: Annotated[str, Says("机构一方的意见", words=True, secret=_WORDS, most=4000)],
    agency_said: Annotated[str, Says("经办机构一方的意见", words=True, secret=_WORDS, most=4000)],
    words: Annotated[str, Says("调解情况", words=True, secret=_WORDS, most=4000)],
) -> None:
    """记录调解

    One meeting of the two sides before the bureau: what each said, and how far they came.
    """
    _impartial(dispute, deed)
    if not dispute.received_on <= on <= deed.on:
        deed.refuse("not_then", "调解之日应在收到申诉以后、今天以前。", beside="on")


def _decidable(dispute: Any, law: Any) -> list[tuple[str, str]]:
    return [(effect.value, effect.label) for effect in Effect]


def _changeable(dispute: Any, law: Any) -> list[tuple[str, str]]:
    rows = dispute.handling.measures.filter(withdrawn_on=None).order_by("id")
    return [(str(row.pk), row.label) for row in rows]


def _finish(
    dispute: Dispute,
    deed: Doing,
    effect: str,
    withdraw: list[str],
    deducted: str,
    cut: str,
    until: date | None,
) -> None:
    """What the outcome does to the measures, and so to the answers of settlement, in the same deed."""
    _impartial(dispute, deed)
    handling = dispute.handling
    chosen = handling.measures.filter(withdrawn_on=None)
    changes = bool(withdraw or deducted or cut or until)
    if effect == Effect.CHANGED and not changes:
        deed.refuse(
            "not_said_what", "请写明变更什么：撤销其中哪几项，或者改成多少、到哪天。", beside="effect"
        )
    if effect == Effect.UPHELD and changes:
        deed.refuse("upheld_as_it_is", "维持的，不再改动处理的内容。", beside="effect")
    if effect == Effect.CHANGED:
        chosen = chosen.filter(pk__in=withdraw)
    dispute.effect, dispute.ended_on = effect, deed.on
    if effect == Effect.UPHELD:
        return
    pks = list(chosen.order_by("pk").values_list("pk", flat=True))
    agreement = Agreement.objects.select_related("docket", "bureau", "institution").get(
        pk=handling.agreement_id
    )
    ended = handling.measures.filter(pk__in=pks, does="ending").exists()
    for row in handling.measures.filter(pk__in=pks).order_by("pk"):
        opening.void(handling.docket, row.concept, on=deed.on, deed=deed.id)
    for each in [agreement, *(_ended_along(agreement, handling) if ended else ())]:
        deed.then(
            undo_measures, each, handling=handling.number, measures=[str(pk) for pk in pks], deducted=deducted, cut=cut,
            until=until,
        )  # fmt: skip
    if effect == Effect.WITHDRAWN:
        deed.then(withdraw_handling, handling)
    settling.announce(deed, *ending.institutions_of(agreement))


def _ended_along(agreement: Agreement, handling: Handling) -> list[Agreement]:
    rows = agreement.of_same_body.filter(state=Agreement.State.ENDED, holds__docket=handling.number)
    return list(rows.exclude(pk=agreement.pk).select_related("docket", "bureau").distinct().order_by("pk"))


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
    measures: Annotated[list[str], Says("撤销的处理", plain=True)],
    deducted: Annotated[str, Says("保证金改扣（元）", plain=True)] = "",
    cut: Annotated[str, Says("额度改减（元）", plain=True)] = "",
    until: Annotated[date | None, Says("中止改到")] = None,
) -> None:
    """依申诉的结果改变处理

    What was taken is given back, what was stopped may settle again, as the dispute's outcome says.
    """
    rows = agreement.measures.filter(handling__docket__number=handling, withdrawn_on=None)
    for row in rows.filter(pk__in=measures):
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


_EFFECT = Says("结果", options=_decidable)
_WITHDRAW = Says("撤销其中哪几项", hint="变更时选；不撤销的不选", options=_changeable)
_DEDUCTED = Says("保证金改扣多少（元）", plain=True, most=20)
_CUT = Says("额度改减多少（元）", plain=True, most=20)
_UNTIL = Says("中止改到哪天")


@told("institution.answered", to=people_of("handling.agreement.institution"))
@act(
    on=Dispute,
    moves={State.TAKEN_UP: State.SETTLED},
    by=BUREAU,
    under=["dispute", "dispute.handling"],
    meets=["dispute.handling"],
    grave=True,
    tells="双方调解达成一致的办这一项；结果一经办理，结算随之改变。",
)
def settle_dispute(
    dispute: Dispute,
    deed: Doing,
    *,
    effect: Annotated[str, _EFFECT],
    words: Annotated[str, Says("调解达成的内容", words=True, secret=_WORDS, most=8000)],
    withdraw: Annotated[list[str] | None, _WITHDRAW] = None,
    deducted: Annotated[str, _DEDUCTED] = "",
    cut: Annotated[str, _CUT] = "",
    until: Annotated[date | None, _UNTIL] = None,
) -> None:
    """调解达成一致

    The two sides agreed before the bureau; what they agreed on happens.
    """
    _finish(dispute, deed, effect, withdraw or [], deducted, cut, until)


@told("institution.answered", to=people_of("handling.agreement.institution"))
@act(
    on=Dispute,
    moves={State.TAKEN_UP: State.DECIDED},
    by=BUREAU,
    under=["dispute", "dispute.handling"],
    meets=["dispute.handling"],
    grave=True,
    tells="由没有参与过、也不是经办机构的人作出；结果一经办理，结算随之改变。",
)
def decide_dispute(
    dispute: Dispute,
    deed: Doing,
    *,
    effect: Annotated[str, _EFFECT],
    words: Annotated[str, Says("处理意见和理由", words=True, secret=_WORDS, most=8000)],
    unmediated: Annotated[
        str,
        Says(
            "没有调解的理由", hint="没有调解过的才写，如一方书面表示不愿意调解。", words=True, secret=_WORDS
        ),
    ] = "",
    withdraw: Annotated[list[str] | None, _WITHDRAW] = None,
    deducted: Annotated[str, _DEDUCTED] = "",
    cut: Annotated[str, _CUT] = "",
    until: Annotated[date | None, _UNTIL] = None,
) -> None:
    """作出处理意见

    They did not agree: the bureau decides whether the measures stand, change or fall.
    """
    if not (unmediated or dispute.docket.events.filter(act="agreements.record_mediation").exists()):
        deed.refuse(
            "not_mediated",
            "还没有调解。请先调解并记录；没有调解的，写明理由。",
            under=deed.law.rule("dispute.handling"),
            beside="unmediated",
        )
    _finish(dispute, deed, effect, withdraw or [], deducted, cut, until)


@told("institution.answered", to=people_of("handling.agreement.institution"))
@act(
    on=Dispute,
    moves=dict.fromkeys((State.FILED, State.TAKEN_UP), State.DROPPED),
    by=BUREAU,
    under="dispute",
    closes=True,
)
def drop_dispute(
    dispute: Dispute,
    deed: Doing,
    *,
    words: Annotated[str, Says("机构怎样撤回的", words=True, secret=_WORDS, most=2000)],
) -> None:
    """机构撤回申诉

    The institution takes its appeal back.
    """
