"""Disputes: the institution appeals against a handling; the bureau mediates and decides, by somebody who had no hand in it."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.agreements import ending, settling
from zhongdu.agreements.keeping import STATEMENT, keep
from zhongdu.agreements.models import AGENCY, Agreement, Claim, Dispute, Handling
from zhongdu.agreements.repaying import lower_recovery
from zhongdu.agreements.undoing import undo_measures, withdraw_handling
from zhongdu.claims.moving import fund_called
from zhongdu.duties import opening
from zhongdu.institutions.queries import people_of
from zhongdu.law.money import yuan
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


def _funds_demanded(dispute: Any, law: Any) -> list[tuple[str, str]]:
    claims = Claim.objects.filter(measure__handling=dispute.handling, measure__withdrawn_on=None, fen__gt=0)
    return [
        (each.fund, f"{fund_called(each.fund, law)}（原来{yuan(each.fen)}）")
        for each in claims.order_by("id")
    ]


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
    recovered: dict[str, str] | None,
) -> None:
    """What the outcome does to the measures, and so to the answers of settlement, in the same deed."""
    _impartial(dispute, deed)
    handling = dispute.handling
    chosen = handling.measures.filter(withdrawn_on=None)
    changes = bool(withdraw or deducted or cut or until or recovered)
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
    if handling.measures.filter(does="recovery").exists():
        deed.then(lower_recovery, handling, recovered=recovered if effect == Effect.CHANGED else None)
    settling.announce(deed, *ending.institutions_of(agreement))


def _ended_along(agreement: Agreement, handling: Handling) -> list[Agreement]:
    rows = agreement.of_same_body.filter(state=Agreement.State.ENDED, holds__docket=handling.number)
    return list(rows.exclude(pk=agreement.pk).select_related("docket", "bureau").distinct().order_by("pk"))


_EFFECT = Says("结果", options=_decidable)
_WITHDRAW = Says("撤销其中哪几项", hint="变更时选；不撤销的不选", options=_changeable)
_DEDUCTED = Says("保证金改扣多少（元）", plain=True, most=20)
_CUT = Says("额度改减多少（元）", plain=True, most=20)
_UNTIL = Says("中止改到哪天")
_RECOVERED = Says(
    "追回改为多少（元）", hint="只填要改的；改少了，多退的列为要退还的款。", options=_funds_demanded
)


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
    recovered: Annotated[dict[str, str] | None, _RECOVERED] = None,
) -> None:
    """调解达成一致

    The two sides agreed before the bureau; what they agreed on happens.
    """
    _finish(dispute, deed, effect, withdraw or [], deducted, cut, until, recovered)


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
    recovered: Annotated[dict[str, str] | None, _RECOVERED] = None,
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
    _finish(dispute, deed, effect, withdraw or [], deducted, cut, until, recovered)


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
