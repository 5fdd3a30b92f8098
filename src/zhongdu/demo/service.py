"""What the demo's supervisors gave and were owed: hours, praise, a proof, insurance, and last year's assessment."""

from datetime import date, timedelta
from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.fieldwork.queries import Visit
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role
from zhongdu.service import acts
from zhongdu.service.queries import Assessment

WEIGHTS = {
    "tasks_in_time": "30",
    "visits": "30",
    "leads_verified": "20",
    "training": "20",
    "late_changes": "5",
}
FULL = {"tasks_in_time": "2", "visits": "4", "leads_verified": "1", "training": "240"}


def serve(place: Any, appointments: list[Any]) -> None:
    """One supervisor's hours are confirmed and proved, one's wait; everybody is insured; one assessment is told."""
    today = clock.today()
    first, second = appointments[:2]
    liaison, chief = place.by(Role.LIAISON), place.by(Role.DECIDER)
    with clock.on(today - timedelta(days=50)):
        for each in appointments[:3]:
            perform(
                acts.enter_service, each, liaison, kind="training", on=clock.today(), minutes=180,
                words="基金监管业务培训（示例）",
            )  # fmt: skip
            perform(
                acts.note_insurance, each, liaison, insurer="示例保险公司", policy="SL-2026-0001（示例）", since=each.since,
                until=each.since + timedelta(days=365),
            )  # fmt: skip
        done = Visit.objects.filter(appointment=first, state=Visit.State.DONE).first()
        if done:
            stint = perform(acts.state_hours, done, _self(first), minutes=90)
            perform(acts.confirm_service, stint, liaison)
    with clock.on(today - timedelta(days=20)):
        perform(acts.commend, first, chief, words="巡查认真，提供的线索查证属实（示例）")
        perform(acts.request_proof, first, _self(first), since=first.since, until=clock.today())
    with clock.on(today - timedelta(days=3)):
        perform(
            acts.state_service, second, _self(second), kind="publicity", on=clock.today() - timedelta(days=1), minutes=120,
            words="在社区讲医保政策（示例）",
        )  # fmt: skip
        _assess(place, first, liaison, chief)


def _assess(place: Any, told: Any, liaison: Actor, chief: Actor) -> None:
    """This year as far as it has come; one draft is graded and told, the others wait."""
    year = _year(told)
    scheme = perform(
        acts.set_scheme, place.office, chief, year=year, weights=WEIGHTS, full=FULL, grades="优秀、合格、不合格", answer_days=15,
    )  # fmt: skip
    perform(acts.assess, scheme, chief)
    assessment = Assessment.objects.get(scheme=scheme, user=told.user_id)
    perform(acts.grade, assessment, liaison, grade="优秀", words="按时完成任务，线索查证属实。（示例）")
    perform(acts.approve_grade, assessment, chief)


def _year(appointment: Any) -> int:
    """The year most of the term so far lies in."""
    middle: date = appointment.since + (clock.today() - appointment.since) / 2
    return middle.year


def _self(appointment: Any) -> Actor:
    return Actor(user_id=appointment.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))
