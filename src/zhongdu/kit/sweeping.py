"""What was counted of addresses is forgotten the next night."""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils import timezone

from zhongdu.duties.sweep import sweeper
from zhongdu.kit.models import Cached, Tally


@sweeper
def old_tallies(today: date) -> Iterator[Callable[[], object]]:
    """访问次数的记录清除"""
    for kept in (
        Tally.objects.filter(until__lt=timezone.now()),
        Cached.objects.filter(expires__lt=timezone.now()),
    ):
        if kept.exists():
            yield kept.delete
