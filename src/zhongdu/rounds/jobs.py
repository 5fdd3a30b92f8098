"""Work of a round that no request waits for: computing who goes where, and sending many."""

from zhongdu.acts.models import fetch
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.jobs.working import Run, job
from zhongdu.kit.matters import page_of
from zhongdu.rounds import acts, pairing
from zhongdu.rounds.models import Round
from zhongdu.rounds.queries import plan, ready, unsent, words_of


@job("安排人员")
def pair(run: Run, *, number: str, people: list[str]) -> None:
    """Computed outside any transaction; the act then makes sure that nothing has changed meanwhile."""
    by, today = run.by, clock.today()
    matter = fetch(Round, number, by)
    chosen = [row for row in ready(matter, by, today) if not people or row.number in set(people)]
    if not chosen:
        raise Refused("nobody", "没有可以派的监督员：要在聘到完成期限以后，并且签过承诺书。")
    seen = matter.docket.length
    try:
        found = plan(matter, chosen, by, today, run.at)
    except pairing.Impossible as why:
        raise Refused("impossible", str(why)) from None
    pairs = {code: " ".join(numbers) for code, numbers in found.items()}
    perform(acts.pair_supervisors, matter, by, key=run.job.number, seen=seen, pairs=pairs)
    run.at(
        100,
        100,
        f"安排了{len({each for numbers in found.values() for each in numbers})}位监督员去{len(found)}家",
    )
    run.lead_to(page_of(matter, "desk"))


@job("派出巡查")
def send(run: Run, *, number: str) -> None:
    by = run.by
    matter = fetch(Round, number, by)
    total, words = unsent(matter).count(), words_of(matter)
    while left := unsent(matter).count():
        perform(acts.send_more, matter, by, key=f"{run.job.number}-{left}", words=words)
        run.at(total - left, total, "正在派出")
    run.at(total, total, f"派出了{total}项")
    run.lead_to(page_of(matter, "desk"))
