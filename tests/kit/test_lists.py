"""Walking a list, page by page, shows every row once, whatever ties, gaps and arrivals there are."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db.models import F
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zhongdu.kit import lists

NOON = datetime(2026, 9, 29, 12, tzinfo=UTC)
numbers = count()


def person(hour: int | None, name: str = "") -> User:
    return User.objects.create(
        username=f"u{next(numbers)}",
        last_login=None if hour is None else NOON + timedelta(hours=hour),
        first_name=name,
    )


def walk(queryset, by, size, *, backward=False, cursor=None, meanwhile=lambda: None):
    """Every page from ``cursor`` on, following the pager's links."""
    while True:
        found = lists.page(queryset, by=by, cursor=cursor, size=size)
        yield found
        meanwhile()
        cursor = found.previous if backward else found.next
        if cursor is None:
            return


def sorted_by_hand(rows, *, descending):
    """Last log-in (nobody's last), then id: computed in Python, not by the database."""
    known = sorted((r for r in rows if r.last_login), key=lambda r: r.id)
    known.sort(key=lambda r: r.last_login, reverse=descending)
    return known + sorted((r for r in rows if not r.last_login), key=lambda r: r.id)


@pytest.mark.django_db  # says to the run on PostgreSQL that these are its business
class Walks(TestCase):
    @given(
        hours=st.lists(st.none() | st.integers(0, 3), max_size=12),
        late=st.lists(st.none() | st.integers(0, 3), max_size=4),
        size=st.integers(1, 5),
        descending=st.booleans(),
    )
    def test_forward_and_back(self, hours, late, size, descending):
        rows = [person(hour) for hour in hours]
        by = ("-last_login" if descending else "last_login", "id")
        arrivals = iter(late)

        def someone_arrives():
            for hour in arrivals:
                person(hour)
                return

        forward = list(walk(User.objects.all(), by, size, meanwhile=someone_arrives))
        seen = [row for found in forward for row in found]
        assert [row for row in seen if row in rows] == sorted_by_hand(rows, descending=descending)
        assert len(seen) == len(set(seen))
        assert all(len(found) == size for found in forward[:-1])

        everyone = sorted_by_hand(User.objects.all(), descending=descending)
        for found in walk(User.objects.all(), by, size):
            last = found
        back = (
            list(walk(User.objects.all(), by, size, backward=True, cursor=last.previous))
            if last.previous
            else []
        )
        assert [row for found in reversed(back) for row in found] + last.rows == everyone
        assert (back[-1] if back else last).previous is None

    @given(names=st.lists(st.sampled_from(["甲", "乙", "a", "B", ""]), max_size=8), size=st.integers(1, 3))
    def test_text_keys_follow_the_databases_own_order(self, names, size):
        for name in names:
            person(0, name)
        by = ("-first_name", "-id")
        seen = [row for found in walk(User.objects.all(), by, size) for row in found]
        assert seen == list(User.objects.order_by(*by))


@pytest.mark.django_db
def test_a_short_way_back_keeps_its_own_rows():
    """A row that arrived before the first page is reached by going back, on a page of its own."""
    for hour in (1, 2, 3, 4):
        person(hour)
    by = ("last_login", "id")
    first = lists.page(User.objects.all(), by=by, size=2)
    second = lists.page(User.objects.all(), by=by, size=2, cursor=first.next)
    early = person(0)
    again = lists.page(User.objects.all(), by=by, size=2, cursor=second.previous)
    assert again.rows == first.rows
    assert lists.page(User.objects.all(), by=by, size=2, cursor=again.previous).rows == [early]


@pytest.mark.django_db
def test_a_page_whose_rows_have_gone_begins_again():
    first, second, third = (Group.objects.create(name=name) for name in "甲乙丙")
    everything = Group.objects.all()
    after = lists.page(everything, by=("id",), size=2).next
    assert lists.page(everything, by=("id",), size=2, cursor=after).rows == [third]
    third.delete()
    assert lists.page(everything, by=("id",), size=2, cursor=after).rows == [first, second]


@pytest.mark.parametrize(
    ("queryset", "by", "says"),
    [
        (User.objects.all(), (), "has no order"),
        (User.objects.all(), ("-date_joined",), "may tie"),
        (User.objects.all(), ("groups__name", "id"), "several values"),
        (User.objects.order_by(F("id").desc()), (), "column names"),
        (User.objects.all(), ("shoe_size", "id"), "shoe_size"),
        (Permission.objects.all(), ("content_type", "id"), "relation"),
    ],
)
def test_an_unsteady_order_is_refused(queryset, by, says):
    with pytest.raises(ValueError, match=says):
        lists.page(queryset, by=by)


@pytest.mark.django_db
def test_keys_may_follow_a_relation():
    by = ("content_type__app_label", "content_type_id", "codename", "id")
    seen = [row for found in walk(Permission.objects.all(), by, 7) for row in found]
    assert seen == list(Permission.objects.order_by(*by))
    assert len(seen) == Permission.objects.count() > 14


@pytest.mark.django_db
def test_a_cursor_tells_nothing_and_fits_its_own_list_alone():
    for hour in (1, 2, 3):
        person(hour)
    cursor = lists.page(User.objects.all(), by=("id",), size=1).next
    assert cursor is not None
    assert cursor != lists.page(User.objects.all(), by=("id",), size=1).next, (
        "the same place reads differently each time"
    )
    changed = cursor[:-3] + ("A" if cursor[-3] != "A" else "B") + cursor[-2:]
    for queryset, by, wrong in (
        (User.objects.all(), ("-id",), cursor),
        (Group.objects.all(), ("id",), cursor),
        (User.objects.all(), ("id",), changed),
        (User.objects.all(), ("id",), "不是地址"),
        (User.objects.all(), ("id",), "AA"),
    ):
        with pytest.raises(lists.BadCursor):
            lists.page(queryset, by=by, cursor=wrong)
    asked = RequestFactory().get("/", {"cursor": changed})
    assert lists.page_of(asked, User.objects.all(), by=("id",), size=1).previous is None


@pytest.mark.django_db
def test_filters_narrow_by_what_is_offered_and_ignore_the_rest():
    offered = (
        lists.Choice("active", "状态", [("True", "在用"), ("False", "停用")], field="is_active"),
        lists.Text("q", "查找", ["first_name", "username"]),
    )
    kept, other = person(1, "王示例"), person(2, "李示例")
    User.objects.filter(pk=other.pk).update(is_active=False)

    def shown(**asked):
        filters = lists.Filters.read(RequestFactory().get("/", asked), *offered)
        return set(filters.narrow(User.objects.all())), filters.chosen

    assert shown(active="True", q=" 示例 王 ") == ({kept}, {"active": "True", "q": "示例 王"})
    assert shown(active="maybe", q="", cursor="x") == ({kept, other}, {})
    assert shown(q="示例") == ({kept, other}, {"q": "示例"})
