"""The yearly assessment as a standing duty."""

from datetime import date
from typing import Any

from django.db.models import Max

from zhongdu.duties.standing import Standing, standing
from zhongdu.law.governing import Law
from zhongdu.roster.queries import served
from zhongdu.service.models import Assessment


@standing("assessment")
def last_year_was_assessed(bureau: Any, law: Law, today: date) -> Standing:
    """Whoever served last year has had that year settled. A measure gives no number: a year is how this platform
    assesses; one in which nobody served needs none."""
    year = today.year - 1
    people = served(bureau, date(year, 1, 1), date(year, 12, 31)).order_by().values("user")
    if not people.exists():
        return Standing(met=True, shown=f"{year}年没有在聘的监督员")
    settled = Assessment.objects.filter(bureau=bureau, state=Assessment.State.SETTLED)
    last = settled.aggregate(last=Max("year"))["last"]
    done = settled.filter(year=year).values("user")
    met = not people.exclude(user__in=done).exists()
    return Standing(met, shown=f"最近考核的年度：{last}年" if last else "还没有考核过")
