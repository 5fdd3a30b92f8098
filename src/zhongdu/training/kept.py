"""Training as a standing duty: met by what supervisors completed, as lately as the bureau's own way asks."""

from datetime import date
from typing import Any

from django.db.models import Max

from zhongdu.duties.standing import Standing, how_often, is_recent, last_time, standing
from zhongdu.law.governing import Law
from zhongdu.roster.queries import serving
from zhongdu.training.models import Study
from zhongdu.training.rules import LAW

TRAINED_EVERY = how_often("training.every", "培训社会监督员多久一次（办法没有写）")


def supervisors_are_trained(bureau: Any, law: Law, today: date) -> Standing:
    """Somebody completed a course lately. While nobody serves there is nobody to train."""
    if not serving(bureau, today).exists():
        return Standing(met=True, shown="没有在聘的监督员")
    done = Study.objects.filter(bureau=bureau, state=Study.State.COMPLETED, completed_on__lte=today)
    last = done.aggregate(last=Max("completed_on"))["last"]
    return Standing(is_recent(last, TRAINED_EVERY, bureau, today), shown=last_time(last))


for _concept in LAW:
    standing(_concept)(supervisors_are_trained)
