"""``deadline``: the last day of a period under a measure, each day of the count explained."""

import argparse
import json
from datetime import date, datetime
from typing import Any

from zhongdu.calendar import CountedDay, Reckoning, describe, reckon
from zhongdu.cli._law import books, nearest, statute
from zhongdu.cli.registry import Finding, Misuse, argument, command
from zhongdu.cli.terminal import columns
from zhongdu.law.library import Statute
from zhongdu.law.pack import Bound
from zhongdu.law.periods import find_period, periods, spoken
from zhongdu.law.shapes import Trust
from zhongdu.law.shelves import schedule

WEEKDAYS = "一二三四五六日"
TRUST = {Trust.TEXT: "", Trust.SECONDARY: "（依据转载或摘要）", Trust.UNVERIFIED: "（依据待核对）"}


def day_or_moment(text: str) -> date:
    """2026-09-29, or 2026-09-29T17:00 for periods in hours."""
    try:
        return date.fromisoformat(text) if len(text) <= len("2026-09-29") else datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"“{text}”不是日期，写作 2026-09-29（按小时的写作 2026-09-29T17:00）"
        ) from None


@command(
    "deadline",
    "推算一项期限的末日，或列出一部办法的全部期限",
    argument("code", help="办法代码，用 measure list 查看"),
    argument("rule", nargs="?", help="期限的名字，如 public-notice；用 --list 查看"),
    argument(
        "--from", dest="start", type=day_or_moment, metavar="日期", help="从哪一天起算，写作 2026-09-29"
    ),
    argument("--explain", action="store_true", help="逐日说明算不算、为什么"),
    argument("--list", action="store_true", help="列出这部办法的期限"),
    argument("--base", action="store_true", help="列出时连同国家规定的期限"),
    argument("--json", action="store_true", help="输出 JSON"),
)
def deadline(
    code: str,
    rule: str | None,
    start: date | None,
    explain: bool,
    list: bool,
    base: bool,
    json: bool,
) -> None:
    law = statute(code)
    if list:
        listed(periods(law, with_base=base or law.base is None), json)
    elif rule is None or start is None:
        raise Misuse("要写期限的名字和 --from 日期，或者用 --list 列出全部期限")
    else:
        reckoned(law, rule, start, explain, json)


def listed(found: dict[str, Bound], as_json: bool) -> None:
    if as_json:
        print(dumps([described(name, bound) for name, bound in found.items()]))
        return
    shelf = books()
    rows = [
        (
            name,
            bound.label,
            length(bound),
            starts(bound),
            bound.rule.strength.label,
            shelf.cite(bound.address),
        )
        for name, bound in found.items()
    ]
    print("\n".join(columns([("名字", "期限", "长度", "起算", "效力", "依据"), *rows])))


def reckoned(law: Statute, typed: str, start: date, explain: bool, as_json: bool) -> None:
    bound = find_period(law, typed)
    if bound is None:
        raise Misuse(f"《{law.title}》没有“{typed}”这项期限" + nearest(typed, periods(law)))
    if bound.rule.span is None:
        raise Finding(
            f"推算不出末日：{bound.label}的期限是“{length(bound)}”（{books().cite(bound.address)}）。"
        )
    try:
        found = reckon(bound.rule.span, start, schedule())
    except ValueError as error:
        hint = "，如 --from 2026-09-29T17:00" if "时刻" in str(error) else ""
        raise Misuse(f"{error}{hint}") from None
    if as_json:
        print(dumps(described(spoken(bound.name), bound) | outcome(start, found)))
        return
    print(said(found))
    print(f"{bound.label}：{starts(bound)}，{length(bound)}。{bound.rule.strength.label}。")
    print(f"依据{books().cite(bound.address)}{TRUST[bound.rule.trust]}")
    if bound.rule.excludes:
        print(f"不计入：{bound.rule.excludes}（这里没有扣除）")
    if bound.rule.note:
        print(f"说明：{bound.rule.note}")
    if explain:
        in_days = any(day.number for day in found.days)
        print("\n" + "\n".join(columns([counted(day, in_days) for day in found.days])))


def said(found: Reckoning) -> str:
    moment = f" {found.last:%H:%M}" if isinstance(found.last, datetime) else ""
    unsure = "  暂定：用到了尚未公布放假安排的日子" if found.provisional else ""
    return f"{found.last:%Y-%m-%d}{moment} 星期{WEEKDAYS[found.last.weekday()]}{unsure}"


def counted(day: CountedDay, in_days: bool) -> tuple[str, str, str, str]:
    """A line of the explanation; hours, months and years have landmarks and no numbered days."""
    number = f"第{day.number}日" if day.number else "不计" if in_days else ""
    return (f"{day.date:%Y-%m-%d}", f"周{WEEKDAYS[day.date.weekday()]}", number, day.reason)


def length(bound: Bound) -> str:
    rule = bound.rule
    if rule.span:
        return describe(rule.span)
    if until := getattr(rule, "until", None):
        return f"到{until}为止"
    return "原文留空" if rule.blank else "及时（法律没有规定天数）"


def starts(bound: Bound) -> str:
    event = bound.rule.start
    if not event:
        return "起算日由办理的事项定"
    if bound.rule.counts == "before":
        return f"{event}之前"
    word = "时" if bound.rule.unit == "hours" else "日"
    return f"自{event.removesuffix('之日')}之{word}起"


def described(name: str, bound: Bound) -> dict[str, Any]:
    """A period as plain data: what ``--json`` prints of it."""
    rule = bound.rule
    return {
        "rule": name,
        "concept": bound.name,
        "label": bound.label,
        "n": rule.n,
        "unit": rule.unit,
        "promptly": rule.promptly,
        "blank": rule.blank,
        "start": rule.start,
        "counts": rule.counts,
        "rolls": bool(rule.rolls),
        "excludes": rule.excludes,
        "strength": rule.strength,
        "clause": str(bound.address),
        "also": [str(address) for address in bound.addresses[1:]],
        "citation": books().cite(bound.address),
        "trust": rule.trust,
        "note": rule.note,
    }


def outcome(start: date, found: Reckoning) -> dict[str, Any]:
    days = [{"date": day.date.isoformat(), "number": day.number, "reason": day.reason} for day in found.days]
    return {
        "from": start.isoformat(),
        "last": found.last.isoformat(),
        "provisional": found.provisional,
        "days": days,
    }


def dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
