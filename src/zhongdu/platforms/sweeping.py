"""What is kept no longer than it serves: nonces beyond the window. What should have gone out long ago is tried again."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweeper
from zhongdu.platforms.models import Delivery, Nonce
from zhongdu.platforms.rules import WINDOW
from zhongdu.platforms.telling import deliver


@sweeper
def old_nonces(today: date) -> Iterator[Callable[[], object]]:
    """清除过了时的请求编号"""
    old = Nonce.objects.filter(at__lt=clock.now() - timedelta(seconds=3 * WINDOW))
    if old.exists():
        yield old.delete


@sweeper
def stuck_deliveries(today: date) -> Iterator[Callable[[], object]]:
    """补推送没有送到的结果"""
    stuck = Delivery.objects.filter(delivered_at=None, next_at__lt=clock.now() - timedelta(hours=1))
    for pk in stuck.order_by("pk").values_list("pk", flat=True):
        yield partial(deliver.enqueue, pk)
