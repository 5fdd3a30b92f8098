"""Pools of made-up people and the way of a selection, what the tests of this room share."""

from collections.abc import Callable
from itertools import count
from typing import Any

from recruiting import draft as drafted
from recruiting import hand_in, id_number, review_all
from recruiting import notice as called

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.jobs.models import Job
from zhongdu.jobs.working import start, work
from zhongdu.recruitment import acts as recruitment
from zhongdu.recruitment.models import Notice
from zhongdu.scope.actor import Actor, officer
from zhongdu.scope.roles import Role
from zhongdu.selection import acts, jobs, queries, scoring
from zhongdu.selection.models import Selection

_serials = count(1)
EMPLOYERS = ("示例中学", "示例社区居委会", "示例律师事务所", "示例会计师事务所", "退休医师", "示例日报社")


def applied(place: Any, notice: Any = None, **changes: Any) -> Any:
    """An accepted application of somebody new."""
    n = next(_serials)
    notice = notice or Notice.objects.filter(bureau=place.bureau).order_by("-id").first() or called(place)
    year = 1960 + n % 35
    told = {
        "id_number": id_number(f"{year}0501", f"{n % 900 + 10:03d}"),
        "name": f"示例{chr(0x7532 + n)}",
        "phone": f"138{n:08d}",
        "employer": EMPLOYERS[n % len(EMPLOYERS)],
        "experience": EMPLOYERS[n % len(EMPLOYERS)],
        **changes,
    }
    told.setdefault("signature", told["name"])
    made, _ = drafted(place, notice, photo=True, **told)
    application = review_all(place, hand_in(place, made))
    return perform(recruitment.accept, application, place.officer(Role.RECRUITER))


def reviewer(place: Any, name: str, role: Role = Role.CASE_OFFICER) -> Actor:
    return officer(place.user(role, name), clock.today())


def opened(place: Any, notice: Any = None, *, places: int = 3, **more: Any) -> Selection:
    number = notice.number if notice else ""
    if place.law.find("selection.number") and "departure" not in more:
        more["departure"] = "县域小，先选这些。"
    return perform(
        acts.open_selection, place.office, place.officer(Role.RECRUITER), title="示例择优", places=places, notice=number,
        reserves=more.pop("reserves", 2), **more,
    )  # fmt: skip


def gathered(place: Any, selection: Selection) -> Selection:
    done(place, jobs.gather, number=selection.number)
    return afresh(selection)


def done(place: Any, kind: Any, role: Role = Role.RECRUITER, **told: Any) -> Job:
    """A job that was asked for, as it ended. Outside a transaction it is done at once; inside, here."""
    made = start(kind, bureau=place.bureau, by=place.officer(role), **told)
    work.func(made.number)
    return Job.objects.get(pk=made.pk)


def afresh(selection: Selection) -> Selection:
    return Selection.objects.select_related("docket", "bureau").get(pk=selection.pk)


def prepared(
    place: Any,
    selection: Selection,
    *,
    ranges: tuple[str, ...] = (),
    reviewers: tuple[str, ...] = ("评审甲", "评审乙"),
) -> Selection:
    """Criteria, reviewers and ranges settled, and scoring open."""
    recruiter, chief = place.officer(Role.RECRUITER), place.officer(Role.DECIDER)
    perform(
        acts.set_criteria, selection, recruiter, names=["专业", "综合素养"], weights=[60, 40], mosts=[10, 10]
    )
    people = [str(place.user(Role.CASE_OFFICER, name).pk) for name in reviewers]
    perform(acts.appoint_reviewers, selection, chief, reviewers=people)
    perform(acts.set_ranges, selection, recruiter, ranges=list(ranges))
    perform(acts.open_scoring, selection, chief)
    return afresh(selection)


def score(
    place: Any, selection: Selection, points: Callable[[int], list[int]] = lambda n: [10 - n % 5, 8]
) -> None:
    """Everybody's sheet, the same points from each, handed in."""
    for each in selection.reviewers.select_related("user"):
        lines = {c.pk: (points(n), False) for n, c in enumerate(queries.still_in(selection))}
        scoring.keep(each, lines)
        perform(acts.hand_in_scores, selection, officer(each.user, clock.today()))


def proposed(place: Any, selection: Selection, seed: str = "") -> Selection:
    job = done(place, jobs.propose, number=selection.number, seed=seed)
    assert job.state == Job.State.DONE, job.says
    return afresh(selection)


def numbers(selection: Selection, place: str) -> list[str]:
    return list(
        selection.candidates.filter(place=place).order_by("rank", "id").values_list("number", flat=True)
    )
