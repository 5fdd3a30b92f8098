"""What recruitment does beside requests: a workbook of many paper forms."""

from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.jobs.working import Run, job
from zhongdu.kit.workbooks import BadList
from zhongdu.law.governing import governing
from zhongdu.recruitment import acts, workbook
from zhongdu.recruitment.importing import handouts, intake_of
from zhongdu.recruitment.models import Notice

BROUGHT = "paper_forms"  # the kind of file a workbook waits as, only until its job is over


@job("导入纸质报名表")
def import_paper_forms(run: Run, *, notice: str, consent: str, rows: int) -> None:
    """Bring in a workbook that waits with the job; what comes back is the receipt codes, or the rows marked."""
    matter = Notice.objects.select_related("docket", "bureau").get(docket__number=notice)
    [brought] = files.attached(run.job.owner, BROUGHT)
    run.at(0, rows, "正在逐行检查，都对了再一起录入")
    batch = run.job.number
    try:
        with files.original(brought) as content:
            perform(
                acts.import_applications,
                matter,
                run.by,
                key=f"job {batch}",
                file=content,
                consent=consent,
                batch=batch,
            )
    except BadList as bad:
        sheet = intake_of(matter, governing(matter.bureau, clock.today())).sheet
        with files.original(brought) as content:
            run.give(sheet.marked(sheet.rows(content), bad.mistakes), "要改的地方.xlsx")
        raise
    else:
        found = handouts(matter, batch)
        run.give(workbook.receipt_list(found), "回执号清单.xlsx")
        run.lead_to(f"/desk/applications/?notice={matter.pk}")
        run.at(rows, rows, f"已导入{len(found)}份，请把回执号交给本人")
    finally:
        files.erase(brought)
