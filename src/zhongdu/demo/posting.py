"""A list on public notice at the demo's places that have one: where else it stands, with a picture of it."""

from datetime import date
from typing import Any

from zhongdu.acts.performing import perform_all
from zhongdu.calendar import clock
from zhongdu.demo import pictures
from zhongdu.law.governing import governing
from zhongdu.recruitment import acts as recruitment
from zhongdu.scope.roles import Role


def posted(place: Any, people: list[Any], day: date) -> None:
    """These people as one list, on the day, where the law has a public notice."""
    with clock.on(day):
        if governing(place.bureau, day).find("public_notice.period") is None:
            return
        recruiter = place.by(Role.RECRUITER)
        listed = perform_all(recruitment.post_for_public_notice, people, recruiter, posted_on=day)
        perform_all(
            recruitment.add_outlet, listed, recruiter, kind="board", where="一楼办事大厅公告栏（示例）", on=day,
            proof=[pictures.shelf()],
        )  # fmt: skip
