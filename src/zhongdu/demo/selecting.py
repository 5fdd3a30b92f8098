"""A selection under way: four apply, two are wanted, one reviewer has handed in and the other has not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.demo.people import Person, cast
from zhongdu.recruitment import acts as recruitment
from zhongdu.scope.roles import Role
from zhongdu.selection import acts as selection
from zhongdu.selection import scoring


def begin(place: Any, notice: Any, applied: Callable[[Person], Any]) -> None:
    """``applied`` takes a person's application in and reviews it."""
    recruiter, chief = place.by(Role.RECRUITER), place.by(Role.DECIDER)
    for person in cast(place.bureau.code)[:4]:
        other = replace(person, name=f"{person.name[:-1]}安", serial=person.serial + 40)
        perform(recruitment.accept, applied(other), recruiter)
    begun = perform(
        selection.open_selection, place.office, recruiter, title="增补人选择优（示例）", places=2, reserves=1,
        notice=notice.number, departure="只增补两人。（示例）",
    )  # fmt: skip
    perform(selection.gather_candidates, begun, recruiter)
    perform(
        selection.set_criteria,
        begun,
        recruiter,
        names=["专业背景", "工作经历"],
        weights=[50, 50],
        mosts=[10, 10],
    )
    perform(selection.set_ranges, begun, recruiter, ranges=["sex=女=1-", "origin=医保部门=0-0"])
    reviewers = [str(by.user_id) for by in (recruiter, chief)]
    perform(selection.appoint_reviewers, begun, chief, reviewers=reviewers)
    perform(selection.open_scoring, begun, chief)
    sheet = begun.reviewers.get(user_id=recruiter.user_id)
    points = enumerate(begun.candidates.all())
    scoring.keep(sheet, {each.pk: ([9 - place % 3, 6 + place % 4], False) for place, each in points})
    perform(selection.hand_in_scores, begun, recruiter)
