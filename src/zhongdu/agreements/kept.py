"""The agency's own five duties as standing ones: three it confirms by name, two that the agreements show."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Max

from zhongdu.agreements.confirming import CONFIRMED
from zhongdu.agreements.models import Agreement, Confirmation, Review
from zhongdu.agreements.rules import CONFIRMED_EVERY
from zhongdu.duties.standing import Standing, is_recent, last_time, long_ago, standing
from zhongdu.institutions.queries import within
from zhongdu.law.governing import Law

State = Agreement.State


def _confirmed(concept: str) -> Callable[[Any, Law, date], Standing]:
    def check(bureau: Any, law: Law, today: date) -> Standing:
        """Met while the last confirmation is no older than the bureau's own choice."""
        rows = Confirmation.objects.filter(bureau=bureau, concept=concept)
        last = rows.aggregate(last=Max("on"))["last"]
        return Standing(is_recent(last, CONFIRMED_EVERY, bureau, today), shown=last_time(last))

    check.__module__, check.__name__ = __name__, concept.rpartition(".")[2]
    return check


for _name in CONFIRMED:
    standing(f"agency.duty.{_name}")(_confirmed(f"agency.duty.{_name}"))


@standing("agency.duty.agreements")
def institutions_have_agreements(bureau: Any, law: Law, today: date) -> Standing:
    """Every institution on the list that is designated today has an agreement that has not run out."""
    listed = within(bureau).filter(until=None).exclude(since__gt=today)
    covered = Agreement.objects.filter(state__in=Agreement.LIVE, until__gte=today).values("institution")
    ended = Agreement.objects.filter(state=State.ENDED).values("institution")
    without = listed.exclude(pk__in=covered).exclude(pk__in=ended).count()
    return Standing(not without, shown=f"{without}家还没有协议" if without else "名单上的都有协议")


@standing("agency.duty.audit")
def agreements_are_audited(bureau: Any, law: Law, today: date) -> Standing:
    """Every agreement a year in term was assessed or audited within the year; the year is that of the bureau's choice."""
    since = long_ago(CONFIRMED_EVERY, bureau, today)
    old = Agreement.objects.filter(
        bureau__path__startswith=bureau.path, state__in=[State.IN_TERM, State.SUSPENDED], since__lt=since
    )
    seen = Review.objects.filter(on__gte=since).values("agreement")
    unseen = old.exclude(pk__in=seen).count()
    return Standing(not unseen, shown=f"{unseen}份协议没有考核稽核过" if unseen else "都考核稽核过")
