"""What no request waits for: the board as a file, where it is long."""

from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.taking_out import Asked
from zhongdu.jobs.working import Run, job


@job("导出履职看板", tells="jobs.file_ready")
def write_board(run: Run, *, query: str) -> None:
    """All that whoever asked may know of on the day it is made, with the posts they hold then."""
    asked = Asked(run.by, query, clock.today())
    if not asked.bureaus:
        raise Refused("no_post", "您现在没有任职的医保局，没有可以导出的看板。")
    total = asked.rows.count()
    content = asked.workbook(lambda done: run.at(done, total, f"已写{done}项"))
    run.give(content, f"履职看板{asked.today:%Y%m%d}.xlsx")
    run.at(total, total, f"共{total}项。")
