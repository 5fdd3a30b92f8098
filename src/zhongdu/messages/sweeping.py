"""What should have gone out is sent after all; what was told long ago is kept no longer."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from zhongdu.calendar.clock import CHINA
from zhongdu.duties.sweep import sweeper
from zhongdu.messages.models import Delivery, Message
from zhongdu.messages.posting import take_up_again

KEPT = timedelta(days=365)
_AT_ONCE = 1000


@sweeper
def left_behind(today: date) -> Iterator[Callable[[], object]]:
    """补发没有发出的消息"""
    if Delivery.objects.filter(state=Delivery.State.WAITING).exists():
        yield take_up_again


@sweeper
def old_messages(today: date) -> Iterator[Callable[[], object]]:
    """消息满一年清除"""
    before = datetime.combine(today, time(), CHINA) - KEPT
    old = list(Message.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True))
    for first in range(0, len(old), _AT_ONCE):
        yield Message.objects.filter(pk__in=old[first : first + _AT_ONCE]).delete
