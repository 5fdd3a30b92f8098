"""What the night sees to about measures: this machine's shelf has what governs; whose measure ends soon is told."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from zhongdu.duties.sweep import sweeper
from zhongdu.law.models import Commencement
from zhongdu.measures import queries, shelving
from zhongdu.messages.telling import tell
from zhongdu.scope.models import Bureau, Post
from zhongdu.scope.roles import Role


@sweeper
def shelves_are_whole(today: date) -> Iterator[Callable[[], object]]:
    """补齐办法"""
    if shelving.lacking():
        yield shelving.restore


@sweeper
def measures_ending(today: date) -> Iterator[Callable[[], object]]:
    """办法快到有效期的，提醒施行它的局的负责人"""
    ends = Commencement.objects.filter(until__gte=today, demonstration=False).order_by().values("bureau")
    for bureau in Bureau.objects.filter(pk__in=ends, until=None).order_by("path"):
        own = [each for each in queries.endings(bureau, today) if each.row.bureau_id == bureau.pk]
        heads = Post.objects.filter(bureau=bureau, role=Role.DECIDER, until=None, user__is_active=True)
        for each in own:
            if each.left > 0:
                occasion = f"measure ends {each.row.pk} {each.row.until:%F} {each.call}"
                for head in heads.order_by("user").values_list("user", flat=True):
                    yield partial(tell, "measure.ending", head, bureau, occasion=occasion)
