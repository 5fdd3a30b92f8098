"""What other rooms and pages ask of recruitment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhongdu import files, vault
from zhongdu.calendar import clock
from zhongdu.files.models import Attachment
from zhongdu.kit.parts import Tone
from zhongdu.law.governing import Law
from zhongdu.law.models import Commencement
from zhongdu.law.pack import Bound
from zhongdu.record.models import Event
from zhongdu.recruitment import particulars, rules
from zhongdu.recruitment.models import Application, Finding, Notice, Objection, Recommendation, Recommended
from zhongdu.recruitment.rules import short_of
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau, Practice

__all__ = [
    "Application",
    "Notice",
    "Objection",
    "Recommendation",
    "awaiting_selection",
    "findings_of",
    "in_the_way",
    "looks_of",
    "on_notice",
    "open_notices",
    "particulars_of",
    "photo_of",
    "preferences_found",
    "ready_to_appoint",
    "recruiting_for",
    "selection_waits",
    "short_of",
    "to_look_at_again",
    "told_by",
    "unit_ways",
]


ATTACHED = "notice"  # the kind of the files that go with a notice
SHOWN_FOR = timedelta(minutes=15)  # how long what was unmasked stays open


def ready_to_appoint(application: Application, law: Law) -> str:
    """Why a person may not be appointed yet, as one sentence; "" when they may."""
    if says := selection_waits(application):
        return says
    state, notice = application.state, law.find("public_notice.period")
    if state == Application.State.CLEARED or (state == Application.State.ACCEPTED and notice is None):
        return ""
    if state == Application.State.ACCEPTED and notice:
        return f"审核通过的人选要先公示，无异议的才能聘任（依据：{notice.address.citation}）。"
    if state == Application.State.ON_NOTICE and notice:
        return f"此人还在公示，期满无异议的才能聘任（依据：{notice.address.citation}）。"
    return f"这份报名现在是“{application.get_state_display()}”，审核通过以后才能聘任。"


def selection_waits(application: Application) -> str:
    """Why somebody who was accepted goes no further because of a selection; "" when nothing is in the way."""
    if application.selected not in Application.WAITING:
        return ""
    if application.selected == Application.Selected.HELD:
        return "此人正在择优，择优结果确认以后再办。"
    return f"此人择优的结果是“{application.get_selected_display()}”，没有列为拟聘人选；递补请在择优里办。"


def awaiting_selection(bureau: Any, notice: Notice | None) -> QuerySet[Application]:
    """The accepted applications of a notice, or all of a bureau's, that no selection has taken up."""
    rows = Application.objects.filter(bureau=bureau, state=Application.State.ACCEPTED, selected="")
    return (rows.filter(notice=notice) if notice else rows).select_related("docket").order_by("id")


def told_by(numbers: Collection[str], *fields: str) -> dict[str, dict[str, Any]]:
    """What people filled in, many at once, in the clear: for groups and scores, never for a list on a screen."""
    return {number: particulars.restored(kept) for number, kept in vault.read_many(numbers, fields).items()}


def preferences_found(applications: Collection[Application], law: Law) -> dict[int, list[str]]:
    """By application, what review marked of the preferences of the law; only those it found to apply."""
    names = [bound.name for bound in law.family("eligibility") if bound.rule.how == "preference"]
    found = Finding.objects.filter(
        application__in=[each.pk for each in applications], condition__in=names, verdict=rules.MET
    ).select_related("application__docket")
    marks = vault.read_many([finding.owner for finding in found], ["review_marks"])
    made: dict[int, list[str]] = {}
    for finding in found:
        made.setdefault(finding.application_id, []).extend(marks[finding.owner].get("review_marks", []))
    return made


def particulars_of(application: Application, *fields: str) -> dict[str, Any]:
    """What the person filled in, in the clear: for papers and rules, never for a list on a screen."""
    return particulars.restored(vault.read(application.number, *fields))


def photo_of(application: Application) -> Attachment | None:
    return files.attached(application.number, "photo").last()


def bureaus_under_measures(today: date) -> QuerySet[Bureau]:
    """The bureaus that a supervisors' measure governs on a day, their own or one above them."""
    in_force = Commencement.objects.filter(
        Q(until=None) | Q(until__gte=today), about="supervisors", since__lte=today
    )
    below = Q(pk__in=[])
    for path in in_force.order_by("pk").values_list("bureau__path", flat=True):
        below |= Q(path__startswith=path)
    return Bureau.objects.filter(below, until=None).order_by("path")


def open_notices(today: date | None = None) -> QuerySet[Notice]:
    """Notices under which one may apply on a day (today, if none is named), those that close first in front."""
    today = today or clock.today()
    found = Notice.objects.filter(state=Notice.State.OPEN, opens_on__lte=today, closes_on__gte=today)
    return found.select_related("docket", "bureau").order_by("closes_on", "pk")


def recruiting_for(bureau: Bureau, law: Law) -> Bureau | None:
    """The bureau that recruits where a bureau stands: itself, or the nearest above it that the law lets recruit."""
    level = law.find("level.recruiting")
    line = Bureau.objects.filter(code__in=bureau.line).order_by("-path")
    return next((each for each in line if level is None or each.level in level.rule.levels), None)


def unit_ways(bureau: Bureau, law: Law) -> list[Bound]:
    """The channels for which a bureau may write to units: all of them where it recruits, else those in which the law
    has it bring the units together."""
    ways = rules.by_units(law.family("channel"))
    to = recruiting_for(bureau, law)
    if to == bureau:
        return ways
    return [way for way in ways if to and bureau.level in way.rule.coordinated_by]


