"""A case begins with what an inspection found: its report, and the evidence two officers took up there, go along."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.cases import opening
from zhongdu.cases.models import Case
from zhongdu.inspections import acts as inspections
from zhongdu.inspections.queries import (
    PROVED,
    Inspection,
    Person,
    Respondent,
    evidence,
    findings,
    respondents,
)
from zhongdu.scope.models import Bureau
from zhongdu.vault import token
from zhongdu.vault.identity import BadNumber, read_id_number

Kind = Respondent.Kind
AS_RESPONDENT = {  # whom an inspection is of -> what they are in a case
    Kind.INSTITUTION: Case.Respondent.INSTITUTION, Kind.PRACTITIONER: Case.Respondent.PRACTITIONER,
    Kind.AGENCY: Case.Respondent.AGENCY, Kind.CONTRACTOR: Case.Respondent.CONTRACTOR, Kind.INSURED: Case.Respondent.INSURED,
}  # fmt: skip


def _without_a_case(inspection: Any, law: Any) -> list[tuple[str, str]]:
    """Those inspected against whom no case was opened yet."""
    taken = set(Case.objects.filter(inspected__inspection=inspection).values_list("inspected", flat=True))
    return [
        (str(each.row.pk), f"{each.name}（{each.kind.label}）")
        for each in respondents(inspection)
        if each.row.pk not in taken
    ]


def why_no_case(inspection: Any) -> str:
    """Why nothing of an inspection is to become a case (any more); "" where something is."""
    if inspection.outcome not in Inspection.TO_A_CASE:
        return "这次检查的结果不是转立案审查。"
    return "" if _without_a_case(inspection, None) else "被检查对象都已经登记核查。"


def _leads_to_a_case(inspection: Any, law: Any) -> str:
    if inspection.is_away:
        return f"由哪个局立案，由交办检查的{inspection.assigned_by.name}确定。"
    return why_no_case(inspection)


RESPONDENT = Says("当事人", people=True, options=_without_a_case)
VIOLATIONS = Says("涉嫌的行为", hint="不选的，就是检查报告里查实的几项。", options=opening.choices.violations)
WORDS = Says("还要说明的", hint="检查报告随案，可以不填。", words=True, secret="case_facts")


@act(
    on=Inspection, creates=Case, when=[Inspection.State.CLOSED], by=opening.OPENERS, at="level.inspecting",
    under=["case.filing", "evidence.verified"], provided=_leads_to_a_case,
    opens=[Opens("clock.filing_check", since="found_on")],
    tells="检查报告和两人收作证据的证据随案，不用重录；没有收作证据的材料不随案，决定也不能引用。",
)  # fmt: skip
def open_case_from_inspection(
    inspection: Any,
    deed: Doing,
    *,
    respondent: Annotated[str, RESPONDENT],
    violations: Annotated[list[str] | None, VIOLATIONS] = None,
    conduct_from: Annotated[date | None, opening.CONDUCT_FROM] = None,
    conduct_until: Annotated[date, opening.CONDUCT_UNTIL],
    words: Annotated[str, WORDS] = "",
) -> Case:
    """转为案件核查

    What an inspection found against one of the inspected is checked as a case; the period runs from its report.
    """
    return open_at(inspection.bureau, inspection, deed, respondent, violations, conduct_from, conduct_until)


def open_at(
    bureau: Bureau,
    inspection: Any,
    deed: Doing,
    respondent: str,
    violations: list[str] | None,
    conduct_from: date | None,
    conduct_until: date,
) -> Case:
    """The case against one of the inspected, at the bureau that handles it."""
    found = next(each for each in respondents(inspection) if str(each.row.pk) == respondent)
    proved = [each.allegation for each in findings(inspection) if each.outcome in PROVED and each.allegation]
    about = violations or proved
    if not about:
        deed.refuse("which_conduct", "检查报告没有写明哪一项查实，请选涉嫌的行为。", beside="violations")
    found_on = inspection.reported_on or deed.on
    opening.check_days(deed, found_on, conduct_from, conduct_until)
    made = deed.open(
        Case, bureau, Case.State.CHECKING, source=Case.Source.INSPECTION, inspected=found.row,
        respondent=AS_RESPONDENT[found.kind], lead=inspection.lead, violations=about, found_on=found_on,
        institution=found.institution if found.kind == Kind.INSTITUTION else None, person=_token(deed, found),
        conduct_from=conduct_from, conduct_until=conduct_until,
    )  # fmt: skip
    _named(deed, made, found)
    deed.note(inspection=inspection.number, evidence=[each.number for each in evidence(inspection)])
    if not inspection.case:
        deed.then(inspections.note_case, inspection, case=made.number, handled_by=bureau.code)
    return made


def _token(deed: Doing, found: Person) -> str:
    """By what another case against the same person is known; none where only part of a number was noted."""
    if not found.identity:
        return ""
    try:
        return token("respondent_id", read_id_number(found.identity, today=deed.on).number)
    except BadNumber:
        return ""


def _named(deed: Doing, case: Case, found: Person) -> None:
    """Who it is goes over from the inspection's vault into the case's own."""
    if found.is_person:
        kept = {"respondent_name": found.name, "respondent_id": found.identity}
        deed.keep(case, {name: value for name, value in kept.items() if value})
    elif found.kind != Kind.INSTITUTION:
        deed.keep(case, {"respondent_unit": found.name})
