"""What takes longer than a page may wait: a year reckoned for everybody, one entry made for everybody."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.performing import perform, perform_all
from zhongdu.acts.registry import ACTS
from zhongdu.calendar import clock
from zhongdu.jobs.working import Run, job
from zhongdu.roster.queries import serving
from zhongdu.service.assessing import assess, left
from zhongdu.service.models import Scheme

SLICE = 100  # people a transaction


@job("计算年度考核")
def assess_everybody(run: Run, *, scheme: int) -> None:
    """Draft assessments for all who served in the year, a hundred at a time; a second run finds nobody left."""
    matter = Scheme.objects.select_related("docket", "bureau").get(pk=scheme)
    people, times = left(matter).count(), 0
    while waiting := left(matter).count():
        perform(assess, matter, run.by, key=f"{run.job.number}-{times}")
        times += 1
        run.at(people - waiting, people, "正在计算")
    run.at(people, people, f"已计算{people}人")
    run.lead_to(f"{reverse('desk:assessments')}?year={matter.year}")


@job("给全体在聘监督员登记")
def enter_for_everybody(run: Run, *, act: str, plain: dict[str, Any], sealed: str) -> None:
    """One act of this room on everybody who serves the bureau today. What was typed freely waits in the vault
    under ``sealed`` and is erased there once it stands on everybody's record."""
    people = list(serving(run.job.bureau, clock.today()))
    words = {item.name: item.field for item in ACTS[act].inputs.fields if item.field}
    typed = vault.read(sealed, *words.values())
    told = plain | {name: typed[field] for name, field in words.items() if field in typed}
    for done, part in _slices(people):
        perform_all(ACTS[act], part, run.by, key=f"{run.job.number}-{part[0].pk}", **told)
        run.at(done, len(people), f"已登记{done}人")
    vault.erase(sealed)


def _slices(people: list[Any]) -> Iterator[tuple[int, list[Any]]]:
    """Parts of a list, each with how many are done with it."""
    for at in range(0, len(people), SLICE):
        part = people[at : at + SLICE]
        yield at + len(part), part
