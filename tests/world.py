"""A small world for tests: four bureaus under the four supervisors' measures, with people in posts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from zhongdu.acts.performing import perform
from zhongdu.bureaus.opening import open_office
from zhongdu.calendar import clock
from zhongdu.law.governing import Law, governing
from zhongdu.law.shelves import shelf
from zhongdu.measures import acts as measures
from zhongdu.scope.actor import Actor, officer
from zhongdu.scope.models import Bureau, Post
from zhongdu.scope.roles import Role

LONG_AGO = date(2020, 1, 1)


@dataclass
class Place:
    """A bureau living under a measure."""

    bureau: Bureau
    office: Any

    @property
    def law(self) -> Law:
        return governing(self.bureau, clock.today())

    def user(self, role: Role, name: str = "") -> User:
        """The bureau's person in a role, hired when first asked for."""
        name = name or f"{role}-{self.bureau.code}"
        user, made = User.objects.get_or_create(username=name, defaults={"first_name": f"示例{role.label}"})
        if made:
            user.set_password("watch-over-1")
            user.save()
        Post.objects.get_or_create(
            user=user, bureau=self.bureau, role=role, until=None, defaults={"since": LONG_AGO}
        )
        return user

    def officer(self, role: Role, name: str = "") -> Actor:
        return officer(self.user(role, name), clock.today())

    def below(self, code: str, name: str, level: str = "county") -> "Place":
        """A bureau one step down, under the same law."""
        return place(code, name, level, parent=self.bureau)


def place(code: str, name: str, level: str, measure: str = "", parent: Bureau | None = None) -> Place:
    bureau = Bureau.objects.create(code=code, name=name, level=level, parent=parent, since=LONG_AGO)
    made = Place(bureau, open_office(bureau))
    if measure:
        chief = made.officer(Role.DECIDER)
        statute = shelf().statute(measure)
        step = measures.try_out if statute.is_draft else measures.commence
        perform(
            step,
            made.office,
            chief,
            code=measure,
            since=statute.pack.head.printed or statute.pack.head.signed or LONG_AGO,
            **({} if statute.is_draft else {"reason": "示例"}),
        )
    return made


@pytest.fixture
def wushan(db: None) -> Place:
    return place("500237", "巫山县医疗保障局", "county", "wushan")


@pytest.fixture
def shaoxing(db: None) -> Place:
    return place("330600", "绍兴市医疗保障局", "city", "shaoxing")


@pytest.fixture
def hunan(db: None) -> Place:
    """The province, with its measure; recruit at a city below: ``hunan.below("430100", "长沙市医疗保障局", "city")``."""
    return place("430000", "湖南省医疗保障局", "province", "hunan")


@pytest.fixture
def beijing(db: None) -> Place:
    return place("110000", "北京市医疗保障局", "city", "beijing")
