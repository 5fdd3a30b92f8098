"""What a bureau keeps by its cases: members for collective deliberation, credit made known, cases exposed."""

from datetime import date
from typing import Any

from django.db.models import Max

from zhongdu.cases.models import CreditEntry, Decision, Exposure
from zhongdu.cases.sitting import QUORUM, quorum_of
from zhongdu.duties.standing import Standing, how_often, is_recent, last_time, standing
from zhongdu.law.governing import Law
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

EXPOSED_EVERY = how_often("cases.exposed_every", "公开曝光多久一次（法规没有写）")


@standing("deliberation")
def members_make_a_quorum(bureau: Any, law: Law, today: date) -> Standing:
    """The mechanism stands where as many hold the post as the bureau's own quorum asks for."""
    posts = Post.objects.filter(bureau=bureau, role=Role.DELIBERATOR, until=None)
    n, least = posts.values("user").distinct().count(), quorum_of(QUORUM.of(bureau))
    return Standing(n >= least, shown=f"成员{n}人，至少要{least}人")


@standing("credit")
def credit_is_made_known(bureau: Any, law: Law, today: date) -> Standing:
    """What was entered in the credit record was shared or published; where nothing was entered, nothing is owed."""
    entries = CreditEntry.objects.filter(bureau=bureau, state=CreditEntry.State.LISTED)
    if kept := entries.filter(known_to=[], published_on=None).count():
        return Standing(met=False, shown=f"记入了还没有共享、公开的{kept}条")
    return Standing(met=True, shown="记入的都已共享或者公开")


@standing("exposure")
def cases_are_exposed(bureau: Any, law: Law, today: date) -> Standing:
    """A case was told to the public lately; while no decision was served there is none to tell."""
    if not Decision.objects.filter(bureau=bureau, state=Decision.State.SERVED).exists():
        return Standing(met=True, shown="还没有可以曝光的案件")
    rows = Exposure.objects.filter(bureau=bureau, state=Exposure.State.PUBLISHED)
    last = rows.aggregate(last=Max("published_on"))["last"]
    return Standing(is_recent(last, EXPOSED_EVERY, bureau, today), shown=last_time(last))
