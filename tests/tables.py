"""The tables of a test database come from the models at once: one migration after another takes ten seconds, every time.

What migrations do beyond the models is done here too, and ``test_migrations`` holds what they make beside the models.
"""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    from django.conf import settings
    from django.db import connection

    settings.MIGRATION_MODULES = {}  # pytest-django hides them: they are there for whoever asks from now on
    with django_db_blocker.unblock():
        go_beyond_the_models(connection)
    yield


def go_beyond_the_models(connection: Any) -> None:
    """Take the steps of our migrations that are written by hand, and note them all as taken."""
    from django.apps import apps
    from django.db.migrations import RunPython
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    loader = MigrationLoader(connection, ignore_no_migrations=True)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for key, migration in loader.disk_migrations.items():
            for step in migration.operations:
                if isinstance(step, RunPython) and migration.__module__.startswith("zhongdu."):
                    step.code(apps, editor)
            recorder.record_applied(*key)
