"""The migrations make the tables the models have: a database that lives on and a new one are alike."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

MIGRATED = "migrated"
NUMBERED = re.compile(r"^(__unnamed_constraint_|fk_)\d.*")


@pytest.fixture
def migrated(django_db_setup: None, django_db_blocker: Any) -> Iterator[BaseDatabaseWrapper]:
    """A database of its own, made by the migrations one after another."""
    own = connection.settings_dict
    name = f"{own['NAME']}_{MIGRATED}"
    connections.databases[MIGRATED] = {**own, "TEST": {**own["TEST"], "NAME": name}}
    with django_db_blocker.unblock():
        made = connections[MIGRATED]
        made.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        yield made
        made.creation.destroy_test_db(own["NAME"], verbosity=0)
    del connections[MIGRATED]
    del connections.databases[MIGRATED]


def tables(database: BaseDatabaseWrapper) -> dict[str, Any]:
    """Each table of ours with its columns and what is laid on them, in whatever order they came."""
    look = database.introspection
    others = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.app_config.name.startswith("zhongdu.")
    }
    with database.cursor() as cursor:
        return {
            name: (
                {column.name: column[1:] for column in look.get_table_description(cursor, name)},
                sorted(map(laid_on, look.get_constraints(cursor, name).items())),
            )
            for name in set(look.table_names(cursor)) - others
        }


def laid_on(named: tuple[str, dict[str, Any]]) -> str:
    """A constraint or an index; SQLite gives a number to those without a name."""
    name, each = named
    return repr((NUMBERED.sub("", name), sorted(each.pop("columns")), sorted(each.items())))


def test_the_migrations_make_the_tables_of_the_models(migrated: BaseDatabaseWrapper) -> None:
    new, lives_on = tables(connection), tables(migrated)
    assert set(lives_on) == set(new)
    for name, each in lives_on.items():
        for one, other in zip(each, new[name], strict=True):
            assert one == other, name


@pytest.mark.django_db
def test_the_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
