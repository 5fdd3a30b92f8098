"""What a supervisor owes by name is brought to their mind before its day and after it, as often as the bureau chose, by
their own ways, never twice on a day, and never of what is withheld from them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from watching import appoint, signed_in, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties import reminding
from zhongdu.duties.models import Duty, Tick
from zhongdu.duties.opening import meet, open_duty, tick
from zhongdu.duties.sweep import sweep
from zhongdu.duties.sweeping import own_duties
from zhongdu.fieldwork.models import Visit
from zhongdu.leads import acts as leads
from zhongdu.messages.models import Message
from zhongdu.record.models import Docket
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 10)


@pytest.fixture
def term(wushan: Place) -> Any:
    clock.travel_to(DUE - timedelta(days=30))
    return appoint(wushan)


def owe(place: Place, term: Any, due: date | None = DUE, docket: Docket | None = None) -> Duty:
    owed = open_duty(
        docket or term.docket, place.law, "lead.answer" if docket else "suggestion.filing", on=DUE - timedelta(days=30), deed="x", due=due, person=term.user
    )  # fmt: skip
    assert owed
    return owed


def told(user: Any) -> list[tuple[int, str]]:
    """How many days before (negative) or after its last day, and which words."""
    rows = Message.objects.filter(user=user, kind__startswith="duties.own").order_by("id")
    return [((clock.day_of(row.at) - DUE).days, row.kind.removeprefix("duties.own_")) for row in rows]


def nights(first: int, last: int) -> None:
    for n in range(first, last + 1):
        with clock.on(DUE + timedelta(days=n)):
            for tell in own_duties(clock.today()):
                tell()


def choose(place: Place, practice: str) -> None:
    perform(bureaus.choose_practice, place.office, place.officer(Role.DECIDER), practice=practice)


def test_once_before_and_then_as_often_as_the_bureau_wants(wushan: Place, term: Any) -> None:
    owe(wushan, term)
    nights(-9, 10)
    nights(10, 10)
    assert told(term.user) == [(-3, "soon"), (1, "late"), (8, "late")]
    sweep(DUE + timedelta(days=15))
    assert told(term.user)[3:] == [(15, "late")], "every night's sweep does it"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (("duties.own_ahead=7", "duties.own_late=3"), [(-7, "soon"), (1, "late"), (4, "late"), (7, "late"), (10, "late")]),
        (("duties.own_ahead=off",), [(1, "late"), (8, "late")]),
        (("duties.own_late=off",), [(-3, "soon")]),
    ],
)  # fmt: skip
def test_when_is_the_bureaus_own_way(
    wushan: Place, term: Any, chosen: tuple[str, ...], expected: list[tuple[int, str]]
) -> None:
    owe(wushan, term)
    for practice in chosen:
        choose(wushan, practice)
    nights(-9, 10)
    assert told(term.user) == expected


def test_a_night_that_was_missed_is_made_up_for_once(wushan: Place, term: Any) -> None:
    owe(wushan, term)
    nights(-1, -1)
    nights(5, 6)
    assert told(term.user) == [(-1, "soon"), (5, "late")]


def test_what_is_done_or_put_off_is_not_reminded_of(wushan: Place, term: Any) -> None:
    done, other = owe(wushan, term), appoint(wushan)
    put_off = owe(wushan, other)
    meet(done.docket, done.concept, on=DUE, deed="y")
    nights(-3, -3)
    tick(put_off, Tick.Kind.EXTEND, on=DUE, deed="z", until=DUE + timedelta(days=10))
    nights(-2, 8)
    assert told(term.user) == []
    assert told(other.user) == [(-3, "soon"), (7, "soon")], "its new day has a reminder of its own"


def test_two_of_one_docket_are_one_message_a_day_and_the_later_matters_more(wushan: Place, term: Any) -> None:
    owe(wushan, term)
    owe(wushan, term, DUE + timedelta(days=3))
    nights(-1, 2)
    assert told(term.user) == [(-1, "soon"), (0, "soon"), (1, "late")], "each before its own day"


def test_what_has_no_day_is_nobodys_alarm(wushan: Place, term: Any) -> None:
    owe(wushan, term, None)
    nights(0, 9)
    assert told(term.user) == []


def test_visits_are_left_to_their_room(wushan: Place, term: Any) -> None:
    owed = owe(wushan, term)
    Duty.objects.filter(pk=owed.pk).update(kind=Visit.kind())
    nights(-4, 9)
    assert told(term.user) == []
    assert reminding.pressing(supervisor(term), DUE) == []


def test_a_matter_withheld_from_them_reminds_nobody(hunan: Place) -> None:
    """A lead against the bureau where a supervisor also holds a post: they learn of it by no message either."""
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    clock.travel_to(DUE - timedelta(days=30))
    plain, posted, speaker = appoint(city), appoint(city), appoint(city)
    Post.objects.create(
        user=posted.user, bureau=city.bureau, role=Role.CASE_OFFICER, since=DUE - timedelta(days=30)
    )
    lead = perform(leads.file_lead, speaker, supervisor(speaker), words="…", against="430100")
    for term in (plain, posted):
        owe(city, term, docket=lead.docket)
    nights(-3, 1)
    assert told(plain.user) == [(-3, "soon"), (1, "late")]
    assert told(posted.user) == []


def test_today_lists_it_among_the_tasks_by_its_day(wushan: Place, term: Any) -> None:
    owe(wushan, term)
    client = signed_in(term.user)

    def today(n: int) -> str:
        with clock.on(DUE + timedelta(days=n)):
            return client.get(reverse("phone:home")).content.decode().partition("我要办的")[0]

    assert "快到期的任务和事情" not in today(-4)
    assert "还有3天" in today(-3) and "收集意见建议" in today(-3)
    assert "逾期2天" in today(2)
    choose(wushan, "duties.own_ahead=7")
    assert "还有6天" in today(-6)


def test_many_who_owe_ask_little_more_of_the_database(
    wushan: Place, django_assert_max_num_queries: Any
) -> None:
    clock.travel_to(DUE - timedelta(days=30))
    for _ in range(5):
        owe(wushan, appoint(wushan))
    with django_assert_max_num_queries(4 + 3 * 5):
        assert len(list(reminding.of_people(DUE - timedelta(days=2)))) == 5
