"""What institutions do beside requests: a list of many rows."""

from datetime import date
from typing import Any

from django.urls import reverse

from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.bureaus.queries import Office
from zhongdu.institutions.intake import LISTS
from zhongdu.jobs.working import Run, job
from zhongdu.kit.workbooks import BadList
from zhongdu.record.models import Event

BROUGHT = "list_brought"  # the kind of file a workbook waits as, only until its job is over


@job("导入名单")
def bring_list(run: Run, *, office: str, what: str, rows: int, told: dict[str, str]) -> None:
    """Bring in a workbook that waits with the job; what comes back is the counts, or the rows marked."""
    intake = LISTS[what]
    matter = Office.objects.select_related("docket", "bureau").get(docket__number=office)
    [brought] = files.attached(run.job.owner, BROUGHT)
    run.at(0, rows, "正在逐行检查，都对了再一起导入")
    inputs: dict[str, Any] = {name: date.fromisoformat(day) for name, day in told.items()}
    try:
        with files.original(brought) as content:
            perform(intake.act, matter, run.by, key=f"job {run.job.number}", file=content, **inputs)
    except BadList as bad:
        with files.original(brought) as content:
            run.give(intake.sheet.marked(intake.sheet.rows(content), bad.mistakes), "要改的地方.xlsx")
        raise
    else:
        run.lead_to(reverse(intake.above[1]))
        run.at(rows, rows, intake.counts.format(**noted(intake.act.name, matter)))
    finally:
        files.erase(brought)


def noted(act: str, office: Any) -> dict[str, Any]:
    """What the act noted when it was last done."""
    done = Event.objects.filter(docket=office.docket_id, act=act).order_by("-seq").first()
    assert done is not None
    return done.data
