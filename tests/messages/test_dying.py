"""The worker dies between sending and marking: another one sends it again, under the same id. At least once."""

import os
import signal
import time
from typing import Any

import pytest
from django.db import connection
from outside import Sms
from reached import assigned

from zhongdu.calendar import clock
from zhongdu.cli.server import start_worker, stop
from zhongdu.messages.models import Delivery
from zhongdu.messages.posting import deliver, take_up_again
from zhongdu.messages.rules import LEASE

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 40.0  # seconds a slow machine may take to start a worker


def until(happened: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def worker_of_this_database(settings: Any, sms: Sms, monkeypatch: Any) -> None:
    """What a worker in a process of its own has to be told to do its work here."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        at = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
        url = f"postgresql://{at}/{database['NAME']}"
    told = {
        "DATABASE": url, "TASKS": "django_tasks_db.DatabaseBackend", "VAR": str(settings.VAR), "KEYS": str(settings.KEYS),
        "SMS": settings.SMS, "SMS_KEY": settings.SMS_KEY, "SMS_SECRET": settings.SMS_SECRET,
    }  # fmt: skip
    for name, value in told.items():
        monkeypatch.setenv(f"ZHONGDU_{name}", value)
    monkeypatch.delenv("ZHONGDU_TEST_DATABASE", raising=False)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_a_worker_killed_between_sending_and_marking(
    shaoxing: Any, term: Any, sms: Sms, worker_of_this_database: None, settings: Any, later: Any
) -> None:
    clock.come_back()  # the other process has a clock of its own
    from zhongdu.messages.models import Preference

    Preference.objects.create(user=term.user, quiet_from="00:00", quiet_until="00:00")
    worker = start_worker()
    try:
        sms.before_answering = lambda: os.kill(worker.pid, signal.SIGKILL)
        assigned(shaoxing, term)  # its delivery is asked of the worker, in the database
        until(lambda: worker.poll() is not None)
    finally:
        stop(worker)
    sms.before_answering = None
    assert len(sms.heard) == 1 and worker.returncode == -signal.SIGKILL
    left = Delivery.objects.get(way="sms")
    assert left.state == Delivery.State.WAITING and left.tries == 1, "sent, and nobody wrote it down"
    assert left.next_at and clock.now() < left.next_at <= clock.now() + LEASE

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    deliver.enqueue(left.pk)
    assert len(sms.heard) == 1, "whoever took it on may still be at it"
    later(seconds=LEASE.total_seconds() + 1)
    assert take_up_again() == 1
    assert Delivery.objects.get(way="sms").state == Delivery.State.SENT
    assert len(sms.heard) == 2 and len(sms.sent) == 1, (
        "asked twice under one id, and the gateway sent it once"
    )
