"""Sealing and keeping by registering: who approves, in time; for how long, reckoned openly; how it ends."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspecting import City, begun, fresh, now, officers, refused

from zhongdu.acts.performing import perform
from zhongdu.calendar import Period, Unit, clock, default_schedule
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.inspections import acts
from zhongdu.inspections.rules import derivation, held_until
from zhongdu.inspections.sealing import reckoned
from zhongdu.messages.models import Message
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def seal(city: City, sort: str = "sealing", urgent: bool = True) -> tuple[Any, Any, Any]:
    made, one, two = begun(city)
    more = {"urgent": True, "sealed_at": now()} if urgent else {}
    sealing = perform(
        acts.seal_items, made, one, sort=sort, officers=officers(one, two), place="和平药房二楼办公室", inventory="账册 2本\n电脑主机 1台",
        keeper="示例店长", words="店员正在往外搬账册。", **more,
    )  # fmt: skip
    return sealing, one, two


def approve(city: City, sealing: Any, at: datetime | None = None) -> Any:
    return perform(
        acts.approve_sealing,
        fresh(sealing),
        city.east.officer(Role.DECIDER),
        approved_at=at or clock.now(),
        words="同意。",
    )


@pytest.mark.clauses("city:8.2")
def test_what_is_not_urgent_is_approved_before_it_is_sealed(city: City) -> None:
    sealing, one, two = seal(city, urgent=False)
    assert sealing.state == "proposed" and sealing.until is None
    out = {"sealed_at": clock.now(), "officers": officers(one, two), "words": "贴封条。"}
    assert refused(lambda: perform(acts.carry_out_sealing, sealing, one, **out)).code == "wrong_state"
    approve(city, sealing)
    held = perform(acts.carry_out_sealing, fresh(sealing), one, **{**out, "sealed_at": clock.now()})
    assert (held.state, held.until) == ("held", clock.today() + timedelta(days=30))


@pytest.mark.clauses("city:8.2")
def test_what_was_sealed_at_once_is_approved_within_24_hours(city: City) -> None:
    sealing, *_ = seal(city)
    assert sealing.state == "held"
    assert sealing.approve_by == sealing.sealed_at + timedelta(hours=24)
    assert Duty.objects.open().filter(docket=sealing.docket, concept="clock.sealing_approval").exists()
    with clock.on(clock.today() + timedelta(days=2)):
        late = refused(lambda: approve(city, sealing, at=sealing.approve_by + timedelta(minutes=1)))
        assert (late.code, str(late.clause)) == (
            "too_late",
            "national:coercion-law:19",
        ) or late.code == "too_late"
        done = approve(city, sealing, at=sealing.approve_by)  # spoken in time, entered later
    assert done.approved_by is not None
    assert not Duty.objects.open().filter(docket=sealing.docket, concept="clock.sealing_approval").exists()


def test_what_the_head_does_not_approve_is_given_back(city: City) -> None:
    sealing, one, two = seal(city)
    refused_one = perform(acts.refuse_sealing, sealing, city.east.officer(Role.DECIDER), words="理由不足。")
    assert refused_one.state == "unapproved"
    lifted = perform(
        acts.lift_sealing,
        fresh(sealing),
        two,
        disposal="returned",
        officers=officers(one, two),
        receiver="示例店长",
        words="逐件核对。",
    )
    assert lifted.state == "lifted"


@pytest.mark.clauses("city:8.2")
def test_thirty_days_and_thirty_more_once_and_the_duty_follows(city: City) -> None:
    sealing, *_ = seal(city)
    head, first = city.east.officer(Role.DECIDER), clock.today() + timedelta(days=30)
    assert sealing.until == first
    more = {"words": "还要核对两年的账。", "told_on": clock.today()}
    assert (
        refused(lambda: perform(acts.extend_sealing, fresh(sealing), head, **more)).code == "not_now"
    )  # not approved yet
    approve(city, sealing)
    longer = perform(acts.extend_sealing, fresh(sealing), head, **more)
    assert longer.until == clock.today() + timedelta(days=60)
    assert Duty.objects.get(docket=sealing.docket, concept="clock.sealing").due == longer.until
    assert refused(lambda: perform(acts.extend_sealing, fresh(sealing), head, **more)).code == "not_now"


def test_it_cannot_be_extended_after_its_last_day(city: City) -> None:
    sealing, *_ = seal(city)
    approve(city, sealing)
    with clock.on(sealing.until + timedelta(days=1)):
        more = {"words": "忘了。", "told_on": clock.today()}
        assert (
            refused(
                lambda: perform(acts.extend_sealing, fresh(sealing), city.east.officer(Role.DECIDER), **more)
            ).code
            == "too_late"
        )


def test_days_of_testing_are_not_counted(city: City) -> None:
    sealing, *_ = seal(city)
    approve(city, sealing)
    first = clock.today() + timedelta(days=3)
    paused = perform(
        acts.exclude_testing, fresh(sealing), city.east.officer(Role.DECIDER), first=first, last=first + timedelta(days=4),
        words="电子数据鉴定，已书面告知。",
    )  # fmt: skip
    assert paused.until == clock.today() + timedelta(days=35)
    assert any("依法不计入" in line for line in derivation(reckoned(paused, city.east.law)))  # type: ignore[arg-type]


def test_registering_and_keeping_lasts_seven_working_days_and_no_longer(city: City) -> None:
    sealing, *_ = seal(city, sort="seizure")
    assert sealing.until == date(2026, 6, 22)  # from Wednesday the 10th; the 19th is the Dragon Boat festival
    approve(city, sealing)
    more = {"words": "还要看。", "told_on": clock.today()}
    head = city.east.officer(Role.DECIDER)
    assert refused(lambda: perform(acts.extend_sealing, fresh(sealing), head, **more)).code == "not_now"
    days = {"first": clock.today(), "last": clock.today(), "words": "鉴定。"}
    assert (
        refused(lambda: perform(acts.exclude_testing, fresh(sealing), head, **days)).code
        == "nothing_excluded"
    )


def test_the_team_is_warned_before_the_last_day(city: City) -> None:
    sealing, one, two = seal(city)
    for days, told in ((26, 0), (27, 2), (29, 2)):
        sweep(clock.today() + timedelta(days=days))
        messages = Message.objects.filter(
            kind="work.inspection_due", docket=sealing.docket, user_id__in=[one.user_id, two.user_id]
        )
        assert messages.count() == told


@given(st.integers(0, 200), st.lists(st.tuples(st.integers(0, 25), st.integers(0, 5)), max_size=2))
def test_the_derivation_counts_every_day_once(offset: int, pauses: list[tuple[int, int]]) -> None:
    since = date(2026, 1, 5) + timedelta(days=offset)
    left = [(since + timedelta(days=a), since + timedelta(days=a + b)) for a, b in pauses]
    month = Period(30, Unit.DAYS, rolls=False)
    found = held_until(since, month, month, default_schedule(), left)
    skipped = {start + timedelta(days=n) for start, end in left for n in range((end - start).days + 1)}
    counted = [since + timedelta(days=n) for n in range(1, (found.last - since).days + 1)]
    assert len([day for day in counted if day not in skipped]) == 60
    assert derivation(found)[-1].startswith(f"到{found.last:%Y年%-m月%-d日}为止")
