"""Meetings, invitations, briefings, courses and publicity in any state, straight into the database, for the matrix."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.auth import get_user_model

from zhongdu.calendar import clock
from zhongdu.scope.models import Bureau

Make = Callable[[Bureau, str], Any]


def makers(made: Callable[..., Any], appointment: Callable[[Bureau], Any]) -> dict[str, Make]:
    def meeting(bureau: Bureau, state: str = "called") -> Any:
        over: dict[str, Any] = (
            {"held_on": clock.today(), "minutes": 60} if state in {"held", "minuted"} else {}
        )
        over |= {"minuted_on": clock.today()} if state == "minuted" else {}
        return made(
            apps.get_model("meetings.meeting"), bureau, state, door=uuid4().hex[:24], sort="special", title="示例", starts_at=clock.now(),
            where="示例", agenda="示例", **over,
        )  # fmt: skip

    def invitation(bureau: Bureau, state: str) -> Any:
        who = appointment(bureau)
        over = {"signed_at": clock.now(), "way": "code"} if state == "attended" else {}
        return made(
            apps.get_model("meetings.invitation"), bureau, state, meeting=meeting(bureau), appointment=who, user=who.user,
            **over,
        )  # fmt: skip

    def briefing(bureau: Bureau, state: str) -> Any:
        over = {"sent_on": clock.today()} if state == "sent" else {}
        return made(
            apps.get_model("briefings.briefing"), bureau, state, sort="document", title="示例", **over
        )

    def course(bureau: Bureau, state: str = "open") -> Any:
        return made(apps.get_model("training.course"), bureau, state, title="示例", minutes=30)

    def study(bureau: Bureau, state: str) -> Any:
        who = appointment(bureau)
        over = {} if state == "assigned" else {"completed_on": clock.today(), "verify_code": uuid4().hex}
        return made(
            apps.get_model("training.study"),
            bureau,
            state,
            course=course(bureau),
            appointment=who,
            user=who.user,
            **over,
        )

    def activity(bureau: Bureau, state: str = "planned") -> Any:
        over: dict[str, Any] = {"minutes": 60} if state == "done" else {}
        over |= {"why": "示例"} if state == "called_off" else {}
        leader = get_user_model().objects.create(username=uuid4().hex)
        return made(
            apps.get_model("publicity.activity"), bureau, state, title="示例", topic="laws", way="on_site", on=clock.today(),
            where="示例", led_by=leader, **over,
        )  # fmt: skip

    def part(bureau: Bureau, state: str) -> Any:
        who = appointment(bureau)
        kind = apps.get_model("publicity.part")
        return made(kind, bureau, state, activity=activity(bureau), appointment=who, user=who.user)

    known = {"publicity.activity": activity, "publicity.part": part}
    taught = {"training.course": course, "training.study": study}
    return (
        known
        | taught
        | {
            "meetings.meeting": meeting,
            "meetings.invitation": invitation,
            "briefings.briefing": briefing,
        }
    )
