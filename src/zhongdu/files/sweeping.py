"""Bytes that were erased while the storage did not answer are deleted after all."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from zhongdu.calendar.clock import CHINA
from zhongdu.duties.sweep import sweeper
from zhongdu.files.keeping import destroy
from zhongdu.files.models import Blob
from zhongdu.files.storage import evidence

AGAIN = timedelta(days=30)  # so long a storage may be away; after that ``files check`` finds what is left


@sweeper
def left_over(today: date) -> Iterator[Callable[[], object]]:
    """删净已依法清除的文件"""
    since = datetime.combine(today, time(), CHINA) - AGAIN
    for blob in Blob.objects.filter(erased_at__gte=since).order_by("erased_at"):
        if evidence().exists(blob.name):
            yield partial(destroy, blob.pk)
