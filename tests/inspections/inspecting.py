"""A city with two districts under the fund measure, its inspectors, and inspections at each stage."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from watching import institution
from world import LONG_AGO, Place
from zhongdu.acts.models import Matter
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.inspections import acts
from zhongdu.inspections.queries import Inspection
from zhongdu.measures import acts as measures
from zhongdu.scope.actor import Actor, officer
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

WHY = "结算明细与进销存对不上，查3月份的刷卡记录。"


@dataclass
class City:
    city: Place
    east: Place
    west: Place
    shop: Any  # managed by the east

    def inspector(self, place: Place, name: str, until: date | None = date(2030, 1, 1)) -> Actor:
        """An inspector of a bureau with a certificate."""
        user = place.user(Role.INSPECTOR, f"{name}-{place.bureau.code}")
        Post.objects.filter(user=user, role=Role.INSPECTOR).update(
            certificate=f"执法{user.pk:04}", certificate_until=until
        )
        return officer(user, clock.today())


def city_of(place: Place) -> City:
    """The fund measure is tried out over what governs the place already."""
    perform(measures.try_out, place.office, place.officer(Role.DECIDER), code="city", since=LONG_AGO)
    east, west = place.below("110101", "东城区医疗保障局"), place.below("110102", "西城区医疗保障局")
    return City(place, east, west, institution(east, "和平药房"))


def fresh(matter: Matter) -> Any:
    return type(matter).objects.select_related("docket", "bureau").get(pk=matter.pk)


def planned(city: City, place: Place | None = None, **more: Any) -> Inspection:
    """An inspection of the shop by its own district."""
    where = place or city.east
    given: dict[str, Any] = {
        "title": "3月份结算检查", "way": "inspection.way.special", "kind": "institution", "institution": city.shop.code, "words": WHY,
        "allegations": [where.law.family("violation")[0].name],
    }  # fmt: skip
    return perform(acts.open_inspection, where.office, where.officer(Role.CASE_OFFICER), **{**given, **more})


def crossed(city: City, **more: Any) -> Inspection:
    """The city has the west inspect the east's shop."""
    given: dict[str, Any] = {
        "given": "crossed", "inspecting": city.west.bureau.code, "title": "交叉检查", "way": "inspection.way.special",
        "kind": "institution", "institution": city.shop.code, "words": WHY,
    }  # fmt: skip
    return perform(
        acts.assign_inspection, city.city.office, city.city.officer(Role.CASE_OFFICER), **{**given, **more}
    )


def post_of(actor: Actor) -> str:
    return str(Post.objects.get(user_id=actor.user_id, role=Role.INSPECTOR).pk)


def team(inspection: Inspection, planner: Actor, *actors: Actor) -> Inspection:
    """These go; each has said that they are free of interests."""
    perform(acts.name_team, inspection, planner, posts=[post_of(each) for each in actors])
    for each in actors:
        perform(acts.say_conflict, inspection, each, conflict="none")
    return fresh(inspection)


def begun(city: City) -> tuple[Inspection, Actor, Actor]:
    """The shop's own district is there, by two, and has shown its papers."""
    one, two = city.inspector(city.east, "one"), city.inspector(city.east, "two")
    made = team(planned(city), city.east.officer(Role.CASE_OFFICER), one, two)
    show(made, one, two)
    return fresh(made), one, two


def show(inspection: Inspection, *actors: Actor, **more: Any) -> Any:
    given: dict[str, Any] = {
        "shown_at": now(), "officers": [str(each.user_id) for each in actors], "words": "向店长出示，对方核对后表示知道。",
    }  # fmt: skip
    return perform(acts.show_papers, inspection, actors[0], **{**given, **more})


def now() -> datetime:
    return clock.now() - timedelta(minutes=5)


def refused(do: Callable[[], Any]) -> Any:
    """The refusal of something that must not be done."""
    import pytest

    from zhongdu.acts.refusal import Refused

    with pytest.raises(Refused) as why:
        do()
    return why.value
