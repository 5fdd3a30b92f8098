"""What a department told and the bureau handed to the agency becomes a handling, with where it came from on its record."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements import handling, practising
from zhongdu.agreements.models import AGENCY, Agreement, Handling, PractitionerHandling
from zhongdu.cases import acts as cases
from zhongdu.cases.queries import DepartmentNotice
from zhongdu.institutions.queries import kin, people_of, practitioners, root
from zhongdu.messages.telling import told

HANDED = [DepartmentNotice.State.HANDED]


def _agreements(notice: Any, law: Any) -> list[tuple[str, str]]:
    """Those in term of the institution a notice is about, under whichever of its codes."""
    if notice.institution is None:
        return []
    rows = Agreement.objects.filter(state__in=Agreement.RUNNING, institution__in=kin(notice.institution))
    return [
        (row.number, f"{row.get_sort_display()}（{row.number}）")
        for row in rows.select_related("docket").order_by("id")
    ]


def _has_agreement(notice: Any, law: Any) -> str:
    if notice.institution is None:
        return "这条信息说的是从业人员。"
    return "" if _agreements(notice, law) else "这家机构没有履行中的协议。"


@told("institution.notice", to=people_of("agreement.institution"))
@act(
    on=DepartmentNotice, creates=Handling, when=HANDED, by=AGENCY, under=[*handling.UNDER, "department"],
    provided=_has_agreement, tells=handling.TELLS,
)  # fmt: skip
def propose_handling_of_told(
    notice: DepartmentNotice,
    deed: Doing,
    *,
    agreement: Annotated[str, Says("按哪一份协议处理", options=_agreements)],
    measures: Annotated[list[str], handling.MEASURES],
    conduct_on: Annotated[date, handling.CONDUCT_ON],
    article: Annotated[str, handling.ARTICLE],
    facts: Annotated[str, handling.FACTS],
    proportion: Annotated[str, handling.PROPORTION],
    answer_by: Annotated[date, handling.ANSWER_BY],
) -> Handling:
    """拟作协议处理

    What a department told of an institution is a breach of its agreement: what is meant for it, and until when the
    institution may answer.
    """
    rows = Agreement.objects.select_related("docket", "bureau", "institution")
    made = handling.begin(rows.get(docket__number=agreement), deed, measures, conduct_on, article, answer_by)
    _taken_up(notice, deed, made)
    return made


def _workplaces(notice: Any, law: Any) -> list[tuple[str, str]]:
    """Where in the territory a person works or worked, the latest first."""
    whom = notice.practitioner
    return practitioners.worked_within(whom, notice.bureau) if whom else []


def _of_a_person(notice: Any, law: Any) -> str:
    if notice.practitioner is None:
        return "这条信息说的是机构。"
    return "" if _workplaces(notice, law) else "名单里没有此人在本辖区的执业机构。"


@act(
    on=DepartmentNotice, creates=PractitionerHandling, when=HANDED, by=AGENCY,
    under=["practitioner.measure", "agreement.statement", "department"], where="practitioner.measure",
    provided=_of_a_person, tells="先告知本人拟怎样处理、依据什么，听取陈述申辩以后再作决定；中止服务的，决定以后结算随即停止。",
)  # fmt: skip
def propose_practitioner_of_told(
    notice: DepartmentNotice,
    deed: Doing,
    *,
    institution: Annotated[str, Says("在哪家机构执业时", options=_workplaces)],
    measures: Annotated[list[str], practising.MEASURES],
    conduct_on: Annotated[date, practising.CONDUCT_ON],
    facts: Annotated[str, practising.FACTS],
    proportion: Annotated[str, practising.PROPORTION],
    answer_by: Annotated[date, practising.ANSWER_BY],
) -> PractitionerHandling:
    """拟对医师、药师作出处理

    What a department told of somebody who prescribes or dispenses: what is meant for it, and until when they may answer.
    """
    assert notice.practitioner is not None  # the act is offered for nobody else
    who = root(notice.practitioner)
    rows = practitioners.workplaces(who).filter(institution__code=institution)
    made = practising.begin(deed, who, rows[0].institution, measures, conduct_on, answer_by)
    _taken_up(notice, deed, made)
    return made


def _taken_up(notice: DepartmentNotice, deed: Doing, made: Any) -> None:
    deed.note(told_by=notice.department, document=notice.document)
    deed.then(cases.note_taken_up, notice, number=made.number)
