"""Bringing a lead and completing it: registered whatever is missing, and past those it is about."""

from datetime import date, datetime
from typing import Annotated, Any

from zhongdu import files, vault
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.bureaus.queries import Office, around
from zhongdu.calendar import clock
from zhongdu.fieldwork.queries import Visit
from zhongdu.institutions.queries import Institution, named
from zhongdu.kit.places import NoPlace, from_text
from zhongdu.law.shapes import Strength
from zhongdu.leads import evidence as filed_evidence
from zhongdu.leads.grave import raise_grave
from zhongdu.leads.models import Lead
from zhongdu.leads.rules import Given, bureau_meant, is_against_bureau, lacking
from zhongdu.leads.telling import news
from zhongdu.roster.queries import Appointment
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

State = Lead.State
SPEAKERS = (Role.SUPERVISOR, Role.APPLICANT)  # by name, or by the receipt code they hold
_LONG = 20_000


def bureaus_to_name(subject: Any, law: Any) -> list[tuple[str, str]]:
    """The bureaus a supervisor's work touches: their own, those above it, and those just below."""
    return [(bureau.code, f"{bureau.name}，或它的经办机构和工作人员") for bureau in around(subject.bureau)]


def violations(subject: Any, law: Any) -> list[tuple[str, str]]:
    """The kinds of violation the governing measure names; the base's where it names none."""
    return [(bound.name, bound.label) for bound in law.family("violation")]


def by_group(law: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of violation under the headings the measure gives them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for bound in law.family("violation"):
        groups.setdefault(bound.rule.group or "其他", []).append((bound.name, bound.label))
    return list(groups.items())


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
    point: Annotated[str, Says("图上的位置", hint="可以不指。", secret="event_point", most=40)] = "",
    evidence: Annotated[list[Upload] | None, Says("照片、录音、视频或材料", accept="evidence")] = None,
    against: Annotated[str, Says("是不是反映医保局、经办机构或它们的工作人员", hint="选了哪一家，那一家的人就看不到这条线索。", options=bureaus_to_name)] = "",
    grave: Annotated[bool, Says("这是重大情况，要马上报告", hint="比如危及安全、涉及面广、正在发生。报出去会马上有人确认收到。")] = False,
    visit: Annotated[str, Says("来自哪次巡查", plain=True, most=12)] = "",
) -> Lead:  # fmt: skip
    """报一条线索

    Something was seen. Whatever is missing, the lead is registered: what the measure asks for and the lead
    lacks is written beside it. One against a bureau goes past that bureau.
    """
    seen_at = _own_visit(visit, deed)
    return register(
        deed, seen_at.bureau if seen_at else appointment.bureau, words=words, institution=institution,
        violations=violations, happened_at=happened_at, place=place, point=point, evidence=evidence, against=against,
        grave=grave, visit=seen_at, user_id=appointment.user_id,
    )  # fmt: skip


@act(
    on=Office,
    creates=Lead,
    by=Role.ANYONE,
    under="report.filing",
    opens=[Opens("lead.answer")],
)
def report(
    office: Office,
    deed: Doing,
    *,
    receipt: Annotated[str, Says("查询码", plain=True, most=64)],
    words: Annotated[str, Says("看到了什么", hint="谁、做了什么、您怎么知道的，想到哪儿写到哪儿。", words=True, secret="narrative", most=_LONG)] = "",
    institution: Annotated[str, Says("哪一家", hint="医院、药店的名称；记不全，写在哪条街、什么招牌也行。", secret="whom", most=120)] = "",
    violations: Annotated[list[str] | None, Says("属于哪一类", hint="可以多选；拿不准就不选。", options=violations)] = None,
    happened_at: Annotated[datetime | None, Says("什么时间", hint="大概的时间也可以。")] = None,
    place: Annotated[str, Says("什么地点", secret="event_place", most=200)] = "",
    point: Annotated[str, Says("图上的位置", hint="可以不指。", secret="event_point", most=40)] = "",
    evidence: Annotated[list[Upload] | None, Says("照片、录音、视频或材料", accept="evidence")] = None,
    against: Annotated[str, Says("是不是反映医保局、经办机构或它们的工作人员", hint="选了哪一家，那一家的人就看不到。", options=bureaus_to_name)] = "",
    name: Annotated[str, Says("您的姓名", hint="可以不留。", secret="reporter_name", most=60)] = "",
    phone: Annotated[str, Says("联系电话", hint="可以不留。", secret="reporter_phone", most=30)] = "",
) -> Lead:  # fmt: skip
    """反映问题

    Anybody tells the bureau what was seen, without an account and without a name, and follows it by a receipt code.
    """
    return register(
        deed, office.bureau, words=words, institution=institution, violations=violations, happened_at=happened_at,
        place=place, point=point, evidence=evidence, against=against, speaker=Lead.Speaker.CITIZEN, receipt=receipt,
    )  # fmt: skip


