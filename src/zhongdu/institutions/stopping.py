"""Fraud an institution stopped: it tells the bureau, as it must, and the bureau answers what became of it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.institutions import enclosures
from zhongdu.institutions.models import Dossier, StoppedFraud
from zhongdu.institutions.people import people_of
from zhongdu.institutions.sending_models import HANDLERS
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

STOPPING = "institution.duty.stopping_fraud"
INSURED = "insured.duty"
_State = StoppedFraud.State


def _grounds(subject: Any, law: Any) -> list[tuple[str, str]]:
    """The insured's own duties, as what somebody may have broken: they are not the institution's."""
    return [(bound.name, bound.label) for bound in law.family(INSURED)]


@act(
    on=Dossier, when=[Dossier.State.OPEN], creates=StoppedFraud, by=Role.INSTITUTION, under=[STOPPING], where=STOPPING
)  # fmt: skip
def report_stopped_fraud(
    dossier: Dossier,
    deed: Doing,
    *,
    happened_on: Annotated[date, Says("哪天")],
    words: Annotated[
        str, Says("经过", hint="谁、怎么做的、怎样制止的；身份信息只写必要的", words=True, most=5000)
    ],
    grounds: Annotated[
        list[str], Says("涉及参保人员的哪些规定", hint="可以不选；涉及别人的写在经过里", options=_grounds)
    ] = [],  # noqa: B006
    proof: Annotated[list[Upload], Says("材料", hint="可以不传", accept="evidence")] = [],  # noqa: B006
) -> StoppedFraud:
    """报告制止的骗保行为

    An institution stopped what looks like fraud and tells the bureau of it.
    """
    if happened_on > deed.on:
        deed.refuse("not_yet", "还没有到这一天。", beside="happened_on")
    deed.cite(*grounds_of(deed.law, grounds))
    made = deed.open(
        StoppedFraud, dossier.institution.bureau, _State.REPORTED, institution=dossier.institution,
        happened_on=happened_on, grounds=list(grounds), reported_on=deed.on,
    )  # fmt: skip
    enclosures.receive(deed, made.number, proof, beside="proof")
    return made


@told("institution.answered", to=people_of())
@act(on=StoppedFraud, moves={_State.REPORTED: _State.ANSWERED}, by=HANDLERS, under=[STOPPING])
def answer_stopped_fraud(
    report: StoppedFraud,
    deed: Doing,
    *,
    words: Annotated[str, Says("怎么处理的", hint="机构会看到这段话", words=True, most=2000)],
) -> None:
    """答复

    The bureau tells the institution what became of its report.
    """
    report.answered_on = deed.on


def grounds_of(law: Any, names: Sequence[str]) -> list[Any]:
    """The rules of the insured that a report names, as the law has them."""
    return [bound for bound in law.family(INSURED) if bound.name in names]
