"""What every test stands on: a sandbox of its own, and four promises kept everywhere.

The sandbox: database, files and keys live in a temporary folder, whatever the caller's environment
says; ``ZHONGDU_TEST_ON`` (a database URL) moves the database-touching tests to another server.
The promises: a template names no variable it was not given; a list of ours that is cut has an order;
nothing but loopback is called; no test waits for a password to be hashed slowly.
"""

import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from clauses_manifest import pytest_addoption, pytest_collection_finish  # noqa: F401 - pytest finds them here
from tables import django_db_setup, django_db_use_migrations  # noqa: F401
from zhongdu.calendar.clock import come_back

WORKER = os.environ.get("PYTEST_XDIST_WORKER")
if WORKER:  # inside the sandbox of the process that started this one
    SANDBOX = Path(os.environ["ZHONGDU_SANDBOX"]) / WORKER
    SANDBOX.mkdir()
else:
    SANDBOX = Path(tempfile.mkdtemp(prefix="zhongdu-test-"))
    os.environ["ZHONGDU_SANDBOX"] = str(SANDBOX)
(SANDBOX / "static").mkdir()  # WhiteNoise looks for it

OTHER_DATABASE = os.environ.get("ZHONGDU_TEST_ON")

# Before Django reads its settings: pytest-django asks for them only after this file is loaded.
for name in [name for name in os.environ if name.startswith("ZHONGDU_")]:
    if name.removeprefix("ZHONGDU_") not in {"SANDBOX", "TEST_ON", "REQUIRE", "CHROMIUM", "DEBUG_TESTS"}:
        del os.environ[name]
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "zhongdu.settings",
    "ZHONGDU_VAR": str(SANDBOX),
    "ZHONGDU_TEST_DATABASE": str(SANDBOX / "test.sqlite3"),
    "ZHONGDU_TASKS": "django_tasks.backends.immediate.ImmediateBackend",
}
if OTHER_DATABASE:
    os.environ["ZHONGDU_DATABASE"] = OTHER_DATABASE
    del os.environ["ZHONGDU_TEST_DATABASE"]  # Django names it after the database itself


def pytest_configure(config: pytest.Config) -> None:
    import django
    import hypothesis
    from django.conf import settings

    # How long one example takes says more about what else the machine does than about the code.
    hypothesis.settings.register_profile("here", deadline=None)
    hypothesis.settings.load_profile("here")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")
    django.setup()
    config.pluginmanager.import_plugin("world")  # fixtures that need Django to be there
    config.pluginmanager.import_plugin("object_store")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not WORKER:
        shutil.rmtree(SANDBOX, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database only what touches one is run again."""
    if not OTHER_DATABASE:
        return
    touching = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not touches_database(item)])
    items[:] = touching


def touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("journey"):
        return False
    fixtures = {"db", "transactional_db", "django_db_setup"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True)
def today_again() -> Iterator[None]:
    """A test may travel in time; the next one starts today."""
    yield
    come_back()


@pytest.fixture(autouse=True)
def tables_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with transactions of its own every table is emptied. The database keeps posted vouchers from that too,
    so its guards stand aside; Django tells of the emptying like of a migration, and they are back."""
    mark = request.node.get_closest_marker("django_db")
    own = "transactional_db" in request.fixturenames or (mark and mark.kwargs.get("transaction"))
    if own:
        request.getfixturevalue("transactional_db")  # set up before this one, and so torn down after it
    yield
    if own:
        from django.db import connection

        from zhongdu.fund import guarding

        guarding.remove(connection)


# --- a template names no variable it was not given ---------------------------------------------------


class Undefined(str):
    """Stands where Django writes nothing for a name it cannot find; speaks up instead.

    Django asks ``"%s" in it`` and then formats the missing name into it. Conditions and loops over a
    missing name never come here: Django resolves those leniently on purpose.
    """

    def __contains__(self, text: str) -> bool:
        return text == "%s"

    def __mod__(self, name: object) -> str:
        origin = rendering()
        if "site-packages" in origin:
            return ""  # another package's template, with its own habits
        raise AssertionError(f"undefined in template {origin}: {name}")


def rendering() -> str:
    """The file of the innermost template being rendered; empty for a text without one."""
    import inspect

    from django.template.base import Node

    frame = inspect.currentframe()
    while frame := frame and frame.f_back:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin)
    return ""


# --- a list of ours that is cut has an order -----------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def ordered_lists() -> Iterator[None]:
    from django.db.models import QuerySet

    take = QuerySet.__getitem__

    def take_in_order(queryset: QuerySet, key: object) -> object:
        ours = queryset.model.__module__.startswith("zhongdu.")
        if ours and queryset._result_cache is None and not queryset.ordered:
            raise AssertionError(f"an unordered list of {queryset.model.__name__} is cut: order it first")
        return take(queryset, key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "__getitem__", take_in_order)
        yield


# --- nothing but loopback is called ----------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(connection: socket.socket, address: object) -> None:
        if connection.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
            host = address[0]
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise AssertionError(f"a test called out to {host}")

    def guarded(original):
        def call(connection: socket.socket, address: object):
            check(connection, address)
            return original(connection, address)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(connect))
        patch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
        yield
