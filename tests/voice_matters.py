"""Opinions, letters and digests in any state, straight into the database, for the matrix."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.apps import apps

from zhongdu.calendar import clock
from zhongdu.scope.models import Bureau

Make = Callable[[Bureau, str], Any]


def makers(
    made: Callable[..., Any], appointment: Callable[[Bureau], Any], lead: Callable[[Bureau], Any]
) -> dict[str, Make]:
    def voice(name: str, bureau: Bureau, state: str, **fields: Any) -> Any:
        over = {"answered_on": clock.today()} if state == "answered" else {}
        kind, user = apps.get_model(f"voices.{name}"), appointment(bureau).user
        return made(kind, bureau, state, user=user, filed_on=clock.today(), **over, **fields)

    def opinion(bureau: Bureau, state: str) -> Any:
        over: dict[str, Any] = {"outcome": "adopted"} if state == "answered" else {}
        over |= {"lead": lead(bureau)} if state == "became_lead" else {}
        return voice("opinion", bureau, state, **over)

    def letter(bureau: Bureau, state: str) -> Any:
        return voice("forwardedletter", bureau, state, receipt=uuid4().hex)

    def digest(bureau: Bureau, state: str) -> Any:
        today = clock.today()
        over: dict[str, Any] = {"finished_on": today, "figures": {}} if state == "finished" else {}
        kind = apps.get_model("voices.digest")
        return made(kind, bureau, state, title="示例", since=today, until=today, **over)

    return {"voices.opinion": opinion, "voices.forwardedletter": letter, "voices.digest": digest}
