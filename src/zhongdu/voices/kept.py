"""What supervisors think is gathered and summed up."""

from datetime import date
from typing import Any

from django.db.models import Max

from zhongdu.duties.standing import Standing, how_often, is_recent, last_time, standing
from zhongdu.law.governing import Law
from zhongdu.voices.models import Digest, Opinion

GATHERED_EVERY = how_often("voices.gathered_every", "意见建议多久汇总一次（办法没有写）")


@standing("suggestion.gathering")
def opinions_are_summed_up(bureau: Any, law: Law, today: date) -> Standing:
    """A digest was finished lately; while nobody has said anything since the last, there is nothing to sum up."""
    digests = Digest.objects.filter(bureau=bureau, state=Digest.State.FINISHED)
    found = digests.aggregate(last=Max("finished_on"), until=Max("until"))
    waiting = Opinion.objects.filter(bureau=bureau, filed_on__lte=today)
    if found["until"]:
        waiting = waiting.filter(filed_on__gt=found["until"])
    first = waiting.order_by("filed_on").values_list("filed_on", flat=True).first()
    if first is None:
        return Standing(met=True, shown="没有等着汇总的意见建议")
    met = is_recent(first, GATHERED_EVERY, bureau, today)
    return Standing(met, shown="还不到汇总的时候" if met else last_time(found["last"]))
