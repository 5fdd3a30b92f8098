"""The guards are put in place after every migration: SQLite drops a table's triggers when it rebuilds the table."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class FundConfig(AppConfig):
    name = "zhongdu.fund"

    def ready(self) -> None:
        post_migrate.connect(_guard, sender=self)


def _guard(using: str, **_: Any) -> None:
    from zhongdu.fund import guarding

    tables = connections[using].introspection.table_names()
    if {table for _, table, *_ in guarding.GUARDS} <= set(tables):  # not when migrated back to nothing
        guarding.install(connections[using])
