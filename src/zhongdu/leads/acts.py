"""What may be done with a lead: bring it, complete it, take it up, explain, answer; and open who spoke."""

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import Q

from zhongdu import files, vault
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.opening import open_duty, void
from zhongdu.fieldwork.queries import Visit
from zhongdu.institutions.queries import Institution, named
from zhongdu.law.shapes import Strength
from zhongdu.leads import evidence as filed_evidence
from zhongdu.leads.grave import raise_grave, tell
from zhongdu.leads.models import Lead
from zhongdu.leads.rules import Given, is_against_bureau, lacking
from zhongdu.roster.queries import Appointment
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

State = Lead.State
HANDLERS = (Role.CASE_OFFICER, Role.DISCIPLINE_OFFICER)  # the latter only sees leads against a bureau
_LONG = 20_000


def bureaus_to_name(appointment: Appointment, law: Any) -> list[tuple[str, str]]:
    """The bureaus a supervisor's work touches: the appointing one, those above it, and those just below."""
    own = appointment.bureau
    near = Bureau.objects.filter(Q(code__in=own.line) | Q(parent=own), until=None).order_by("path")
    return [(bureau.code, f"{bureau.name}，或它的经办机构和工作人员") for bureau in near]


def violations(subject: Any, law: Any) -> list[tuple[str, str]]:
    """The kinds of violation the governing measure names; the base's where it names none."""
    return [(bound.name, bound.label) for bound in law.family("violation")]


@act(
    on=Appointment,
    creates=Lead,
    when=[Appointment.State.SERVING],
    by=Role.SUPERVISOR,
    under=["lead.filing", "lead.contents", "task.report_violations", "task.watch_institutions", "task.watch_fund_use"],
    opens=[Opens("lead.answer", owed_to=lambda lead: lead.user)],
)  # fmt: skip
def file_lead(
    appointment: Appointment,
    deed: Doing,
    *,
    words: Annotated[str, Says("看到了什么", hint="谁、做了什么、怎么发现的，想到哪儿写到哪儿。", words=True, secret="narrative", most=_LONG)] = "",
    institution: Annotated[str, Says("哪一家", hint="医院、药店的名称，或医保机构代码。", secret="whom", most=120)] = "",
    violations: Annotated[list[str] | None, Says("属于哪一类", hint="可以多选；拿不准就不选。", options=violations)] = None,
    happened_at: Annotated[datetime | None, Says("什么时间", hint="大概的时间也可以。")] = None,
    place: Annotated[str, Says("什么地点", secret="event_place", most=200)] = "",
    evidence: Annotated[list[Upload] | None, Says("照片、录音、视频或材料", accept="evidence")] = None,
    against: Annotated[str, Says("是不是反映医保局、经办机构或它们的工作人员", hint="选了哪一家，那一家的人就看不到这条线索。", options=bureaus_to_name)] = "",
    grave: Annotated[bool, Says("这是重大情况，要马上报告", hint="比如危及安全、涉及面广、正在发生。报出去会马上有人确认收到。")] = False,
    visit: Annotated[str, Says("来自哪次巡查", plain=True, most=12)] = "",
) -> Lead:  # fmt: skip
    """报一条线索

    Something was seen. Whatever is missing, the lead is registered: what the measure asks for and the lead
    lacks is written beside it. One against a bureau goes past that bureau.
    """
    if not words and not evidence:
        deed.refuse("nothing_said", "请写几句看到了什么，或者附上照片、录音等材料。", beside="words")
    _not_in_the_future(happened_at, deed)
    seen_at = _own_visit(visit, deed)
    home = seen_at.bureau if seen_at else appointment.bureau
    accused = _accused(against, violations, home, deed)
    found = seen_at.institution if seen_at else found_by(institution, home)
    given = Given(
        time=bool(happened_at or seen_at),
        place=bool(place or found),
        event=bool(words),
        evidence=bool(evidence),
        whom=bool(found or institution or accused),
    )
    lead = deed.open(
        Lead,
        (accused.parent or accused) if accused else home,
        State.FILED,
        user_id=appointment.user_id,
        visit=seen_at,
        institution=found,
        against=accused,
        violations=list(violations or ()),
        happened_at=_in_china(happened_at),
        lacks=lacks(given, deed.law),
        filed_on=deed.on,
    )
    _attach(lead, evidence, deed)
    if accused and (task := deed.law.find("task.watch_bureau")):
        deed.cite(task)
    deed.cite(*(deed.law.rule(name) for name in violations or ()))
    if grave:
        if report := deed.law.find("grave_event.report"):
            deed.cite(report)
        raise_grave(lead, deed)
        lead.save(update_fields=["grave"])
    return lead


