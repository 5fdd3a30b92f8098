"""Points of physicians and pharmacists where a bureau keeps them: counted by calendar year; so many are answered.

The national scheme was read in other places' words only (trust: unverified), so it changes nobody's settlement by itself:
who reaches its number of points is an officer's to deal with by a day, by proposing what it names or saying why not.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements import rules
from zhongdu.agreements.models import AGENCY, Hold, PractitionerHandling
from zhongdu.duties import opening
from zhongdu.duties.models import Duty
from zhongdu.institutions.queries import kin
from zhongdu.law.governing import Law

State = PractitionerHandling.State
ANSWERED = "practitioner.points.answered"
STOPS = frozenset({"suspension", "ending"})


def allowed(handling: PractitionerHandling, deed: Doing, points: int | None) -> int:
    """Points only where the bureau keeps them, and as many as the scheme allows at once."""
    if not points:
        return 0
    each = deed.law.find("practitioner.points.each")
    if each is None or rules.POINTS.of(handling.bureau) != "on":
        deed.refuse("no_points_here", "本局没有选定记分，请在“本局做法”里先选定。", beside="points")
    if not each.rule.holds(points):
        deed.refuse(
            "too_many_points", f"一次记{each.rule.min}到{each.rule.max}分。", under=each, beside="points"
        )
    deed.cite(each)
    return points


def points_of(
    practitioner: Any, year: int, law: Law, new: Iterable[tuple[date, int]] = ()
) -> tuple[int, str]:
    """The points of a calendar year with those given now, and what the scheme says of so many."""
    suspend, end = law.find("practitioner.points.suspend"), law.find("practitioner.points.end")
    rows = _of(practitioner).filter(state=State.DECIDED, points__gt=0)
    given = [*rows.order_by("id").values_list("decided_on", "points"), *new]
    if suspend is None or end is None:
        return sum(points for on, points in given if on.year == year), ""
    return rules.by_points(given, year, suspend.rule, end.rule)


def _of(practitioner: Any) -> Any:
    """What was decided of somebody, under every code they have."""
    return PractitionerHandling.objects.filter(practitioner__in=kin(practitioner).order_by())


def reached(handling: PractitionerHandling, deed: Doing, does: set[str]) -> None:
    """Who has the points for it and is not stopped by this handling, nor already, is to be dealt with by a day."""
    if not handling.points or does & STOPS:
        return
    _, then = points_of(handling.practitioner, deed.on.year, deed.law, [(deed.on, handling.points)])
    stopped = Hold.objects.filter(practitioner__in=kin(handling.practitioner).order_by(), void=False)
    if then and not stopped.exclude(until__lt=deed.on).exists():
        due = deed.on + timedelta(days=int(rules.POINTS_ANSWERED.of(handling.bureau)))
        opening.open_own_duty(
            handling.docket, ANSWERED, bureau=handling.bureau, on=deed.on, due=due, deed=deed.id, role=AGENCY
        )


def answered(practitioner: Any, deed: Doing) -> None:
    """A suspension or an ending is proposed: whatever waited for that is met."""
    waiting = Duty.objects.open().filter(concept=ANSWERED, docket__in=_of(practitioner).values("docket"))
    for duty in waiting.select_related("docket"):
        opening.meet(duty.docket, ANSWERED, on=deed.on, deed=deed.id)


def _waits(handling: PractitionerHandling, law: Law) -> str:
    waiting = Duty.objects.open().filter(concept=ANSWERED, docket=handling.docket)
    return "" if waiting.exists() else "没有等着答复的记分。"


@act(
    on=PractitionerHandling, when=[State.DECIDED], by=AGENCY, under="practitioner.points.suspend", provided=_waits,
    meets=[ANSWERED], tells="要暂停、终止的，请另行“拟对医师、药师作出处理”；提出以后这一件自然办结。",
)  # fmt: skip
def explain_points(
    handling: PractitionerHandling,
    deed: Doing,
    *,
    words: Annotated[
        str, Says("记分达到了，为什么不暂停、不终止", words=True, secret="agreement_words", most=2000)
    ],
) -> None:
    """说明不暂停的理由

    So many points, and nothing is proposed: why.
    """
