"""What brings the demo's bureau and its supervisors together: a symposium held, a meeting ahead, a bulletin, a course."""

from datetime import datetime, time, timedelta
from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.briefings import acts as briefings
from zhongdu.calendar import clock
from zhongdu.meetings import acts as meetings
from zhongdu.meetings.queries import Invitation
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role
from zhongdu.training import acts as training
from zhongdu.training.queries import Study

QUESTIONS = (
    ("监督员发现可疑情况，应当怎样做？", "*如实记录并反映给医保局\n当场处罚\n发到网上"),
    ("医保卡可以借给亲戚买药吗？", "可以\n*不可以"),
)


def together(place: Any, appointments: list[Any]) -> None:
    """Everything on days of the past, but for the meeting that is still ahead."""
    _met(place, appointments)
    _ahead(place)
    _sent(place, appointments)
    _taught(place, appointments)


def _met(place: Any, appointments: list[Any]) -> None:
    liaison, day = place.by(Role.LIAISON), clock.today() - timedelta(days=12)
    with clock.on(day - timedelta(days=7)):
        meeting = _called(place, "symposium", "年度社会监督员座谈会（示例）", day)
    with clock.on(day):
        asked = {each.user_id: each for each in Invitation.objects.filter(meeting=meeting)}
        for each in appointments[:3]:
            if there := asked.get(each.user_id):
                perform(meetings.tick_in, there, liaison, reason="纸质签到表上有签名（示例）")
        perform(
            meetings.record_view, meeting, liaison, words="乡镇的药店太远，巡查一次要一天。（示例）",
            gist="建议按乡镇就近安排巡查。（示例）",
        )  # fmt: skip
        perform(meetings.hold_meeting, meeting, liaison, minutes=120)
    with clock.on(day + timedelta(days=2)):
        words = "会议通报了今年的监督工作，听取了意见。\n议定：下半年按乡镇就近安排巡查。（示例）"
        perform(meetings.write_minutes, meeting, liaison, words=words)
        perform(meetings.issue_minutes, meeting, liaison)


def _called(place: Any, sort: str, title: str, day: Any) -> Any:
    liaison = place.by(Role.LIAISON)
    planned = perform(
        meetings.plan_meeting, place.office, liaison, sort=sort, title=title, where="三楼会议室（示例）",
        starts_at=datetime.combine(day, time(9), clock.CHINA), agenda="一、通报工作\n二、听取意见建议",
    )  # fmt: skip
    return perform(meetings.invite_supervisors, planned, liaison, everybody=True)


def _ahead(place: Any) -> None:
    _called(place, "special", "药店巡查专题会议（示例）", clock.today() + timedelta(days=6))


def _sent(place: Any, appointments: list[Any]) -> None:
    liaison, last = place.by(Role.LIAISON), clock.today().replace(day=1) - timedelta(days=1)
    made = perform(
        briefings.draft_bulletin, place.office, liaison, title=f"{last.month}月基金运行通报（示例）",
        since=last.replace(day=1), until=last, body="基金运行平稳。（示例）",
    )  # fmt: skip
    perform(
        briefings.enter_figures, made, liaison, fund="职工基本医疗保险基金", income="3259320.55", expenditure="2876543.21",
        balance="8984063.74", source="示例报表", recovered="1286.40", rewards="200",
    )  # fmt: skip
    perform(briefings.send_briefing, made, liaison, everybody=True)


def _taught(place: Any, appointments: list[Any]) -> None:
    liaison = place.by(Role.LIAISON)
    made = perform(
        training.draft_course, place.office, liaison, title="基金监管入门（示例）", minutes=45, draws=2, pass_mark=80,
        body="监督员看什么、怎样记、怎样反映。（示例）",
    )  # fmt: skip
    for text, options in QUESTIONS:
        perform(training.add_question, made, liaison, text=text, options=options)
    perform(training.open_course, made, liaison, everybody=True)
    study = Study.objects.filter(course=made, user=appointments[0].user_id).first()
    if study is None:
        return
    me = Actor(user_id=study.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))
    perform(training.begin_test, study, me)
    attempt = study.attempts.get()
    right = {str(q.pk): ",".join(map(str, q.right)) for q in made.questions.filter(pk__in=attempt.drawn)}
    perform(training.hand_in_test, study, me, answers=right)