@act(
    on=Office,
    creates=Lead,
    by=(Role.CASE_OFFICER, Role.LIAISON, Role.DISCIPLINE_OFFICER),
    under=["lead.filing", "lead.contents"],
    opens=[Opens("lead.answer")],
    tells="登记以后，来信来访人的姓名和电话就封存了：要看须写明理由，并留下记录。",
)
def enter_lead(
    office: Office,
    deed: Doing,
    *,
    received_on: Annotated[date, Says("哪天收到的", hint="信件、来访或者来电的那一天。")],
    channel: Annotated[str, Says("怎样来的", options=lambda office, law: CHANNELS)],
    words: Annotated[str, Says("反映了什么", hint="照来信来访人自己的话写。", words=True, secret="narrative", most=_LONG)] = "",
    institution: Annotated[str, Says("哪一家", hint="医院、药店的名称，或医保机构代码。", secret="whom", most=120)] = "",
    violations: Annotated[list[str] | None, Says("属于哪一类", hint="可以多选；拿不准就不选。", options=violations)] = None,
    happened_at: Annotated[datetime | None, Says("什么时间")] = None,
    place: Annotated[str, Says("什么地点", secret="event_place", most=200)] = "",
    point: Annotated[str, Says("图上的位置", hint="可以不指。", secret="event_point", most=40)] = "",
    evidence: Annotated[list[Upload] | None, Says("来信扫描件、照片、录音或材料", accept="evidence")] = None,
    against: Annotated[str, Says("是不是反映医保局、经办机构或它们的工作人员", hint="选了哪一家，那一家的人（包括您）就看不到这条线索了。", options=bureaus_to_name)] = "",
    grave: Annotated[bool, Says("这是重大情况，要马上报告")] = False,
    name: Annotated[str, Says("来信来访人姓名", hint="不愿留名的不填。", secret="reporter_name", most=60)] = "",
    phone: Annotated[str, Says("联系电话", hint="没有就不填。", secret="reporter_phone", most=30)] = "",
    receipt: Annotated[str, Says("查询码", plain=True, most=64)] = "",
) -> Lead:  # fmt: skip
    """登记来信来访的线索

    What came on paper, by telephone or by somebody at the door is a lead like any other, from the day it came.
    """
    if received_on > deed.on:
        deed.refuse("in_the_future", "收到的日期不能晚于今天。", beside="received_on")
    return register(
        deed, office.bureau, words=words, institution=institution, violations=violations, happened_at=happened_at,
        place=place, point=point, evidence=evidence, against=against, grave=grave, speaker=Lead.Speaker.ON_PAPER,
        entered_by_id=deed.by.user_id, filed_on=received_on, receipt=receipt,
    )  # fmt: skip


@act(
    on=Office,
    creates=Lead,
    by=Role.SYSTEM,
    under=["lead.filing", "lead.contents"],
    opens=[Opens("lead.answer", owed_to=lambda lead: lead.user)],
)
def take_over(
    office: Office,
    deed: Doing,
    *,
    told_on: Annotated[date, Says("哪天说的")],
    words: Annotated[str, Says("说了什么", words=True, secret="narrative", most=_LONG)] = "",
    institution: Annotated[str, Says("哪一家", secret="whom", most=120)] = "",
    evidence: Annotated[list[Upload] | None, Says("附件", accept="evidence")] = None,
    against: Annotated[str, Says("反映的医保局", options=bureaus_to_name)] = "",
    supervisor: Annotated[int | None, Says("提的监督员", people=True)] = None,
    entered_by: Annotated[int | None, Says("登记人", people=True)] = None,
    receipt: Annotated[str, Says("查询码", plain=True, most=64)] = "",
    name: Annotated[str, Says("姓名", secret="reporter_name", most=60)] = "",
    phone: Annotated[str, Says("联系电话", secret="reporter_phone", most=30)] = "",
) -> Lead:  # fmt: skip
    """由意见、来信转来

    What somebody said elsewhere turns out to be a lead: the same speaker, the same code, and a clock from the day it was said.
    """
    Speaker = Lead.Speaker
    return register(
        deed, office.bureau, words=words, institution=institution, evidence=evidence, against=against,
        speaker=Speaker.SUPERVISOR if supervisor else Speaker.CITIZEN if receipt else Speaker.ON_PAPER,
        user_id=supervisor, receipt=receipt, entered_by_id=entered_by, filed_on=told_on,
    )  # fmt: skip


CHANNELS = [
    ("letter", "来信"),
    ("mail", "电子邮件"),
    ("phone", "来电"),
    ("visit", "来访"),
    ("forwarded", "其他部门转来"),
]


