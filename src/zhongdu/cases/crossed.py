"""Whose case it is that a crossed inspection led to: the bureau that gave the inspection says so, by name and with its reason.

No text that was read says whether the bureau that inspected has the case or the one that manages whom it inspected; so
the choice is the bureau's own way, and the pages say that it is.
"""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act, follows
from zhongdu.cases import choices, inspected, opening
from zhongdu.cases.models import Case
from zhongdu.duties.opening import meet, open_own_duty
from zhongdu.inspections import acts as inspections
from zhongdu.inspections.queries import Inspection
from zhongdu.messages.telling import told
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

COMPETENCE = "case.competence"


@follows(inspections.close_inspection)
def somebody_says_whose(deed: Doing, inspection: Inspection) -> None:
    """From the day it is closed the bureau above owes the answer; the period to check runs from the report already."""
    if inspection.is_away and inspection.outcome in Inspection.TO_A_CASE:
        checked = deed.law.last_day("clock.filing_check", inspection.reported_on or deed.on)
        open_own_duty(
            inspection.docket, COMPETENCE, bureau=inspection.assigned_by, on=deed.on, deed=deed.id, role=Role.DECIDER,
            due=max(checked.last if checked else deed.on, deed.on),
        )  # fmt: skip


def bureaus(inspection: Any, law: Any) -> list[tuple[str, str]]:
    """The bureau that inspected and the one that manages; once one has a case of it, that one."""
    if inspection.handled_by:
        return [(inspection.handled_by.code, f"{inspection.handled_by.name}（已经办理同一次检查的案件）")]
    manages, went = inspection.home, inspection.bureau
    return [(manages.code, f"{manages.name}（管理的局）"), (went.code, f"{went.name}（检查的局）")]


def _not_to_be_said(inspection: Any, law: Any) -> str:
    if not inspection.is_away:
        return "不是别的局交办的检查，由检查的局直接转为案件核查。"
    return inspected.why_no_case(inspection)


def _heads(case: Case) -> list[int]:
    return [post.user_id for post in choices.posts(case.bureau, Role.DECIDER)]


@told("desk.handed", to=_heads)
@act(
    on=Inspection, creates=Case, when=[Inspection.State.CLOSED], by=Role.DECIDER, reach="above", at="level.assigning_inspections",
    under=["inspection.assigned", "case.filing", "evidence.verified"], provided=_not_to_be_said,
    opens=[Opens("clock.filing_check", since="found_on")], grave=True,
    tells="由哪个局立案办理，读到的办法没有写，由组织检查的局写明理由选定，是本局做法。选定的局从检查报告之日起核查；另一个局看得到交给了谁。",
)  # fmt: skip
def hand_case_to(
    inspection: Any,
    deed: Doing,
    *,
    bureau: Annotated[str, Says("由哪个局立案办理", options=bureaus)],
    reason: Annotated[str, Says("为什么由这个局办理", words=True, secret="case_opinion")],
    respondent: Annotated[str, inspected.RESPONDENT],
    violations: Annotated[list[str] | None, inspected.VIOLATIONS] = None,
    conduct_from: Annotated[date | None, opening.CONDUCT_FROM] = None,
    conduct_until: Annotated[date, opening.CONDUCT_UNTIL],
    words: Annotated[str, inspected.WORDS] = "",
) -> Case:
    """确定由哪个局立案

    What was found away from home becomes the case of one of the two bureaus, as the one that gave the inspection says.
    """
    goes = Bureau.objects.get(code=bureau)
    made = inspected.open_at(goes, inspection, deed, respondent, violations, conduct_from, conduct_until)
    meet(inspection.docket, COMPETENCE, on=deed.on, deed=deed.id)
    return made
