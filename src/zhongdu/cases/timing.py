"""The clocks of a case: extended by an act, stopped for what the law does not count, and told as they were reckoned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhongdu.acts.performing import Doing
from zhongdu.calendar import Period, Reckoning, Unit, reckon
from zhongdu.calendar.period import describe
from zhongdu.duties.models import Duty, Tick
from zhongdu.duties.opening import tick
from zhongdu.law.rule import Trust
from zhongdu.law.shelves import schedule
from zhongdu.record.models import Docket

DECISION, FILING_CHECK, REVIEW = "clock.decision", "clock.filing_check", "clock.legal_review"
LONG = 12  # days: a longer count shows its landmarks only


def running(docket: Docket, concept: str) -> Duty | None:
    """The open duty of a concept on a docket."""
    return Duty.objects.open().filter(docket=docket, concept=concept).order_by("-id").first()


def is_paused(duty: Duty) -> bool:
    kinds = [each.kind for each in duty.ticks.all() if each.kind in {Tick.Kind.PAUSE, Tick.Kind.RESUME}]
    return bool(kinds) and kinds[-1] == Tick.Kind.PAUSE


def extend(docket: Docket, concept: str, by: str, deed: Doing) -> date:
    """Give a clock the further period the law has for it; the new last day. Refuses where it does not run."""
    duty, extension = running(docket, concept), deed.law.rule(by)
    if duty is None or duty.due is None:
        deed.refuse("no_clock", "这项期限没有在计时，不能延长。", under=extension)
    until = reckon(extension.rule.span, duty.due, schedule()).last
    tick(duty, Tick.Kind.EXTEND, on=deed.on, until=until, deed=deed.id)
    deed.cite(extension)
    deed.note(until=until.isoformat())
    return until


def pause(docket: Docket, concept: str, on: date, deed: Doing) -> None:
    duty = running(docket, concept)
    if duty is None or is_paused(duty):
        deed.refuse("no_clock", "这项期限没有在计时。")
    if on < duty.since or on > deed.on:
        deed.refuse("wrong_day", "停止计时的日期要在起算之后、今天以前。", beside="on")
    tick(duty, Tick.Kind.PAUSE, on=on, deed=deed.id)


def resume(docket: Docket, concept: str, on: date, deed: Doing) -> None:
    duty = running(docket, concept)
    if duty is None or not is_paused(duty):
        deed.refuse("no_pause", "这项期限没有停止计时。")
    last = [each.on for each in duty.ticks.all() if each.kind == Tick.Kind.PAUSE][-1]
    if on < last or on > deed.on:
        deed.refuse("wrong_day", "恢复计时的日期要在停止之后、今天以前。", beside="on")
    tick(duty, Tick.Kind.RESUME, on=on, deed=deed.id)


# --- how it was reckoned ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Derivation:
    """A clock as a page prints it: what runs, until when, and every step of the way there."""

    duty: Duty
    period: str
    steps: Sequence[tuple[date, str]]
    paused: bool


def derivations(docket: Docket) -> list[Derivation]:
    """The clocks of a docket, those still open first."""
    duties = Duty.objects.filter(docket=docket).prefetch_related("ticks").order_by("id")
    found = [_derivation(duty) for duty in duties if duty.period]
    return sorted(found, key=lambda each: not each.duty.is_open())


def _derivation(duty: Duty) -> Derivation:
    period = Period(**duty.period | {"unit": Unit(duty.period["unit"])})  # type: ignore[operator,index]
    return Derivation(duty, describe(period), _steps(duty, period), is_paused(duty))


def _steps(duty: Duty, period: Period) -> list[tuple[date, str]]:
    ticks, start, pauses, paused = list(duty.ticks.all()), duty.since, list[tuple[date, date]](), None
    told: list[tuple[date, str]] = []
    for each in ticks:
        if each.kind == Tick.Kind.PAUSE:
            paused = each.on
            told.append((each.on, "停止计时，依法不计入的时间从这天起"))
        elif each.kind == Tick.Kind.RESUME and paused:
            pauses.append((paused, each.on))
            told.append((each.on, "恢复计时，这一天还不计入"))
            paused = None
        elif each.kind == Tick.Kind.EXTEND and each.until:
            told.append((each.on, f"批准延长至{each.until.year}年{each.until.month}月{each.until.day}日"))
    if paused or period.unit is Unit.HOURS:
        return [(start, "起算日，不计入"), *told]
    return [*landmarks(reckon(period, start, schedule(), pauses)), *told]


def landmarks(reckoned: Reckoning) -> list[tuple[date, str]]:
    """The days of a count: all of a short one, the turning points of a long one."""
    days = reckoned.days
    said = [(each.date, f"第{each.number}日，{each.reason}" if each.number else each.reason) for each in days]
    if len(said) <= LONG:
        return said
    last = max(at for at, each in enumerate(days) if each.number is not None)
    skipped = sum(each.number is None for each in days[1:last])
    between = f"其间{skipped}日依法不计入或者是休息日" if skipped else ""
    return [said[0], said[1], *([(days[last].date, between)] if between else []), *said[last:]]


def last_day(deed_or_law: Any, concept: str, start: date) -> date | None:
    law = getattr(deed_or_law, "law", deed_or_law)
    found = law.last_day(concept, start)
    return found.last if found else None


Right = tuple[str, date, str, list[tuple[date, str]], str]


def rights(law: Any, *asked: tuple[str, date | None]) -> list[Right]:
    """Periods within which the respondent may do something: (label, last day, clause, steps, how far it was read)."""
    found: list[Right] = []
    for concept, start in asked:
        bound, reckoned = law.find(concept), law.last_day(concept, start) if start else None
        if bound and reckoned:
            doubt = "" if bound.rule.trust is Trust.TEXT else "原文尚待核对"
            found.append((bound.label, reckoned.last, str(bound.address), landmarks(reckoned), doubt))
    return found
