"""What the roster does beside requests: a large round of renewals, the register as a workbook, a large import."""

from zhongdu import vault
from zhongdu.jobs.working import Run, job
from zhongdu.roster import rounds


@job("办理到期续聘")
def decide_terms(run: Run, *, renew: list[str], end: list[str]) -> None:
    """What was decided in one round; the grounds wait in the vault, and are erased when they stand on the dockets."""
    told = vault.read(run.job.owner, "words")["words"]
    done, total = 0, len(renew) + len(end)
    counts = {}
    for decision, numbers in (("renew", renew), ("end", end)):
        run.at(done, total, "正在办理续聘" if decision == "renew" else "正在记下不续聘的决定")
        key = f"{run.job.number}-{decision}"
        counts[decision] = rounds.decide(numbers, decision, told[decision], run.by, key=key) if numbers else 0
        done += len(numbers)
    run.at(total, total, f"续聘{counts['renew']}人，决定期满不续聘{counts['end']}人。")
    run.lead_to("/desk/renewals/")
    vault.erase(run.job.owner, "words")
