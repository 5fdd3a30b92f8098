"""Contractors and third parties: a register with what each undertakes and for how long; supervised by reference."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.institutions.changing import KEEPERS
from zhongdu.institutions.models import Contractor
from zhongdu.institutions.rules import wrong_credit_code

CONTRACTOR = "contractor"
_State = Contractor.State


def _sorts(subject: Any, law: Any) -> list[tuple[str, str]]:
    return list(Contractor.Sort.choices)


@act(on=Office, creates=Contractor, by=KEEPERS, under=[CONTRACTOR], where=CONTRACTOR)
def register_contractor(
    office: Office,
    deed: Doing,
    *,
    name: Annotated[str, Says("名称", plain=True, most=120)],
    sort: Annotated[str, Says("类别", options=_sorts)],
    doing: Annotated[str, Says("承担什么", hint="如：大病保险承办、病案审核", plain=True, most=200)],
    since: Annotated[date, Says("承办起")],
    until: Annotated[date | None, Says("承办止", hint="合同写明的；没有写的空着")] = None,
    credit_code: Annotated[str, Says("统一社会信用代码", plain=True, most=18)] = "",
) -> Contractor:
    """登记承办单位或第三方机构

    Somebody carries out insurance services, or takes part in managing the fund, and is supervised for it.
    """
    credit_code = credit_code.upper()
    if credit_code and (says := wrong_credit_code(credit_code)):
        deed.refuse("bad_input", says, beside="credit_code")
    if until and until < since:
        deed.refuse("not_in_order", "承办止日不能早于承办起日。", beside="until")
    return deed.open(
        Contractor, office.bureau, _State.ACTIVE, name=name, sort=sort, doing=doing, since=since, until=until,
        credit_code=credit_code,
    )  # fmt: skip


@act(on=Contractor, when=[_State.ACTIVE], by=KEEPERS, under=[CONTRACTOR])
def change_contractor_term(
    contractor: Contractor,
    deed: Doing,
    *,
    until: Annotated[date, Says("承办到哪天")],
    words: Annotated[str, Says("依据", hint="如续签的合同", words=True, most=500)],
) -> None:
    """变更承办期限

    The contract is renewed, or ends on another day than it said.
    """
    if until < contractor.since:
        deed.refuse("not_in_order", "承办止日不能早于承办起日。", beside="until")
    contractor.until = until


@act(on=Contractor, moves={_State.ACTIVE: _State.ENDED}, by=KEEPERS, under=[CONTRACTOR], grave=True)
def end_contractor(
    contractor: Contractor,
    deed: Doing,
    *,
    ended_on: Annotated[date, Says("结束的日子")],
    words: Annotated[str, Says("原因", words=True, most=500)],
) -> None:
    """结束承办

    It no longer does anything for the fund; what it did while it did can still be looked into.
    """
    if not contractor.since <= ended_on <= deed.on:
        deed.refuse("not_in_order", "结束的日子应在承办起日以后、今天以前。", beside="ended_on")
    contractor.until = ended_on
