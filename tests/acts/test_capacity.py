"""As what somebody acts: the role and the bureau that gave the right stand on the record, and nothing more."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from world import LONG_AGO, Place
from zhongdu.acts.allowing import may_act, may_now
from zhongdu.acts.models import Deed, Refusal
from zhongdu.acts.performing import Doing, perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.bureaus.models import Office
from zhongdu.calendar import clock
from zhongdu.record.models import Event
from zhongdu.scope.actor import ANYONE, SYSTEM, Actor, officer
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role


def in_both(beijing: Place, wushan: Place) -> Actor:
    """Somebody who decides at two bureaus, and is a liaison at a third."""
    user = User.objects.create(username="both", first_name="示例两处")
    for place, role in ((beijing, Role.DECIDER), (wushan, Role.DECIDER), (wushan, Role.LIAISON)):
        Post.objects.create(user=user, bureau=place.bureau, role=role, since=LONG_AGO)
    return officer(user, clock.today())


def test_whoever_decides_at_two_bureaus_acts_for_the_one_whose_matter_it_is(
    beijing: Any, wushan: Any
) -> None:
    both = in_both(beijing, wushan)
    for place in (beijing, wushan):
        perform(bureaus.publish_hotline, place.office, both, hotline="12393")
        event = Event.objects.latest("pk")
        assert event.actor == {"user": both.user_id, "role": "decider", "bureau": place.bureau.code}


def test_what_anybody_may_do_is_nobodys_on_the_record_signed_in_or_not(
    beijing: Any, wushan: Any, declare: Any
) -> None:
    """Whoever objects to a person, signed in by chance, was promised that no name is needed."""

    @declare(on=Office, by=(Role.ANYONE, Role.RECRUITER))
    def knock(office: Office, deed: Doing) -> None:
        """敲门"""
        if deed.by.name == "拒":
            deed.refuse("no", "不。")

    stranger = wushan.officer(Role.RECRUITER)
    supervisor = Actor(user_id=stranger.user_id, name="拒", roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))
    for actor in (ANYONE, stranger):
        perform(knock, beijing.office, actor, key="k")
        assert Event.objects.latest("pk").actor == {"user": None, "role": "anyone", "bureau": ""}
    with pytest.raises(Refused):
        perform(knock, beijing.office, supervisor)
    assert Refusal.objects.get().user_id is None
    assert (
        str(stranger.user_id)
        not in {
            f.name: str(f.value_from_object(Deed.objects.latest("at"))) for f in Deed._meta.fields
        }.values()
    )
    own = beijing.officer(Role.RECRUITER)
    perform(knock, beijing.office, own)
    assert Event.objects.latest("pk").actor == {"user": own.user_id, "role": "recruiter", "bureau": "110000"}


def test_the_system_is_written_down_as_the_system(beijing: Any) -> None:
    perform(bureaus.find_owing, beijing.office, SYSTEM, concept="liaison")
    assert Event.objects.latest("pk").actor == {"user": None, "role": "system", "bureau": ""}


def test_a_role_of_the_web_is_not_the_system(beijing: Any) -> None:
    for roles in ({Role.ANYONE}, {Role.ANYONE, Role.SUPERVISOR, Role.APPLICANT}):
        visitor = Actor(user_id=1, roles=frozenset(roles), holds=frozenset({beijing.office.number}))
        with pytest.raises(Refused) as refused:
            may_act(bureaus.find_owing, beijing.office, visitor, beijing.law)
        assert refused.value.code == "not_your_role"


def test_a_key_is_one_persons_for_one_act_on_one_matter(beijing: Any, wushan: Any) -> None:
    both = in_both(beijing, wushan)
    perform(bureaus.publish_hotline, beijing.office, both, key="same", hotline="1")
    perform(bureaus.publish_hotline, wushan.office, both, key="same", hotline="2")
    perform(bureaus.name_liaison, wushan.office, both, key="same", person=str(both.user_id))
    wushan.bureau.refresh_from_db()
    assert (wushan.bureau.hotline, Deed.objects.exclude(key=None).count()) == ("2", 3)
    answer = perform(bureaus.publish_hotline, wushan.office, both, key="same", hotline="3")
    wushan.bureau.refresh_from_db()
    assert (answer, wushan.bureau.hotline) == (wushan.office, "2")


def test_a_key_may_be_as_long_as_a_client_likes(beijing: Any) -> None:
    perform(
        bureaus.publish_hotline, beijing.office, beijing.officer(Role.DECIDER), key="k" * 900, hotline="1"
    )
    assert len(Deed.objects.exclude(key=None).get().key or "") == 64


def test_the_buttons_of_a_page_cost_the_same_however_many_there_are(beijing: Any, declare: Any) -> None:
    chief, law = beijing.officer(Role.DECIDER), beijing.law
    office = Office.objects.select_related("bureau", "docket").get(pk=beijing.office.pk)
    with CaptureQueriesContext(connection) as before:
        buttons = list(may_now(office, chief, law))
    for n in range(9):

        def more(office: Office, deed: Doing) -> None:
            """多一个"""

        more.__name__ = f"more_{n}"
        declare(on=Office, by=(Role.SUPERVISOR, Role.DECIDER))(more)
    with CaptureQueriesContext(connection) as after:
        assert len(list(may_now(office, chief, law))) == len(buttons) + 9
    assert len(after) == len(before)
