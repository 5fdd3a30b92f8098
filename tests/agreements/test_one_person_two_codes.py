"""One person under two codes has one settlement answer, from the very next question on; apart, each has their own."""

from typing import Any

import agreeing as at
import pytest
from test_settlement import answer, ask, key, states
from test_suspended_practitioners import decide, heard

from watching import at_institution, practitioner
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.agreements import acts, pointing
from zhongdu.calendar import clock
from zhongdu.duties.sweep import sweep
from zhongdu.institutions import acts as institutions
from zhongdu.institutions.queries import dossier_of
from zhongdu.messages.models import Message
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def merge(city: Place, old: Any, into: Any) -> None:
    officer = city.officer(Role.CASE_OFFICER)
    perform(institutions.merge_practitioner, dossier_of(old), officer, into=into.code, why="同一人")


def unmerge(city: Place, old: Any) -> None:
    old.refresh_from_db()
    perform(institutions.unmerge_practitioner, dossier_of(old), city.officer(Role.CASE_OFFICER), why="不是")


@pytest.mark.clauses("city:21/2")
@pytest.mark.parametrize("held", ["old", "new"])
def test_what_holds_either_holds_both_at_once_and_apart_only_itself(city: Place, held: str) -> None:
    of = at.institution(city)
    at.signed(city, of)
    token, account = key(city), at_institution(city, of)
    old, new = practitioner(city, of), practitioner(city, of)
    who = {"old": old, "new": new}[held]
    decide(city, heard(city, who, "suspension"), suspended_from=clock.today(), graveness="多次。")
    free = new if held == "old" else old
    assert answer(free.code, token)["may_settle"] and not answer(who.code, token)["may_settle"]
    cursor, before = (
        ask("/changes", token).json()["cursor"],
        Message.objects.filter(user=account.user).count(),
    )
    merge(city, old, new)
    for each in (old, new):
        assert states(answer(each.code, token)) == [("practitioner_suspended", "city:21/2")]
    told = {each["answer"]["code"] for each in ask("/changes", token, after=cursor).json()["changes"]}
    assert told == {old.code, new.code}
    assert Message.objects.filter(user=account.user).count() == before + 1  # where they work, they are told
    unmerge(city, old)
    assert answer(free.code, token)["may_settle"] and not answer(who.code, token)["may_settle"]


@pytest.mark.clauses("city:21/2")
def test_a_suspension_after_merging_reaches_both_and_ends_for_both(city: Place) -> None:
    of, token, today = at.institution(city), key(city), clock.today()
    at.signed(city, of)
    old, new = practitioner(city, of), practitioner(city, of)
    merge(city, old, new)
    assert answer(old.code, token)["may_settle"]
    cursor = ask("/changes", token).json()["cursor"]
    done = decide(
        city,
        heard(city, old, "suspension"),
        suspended_from=today,
        suspended_until=today + 5 * at.DAY,
        graveness="重。",
    )
    assert done.practitioner == new  # the old code means who it leads to
    assert not answer(old.code, token)["may_settle"] and not answer(new.code, token)["may_settle"]
    with clock.on(today + 6 * at.DAY):
        assert answer(old.code, token)["may_settle"]
        sweep(clock.today())
    feed = [each["answer"]["code"] for each in ask("/changes", token, after=cursor).json()["changes"]]
    assert sorted(feed) == sorted([old.code, new.code])
    with clock.on(today + at.DAY):
        perform(acts.restore_practitioner, done, at.agency(city), words="复核后恢复。")
        assert answer(old.code, token)["may_settle"] and answer(new.code, token)["may_settle"]


def test_points_of_both_codes_are_one_persons(city: Place) -> None:
    of = at.institution(city)
    old, new = practitioner(city, of), practitioner(city, of)
    for who in (old, new):
        done = decide(city, heard(city, who, "rectification"), rectify_by=clock.today() + 5 * at.DAY)
        type(done)._base_manager.filter(pk=done.pk).update(points=5)
    year, law = clock.today().year, city.law
    assert pointing.points_of(new, year, law)[0] == 5
    merge(city, old, new)
    assert pointing.points_of(new, year, law)[0] == 10
