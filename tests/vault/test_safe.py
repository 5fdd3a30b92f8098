import time

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from zhongdu import vault
from zhongdu.vault import keys as key_folder
from zhongdu.vault import safe
from zhongdu.vault.cipher import ciphers
from zhongdu.vault.models import Entry, Index
from zhongdu.vault.refusals import Unchangeable, Unclassified, Unreadable

pytestmark = pytest.mark.django_db

WHO = "2026-A-0001"
HISTORY = [{"from": "2001-07", "to": "2020-01", "unit": "示例卫生院", "post": "药师"}]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def everything_stored() -> str:
    """All the columns of all the vault's rows, as whoever stole the database would see them."""
    with connection.cursor() as cursor:
        rows = []
        for table in ("vault_entry", "vault_index"):
            cursor.execute(f"SELECT * FROM {table}")
            rows += cursor.fetchall()
    shown = (bytes(cell) if isinstance(cell, memoryview) else cell for row in rows for cell in row)
    return " ".join(
        cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell) for cell in shown
    )


def test_the_package_offers_what_the_safe_does():
    assert vault.__all__ == safe.__all__
    assert all(getattr(vault, name) is getattr(safe, name) for name in vault.__all__)
    with pytest.raises(AttributeError):
        vault.open_all  # noqa: B018


def test_values_come_back_as_they_went_in_and_are_nowhere_in_clear():
    values = {"name": "张示例", "phone": "13812345678", "work_history": HISTORY, "health": None}
    safe.put(WHO, values, index=["phone"])
    assert safe.read(WHO) == values
    assert safe.read(WHO, "name", "work_history") == {"name": "张示例", "work_history": HISTORY}
    assert safe.read("nobody") == {}
    stored = everything_stored()
    assert WHO in stored
    for secret in ("张示例", "13812345678", "示例卫生院"):
        assert secret not in stored