@act(on=Lead, moves={State.RETURNED: State.FILED}, by=Role.SUPERVISOR, under=["lead.filing", "lead.contents"])
def complete(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("补充说明", words=True, secret="addition", most=_LONG)] = "",
    institution: Annotated[str, Says("哪一家", hint="医院、药店的名称，或医保机构代码。", secret="whom", most=120)] = "",
    happened_at: Annotated[datetime | None, Says("什么时间")] = None,
    place: Annotated[str, Says("什么地点", secret="event_place", most=200)] = "",
    evidence: Annotated[list[Upload] | None, Says("照片、录音、视频或材料", accept="evidence")] = None,
) -> None:  # fmt: skip
    """补充后再报

    The speaker adds what was asked for; what was said before stays as it was said.
    """
    if not (words or institution or happened_at or place or evidence):
        deed.refuse("nothing_added", "请至少补充一项。", beside="words")
    _not_in_the_future(happened_at, deed)
    lead.happened_at = _in_china(happened_at) or lead.happened_at
    if institution and not lead.institution_id:
        lead.institution = found_by(institution, lead.bureau)
    _attach(lead, evidence, deed)
    known = vault.read(lead.number, "event_place", "narrative", "whom")
    given = Given(
        time=bool(lead.happened_at or lead.visit_id),
        place=bool(place or known.get("event_place") or lead.institution_id),
        event=bool(words or known.get("narrative")),
        evidence=files.attached(lead.number, filed_evidence.KIND).exists(),
        whom=bool(lead.institution_id or institution or known.get("whom") or lead.against_id),
    )
    lead.lacks = lacks(given, deed.law)


@act(
    on=Lead,
    moves={State.FILED: State.TAKEN_UP, State.RETURNED: State.TAKEN_UP},
    by=HANDLERS,
    under="lead.answer",
    tells="受理以后由您办理，反映人会看到线索已受理，看不到您的姓名。",
)
def take_up(lead: Lead, deed: Doing) -> None:
    """受理

    An officer takes the lead in hand, as it is, and stands for it by name.
    """
    lead.taken_up_by = deed.by.user_id


@act(
    on=Lead,
    moves={State.TAKEN_UP: State.ANSWERED},
    by=HANDLERS,
    under="lead.answer",
    meets=["lead.answer"],
)
def answer(
    lead: Lead,
    deed: Doing,
    *,
    outcome: Annotated[str, Says("结果", options=lambda lead, law: Lead.Outcome.choices)],
    words: Annotated[str, Says("给反映人的答复", hint="查了什么、结果怎样、怎样处理。反映人会原样看到，请用平实的话写。", words=True, secret="answer_words", most=_LONG)],
) -> None:  # fmt: skip
    """答复处理结果

    What was found and what was done about it, said to the one who spoke.
    """
    lead.outcome, lead.answered_on = outcome, deed.on
    _over(lead, deed)
    tell(lead)


@act(on=Lead, when=[State.TAKEN_UP], by=HANDLERS, under="lead.explanation", meets=["lead.explanation"])
def explain_delay(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("暂不能落实的原因", hint="反映人会原样看到这段话，请用平实的话写。", words=True, secret="answer_words", most=5000)],
    expected_on: Annotated[date | None, Says("预计何时答复", hint="说得出就填，不作承诺。")] = None,
) -> None:  # fmt: skip
    """说明暂不能落实的原因

    What cannot be done yet is explained to the speaker. The wait goes on being counted.
    """
    if expected_on and expected_on < deed.on:
        deed.refuse("in_the_past", "预计答复的日期不能早于今天。", beside="expected_on")
    open_explanation(lead, deed)
    tell(lead)


@act(on=Lead, moves={State.FILED: State.RETURNED}, by=HANDLERS, under="lead.contents")
def return_for_completion(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("请反映人补充什么", hint="反映人会原样看到这段话。", words=True, secret="answer_words", most=2000)],
) -> None:  # fmt: skip
    """退回补充

    A thin lead goes back for completion; it stays registered, and its wait is still counted.
    """
    tell(lead)


@act(
    on=Lead,
    when=[State.FILED, State.TAKEN_UP],
    by=HANDLERS,
    provided=lambda lead, law: "所反映的机构已经确认。" if lead.institution_id else "",
)
def name_institution(
    lead: Lead,
    deed: Doing,
    *,
    institution: Annotated[
        str, Says("医药机构", hint="名录中的全名，或医保机构代码。", plain=True, most=120)
    ],
) -> None:
    """确认所反映的机构

    The speaker wrote a name the list does not have; an officer says which institution is meant.
    """
    found = found_by(institution, lead.bureau)
    if found is None:
        deed.refuse(
            "no_such_institution", "名录中没有这家机构，或不止一家，请写全名或代码。", beside="institution"
        )
    lead.institution = found


