"""The sweep goes on past what it cannot do, says so, and tells nobody's particulars."""

import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils.module_loading import autodiscover_modules

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.cli.record import sweep as command
from zhongdu.cli.registry import Finding
from zhongdu.duties import sweep as sweeping
from zhongdu.duties.standing import Standing, standing
from zhongdu.record.models import Event, Seal
from zhongdu.scope.roles import Role

SECRET = "示例某某，电话13800000000"
Due = Iterator[Callable[[], object]]


@pytest.fixture
def swept_things(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three sweepers: one meets a thing it cannot do, one breaks off itself, one is in order."""
    did: list[str] = []

    def things(today: date) -> Due:
        """件件"""
        yield partial(did.append, "first")
        yield partial(_fail, SECRET)
        yield refuse
        yield partial(did.append, "last")

    def broken(today: date) -> Due:
        """自己坏了"""
        yield partial(did.append, "before")
        raise ValueError(SECRET)

    def after(today: date) -> Due:
        """还在后面"""
        yield partial(did.append, "after")

    autodiscover_modules("acts", "sweeping")  # those of the rooms stay outside
    monkeypatch.setattr(sweeping, "_sweepers", {})
    for each in (things, broken, after):
        sweeping.sweeper(each)
    return did


def _fail(text: str) -> None:
    raise LookupError(text)


def refuse() -> None:
    raise Refused("not_now", SECRET)


def test_what_cannot_be_done_stops_nothing_else_and_is_counted(
    db: None, swept_things: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        swept = sweeping.sweep(clock.today())
    assert swept_things == ["first", "last", "before", "after"]
    assert swept.done == {"件件": 2, "自己坏了": 1, "还在后面": 1}
    assert swept.failed == {"件件": 2, "自己坏了": 1}
    assert "LookupError" in caplog.text and "Refused not_now" in caplog.text and "ValueError" in caplog.text
    assert "_fail" in caplog.text, "where it happened"
    assert SECRET not in caplog.text


def test_the_command_says_what_was_not_done_and_seals_all_the_same(
    db: None, swept_things: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Finding, match="件件 2 件，自己坏了 1 件"):
        command(None)
    assert Seal.objects.get().day == clock.today() - timedelta(days=1)
    assert "还在后面 1 件" in capsys.readouterr().out


def test_tonights_sweep_is_entered_at_tonights_hour(beijing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a sweep for another day travels there; the clock of the others never does."""
    chief = beijing.officer(Role.DECIDER)

    def ring(today: date) -> Due:
        """响"""
        yield partial(perform, bureaus.publish_hotline, beijing.office, chief, hotline="1")

    monkeypatch.setattr(sweeping, "_sweepers", {"响": ring})
    before = clock.now()
    sweeping.sweep(clock.today())
    assert before <= Event.objects.latest("pk").at <= clock.now()
    sweeping.sweep(clock.today() + timedelta(days=30))
    assert clock.day_of(Event.objects.latest("pk").at) == clock.today() + timedelta(days=30)


def test_a_standing_duty_has_one_check() -> None:
    with pytest.raises(TypeError):

        @standing("liaison")
        def another(bureau: Any, law: Any, today: date) -> Standing:
            return Standing(met=True)