@tuned(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(value=JSON)
def test_any_json_value_is_kept(value):
    made = safe.put(WHO, {"narrative": value})["narrative"]
    assert safe.read(WHO) == {"narrative": value}
    assert safe.recall([made.entry_id]) == {made.entry_id: value}
    assert safe.broken([made]) == []


def test_a_new_value_is_a_new_entry_and_the_old_one_stays_citable():
    first = safe.put(WHO, {"phone": "13812345678", "name": "张示例"})
    second = safe.put(WHO, {"phone": "13912345678", "name": "张示例"})
    assert safe.read(WHO, "phone") == {"phone": "13912345678"}
    assert second["name"] == first["name"]  # unchanged, so nothing was added
    assert safe.recall([first["phone"].entry_id]) == {first["phone"].entry_id: "13812345678"}
    assert list(Entry.objects.filter(field="phone").order_by("seq").values_list("seq", flat=True)) == [1, 2]


def test_true_does_not_pass_for_one():
    safe.put(WHO, {"health": True})
    safe.put(WHO, {"health": 1})
    assert safe.read(WHO)["health"] is not True


def test_drafts_keep_no_history():
    for text in ("张", "张三", "张三丰"):
        safe.put(WHO, {"draft": text}, history=False)
    assert safe.read(WHO) == {"draft": "张三丰"}
    assert Entry.objects.filter(erased_at=None).count() == 1


def test_boxes_cannot_change_places():
    """Whoever can write to the database but has no keys cannot give one person another's particulars."""
    mine, other = safe.put("A", {"name": "甲", "health": "良好"}), safe.put("B", {"name": "乙"})
    for entry_id in (mine["health"].entry_id, other["name"].entry_id):
        box = Entry.objects.get(pk=entry_id).box
        with transaction.atomic():
            Entry.objects.all().rebox(mine["name"].entry_id, bytes(box))
            with pytest.raises(Unreadable):
                safe.read("A", "name")
            assert safe.broken([mine["name"], other["name"]]) == [mine["name"]]


def test_a_value_that_cannot_be_read_can_still_be_replaced():
    safe.put(WHO, {"name": "甲"})
    Entry.objects.all().rebox(Entry.objects.get().pk, b"\x01 not a box")
    safe.put(WHO, {"name": "乙"})
    assert safe.read(WHO) == {"name": "乙"}


def test_commitments_find_what_was_changed_dropped_or_replaced():
    kept = list(safe.put(WHO, {"name": "甲", "phone": "13812345678"}).values())
    assert safe.broken(kept) == []
    assert safe.broken([kept[0]._replace(digest=kept[1].digest)]) == [kept[0]._replace(digest=kept[1].digest)]
    missing = kept[0]._replace(entry_id=10**9)
    assert safe.broken([missing, kept[1]]) == [missing]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_entry SET digest = %s WHERE id = %s", ["0" * 64, kept[0].entry_id])
    assert not safe.check(Entry.objects.get(pk=kept[0].entry_id))
    assert safe.broken(kept) == [kept[0]]


def test_equal_values_have_unlike_commitments():
    """So that nobody learns from the record that two people share a telephone."""
    made = [safe.put(f"owner-{n}", {"phone": "13812345678"})["phone"].digest for n in range(3)]
    assert len(set(made)) == 3
    assert safe.commitment(b"s" * 16, WHO, "phone", "1") != safe.commitment(b"s" * 16, WHO, "phone", "2")


def test_an_erased_value_is_gone_while_its_row_and_commitment_stand():
    made = safe.put(WHO, {"phone": "13812345678", "name": "张示例"}, index=["phone", "name"])
    later = safe.put(WHO, {"phone": "13912345678"}, index=["phone"])
    gone = safe.erase(WHO, "phone")
    assert set(gone) == {made["phone"], later["phone"]}  # every value it ever had
    assert safe.read(WHO) == {"name": "张示例"}
    assert list(safe.find("phone", "13912345678")) == []
    assert list(safe.find("name", "张示例")) == [WHO]
    assert safe.broken([made["phone"], later["phone"], made["name"]]) == []
    entry = Entry.objects.get(pk=made["phone"].entry_id)
    assert entry.box is None and entry.erased_at is not None and entry.digest == made["phone"].digest
    assert safe.erase(WHO, "phone") == []
    assert safe.recall([entry.pk]) == {}


def test_nothing_that_stays_after_erasing_lets_a_telephone_be_guessed():
    """The salt went with the box: the true number and a false one look the same to whoever holds the row."""
    digest = safe.put(WHO, {"phone": "13812345678"})["phone"].digest
    safe.erase(WHO)
    assert not Index.objects.exists()
    for salt in (b"", b"\0" * 16):
        assert safe.commitment(salt, WHO, "phone", "13812345678") != digest
    columns = {field.name for field in Entry._meta.fields}
    assert columns == {"id", "owner", "field", "seq", "box", "digest", "made_at", "erased_at"}


def test_after_erasing_a_new_value_may_come_and_the_old_does_not_return():
    safe.put(WHO, {"phone": "13812345678"})
    safe.erase(WHO)
    assert safe.read(WHO) == {}
    safe.put(WHO, {"phone": "13912345678"})
    assert safe.read(WHO) == {"phone": "13912345678"}


def test_an_unclassified_field_is_refused_before_anything_is_written():
    with pytest.raises(Unclassified, match="shoe_size"):
        safe.put(WHO, {"name": "张示例", "shoe_size": "42"})
    assert not Entry.objects.exists()


def test_entries_refuse_raw_changes():
    made = safe.put(WHO, {"name": "张示例"})["name"]
    entry = Entry.objects.get(pk=made.entry_id)
    for change in (
        entry.save,
        entry.delete,
        lambda: Entry.objects.update(owner="B"),
        lambda: Entry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(Unchangeable):
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry(owner=WHO, field="name", seq=1, box=b"twice").save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry(owner=WHO, field="name", seq=9, box=None).save()  # neither sealed nor erased


@pytest.mark.parametrize("spelt", ["138 1234 5678", "+86 138-1234-5678", "１３８１２３４５６７８"])
def test_find_by_the_whole_value_however_it_is_spelt(spelt):
    safe.put(WHO, {"phone": "13812345678"}, index=["phone"])
    safe.put("other", {"phone": "13812345679"}, index=["phone"])
    assert list(safe.find("phone", spelt)) == [WHO]
    assert safe.token("phone", spelt) == safe.token("phone", "13812345678")
    assert safe.token("reporter_phone", "13812345678") != safe.token("phone", "13812345678")
    assert safe.token("id_number", "11010519491231002x") == safe.token("id_number", "11010519491231002X")


def test_an_old_value_is_no_longer_found_even_if_the_new_one_is_not_indexed():
    safe.put(WHO, {"phone": "13812345678"}, index=["phone"])
    safe.put(WHO, {"phone": "13912345678"})
    assert list(safe.find("phone", "13812345678")) == []
    safe.put(WHO, {"phone": ""}, index=["phone"])
    assert not Index.objects.exists()


def test_every_value_that_lives_is_read_and_whoever_finds_by_it_hears_of_its_erasing(monkeypatch):
    heard: list[str] = []
    monkeypatch.setattr(safe, "_WHEN_ERASED", [heard.append])
    safe.put(WHO, {"narrative": "先说的"})
    safe.put(WHO, {"narrative": "后说的"})
    assert safe.read_every([WHO, "nobody"], ["narrative"]) == {WHO: ["先说的", "后说的"], "nobody": []}
    safe.erase(WHO, "narrative")
    safe.erase(WHO, "narrative")  # nothing is left: nothing to hear of
    assert heard == [WHO] and safe.read_every([WHO], ["narrative"]) == {WHO: []}


def test_found_owners_filter_another_query_without_being_fetched(django_assert_num_queries):
    safe.put(WHO, {"phone": "13812345678"}, index=["phone"])
    with django_assert_num_queries(1):
        assert list(Entry.objects.filter(owner__in=safe.find("phone", "13812345678"))) != []


def test_rotating_keys_or_changing_the_cipher_changes_no_value(settings):
    made = safe.put(WHO, {"name": "张示例", "phone": "13812345678"}, index=["phone"])
    safe.put("gone", {"name": "李示例"})
    safe.erase("gone")
    assert safe.reseal() == 0
    key_folder.ring().rotate()
    before = Entry.objects.get(pk=made["name"].entry_id).box
    assert safe.reseal() == 2
    assert bytes(Entry.objects.get(pk=made["name"].entry_id).box) != bytes(before)
    settings.CIPHER = "zhongdu.vault.cipher.Aes256Gcm"
    assert safe.read(WHO, "name") == {"name": "张示例"}
    assert safe.reseal() == 2
    (settings.KEYS / "data-1.key").unlink()  # retired
    assert safe.broken(list(made.values())) == []
    assert list(safe.find("phone", "13812345678")) == [WHO]


def test_a_list_of_fifty_names_is_one_query_and_fast(django_assert_num_queries):
    owners = [f"A-{n}" for n in range(50)]
    for owner in owners:
        safe.put(owner, {"name": f"示例{owner}", "phone": "13812345678", "health": "良好"})
    with django_assert_num_queries(1):
        names = safe.read_many([*owners, "stranger"], ["name"])
    assert names["A-7"] == {"name": "示例A-7"} and names["stranger"] == {}


def test_ten_thousand_small_fields_a_second():
    """Sealing and opening alone, without the database; an order of magnitude of slack for a busy machine."""
    cipher = ciphers()
    started = time.perf_counter()
    for _ in range(2000):
        cipher.open(cipher.seal(b"13812345678", b"owner"), b"owner")
    assert 4000 / (time.perf_counter() - started) > 10_000
