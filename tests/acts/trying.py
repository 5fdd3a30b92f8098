"""Who tries acts in the matrix, and what a try leaves behind."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection

from world import Place, place
from zhongdu.acts.models import Refusal
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import POSTS, Role

WITHOUT_POST = (Role.SUPERVISOR, Role.APPLICANT, Role.UNIT, Role.INSTITUTION)


@dataclass
class Town:
    """A bureau with somebody in every post."""

    place: Place
    officers: dict[Role, Actor]


@dataclass
class Country:
    """Two measures' bureaus to try acts at, one that is neither's, and people who hold nothing anywhere."""

    homes: dict[str, Town]
    away: Town
    strangers: dict[Role, Actor]


def found() -> Country:
    return Country(
        homes={
            "beijing": town("110000", "北京市医疗保障局", "city", "beijing"),
            "wushan": town("500237", "巫山县医疗保障局", "county", "wushan"),
        },
        away=town("330600", "绍兴市医疗保障局", "city", "shaoxing"),
        strangers={role: stranger(role) for role in WITHOUT_POST},
    )


def town(*words: str) -> Town:
    founded = place(*words)
    return Town(founded, {role: founded.officer(role, f"{role}-{founded.bureau.code}") for role in POSTS})


def stranger(role: Role) -> Actor:
    return Actor(user_id=User.objects.create(username=uuid4().hex).pk, roles=frozenset({Role.ANYONE, role}))


class Sent:
    """Listens to what is sent to the database. To count every table's rows is most of the matrix's time, and is only
    needed where a statement could have changed something."""

    HARMLESS = re.compile(
        r'(SELECT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT|INSERT INTO "acts_refusal") '
    )

    def __init__(self) -> None:
        self.more_than_a_refusal = False

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not self.HARMLESS.match(sql):
            self.more_than_a_refusal = True
        return execute(sql, *rest)


def snapshot() -> dict[str, int]:
    """How many rows each table has, asked in one statement."""
    tables = [model._meta.db_table for model in apps.get_models() if model is not Refusal]
    counts = ", ".join(f'(SELECT COUNT(*) FROM "{table}")' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return dict(zip(tables, cursor.fetchone(), strict=True))
