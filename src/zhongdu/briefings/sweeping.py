"""Those who have not opened what they were sent are reminded once, after as many days as the bureau has chosen."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from zhongdu.briefings.models import Briefing
from zhongdu.briefings.rules import REMIND_AFTER
from zhongdu.briefings.sending import unread
from zhongdu.duties.sweep import sweeper
from zhongdu.messages.telling import tell_many

LATEST = timedelta(days=30)  # older ones are no longer brought to mind, also after nights without a run


@sweeper
def unread_briefings(today: date) -> Iterator[Callable[[], object]]:
    """发出几天没有看的文件，提醒一次"""
    lately = Briefing.objects.filter(
        state=Briefing.State.SENT, sent_on__gte=today - LATEST, sent_on__lt=today
    )
    for briefing in lately.select_related("docket", "bureau").order_by("sent_on", "id"):
        after = REMIND_AFTER.of(briefing.bureau)
        if after == "no" or not briefing.sent_on or today - briefing.sent_on < timedelta(days=int(after)):
            continue
        if people := unread(briefing):
            to = [(user, briefing.docket) for user in people]
            yield partial(
                tell_many, "briefing.unread", to, briefing.bureau, occasion=f"once {briefing.number}"
            )
