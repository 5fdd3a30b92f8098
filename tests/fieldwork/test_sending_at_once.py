"""The same package, two packages, two pieces, at the same moment: on every database one is first and nothing doubles."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from pocket import ANSWERS, Phone, jpeg, package

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts, photographs
from zhongdu.fieldwork.captures import Package
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
FEW = 4


@pytest.fixture
def visit(shaoxing, serving, institution):
    return perform(
        acts.assign_visit, serving(shaoxing), shaoxing.officer(Role.CASE_OFFICER), institution=institution(shaoxing).code,
        way="open", checklist="checklist.annex2", due=clock.today() + timedelta(days=7),
    )  # fmt: skip


@pytest.fixture
def phones(visit, signed_in):
    made = [Phone(signed_in(visit.user)) for _ in range(FEW)]
    for phone in made:
        phone.bag()
    return made


def at_once(*things: Callable[[], Any]) -> list[Any]:
    outcomes: list[Any] = [None] * len(things)
    start = Barrier(len(things))

    def run(n: int) -> None:
        start.wait(10)
        try:
            outcomes[n] = things[n]()
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n,)) for n in range(len(things))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_one_package_from_many_tabs_is_one_visit(visit, phones):
    picture = phones[0].holds(jpeg())
    phones[0].send(picture["part"])
    sent = package(visit, picture)
    answers = at_once(*(partial(phone.hand_in, sent) for phone in phones))
    # Whoever came while the first was at work may be told that the parts are gone: the phone asks again.
    assert {answer.status_code for answer in answers} <= {200, 409}
    again = [phone.hand_in(sent).json() for phone in phones]
    assert again == [{"visit": visit.number, "version": 1}] * FEW
    assert Event.objects.filter(docket=visit.docket_id, act="fieldwork.record_visit").count() == 1
    assert Package.objects.count() == 1 and photographs.of(visit.number).count() == 1
    assert list(breaks()) == []


def test_many_devices_at_the_same_moment_are_one_record_and_the_others_beside_it(visit, phones):
    packages = [package(visit, answers={**ANSWERS, "own_card": one}) for one in ("是", "不是", "是", "不是")]
    pairs = list(zip(phones, packages, strict=True))
    at_once(*(partial(phone.hand_in, sent) for phone, sent in pairs))
    answers = [
        phone.hand_in(sent).json() for phone, sent in pairs
    ]  # a phone that was told to wait asks again
    assert sorted(answer["version"] for answer in answers) == [1, 2, 3, 4]
    assert Event.objects.filter(docket=visit.docket_id, act="fieldwork.record_visit").count() == 1
    assert list(breaks()) == []


def test_the_same_piece_from_two_tabs_is_kept_once(visit, phones):
    picture = phones[0].holds(jpeg())
    for phone in phones:
        phone.held = phones[0].held
    number, size = picture["part"], len(phones[0].held[picture["part"]])
    for _ in range(size):
        offset = phones[0].got(number)
        if offset == size:
            break
        found = at_once(*(partial(phone.piece, number, offset) for phone in phones))
        assert {answer.status_code for answer in found} <= {200, 409}
    assert phones[0].hand_in(package(visit, picture)).status_code == 200
    assert [each.blob.sha256 for each in photographs.of(visit.number)] == [picture["sha256"]]
