"""What jobs made is kept for a week: it was for whoever asked, and it may hold what people entrusted to us."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from django_tasks_db.models import DBTaskResult

from zhongdu import files
from zhongdu.calendar.clock import CHINA
from zhongdu.duties.sweep import sweeper
from zhongdu.files.models import Attachment
from zhongdu.jobs.models import Job
from zhongdu.jobs.working import RESULT

KEPT = timedelta(days=7)


@sweeper
def old_results(today: date) -> Iterator[Callable[[], object]]:
    """后台任务的结果满七天清除"""
    before = datetime.combine(today, time(), CHINA) - KEPT
    old = Job.objects.filter(ended_at__lt=before).values_list("number", flat=True)
    owners = [f"job:{number}" for number in old]
    for result in Attachment.objects.filter(owner__in=owners, kind=RESULT, erased_at=None).order_by("pk"):
        yield partial(files.erase, result)
    spent = DBTaskResult.objects.filter(finished_at__lt=before)
    if spent.exists():
        yield spent.delete
