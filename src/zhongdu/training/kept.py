"""Training as a standing duty: met while enough of those who serve completed a course lately, by the bureau's own way."""

from datetime import date
from typing import Any

from zhongdu.duties.standing import Standing, how_often, long_ago, standing
from zhongdu.law.governing import Law
from zhongdu.roster.queries import serving
from zhongdu.scope.practices import practice
from zhongdu.training.models import Study
from zhongdu.training.rules import LAW

TRAINED_EVERY = how_often("training.every", "培训社会监督员多久一次（办法没有写）")
SHARE = practice(
    "training.share",
    "在聘的监督员里有多少人按时完成培训，算做到（办法没有写）",
    {"80": "八成以上", "100": "每个人都完成", "50": "半数以上"},
)


def supervisors_are_trained(bureau: Any, law: Law, today: date) -> Standing:
    """Enough of those who serve today completed a course lately. While nobody serves there is nobody to train."""
    people = serving(bureau, today).order_by().values("user").distinct()
    if not (all_ := people.count()):
        return Standing(met=True, shown="没有在聘的监督员")
    since = long_ago(TRAINED_EVERY, bureau, today)
    done = Study.objects.filter(
        bureau=bureau, state=Study.State.COMPLETED, completed_on__range=(since, today), user__in=people
    )
    n, share = done.values("user").distinct().count(), int(SHARE.of(bureau))
    own = f"本局做法：{TRAINED_EVERY.said(bureau)}，{SHARE.said(bureau)}"
    return Standing(n * 100 >= all_ * share, shown=f"在聘{all_}人，按时完成培训的{n}人（{own}）")


for _concept in LAW:
    standing(_concept)(supervisors_are_trained)
