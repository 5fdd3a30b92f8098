"""The tree of bureaus: who lies in whose territory, also after a bureau has moved or ended."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from zhongdu.calendar import clock
from zhongdu.scope.actor import Actor, officer, territory
from zhongdu.scope.models import Bureau, Post
from zhongdu.scope.roles import EXCLUSIVE, POSTS, Role, clash

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 1, 1)


def bureau(code: str, parent: Bureau | None = None) -> Bureau:
    return Bureau.objects.create(code=code, name=f"示例{code}", level="county", parent=parent, since=LONG_AGO)


def posted(at: Bureau, role: Role = Role.DECIDER) -> User:
    user = User.objects.create(username=f"{role}-{at.code}")
    Post.objects.create(user=user, bureau=at, role=role, since=LONG_AGO)
    return user


def seen(actor: Actor) -> set[str]:
    return set(Bureau.objects.filter(territory(actor, "")).values_list("code", flat=True))


def test_a_code_that_begins_like_another_is_not_below_it() -> None:
    short, long = bureau("11"), bureau("1100")
    bureau("110001", parent=short)
    assert seen(officer(posted(short), clock.today())) == {"11", "110001"}
    assert seen(officer(posted(long), clock.today())) == {"1100"}


def test_a_bureau_that_moves_takes_those_below_it_along() -> None:
    old, new = bureau("A"), bureau("B")
    city = bureau("C", parent=old)
    county = bureau("D", parent=city)
    zone = bureau("E", parent=county)
    before, after = posted(old), posted(new)
    city.parent = new
    city.save()
    for each in (county, zone):
        each.refresh_from_db()
    assert (city.path, county.path, zone.path) == ("/B/C/", "/B/C/D/", "/B/C/D/E/")
    assert seen(officer(before, clock.today())) == {"A"}
    assert seen(officer(after, clock.today())) == {"B", "C", "D", "E"}


def test_a_bureau_cannot_stand_below_itself() -> None:
    city = bureau("C")
    county = bureau("D", parent=city)
    city.parent = county
    with pytest.raises(ValidationError):
        city.save()
    city.refresh_from_db()
    assert city.path == "/C/"


def test_naming_the_fields_to_save_moves_nothing() -> None:
    city = bureau("C", parent=bureau("A"))
    city.parent, city.hotline = None, "12393"
    city.save(update_fields=["hotline"])
    city.refresh_from_db()
    assert (city.path, city.hotline) == ("/A/C/", "12393")


def test_nobody_stands_in_a_post_that_ended_or_has_not_begun_or_at_a_bureau_that_is_no_more() -> None:
    today, day = clock.today(), timedelta(days=1)
    at = bureau("A")
    user = posted(at)
    assert officer(user, today).posts[0].code == "A"
    assert not officer(user, LONG_AGO - day).posts
    Post.objects.update(until=today)
    assert officer(user, today).posts and not officer(user, today + day).posts
    Post.objects.update(until=None)
    Bureau.objects.filter(pk=at.pk).update(until=today)
    assert officer(user, today).posts and not officer(user, today + day).posts


def test_roles_that_check_each_other_are_not_one_persons() -> None:
    for pair in EXCLUSIVE:
        first, second = pair
        assert clash({first}, second) == clash({second}, first) == EXCLUSIVE[pair]
    assert not clash(set(POSTS) - {Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}, Role.LIAISON)


def test_every_role_has_its_name_in_chinese() -> None:
    assert len({role.label for role in Role}) == len(Role)
    assert not any(role.label.isascii() for role in Role)
    assert f"{Role.DECIDER}" == "decider"