@dataclass(frozen=True)
class Named:
    """Somebody a unit recommended, and how far they have come."""

    person: Recommended
    told: dict[str, str]  # what the unit wrote of them; nothing once they let go
    waits: bool  # for their own consent
    says: str
    tone: Tone
    application: Application | None


def people_of(letter: Recommendation) -> list[Named]:
    """The people of a unit's list, in its order."""
    rows = list(letter.people.select_related("recommendation__docket", "draft", "application__docket"))
    told = vault.read_many([row.owner for row in rows], ["name", "phone", "employer", "why"])
    return [_named(row, told[row.owner]) for row in rows]


def _named(row: Recommended, told: dict[str, str]) -> Named:
    draft, application = getattr(row, "draft", None), getattr(row, "application", None)
    if application:
        return Named(row, told, False, "本人已报名", "good", application)
    if draft is None:
        return Named(row, {}, False, "未接受推荐，信息已清除", "quiet", None)
    waits = draft.consented_at is None
    return Named(
        row, told, waits, "等本人同意" if waits else "本人正在填写", "warn" if waits else "info", None
    )


def counted(letters: QuerySet[Recommendation]) -> QuerySet[Recommendation]:
    """Letters with how many were recommended, and how many of those have applied."""
    return letters.annotate(named=Count("people"), applied=Count("people__application"))


def on_notice(today: date) -> QuerySet[Application]:
    """The people who stand on public notice today, through its last day."""
    return Application.objects.filter(
        state=Application.State.ON_NOTICE, posted_on__lte=today, notice_ends_on__gte=today
    ).select_related("docket", "bureau")


def findings_of(application: Application) -> dict[str, Finding]:
    """What review found so far, by condition."""
    found = Finding.objects.filter(application=application).select_related(
        "by", "second", "application__docket"
    )
    return {finding.condition: finding for finding in found}


def looks_of(application: Application, law: Law, on: date) -> list[rules.Look]:
    """Every condition of the law held against this person's facts on a day."""
    facts = particulars.facts_of(particulars_of(application, "born", "id_number", "citizenship", "declared"))
    return rules.look(law.family("eligibility"), facts, law.readings, on)


def obstacles_of(application: Application, looks: list[rules.Look]) -> list[rules.Obstacle]:
    """What is missing before acceptance: findings, and, where the bureau has two people review, the second look."""
    findings = findings_of(application)
    missing = rules.obstacles(looks, {name: finding.verdict for name, finding in findings.items()})
    if rules.REVIEWERS.of(application.bureau) == "two":
        missing += rules.unconfirmed(looks, {name: finding.agreed for name, finding in findings.items()})
    return missing


def to_look_at_again(actor: Actor) -> QuerySet[Application]:
    """The applications whose findings wait for a second look by this officer: none of their own findings, and only
    where the bureau has two people review."""
    waiting = Finding.objects.filter(second=None).exclude(by_id=actor.user_id)
    two = Practice.objects.filter(name=rules.REVIEWERS.name, value="two")
    return Application.objects.visible_to(actor).filter(
        state=Application.State.SUBMITTED,
        pk__in=waiting.values("application"),
        bureau__in=two.values("bureau"),
    )


def in_the_way(application: Application, law: Law) -> str:
    """What stops a person whose public notice is over from being cleared; "" when nothing does."""
    unsettled = Objection.objects.filter(state=Objection.State.OPEN)
    return rules.stopped(
        law.value("public_notice.objection_stops"),
        own_open=unsettled.filter(application=application).count(),
        list_open=unsettled.filter(
            application__bureau=application.bureau_id, application__posting=application.posting
        ).count(),
    )


def due_to_clear(today: date) -> QuerySet[Application]:
    """Those whose public notice ended before a day."""
    over = Application.objects.filter(state=Application.State.ON_NOTICE, notice_ends_on__lt=today)
    return over.select_related("docket", "bureau").order_by("pk")


def last_words(matter: Any, act: str, name: str) -> str:
    """What was written at the last time an act was done to a matter: the reason of a return or a refusal."""
    event = Event.objects.filter(docket=matter.docket_id, act=act).order_by("-seq").first()
    kept = event.data.get("vault", {}).get(name) if event else None
    return str(next(iter(vault.recall([kept[0]]).values()), "")) if kept else ""


def state_before(matter: Any) -> str:
    """The state a matter was in before the last act moved it."""
    states = [
        event.data.get("state", "") for event in Event.objects.filter(docket=matter.docket_id).order_by("seq")
    ]
    return next((state for state in reversed(states) if state != matter.state), "")


def persons_live(bureau: Any, person: str, notice: Notice | None) -> QuerySet[Application]:
    """A person's application that is under way, to this notice, or to the bureau without one."""
    return Application.objects.filter(
        bureau=bureau, person=person, notice=notice, state__in=Application.LIVE
    ).order_by("pk")


def is_over(application: Application) -> bool:
    """Whether the last day of public notice has passed."""
    return application.notice_ends_on is not None and clock.today() > application.notice_ends_on


def published_on(notice: Notice) -> date:
    """The day a notice went public; of a draft, today."""
    event = (
        Event.objects.filter(docket=notice.docket_id, act="recruitment.publish_notice")
        .order_by("seq")
        .first()
    )
    return event.on if event else clock.today()
