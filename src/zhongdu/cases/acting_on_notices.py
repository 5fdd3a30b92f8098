"""What a department told leads to something: a case to be checked, an inspection, the agency, or, with its reason, nothing."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.cases import opening
from zhongdu.cases.informing import TAKERS
from zhongdu.cases.models import Case, DepartmentNotice
from zhongdu.inspections import acts as inspections
from zhongdu.inspections.queries import Inspection
from zhongdu.institutions.queries import practitioners, root
from zhongdu.scope.roles import Role

State, What, Outcome = DepartmentNotice.State, DepartmentNotice.What, DepartmentNotice.Outcome


@act(
    on=DepartmentNotice, creates=Case, moves={State.RECEIVED: State.ACTED}, by=opening.OPENERS, at="level.inspecting",
    under=["case.filing", "department"], opens=[Opens("clock.filing_check", since="found_on")],
    tells="登记以后在期限内核查，由负责人决定立案还是不立案。部门送来的是线索，要取证以后才是证据。",
)  # fmt: skip
def open_case_from_notice(
    notice: DepartmentNotice,
    deed: Doing,
    *,
    violations: Annotated[list[str], opening.VIOLATIONS],
    found_on: Annotated[date, opening.FOUND_ON],
    conduct_from: Annotated[date | None, opening.CONDUCT_FROM] = None,
    conduct_until: Annotated[date, opening.CONDUCT_UNTIL],
    words: Annotated[str, opening.FACTS],
) -> Case:
    """登记线索核查

    What was told may be a violation: it is checked as a case, and filed or not by the head.
    """
    opening.check_days(deed, found_on, conduct_from, conduct_until)
    whom = Case.Respondent.INSTITUTION if notice.institution else Case.Respondent.PRACTITIONER
    made = deed.open(
        Case, notice.bureau, Case.State.CHECKING, source=Case.Source.HANDED, respondent=whom,
        institution=root(notice.institution) if notice.institution else None, violations=violations, found_on=found_on, conduct_from=conduct_from,
        conduct_until=conduct_until,
    )  # fmt: skip
    if notice.practitioner:
        deed.keep(made, {"respondent_name": notice.practitioner.name})
    _led_to(notice, Outcome.CASE, made.number)
    return made


def _places(notice: Any, law: Any) -> list[tuple[str, str]]:
    """Where it may be inspected: the institution told of, or those of the territory where the person works."""
    if notice.institution:
        return [(notice.institution.code, notice.institution.name)]
    whom = notice.practitioner
    return practitioners.worked_within(whom, notice.bureau) if whom else []


@act(
    on=DepartmentNotice, creates=Inspection, moves={State.RECEIVED: State.ACTED}, by=TAKERS, at="level.inspecting",
    where="inspection.way", under=["inspection.target", "department"], tells=inspections.TELLS,
)  # fmt: skip
def inspect_notice(
    notice: DepartmentNotice,
    deed: Doing,
    *,
    institution: Annotated[str, Says("在哪家机构检查", options=_places)],
    title: Annotated[str, inspections.TITLE],
    way: Annotated[str, inspections.WAY],
    allegations: Annotated[list[str] | None, inspections.ALLEGATIONS] = None,
    due: Annotated[date | None, inspections.DUE] = None,
    words: Annotated[str, inspections.WORDS],
) -> Inspection:
    """开展检查

    What was told calls for a look on the spot. Who must not know of the inspection finds this notice no more either.
    """
    made: Inspection = inspections.inspect_told(
        deed, notice.bureau, institution=institution, practitioner=notice.practitioner.code if notice.practitioner else "",
        title=title, way=way, allegations=allegations or [], due=due,
    )  # fmt: skip
    notice.inspection = made
    _led_to(notice, Outcome.INSPECTION, made.number)
    return made


WHY = Says("说明", words=True, secret="case_opinion", most=2000)


@act(
    on=DepartmentNotice, moves={State.RECEIVED: State.HANDED}, by=TAKERS, under=["department"],
    tells="经办机构按协议处理：执照、许可证被吊销的，列为解除协议的情形；对机构、对医师药师的处理，由它告知、听取陈述以后决定，结算随决定停止。",
)  # fmt: skip
def hand_notice(notice: DepartmentNotice, deed: Doing, *, words: Annotated[str, WHY]) -> None:
    """转经办机构处理

    What follows under the agreement is the agency's: it finds the notice among its own work.
    """
    notice.outcome = Outcome.AGENCY


@act(
    on=DepartmentNotice, moves={State.RECEIVED: State.ACTED, State.UNMATCHED: State.ACTED}, by=TAKERS, under=["department"],
    tells="写明理由，留在记录里。执照、许可证被吊销的机构不能不处理。", grave=True, exceptional=True,
)  # fmt: skip
def dismiss_notice(
    notice: DepartmentNotice,
    deed: Doing,
    *,
    words: Annotated[
        str,
        Says("不采取措施，因为", hint="如：不是本辖区的机构", words=True, secret="case_opinion", most=2000),
    ],
) -> None:
    """不采取措施

    It needs nothing of us, or is of nobody here; why stands on record.
    """
    if notice.what == What.LICENCE and notice.institution:
        deed.refuse("licence_gone", "执照、许可证被吊销的，不能不处理；请转经办机构。")
    notice.outcome = Outcome.NOTHING


@act(
    on=DepartmentNotice, moves={State.HANDED: State.ACTED}, by=Role.AGENCY_OFFICER, under=["department"],
    tells="如：没有履行中的协议，或者已经按另一份通报处理。", grave=True, exceptional=True,
)  # fmt: skip
def settle_notice(
    notice: DepartmentNotice,
    deed: Doing,
    *,
    words: Annotated[str, Says("不采取措施，因为", words=True, secret="case_opinion", most=2000)],
) -> None:
    """经办机构不采取措施

    Nothing follows under any agreement; why stands on record.
    """


@act(on=DepartmentNotice, moves={State.HANDED: State.ACTED}, by=Role.SYSTEM, under=["department"])
def note_taken_up(
    notice: DepartmentNotice, deed: Doing, *, number: Annotated[str, Says("转成的事项", plain=True, most=12)]
) -> None:
    """经办机构已办理

    The agency has it in hand: a handling was begun, or a ground lies before its officer.
    """
    notice.opened = number


def _led_to(notice: DepartmentNotice, outcome: str, number: str) -> None:
    notice.outcome, notice.opened = outcome, number
