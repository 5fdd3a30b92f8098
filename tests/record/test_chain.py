"""The chain: what it fixes, shown by breaking it in every way a row can be broken."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.calendar import clock
from zhongdu.record.chain import canonical, leaf, proof, proves, root, sm3
from zhongdu.record.keeping import append, open_docket, random_number, seal
from zhongdu.record.models import Docket, Event, Fixed, Seal
from zhongdu.record.verifying import breaks
from zhongdu.scope.models import Bureau

ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905, example 1
BLANK = {
    "on": date(2026, 5, 4),
    "deed": "d",
    "act": "a.b",
    "actor": {"user": 1, "role": "decider", "bureau": "x"},
}


def test_sm3_is_sm3() -> None:
    assert sm3(b"abc") == ABC


@given(st.lists(st.text(min_size=1), min_size=1, max_size=40), st.data())
def test_every_leaf_is_proved_under_the_root_and_no_other_text_is(texts: list[str], data: Any) -> None:
    leaves = [leaf(text) for text in texts]
    position = data.draw(st.integers(0, len(leaves) - 1))
    path = proof(leaves, position)
    assert proves(leaves[position], path, root(leaves))
    assert not proves(leaf(texts[position] + "x"), path, root(leaves))


def test_the_tree_splits_as_rfc_6962_says() -> None:
    def split(leaves: list[str]) -> str:  # the definition, read literally
        if len(leaves) == 1:
            return leaves[0]
        k = 1
        while k * 2 < len(leaves):
            k *= 2
        return sm3(b"\x01" + bytes.fromhex(split(leaves[:k])) + bytes.fromhex(split(leaves[k:])))

    for size in range(1, 34):
        leaves = [leaf(str(n)) for n in range(size)]
        assert root(leaves) == split(leaves)


def test_canonical_json_has_one_text_for_one_value() -> None:
    assert canonical({"b": 1, "a": "条"}) == '{"a":"条","b":1}'


def test_numbers_of_dockets_do_not_repeat_or_read_alike() -> None:
    numbers = {random_number() for _ in range(2000)}
    assert len(numbers) == 2000
    assert not {*"01OIL"} & {*"".join(numbers)}


@pytest.fixture
def dockets(db: None) -> list[Docket]:
    """Two dockets of four events each, and a seal over both."""
    bureau = Bureau.objects.create(code="1", name="示例局", level="city", since=date(2020, 1, 1))
    made = [open_docket("x", bureau) for _ in range(2)]
    for docket in made:
        for n in range(4):
            append(docket, **BLANK, data={"n": n})
    seal(date.fromordinal(clock.today().toordinal()))
    return made


def test_an_unbroken_record_verifies(dockets: list[Docket]) -> None:
    assert list(breaks()) == []


CHANGES = {
    "on": "2026-05-05", "deed": "e", "act": "a.c", "measure": "other", "version": "1",
    "actor": '{"user":2,"role":"decider","bureau":"x"}', "clauses": '["x:1"]', "data": '{"n":9}',
    "prev": "1" * 64, "hash": "2" * 64, "seq": 9, "at": "2020-01-01 00:00:00+00:00",
}  # fmt: skip


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_change_of_any_column_of_any_event_shows(dockets: list[Docket], column: str, seq: int) -> None:
    raw(
        f'UPDATE record_event SET "{column}" = %s WHERE docket_id = %s AND seq = %s',
        CHANGES[column],
        dockets[0].pk,
        seq,
    )
    assert any(found.where == dockets[0].number for found in breaks())


@pytest.mark.parametrize("seq", [1, 2, 3, 4])
def test_a_deleted_event_shows(dockets: list[Docket], seq: int) -> None:
    raw("DELETE FROM record_event WHERE docket_id = %s AND seq = %s", dockets[0].pk, seq)
    assert next(breaks()).where == dockets[0].number


def test_a_cut_tail_shows_even_when_the_docket_agrees(dockets: list[Docket]) -> None:
    last = Event.objects.get(docket=dockets[0], seq=3)
    raw("DELETE FROM record_event WHERE docket_id = %s AND seq = 4", dockets[0].pk)
    raw("UPDATE record_docket SET length = 3, head = %s WHERE id = %s", last.hash, dockets[0].pk)
    assert [found.where for found in breaks()] == [f"封印 {clock.today()}"]


def test_a_docket_that_vanished_shows_in_the_seal(dockets: list[Docket]) -> None:
    raw("DELETE FROM record_event WHERE docket_id = %s", dockets[0].pk)
    raw("DELETE FROM record_docket WHERE id = %s", dockets[0].pk)
    assert [found.where for found in breaks()] == [f"封印 {clock.today()}"]


def test_swapped_events_show(dockets: list[Docket]) -> None:
    raw("UPDATE record_event SET seq = 99 WHERE docket_id = %s AND seq = 2", dockets[0].pk)
    raw("UPDATE record_event SET seq = 2 WHERE docket_id = %s AND seq = 3", dockets[0].pk)
    raw("UPDATE record_event SET seq = 3 WHERE docket_id = %s AND seq = 99", dockets[0].pk)
    assert next(breaks()).where == dockets[0].number


def test_an_event_slipped_in_shows(dockets: list[Docket]) -> None:
    first = Event.objects.get(docket=dockets[0], seq=4)
    slipped = Event(docket=dockets[0], seq=5, at=clock.now(), prev=first.hash, **BLANK)
    slipped.hash = slipped.reckoned()
    slipped.save()
    assert next(breaks()).where == dockets[0].number


def test_a_changed_or_dropped_seal_shows(dockets: list[Docket]) -> None:
    with clock.on(date.fromordinal(clock.today().toordinal() + 1)):
        append(dockets[0], **BLANK, data={})
        seal(clock.today())
    assert list(breaks()) == []
    raw("UPDATE record_seal SET root = %s WHERE id = %s", "3" * 64, Seal.objects.order_by("day").first().pk)  # type: ignore[union-attr]
    assert "封印" in next(breaks()).where
    raw("DELETE FROM record_seal WHERE id = %s", Seal.objects.order_by("day").first().pk)  # type: ignore[union-attr]
    assert "封印" in next(breaks()).where


def test_models_refuse_to_change_or_delete_the_record(dockets: list[Docket]) -> None:
    event = Event.objects.first()
    assert event
    for attempt in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(act="x"),
    ):
        with pytest.raises(Fixed):
            attempt()


def raw(sql: str, *values: object) -> None:
    """What somebody with the database's password could do."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