@act(on=Lead, moves={State.RETURNED: State.FILED}, by=SPEAKERS, under=["lead.filing", "lead.contents"])
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
    lead.complete_by = None
    lead.happened_at = _in_china(happened_at) or lead.happened_at
    if institution and not lead.institution_id:
        lead.institution = found_by(institution, lead.bureau)
    attach(lead, evidence, deed)
    known = vault.read(lead.number, "event_place", "event_point", "narrative", "whom")
    given = Given(
        time=bool(lead.happened_at or lead.visit_id),
        place=bool(place or known.get("event_place") or known.get("event_point") or lead.institution_id),
        event=bool(words or known.get("narrative")),
        evidence=files.attached(lead.number, filed_evidence.KIND).exists(),
        whom=bool(lead.institution_id or institution or known.get("whom") or lead.against_id),
    )
    lead.lacks = lacks(given, deed.law)


@news("lead.progress")
@act(on=Lead, moves={State.RETURNED: State.FILED}, by=Role.SYSTEM, under="lead.contents")
def note_not_completed(lead: Lead, deed: Doing) -> None:
    """到期没有补充，按现有材料办理

    A thin lead is not refused for staying thin: it comes back to be dealt with as it is.
    """
    lead.complete_by = None


# --- what they have in common --------------------------------------------------------------------------
def register(
    deed: Doing,
    home: Bureau,
    *,
    words: str = "",
    institution: str = "",
    violations: list[str] | None = None,
    happened_at: datetime | None = None,
    place: str = "",
    point: str = "",
    evidence: Any = None,
    against: str = "",
    grave: bool = False,
    visit: Visit | None = None,
    said: bool = False,
    **speaker: Any,
) -> Lead:
    """Open a lead, whoever speaks: ``speaker`` are the fields of ``Lead`` that say who, and when it came.

    It lies at ``home``, or past whom it is about; what the measure asks for and it lacks stands beside it. Words or
    files it has, unless the caller has seen that something is ``said``.
    """
    if not (said or words or evidence):
        deed.refuse("nothing_said", "请写几句看到了什么，或者附上照片、录音等材料。", beside="words")
    _not_in_the_future(happened_at, deed)
    _somewhere(point, deed)
    accused = _accused(against, institution, violations, home, deed)
    found = visit.institution if visit else found_by(institution, home)
    given = Given(
        time=bool(happened_at or visit),
        place=bool(place or point or found),
        event=bool(words),
        evidence=bool(evidence),
        whom=bool(found or institution or accused),
    )
    lead = deed.open(
        Lead, (accused.parent or accused) if accused else home, State.FILED, visit=visit, institution=found,
        against=accused, violations=list(violations or ()), happened_at=_in_china(happened_at),
        lacks=lacks(given, deed.law), **{"filed_on": deed.on, **speaker},
    )  # fmt: skip
    attach(lead, evidence, deed)
    if accused and (task := deed.law.find("task.watch_bureau")):
        deed.cite(task)
    deed.cite(*(deed.law.rule(name) for name in violations or ()))
    if grave:
        if report := deed.law.find("grave_event.report"):
            deed.cite(report)
        raise_grave(lead, deed)
        lead.save(update_fields=["grave"])
    return lead


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


def attach(lead: Lead, uploads: Any, deed: Doing) -> None:
    """Keep what came with it. Whoever speaks without an account leaves none, signed in or not."""
    nameless = deed.capacity.role in (Role.ANYONE, Role.APPLICANT)
    kept = filed_evidence.receive(lead.number, list(uploads or ()), None if nameless else deed.by.user_id)
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


def _accused(code: str, written: str, kinds: Any, home: Bureau, deed: Doing) -> Bureau | None:
    """The bureau a lead is about: the one chosen, the one whose name was written down as whom it is about, or
    the nearest where only an agency can have done it."""
    bureaus = Bureau.objects.select_related("parent")
    if code:
        return bureaus.get(code=code)
    if written:
        named_here = dict(around(home).order_by("-path").values_list("name", "pk"))
        if meant := bureau_meant(written, named_here):
            return bureaus.get(pk=named_here[meant])
    of = {deed.law.rule(name).rule.of for name in kinds or ()}
    return home if is_against_bureau(False, of) else None


def _in_china(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=clock.CHINA) if moment and moment.tzinfo is None else moment


def _not_in_the_future(moment: datetime | None, deed: Doing) -> None:
    if moment and _in_china(moment) > clock.now():  # type: ignore[operator]
        deed.refuse("in_the_future", "时间不能晚于现在。", beside="happened_at")


def _somewhere(point: str, deed: Doing) -> None:
    try:
        if point:
            from_text(point)
    except NoPlace as wrong:
        deed.refuse("no_place", str(wrong), beside="point")
