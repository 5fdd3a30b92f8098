"""Officers are told of a working morning what is nearly due, or overdue already; supervisors what they owe by name."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from django.contrib.auth import get_user_model

from zhongdu.duties import board, reminding
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweeper
from zhongdu.law.shelves import schedule
from zhongdu.messages.telling import tell
from zhongdu.scope.actor import officer
from zhongdu.scope.models import Bureau, Post

SOON = timedelta(days=3)


@sweeper
def nearly_due(today: date) -> Iterator[Callable[[], object]]:
    """快到期和逾期的义务，每个工作日提醒经手的人"""
    if not schedule().is_working(today):
        return
    owing = Duty.objects.open().filter(due__lte=today + SOON, person=None).order_by().values("bureau")
    posts = Post.objects.filter(bureau__in=owing, until=None, user__is_active=True).order_by("user", "bureau")
    homes: dict[int, int] = {}  # the first bureau of each
    for person, bureau in posts.values_list("user", "bureau"):
        homes.setdefault(person, bureau)
    bureaus = Bureau.objects.in_bulk(set(homes.values()))
    for user in get_user_model().objects.filter(pk__in=homes).order_by("pk"):
        if n := board.pressing(officer(user, today), today + SOON):
            home = bureaus[homes[user.pk]]
            yield partial(tell, "duties.nearly_due", user.pk, home, occasion=f"{today:%F}", n=n)


@sweeper
def own_duties(today: date) -> Iterator[Callable[[], object]]:
    """监督员自己应当办的事，到期前和过了期限提醒本人"""
    for person, words, duty in reminding.of_people(today):
        yield partial(tell, words, person, duty.bureau, docket=duty.docket, occasion=f"{today:%F}")
