"""An inspection is planned: on a bureau's own ground, for another bureau, on a lead, or on what a round found.

Nobody is told: who would be warned by it does not find it until the papers have been shown.
"""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.inspections import naming
from zhongdu.inspections.models import PLANNERS, Inspection, Respondent
from zhongdu.inspections.rules import is_at_home
from zhongdu.leads import acts as leads
from zhongdu.leads.queries import Lead
from zhongdu.rounds.queries import Round
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

State, Origin, Given, Kind = Inspection.State, Inspection.Origin, Inspection.Given, Respondent.Kind
SPECIAL = "inspection.way.special"
TELLS = "检查不事先通知被检查对象。出示证件以前，只有您、检查组和局负责人看得到。"


def ways(subject: Any, law: Any) -> list[tuple[str, str]]:
    return [(bound.name, bound.label) for bound in law.family("inspection.way")]


def allegations(subject: Any, law: Any) -> list[tuple[str, str]]:
    """What may be looked into: the kinds of violation the law names."""
    return [(bound.name, bound.label) for bound in law.family("violation")]


TITLE = Says("检查事项", hint="如：第四季度结算真实性检查。不要写个人姓名。", plain=True, most=120)
WAY = Says("检查方式", options=ways)
ALLEGATIONS = Says("检查什么", hint="可以多选；报告里逐项写结果。", options=allegations)
GRAVE = Says("是重大案件")
DUE = Says("到哪天以前查完", hint="本局自己定，不是法定期限。")
WORDS = Says(
    "为什么查、查些什么",
    hint="给检查组看。不要写是谁反映的。",
    words=True,
    secret="inspection_words",
    most=5000,
)


def planned(deed: Doing, bureau: Bureau, named: naming.Named, **fields: Any) -> Inspection:
    """The inspection of one respondent, with its first event to come."""
    due, on_lead = fields.get("due"), fields.get("lead")
    if due and due < deed.on:
        deed.refuse("due_in_the_past", "完成期限不能早于今天。", beside="due")
    if way := deed.law.find(fields["way"]):
        deed.cite(way)
    against = on_lead.against if on_lead and on_lead.against_id else named.against
    made = deed.open(
        Inspection, bureau, State.PLANNED, home=named.home, against=against, planned_by=deed.by.user_id or 0, **fields
    )  # fmt: skip
    Respondent.objects.create(inspection=made, at=1, **named.fields)
    deed.note(respondent=named.says)
    return made


@act(
    on=Office, creates=Inspection, by=PLANNERS, at="level.inspecting", where="inspection.way",
    under=["inspection.target"], tells=TELLS,
)  # fmt: skip
def open_inspection(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, TITLE],
    way: Annotated[str, WAY],
    words: Annotated[str, WORDS],
    due: Annotated[date | None, DUE] = None,
    kind: Annotated[str, naming.KIND],
    institution: Annotated[str, naming.INSTITUTION] = "",
    unit: Annotated[str, naming.UNIT] = "",
    agency_of: Annotated[str, naming.AGENCY] = "",
    person: Annotated[str, naming.PERSON] = "",
    identity: Annotated[str, naming.IDENTITY] = "",
    grave: Annotated[bool, GRAVE] = False,
    allegations: Annotated[list[str] | None, ALLEGATIONS] = None,
) -> Inspection:
    """开展一次检查

    A bureau inspects on its own ground: an institution, a practitioner, an agency, a contractor, an insured person.
    """
    named = naming.named_by(deed, office.bureau, kind, institution, unit, agency_of, person)
    return planned(
        deed, office.bureau, named, title=title, way=way, allegations=allegations or [], grave=grave, due=due
    )


# --- given to another bureau ----------------------------------------------------------------------------


def givens(subject: Any, law: Any) -> list[tuple[str, str]]:
    return [(each.value, str(each.label)) for each in (Given.ASSIGNED, Given.CROSSED)]


def bureaus(subject: Any, law: Any) -> list[tuple[str, str]]:
    """The bureaus an inspection may be given to: those right below."""
    below = Bureau.objects.filter(parent=subject.bureau, until=None).order_by("path")[:300]
    return [(bureau.code, bureau.name) for bureau in below]


