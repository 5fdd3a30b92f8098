"""The guards are put in place after every migration: SQLite drops a table's triggers when it rebuilds the table."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class FundConfig(AppConfig):
    name = "zhongdu.fund"

    def ready(self) -> None:
        post_migrate.connect(_guard, sender=self)
        connection_created.connect(_no_quiet_replacing)


def _guard(using: str, **_: Any) -> None:
    from zhongdu.fund import guarding

    tables = connections[using].introspection.table_names()
    if {table for _, table, *_ in guarding.GUARDS} <= set(tables):  # not when migrated back to nothing
        guarding.install(connections[using])


def _no_quiet_replacing(connection: Any, **_: Any) -> None:
    """``INSERT OR REPLACE`` removes a row without asking its triggers, unless SQLite is told to ask."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")
