"""Several at the same moment: on every database one is first, and the others are told so or get its answer."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.db import connection

from world import Place, place
from zhongdu.acts.models import Deed
from zhongdu.acts.performing import Doing, perform, perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.acts.verifying import astray
from zhongdu.bureaus import acts as bureaus
from zhongdu.bureaus.models import Office
from zhongdu.calendar import clock
from zhongdu.law.models import Reading
from zhongdu.measures import acts as measures
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.recruitment import acts as recruitment
from zhongdu.recruitment.queries import Notice
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
FEW = 4


@pytest.fixture
def there(django_db_blocker: Any) -> Place:
    return place("1", "示例局", "city", "beijing")


def at_once(*things: Callable[[], Any]) -> list[Any]:
    """What came of each, done in threads that start together: its answer, or what it raised."""
    outcomes: list[Any] = [None] * len(things)
    start = Barrier(len(things))

    def run(n: int) -> None:
        try:
            start.wait(10)
            outcomes[n] = things[n]()
        except Exception as error:
            outcomes[n] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n,)) for n in range(len(things))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def test_the_same_request_at_the_same_moment_is_one_deed(there: Place) -> None:
    chief = there.officer(Role.DECIDER)

    def ring() -> Any:
        return perform(bureaus.publish_hotline, there.office, chief, key="tap", hotline="12393")

    assert [answer.pk for answer in at_once(*[ring] * FEW)] == [there.office.pk] * FEW
    assert Deed.objects.filter(act=bureaus.publish_hotline.name).count() == 1
    assert Event.objects.filter(act=bureaus.publish_hotline.name).count() == 1


def test_one_moves_a_matter_and_the_others_find_it_moved(there: Place) -> None:
    officer = there.officer(Role.RECRUITER)
    notice = drafted(there)

    def publish() -> Any:
        return perform(recruitment.publish_notice, Notice.objects.get(pk=notice.pk), officer)

    answers = at_once(*[publish] * FEW)
    assert sum(isinstance(answer, Notice) for answer in answers) == 1
    assert {answer.code for answer in answers if isinstance(answer, Refused)} == {"wrong_state"}
    assert list(breaks()) == list(astray()) == []


def drafted(there: Place) -> Any:
    channel = there.law.family("channel")[0].name
    return perform(
        recruitment.draft_notice, there.office, there.officer(Role.RECRUITER), title="示例", body="示例", quota=40,
        channels=[channel], opens_on=clock.today(), closes_on=clock.today(),
    )  # fmt: skip


def test_batches_that_meet_do_not_wait_for_each_other_for_ever(there: Place) -> None:
    officer, notices = there.officer(Role.RECRUITER), [drafted(there) for _ in range(6)]

    told = {"title": "示例", "body": "改过", "quota": 40, "channels": notices[0].channels}
    told |= {"opens_on": clock.today(), "closes_on": clock.today()}

    def amending(rows: list[Any]) -> Callable[[], Any]:
        return lambda: perform_all(recruitment.amend_notice, rows, officer, **told)

    answers = at_once(*[amending(notices), amending(notices[::-1])] * 3)
    assert [len(answer) for answer in answers] == [6] * 6
    assert [each.pk for each in answers[1]] == [each.pk for each in notices[::-1]], (
        "answered in the order asked"
    )
    assert list(breaks()) == []


def test_two_who_put_in_the_same_row_get_a_sentence_and_no_error(there: Place, declare: Any) -> None:
    """The row another's act put in meanwhile is found on asking again."""
    both_have_looked = Barrier(2)

    @declare(on=Office, by=Role.DECIDER)
    def take_the_place(office: Office, deed: Doing) -> None:
        """占位"""
        if Reading.objects.filter(code="x").exists():
            deed.refuse("taken", "已经有人占了。")
        with suppress(BrokenBarrierError):  # where one at a time may write, the other cannot come
            both_have_looked.wait(1)
        Reading.objects.create(
            bureau=there.bureau,
            code="x",
            concept="liaison",
            reading="y",
            reason="",
            chosen_by="",
            chosen_on=deed.on,
        )

    other = there.below("2", "示例区局")
    chief, second = there.officer(Role.DECIDER), other.officer(Role.DECIDER)
    answers = at_once(
        lambda: perform(take_the_place, there.office, chief),
        lambda: perform(take_the_place, other.office, second),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Office", "Refused"], answers
    assert [answer.code for answer in answers if isinstance(answer, Refused)] == ["taken"]


def test_a_reading_is_chosen_once_by_whoever_is_first(there: Place) -> None:
    name = "public_notice.objection_stops"
    chief = there.officer(Role.DECIDER)

    def choose(reading: str) -> Callable[[], Any]:
        return lambda: perform(
            measures.choose_reading, there.office, chief, reading=f"{name}={reading}", reason="示例"
        )

    answers = at_once(choose("the_person"), choose("the_list"))
    assert sorted(type(answer).__name__ for answer in answers) == ["Office", "Refused"]
    assert Reading.objects.count() == 1


def test_what_many_may_do_at_once_waits_for_nobody(there: Place, declare: Callable[..., Any]) -> None:
    """On PostgreSQL one stands in the middle of registering while the other registers; on SQLite they take turns."""
    in_the_middle = Barrier(2)

    @declare(on=Office, creates=Notice, by=Role.DECIDER, at_once=True)
    def open_one(office: Office, deed: Doing) -> Notice:
        """登记"""
        if connection.vendor == "postgresql":
            in_the_middle.wait(10)
        return deed.open(
            Notice, office.bureau, Notice.State.DRAFT, quota=1, opens_on=deed.on, closes_on=deed.on
        )

    chief = there.officer(Role.DECIDER)
    made = at_once(*[lambda: perform(open_one, there.office, chief)] * 2)
    assert len({notice.number for notice in made}) == 2
    assert [*astray(), *breaks()] == []


def test_what_changes_its_matter_is_never_done_at_once(declare: Callable[..., Any]) -> None:
    def close(office: Office, deed: Doing) -> None:
        """关闭"""

    with pytest.raises(TypeError, match="one after the other"):
        declare(on=Office, by=Role.DECIDER, at_once=True)(close)
