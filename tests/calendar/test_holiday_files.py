"""A file of holidays is checked whole before it counts, and published whole or not at all."""

import os
from datetime import date
from pathlib import Path

import pytest

from zhongdu.calendar import SHIPPED, HolidaysError, Schedule, publish

GOOD = """year = 2027
source = "国务院办公厅通知"
checked_on = 2026-11-22
work = [2027-02-20]

[[off]]
name = "元旦"
days = [2027-01-01]
"""


def mistakes(folder: Path, text: str | bytes) -> list[str]:
    """The sentences a file of this content is refused with, without the file's name and the full stop."""
    path = folder / "draft.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(HolidaysError) as refusal:
        publish(path, folder / "later")
    assert not (folder / "later").exists() or list((folder / "later").iterdir()) == []
    assert all(line.startswith("draft.toml：") and line.endswith("。") for line in refusal.value.mistakes)
    assert str(refusal.value).splitlines() == list(refusal.value.mistakes)
    return [line.removeprefix("draft.toml：").removesuffix("。") for line in refusal.value.mistakes]


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("2027-01-01", "2028-01-03", "2028-01-03 不在2027年（元旦调休可以用到上一年12月的日子）"),
        ("2027-01-01", "2026-11-30", "2026-11-30 不在2027年（元旦调休可以用到上一年12月的日子）"),
        ("2027-01-01", "2027-01-02", "2027-01-02 是周六，本来就休息，不写在 off 里"),
        ("2027-02-20", "2027-02-22", "2027-02-22 是周一，本来就上班，不写在 work 里"),
        ("2027-01-01", "2027-01-01, 2027-01-01", "2027-01-01 写了两次"),
        ("2027-02-20", "2027-01-01", "2027-01-01 写了两次"),
        ("year = 2027", "year = '2027'", "year 要写四位年份，例如 year = 2027"),
        ("year = 2027", "year = true", "year 要写四位年份，例如 year = 2027"),
        ("国务院办公厅通知", " ", "source 要写明依据，例如通知的名称和文号"),
        ("checked_on = 2026-11-22", "", "checked_on 要写核对的日期，例如 2026-11-22"),
        ("2026-11-22", "2026-11-22T08:00:00", "checked_on 要写核对的日期，例如 2026-11-22"),
        ("work = [2027-02-20]", "", "work 要写周末上班的日期，没有的写 work = []"),
        ("2027-02-20", "2027-02-20T00:00:00", "work 要写周末上班的日期，没有的写 work = []"),
        ("2027-02-20", "'2027-02-20'", "work 要写周末上班的日期，没有的写 work = []"),
        ("[[off]]", "[off]", "没有放假的日子，至少要有一段 [[off]]"),
        ("[[off]]", "[[holiday]]", "不认识的项目 holiday"),
        ("days = [2027-01-01]", "days = []", "第1段 [[off]] 要有且只有节日名称 name 和日期 days"),
        ('name = "元旦"', "", "第1段 [[off]] 要有且只有节日名称 name 和日期 days"),
        ('name = "元旦"', 'name = "元旦"\nnote = ""', "第1段 [[off]] 要有且只有节日名称 name 和日期 days"),
        ("year = 2027", "year == 2027", "第1行第7列不合 TOML 的写法"),
        ("[2027-01-01]", "[2027-01-01", "文件末尾不合 TOML 的写法"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, old: str, new: str, mistake: str) -> None:
    assert old in GOOD
    assert mistake in mistakes(tmp_path, GOOD.replace(old, new))


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("2027-01-01", "2027-01-02, 2030-01-01").replace("2027-02-20", "2027-02-22")
    assert len(mistakes(tmp_path, text)) == 3
    assert len(mistakes(tmp_path, "years = 2027")) == 6  # unknown, and five missing


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    assert mistakes(tmp_path, GOOD.encode("gbk")) == ["不是 UTF-8 编码的文本"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(HolidaysError, match=r"^2027\.toml：读不到这个文件。$"):
        publish(tmp_path / "2027.toml", tmp_path / "later")


def test_publishing_keeps_the_file_as_it_was_and_replaces_an_earlier_one(tmp_path: Path) -> None:
    draft, later = tmp_path / "draft.toml", tmp_path / "new" / "later"
    draft.write_text("\ufeff" + GOOD)  # as Windows Notepad saves it
    placed = publish(draft, later)
    assert placed == later / "2027.toml" and placed.read_bytes() == draft.read_bytes()
    assert placed.stat().st_mode & 0o044 == 0o044
    draft.write_text(GOOD.replace("2027-01-01", "2027-01-04"))
    publish(draft, later)
    assert [path.name for path in later.iterdir()] == ["2027.toml"]
    assert Schedule.load(later).why(date(2027, 1, 4)) == "元旦放假"


def test_a_refused_file_leaves_the_published_one(tmp_path: Path) -> None:
    draft, later = tmp_path / "draft.toml", tmp_path / "later"
    draft.write_text(GOOD)
    placed = publish(draft, later)
    draft.write_text(GOOD.replace("2027-01-01", "2027-01-02"))
    with pytest.raises(HolidaysError):
        publish(draft, later)
    assert placed.read_text() == GOOD


def test_a_failing_disk_leaves_the_published_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft, later = tmp_path / "draft.toml", tmp_path / "later"
    draft.write_text(GOOD)
    placed = publish(draft, later)

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    draft.write_text(GOOD.replace("2027-01-01", "2027-01-04"))
    with pytest.raises(OSError, match="no space left"):
        publish(draft, later)
    assert placed.read_text() == GOOD
    assert list(later.iterdir()) == [placed]


def test_the_shipped_files_say_where_they_come_from() -> None:
    files = sorted(SHIPPED.glob("*.toml"))
    assert [path.stem for path in files] == [str(year) for year in range(2004, 2027)]
    assert all("chinesecalendar 1.11.0" in path.read_text() for path in files)
