"""``holidays``: the schedules of days off that working days are counted by, and loading a new year's."""

from pathlib import Path

from zhongdu import places
from zhongdu.calendar import SHIPPED, HolidaysError, publish
from zhongdu.calendar.holidays import Holidays, read_holidays
from zhongdu.cli.registry import Finding, argument, command
from zhongdu.cli.terminal import columns

FILE = argument("file", type=Path, help="一年的放假安排（TOML 文件，写法见 law/holidays 里的各年）")


def own() -> Path:
    """Where the schedules loaded later are kept, beside the data."""
    return places.var() / "law" / "holidays"


@command("holidays list", "已有放假安排的年份")
def listed() -> None:
    kept = {path.stem: path for folder in (SHIPPED, own()) for path in sorted(folder.glob("*.toml"))}
    rows = [("年份", "放假", "调休上班", "核对日期", "依据")]
    for year in sorted(kept):
        notice = read(kept[year])
        mark = "（后来载入）" if kept[year].parent == own() else ""
        rows.append((year, *counts(notice), f"{notice.checked_on}", notice.source + mark))
    print("\n".join(columns(rows)))
    print("\n没有列出的年份，工作日只按周末推算，凡用到的都标明“暂定”。")


@command("holidays check", "检查一份放假安排", FILE)
def check(file: Path) -> None:
    notice = read(file)
    off, work = counts(notice)
    print(f"{file.name} 没有问题：{notice.year}年，平日放假 {off}，周末上班 {work}。")


@command("holidays load", "载入一份放假安排，以后按它推算", FILE)
def load(file: Path) -> None:
    try:
        kept = publish(file, own())
    except HolidaysError as error:
        raise Finding(str(error)) from None
    print(f"已载入 {read_holidays(kept).year} 年的放假安排：{kept}")
    print("已经定下的末日不变；以后推算的按新的安排。")


def read(path: Path) -> Holidays:
    try:
        return read_holidays(path)
    except HolidaysError as error:
        raise Finding(str(error)) from None


def counts(notice: Holidays) -> tuple[str, str]:
    return f"{len(notice.off)}天", f"{len(notice.work)}天"