@act(
    on=Office, creates=Inspection, by=PLANNERS, at="level.assigning_inspections", where="inspection.assigned",
    under=["inspection.assigned"], tells="指定、交叉检查限于专项检查和重大案件检查。交叉检查不由管这家单位的局检查。" + TELLS,
)  # fmt: skip
def assign_inspection(
    office: Office,
    deed: Doing,
    *,
    given: Annotated[str, Says("指定还是交叉", options=givens)],
    inspecting: Annotated[str, Says("由哪个局检查", options=bureaus)],
    title: Annotated[str, TITLE],
    way: Annotated[str, WAY],
    grave: Annotated[bool, GRAVE] = False,
    words: Annotated[str, WORDS],
    due: Annotated[date | None, DUE] = None,
    kind: Annotated[str, naming.KIND],
    institution: Annotated[str, naming.INSTITUTION] = "",
    unit: Annotated[str, naming.UNIT] = "",
    agency_of: Annotated[str, naming.AGENCY] = "",
    person: Annotated[str, naming.PERSON] = "",
    identity: Annotated[str, naming.IDENTITY] = "",
    allegations: Annotated[list[str] | None, ALLEGATIONS] = None,
) -> Inspection:
    """指定或者交叉检查

    The bureau above gives an inspection to one below; crossed, to one that does not manage the inspected.
    """
    named = naming.named_by(deed, office.bureau, kind, institution, unit, agency_of, person)
    return _given(
        office.bureau, deed, named, given, inspecting, title=title, way=way, allegations=allegations or [], grave=grave, due=due
    )  # fmt: skip


def _given(
    above: Bureau, deed: Doing, named: naming.Named, given: str, inspecting: str, **fields: Any
) -> Inspection:
    goes = Bureau.objects.get(code=inspecting)
    rule = deed.law.rule("inspection.assigned")
    if fields["way"] != SPECIAL and not fields["grave"]:
        deed.refuse(
            "not_such_an_inspection", "只有专项检查、重大案件检查可以指定、交叉。", under=rule, beside="way"
        )
    if given == Given.CROSSED and is_at_home(goes.path, named.home.path, above.path):
        says = f"交叉检查不能由{goes.name}检查自己管的单位，请另选一个局。"
        deed.refuse("at_home", says, under=rule, beside="inspecting")
    if named.against and goes.is_within(named.against):
        deed.refuse(
            "at_home", "查经办机构，不能由它所在的局或者下级局来查。", under=rule, beside="inspecting"
        )
    return planned(deed, goes, named, given=given, assigned_by=above, **fields)


# --- on a lead, on a round ------------------------------------------------------------------------------


def _once(lead: Lead, law: Any) -> str:
    going = Inspection.objects.filter(lead=lead, state__in=Inspection.OPEN).first()
    return f"这条线索已经转入检查（{going.number}）。" if going else ""


def _takers(lead: Lead, law: Any) -> list[tuple[str, str]]:
    """The bureau that has the lead; and, where the law lets it assign, those right below."""
    own = [("", f"{lead.bureau.name}（本局）")]
    level = law.find("level.assigning_inspections")
    may_give = law.find("inspection.assigned") and level and lead.bureau.level in level.rule.levels
    return [*own, *(bureaus(lead, law) if may_give else [])]


@act(
    on=Lead, creates=Inspection, when=[Lead.State.TAKEN_UP, Lead.State.SECOND_LOOK], by=(Role.CASE_OFFICER, Role.DISCIPLINE_OFFICER),
    at="level.inspecting", where="inspection.way", under=["inspection.target"], provided=_once,
    tells="反映人的身份和原话不随检查转过去，检查组只看到您写的话和您另外交给他们的材料。" + TELLS,
)  # fmt: skip
def inspect_lead(
    lead: Lead,
    deed: Doing,
    *,
    title: Annotated[str, TITLE],
    way: Annotated[str, WAY],
    inspecting: Annotated[str, Says("由哪个局检查", hint="交给下级局的，就是指定检查；它不管这家单位的，是交叉检查。", options=_takers)] = "",
    words: Annotated[str, WORDS],
    due: Annotated[date | None, DUE] = None,
    grave: Annotated[bool, GRAVE] = False,
    kind: Annotated[str, naming.KIND] = Kind.INSTITUTION,
    institution: Annotated[str, Says("哪家医药机构", hint="不填，就是线索里确认的机构。", plain=True, most=120)] = "",
    unit: Annotated[str, naming.UNIT] = "",
    agency_of: Annotated[str, naming.AGENCY] = "",
    person: Annotated[str, naming.PERSON] = "",
    identity: Annotated[str, naming.IDENTITY] = "",
    allegations: Annotated[list[str] | None, ALLEGATIONS] = None,
) -> Inspection:  # fmt: skip
    """转入检查

    A lead in hand is handed over to an inspection; who spoke stays sealed, and the lead still waits for its answer.
    """
    if not institution and lead.institution and kind in (Kind.INSTITUTION, Kind.PRACTITIONER):
        institution = lead.institution.code
    named = naming.named_by(deed, lead.bureau, kind, institution, unit, agency_of, person)
    fields: dict[str, Any] = {
        "title": title, "way": way, "grave": grave, "due": due, "lead": lead, "origin": Origin.LEAD,
        "allegations": allegations or [name for name in lead.violations if deed.law.find(name)],
    }  # fmt: skip
    if inspecting:
        deed.cite(deed.law.rule("inspection.assigned"))
        goes = Bureau.objects.get(code=inspecting)
        at_home = is_at_home(goes.path, named.home.path, lead.bureau.path)
        given = Given.ASSIGNED if at_home else Given.CROSSED
        made = _given(lead.bureau, deed, named, given, inspecting, **fields)
    else:
        made = planned(deed, lead.bureau, named, **fields)
    deed.then(leads.note_inspection, lead, inspection=made.number)
    return made


