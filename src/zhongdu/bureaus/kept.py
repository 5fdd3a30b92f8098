"""What a bureau keeps by its own acts: a liaison, a hotline, the channels of society; and what it says of itself by name
where nothing in the record would show it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Max

from zhongdu.bureaus.models import Statement
from zhongdu.duties.standing import CHECKS, Standing, how_often, is_owed, is_recent, last_time, standing
from zhongdu.law.governing import Law
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

STATED = ("working_conditions", "fund.watching")  # what nothing in the record shows by itself
STATED_EVERY = how_often("bureaus.stated_every", "要由局负责人说明的义务多久说明一次（办法没有写）")
PARTS = ("hotline", "supervision.supervisors")  # of the mechanism


@standing("liaison")
def liaison_is_named(bureau: Any, law: Law, today: date) -> Standing:
    """A person where the measure wants a person; where it names a department, having one is enough."""
    posts = Post.objects.filter(bureau=bureau, until=None)
    if law.rule("liaison").rule.wants == "department":
        return Standing(met=posts.exists(), shown="由科室负责")
    named = posts.filter(role=Role.LIAISON).exists()
    return Standing(met=named, shown="已指定专人" if named else "还没有指定专人")


@standing("hotline")
def hotline_is_public(bureau: Any, law: Law, today: date) -> Standing:
    return Standing(met=bool(bureau.hotline), shown=bureau.hotline or "还没有公布")


@standing("supervision.mechanism")
def mechanism_stands(bureau: Any, law: Law, today: date) -> Standing:
    """The mechanism is its parts, as far as this law asks for them of this bureau."""
    parts = [each for each in PARTS if is_owed(bureau, law, each)]
    missing = [law.rule(each).label for each in parts if not CHECKS[each](bureau, law, today).met]
    return Standing(not missing, shown="还缺：" + "、".join(missing) if missing else "各部分都有")


def _stated(concept: str) -> Callable[[Any, Law, date], Standing]:
    def check(bureau: Any, law: Law, today: date) -> Standing:
        """Met while the head's last statement is no older than the bureau's own choice."""
        last = Statement.objects.filter(bureau=bureau, concept=concept).aggregate(last=Max("on"))["last"]
        return Standing(is_recent(last, STATED_EVERY, bureau, today), shown=last_time(last))

    check.__module__, check.__name__ = __name__, concept.replace(".", "_")
    return check


for _concept in STATED:
    standing(_concept)(_stated(_concept))
