"""What is counted of an address is counted once for all workers, and tells nobody where somebody came from."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.kit import receipts
from zhongdu.kit.counting import address_of, count, counted
from zhongdu.kit.models import Cached, Tally


def come_from(address: str, through: str = "") -> Any:
    return RequestFactory().get(
        "/", REMOTE_ADDR=address, **({"HTTP_X_FORWARDED_FOR": through} if through else {})
    )


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_lose_no_count() -> None:
    """Each thread has a connection of its own, as each worker has."""

    def tries() -> None:
        for _ in range(10):
            count("one", 600)
        connection.close()

    at_work = [threading.Thread(target=tries) for _ in range(4)]
    for each in at_work:
        each.start()
    for each in at_work:
        each.join()
    assert counted("one") == 40


@pytest.mark.django_db
def test_after_a_while_it_begins_anew_and_the_night_forgets() -> None:
    count("one", 600)
    assert count("one", 600) == 2
    Tally.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert counted("one") == 0 and count("one", 600) == 1
    Tally.objects.update(until=timezone.now() - timedelta(seconds=1))
    cache.set("failed", 1, timeout=-1)
    sweep(clock.today())
    assert not Tally.objects.exists() and not Cached.objects.exists()


@pytest.mark.django_db
def test_neither_address_nor_account_stands_in_the_tables() -> None:
    receipts.missed(come_from("192.0.2.77"))
    Client(REMOTE_ADDR="192.0.2.78").post("/sign-in/", {"login": "13700005678", "password": "wrong"})
    assert Tally.objects.count() == 1 and Cached.objects.exists()
    kept = str([*Tally.objects.values_list(), *Cached.objects.values_list("cache_key", "value")])
    assert not any(each in kept for each in ("192.0.2", "13700005678"))


def test_a_visitor_does_not_say_where_they_come_from(settings: Any) -> None:
    assert address_of(come_from("192.0.2.1", "198.51.100.9")) == "192.0.2.1"
    settings.PROXIES = 1
    assert address_of(come_from("127.0.0.1", "203.0.113.5, 198.51.100.9")) == "198.51.100.9"
    assert address_of(come_from("127.0.0.1")) == "127.0.0.1"
    settings.PROXIES = 2
    assert address_of(come_from("127.0.0.1", "203.0.113.5, 198.51.100.9, 10.0.0.2")) == "198.51.100.9"


def test_a_household_of_newer_addresses_is_one() -> None:
    assert address_of(come_from("2001:db8:1:2::5")) == address_of(come_from("2001:db8:1:2:ffff::9"))
    assert address_of(come_from("2001:db8:1:3::5")) != address_of(come_from("2001:db8:1:2::5"))


@pytest.mark.django_db
def test_failed_sign_ins_are_counted_where_every_worker_reads_them() -> None:
    """Six wrong passwords for one account: the right one has to wait, whichever worker is asked."""
    from django.contrib.auth.models import User

    User.objects.create_user("officer-of-nowhere", password="right-one-9")
    for n in range(6):
        Client(REMOTE_ADDR=f"192.0.2.{n}").post(
            "/sign-in/", {"login": "officer-of-nowhere", "password": "wrong"}
        )
    answer = Client(REMOTE_ADDR="192.0.2.50").post(
        "/sign-in/", {"login": "officer-of-nowhere", "password": "right-one-9"}
    )
    assert answer.status_code != 302
    cache.clear()
    answer = Client(REMOTE_ADDR="192.0.2.50").post(
        "/sign-in/", {"login": "officer-of-nowhere", "password": "right-one-9"}
    )
    assert answer.status_code == 302