def _stops(matter: Round, law: Any) -> list[tuple[str, str]]:
    stops = matter.stops.select_related("institution").order_by("place")
    return [(stop.institution.code, stop.institution.name) for stop in stops]


@act(
    on=Round, creates=Inspection, when=[Round.State.UNDER_WAY, Round.State.CLOSED], by=(Role.CASE_OFFICER,),
    at="level.inspecting", where="inspection.way", under=["inspection.target"], tells=TELLS,
)  # fmt: skip
def inspect_stop(
    matter: Round,
    deed: Doing,
    *,
    stop: Annotated[str, Says("哪家机构", options=_stops)],
    title: Annotated[str, TITLE],
    way: Annotated[str, WAY],
    allegations: Annotated[list[str] | None, ALLEGATIONS] = None,
    due: Annotated[date | None, DUE] = None,
    words: Annotated[str, WORDS],
) -> Inspection:
    """对其中一家开展检查

    What supervisors saw on a round calls for an inspection of one of its institutions.
    """
    named = naming.named_by(deed, matter.bureau, Kind.INSTITUTION, stop, "", "", "")
    return planned(
        deed, matter.bureau, named, title=title, way=way, allegations=allegations or [], due=due, round=matter, origin=Origin.ROUND
    )  # fmt: skip


def inspect_told(
    deed: Doing,
    bureau: Bureau,
    *,
    institution: str,
    practitioner: str = "",
    **fields: Any,
) -> Inspection:
    """What another department told calls for an inspection: of an institution, or of somebody who practises there,
    both by their codes. For acts of rooms that know what was told."""
    kind = Kind.PRACTITIONER if practitioner else Kind.INSTITUTION
    named = naming.named_by(deed, bureau, kind, institution, "", "", practitioner)
    return planned(deed, bureau, named, origin=Origin.TOLD, **fields)


# --- before it has begun --------------------------------------------------------------------------------


@act(
    on=Inspection,
    when=[State.PLANNED, State.UNDER_WAY],
    by=PLANNERS,
    reach="shared",
    under=["inspection.target"],
)
def add_respondent(
    inspection: Inspection,
    deed: Doing,
    *,
    kind: Annotated[str, naming.KIND],
    institution: Annotated[str, naming.INSTITUTION] = "",
    unit: Annotated[str, naming.UNIT] = "",
    person: Annotated[str, naming.PERSON] = "",
    identity: Annotated[str, naming.IDENTITY] = "",
    words: Annotated[str, Says("为什么也要查", words=True, secret="inspection_words", most=2000)],
) -> None:
    """再加一个被检查对象

    Somebody else turns out to be concerned: a practitioner, an insured person, another unit.
    """
    if kind == Kind.AGENCY:
        deed.refuse("of_its_own", "查经办机构请另开一次检查，以免它提前知道。", beside="kind")
    named = naming.named_by(
        deed, inspection.assigned_by or inspection.bureau, kind, institution, unit, "", person
    )
    if (
        inspection.assigned_by
        and inspection.given == Given.CROSSED
        and is_at_home(inspection.bureau.path, named.home.path, inspection.assigned_by.path)
    ):
        deed.refuse(
            "at_home",
            "交叉检查不能查自己管的单位。",
            under=deed.law.find("inspection.assigned"),
            beside="institution",
        )
    Respondent.objects.create(inspection=inspection, at=inspection.docket.length + 1, **named.fields)
    deed.note(respondent=named.says)


@act(
    on=Inspection, moves={State.PLANNED: State.CALLED_OFF}, by=PLANNERS, grave=True, closes=True,
    tells="检查还没有开始，取消以后就不办了；记录仍然留着，仍然不让被检查对象知道。",
)  # fmt: skip
def call_off(
    inspection: Inspection, deed: Doing, *, words: Annotated[str, Says("为什么取消", words=True, secret="inspection_words", most=1000)]
) -> None:  # fmt: skip
    """取消检查

    An inspection is given up before it began.
    """
