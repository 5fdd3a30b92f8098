"""What comes about by days passing: whoever answers for an institution is reminded of what is due soon."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from django.utils.module_loading import autodiscover_modules

from zhongdu.duties.sweep import sweeper
from zhongdu.institutions.models import Access
from zhongdu.institutions.owing import REMINDER, owed_by
from zhongdu.institutions.queries import answers_for
from zhongdu.messages.telling import tell
from zhongdu.scope.actor import Actor


@sweeper
def what_is_due_soon(today: date) -> Iterator[Callable[[], object]]:
    """提醒医药机构快到期的事"""
    autodiscover_modules("institution")  # rooms say there what they ask of institutions
    accounts = Access.objects.filter(state=Access.State.OPEN, user__isnull=False).select_related("bureau")
    first = {account.user_id: account.bureau for account in accounts.order_by("-id").iterator()}
    for user, bureau in sorted(first.items()):
        if (days := REMINDER.of(bureau)) == "off":
            continue
        last = today + timedelta(days=int(days))
        for owed in owed_by(Actor(user_id=user, institutions=answers_for(user))):
            if owed.due and today <= owed.due <= last:
                occasion = f"due {owed.url} {owed.due}"  # once, however many nights it stays due
                yield partial(tell, "institution.due_soon", user, bureau, occasion=occasion)
