"""Letters to units in the demo: one that waits, one whose unit has recommended two people, neither of whom has answered."""

from datetime import timedelta
from typing import Any

from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.law.governing import governing
from zhongdu.recruitment import acts as recruitment
from zhongdu.recruitment.queries import Recommendation, unit_ways
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

_UNITS = "示例社区居民委员会\n示例报社"
_NAMED = {
    "name-1": "示例·沈青禾", "phone-1": "19900000001", "employer-1": "示例社区工作者", "why-1": "常年走访居民，熟悉看病买药的难处。",
    "name-2": "示例·陆远行", "phone-2": "19900000002", "employer-2": "示例社区退休会计", "why-2": "做过三十年会计，心细。",
    "contact_name": "示例·吴经办", "contact_phone": "19900000003",
}  # fmt: skip


def tell(place: Any) -> None:
    """A bureau that may write to units writes to two of them; the first answers."""
    with clock.on(clock.today() - timedelta(days=4)):
        ways = unit_ways(place.bureau, governing(place.bureau, clock.today()))
        ways = [way for way in ways if not way.rule.needs_notice]
        if Role.LIAISON not in place.users or not ways:
            return
        perform(
            recruitment.ask_units, place.office, place.by(Role.LIAISON), channel=ways[-1].name, units=_UNITS,
            expires_on=clock.today() + timedelta(days=20), words="请推荐热心公益、熟悉医保的同志。（示例）",
        )  # fmt: skip
    with clock.on(clock.today() - timedelta(days=2)):
        letter = (
            Recommendation.objects.filter(bureau=place.bureau)
            .select_related("docket", "bureau")
            .earliest("id")
        )
        vault.put(letter.typing, {"unit_typing": _NAMED}, history=False)
        unit = Actor(roles=frozenset({Role.ANYONE, Role.UNIT}), holds=frozenset({letter.number}))
        perform(recruitment.recommend, letter, unit)