@act(
    on=Lead,
    moves=dict.fromkeys(Lead.WAITING, State.DECLINED),
    by=HANDLERS,
    under="lead.answer",
    meets=["lead.answer"],
    grave=True,
)
def decline_lead(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("不予受理的理由", hint="反映人会原样看到这段话，请用平实的话写。", words=True, secret="answer_words", most=5000)],
) -> None:  # fmt: skip
    """不予受理

    The lead is not the bureau's to deal with; the speaker is told why.
    """
    _over(lead, deed)
    tell(lead)


@act(on=Lead, by=(*HANDLERS, Role.DECIDER))
def unmask(
    lead: Lead,
    deed: Doing,
    *,
    field: Annotated[str, Says("查看什么", options=lambda lead, law: [("speaker", "反映人身份")])],
    reason: Annotated[
        str, Says("为什么需要看", hint="留在记录里；反映人会知道身份被查看过。", words=True, most=500)
    ],
) -> None:
    """查看反映人身份

    Who spoke is sealed; opening it is recorded, shown to the speaker, and lasts a quarter of an hour.
    """


@act(
    on=Lead,
    when=[State.FILED, State.TAKEN_UP],
    by=Role.SYSTEM,
    under="lead.explanation",
    opens=[Opens("lead.explanation", owed_to=lambda lead: lead.user)],
)
def note_overdue(lead: Lead, deed: Doing) -> None:
    """答复逾期，应当向反映人说明

    The day to answer has passed: from now on the bureau owes the speaker an explanation.
    """


# --- what the acts have in common --------------------------------------------------------------------
def lacks(given: Given, law: Any) -> list[str]:
    """What the governing measure asks of a lead and this one does not have."""
    asked = law.find("lead.contents")
    return list(lacking(asked.rule.items, given)) if asked else []


def is_thin(lead: Lead, law: Any) -> bool:
    """Whether what is missing had to be there (应当), and not only normally or where it can be had."""
    asked = law.find("lead.contents")
    return bool(lead.lacks and asked and asked.rule.strength is Strength.MUST)


def found_by(said: str, bureau: Bureau) -> Institution | None:
    """The one institution of a territory that a name or a code means; none where nothing or too much fits."""
    found = named(bureau, said)
    return found[0] if len(found) == 1 else None


def open_explanation(lead: Lead, deed: Doing) -> None:
    """The duty to explain, where the sweep has not opened it already: the board shows it met by this deed."""
    if not Duty.objects.open().filter(docket=lead.docket_id, concept="lead.explanation").exists():
        open_duty(lead.docket, deed.law, "lead.explanation", on=deed.on, deed=deed.id, owed_to=lead.user)


def _over(lead: Lead, deed: Doing) -> None:
    """Nothing has to be explained any more. What a grave event asks for does not end with the lead."""
    void(lead.docket, "lead.explanation", on=deed.on, deed=deed.id)


def _attach(lead: Lead, uploads: Any, deed: Doing) -> None:
    kept = filed_evidence.receive(lead.number, list(uploads or ()), deed.by.user_id)
    if kept:
        deed.note(files=[[each.public_id, each.blob.sm3] for each in kept])


def _own_visit(number: str, deed: Doing) -> Visit | None:
    if not number:
        return None
    visit = (
        Visit.objects.filter(Visit.held_by(deed.by), docket__number=number).select_related("bureau").first()
    )
    if visit is None:
        deed.refuse("no_such_visit", "没有找到您的这次巡查，请核对编号。", beside="visit")
    return visit


def _accused(code: str, named: Any, home: Bureau, deed: Doing) -> Bureau | None:
    """The bureau a lead is about: the one named, or the nearest where only an agency can have done it."""
    kinds = {deed.law.rule(name).rule.of for name in named or ()}
    if not is_against_bureau(bool(code), kinds):
        return None
    return Bureau.objects.select_related("parent").get(code=code) if code else home


def _in_china(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=clock.CHINA) if moment and moment.tzinfo is None else moment


def _not_in_the_future(moment: datetime | None, deed: Doing) -> None:
    if moment and _in_china(moment) > clock.now():  # type: ignore[operator]
        deed.refuse("in_the_future", "时间不能晚于现在。", beside="happened_at")
