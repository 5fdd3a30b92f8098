"""A pack's own cases: put to the rules as a lawyer writes them, and told where they are wrong."""

from datetime import date
from pathlib import Path

import pytest

from zhongdu.calendar import default_schedule
from zhongdu.law.cases import failures, read_cases
from zhongdu.law.checking import check
from zhongdu.law.pack import BadPack

from .packs import shelved

RULES = """\
[eligibility.age]
label = "年龄"
how = "computed"
test = "age"
min = 25
max = 70
clause = "1"
strength = "normally"
[eligibility.citizenship]
label = "国籍"
how = "computed"
test = "citizenship"
clause = "1"
strength = "must"
[eligibility.health]
label = "健康"
how = "declared"
clause = "1"
strength = "must"
[eligibility.background]
label = "专业背景"
how = "preference"
clause = "1"
strength = "prefer"
[selection.number]
min = 25
clause = "1"
strength = "normally"
[public_notice.period]
n = 5
unit = "working_days"
clause = "2"
strength = "must"
[agreement.bar]
n = 3
unit = "years"
clause = "2"
strength = "must_not"
[measure.validity]
blank = true
clause = "2"
strength = "must"
[clock.two]
n = 24
unit = "hours"
clause = "2"
strength = "must"
[recusal]
value = "interest"
clause = "3.1"
strength = "must"
[dispute]
clause = "3.1"
strength = "may"
[agreement.measure.talk]
label = "约谈"
clause = "1"
strength = "may"
[agreement.measure.rectification]
label = "整改"
clause = "1"
strength = "may"
"""


def outcomes(tmp_path: Path, case: str) -> list[str]:
    """What is wrong with one case, written without its heading and sentence."""
    shelf = shelved(tmp_path, RULES, f'[[case]]\nsays = "…"\n{case}\n')
    cases = read_cases(tmp_path / "town")
    return [mistake.says for mistake in failures(cases, shelf.statute("town"), default_schedule())]


@pytest.mark.parametrize(
    "case",
    [
        'ask = "public_notice.period"\nfrom = 2026-09-29\nexpect = 2026-10-12',
        'ask = "agreement.bar"\nfrom = 2024-02-29\nexpect = 2027-02-28',
        'ask = "clock.two"\nfrom = 2026-09-30T17:00:00\nexpect = 2026-10-01T17:00:00',
        'ask = "clock.one"\nfrom = 2026-03-02\nexpect = 2026-03-09',
        'ask = "selection.number"\ngiven = { number = 25 }\nexpect = "holds"',
        'ask = "selection.number"\ngiven = { number = 24 }\nexpect = "departs"',
        'ask = "inspection.officers"\ngiven = { number = 1 }\nexpect = "fails"',
        'ask = "eligibility.age"\ngiven = { born = 2001-05-01, on = 2026-05-01 }\nexpect = "met"',
        'ask = "eligibility.age"\ngiven = { born = 2001-05-02, on = 2026-05-01 }\nexpect = "departs"',
        'ask = "eligibility.citizenship"\ngiven = { citizen = false }\nexpect = "unmet"',
        'ask = "eligibility.health"\ngiven = { answer = true }\nexpect = "met"',
        'ask = "eligibility.health"\nexpect = "open"',
        'ask = "eligibility.background"\ngiven = { answer = false }\nexpect = "departs"',
        'ask = "recusal"\nexpect = "interest"',
        'ask = "dispute"\nexpect = { strength = "may", address = "town:3.1" }',
        'ask = "dispute"\nexpect = { min = "没有这一项" }',
        'ask = "measure.validity"\nexpect = { blank = true }',
        'ask = "agreement.measure"\nexpect = { keys = ["talk", "rectification"], count = 2 }',
        'ask = "clock"\nexpect = { count = 2 }',
        'ask = "lead.answer"\nexpect = { promptly = true, address = "law:1" }',
        'ask = "discipline"\nexpect = "silent"',
        'ask = "discipline"\nexpect = { count = 0 }',
        'ask = "appointment.badge"\nexpect = "silent"',
    ],
)
def test_a_case_that_is_right_says_nothing(tmp_path: Path, case: str) -> None:
    assert outcomes(tmp_path, case) == []


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (
            'ask = "public_notice.period"\nfrom = 2026-09-29\nexpect = 2026-10-10',
            "应得 2026-10-10，实得 2026-10-12",
        ),
        ('ask = "clock.two"\nfrom = 2026-09-30\nexpect = 2026-10-01', "要写明起算的时刻"),
        ('ask = "public_notice.period"\nexpect = 2026-10-10', "没有写 from"),
        ('ask = "measure.validity"\nfrom = 2026-09-29\nexpect = 2026-10-10', "没有数，推算不出末日"),
        ('ask = "agreement.bar"\nfrom = 9999-01-01\nexpect = 9999-12-31', "超出了公历"),
        ('ask = "selection.number"\nexpect = "holds"', "没有写 given = { number = 数 }"),
        ('ask = "eligibility.age"\ngiven = { born = 2001-05-01 }\nexpect = "met"', "算年龄要写"),
        ('ask = "eligibility.health"\ngiven = { answer = false }\nexpect = "met"', "应得 met，实得 unmet"),
        ('ask = "appointment.badge"\nexpect = { strength = "must" }', "没有规定“社会监督员证”"),
        ('ask = "recusal"\nexpect = "silent"', "应得 silent，实得 speaks"),
        ('ask = "agreement.measure"\nexpect = "talk"', "expect 写 { count = 数 }"),
        ('ask = "agreement.measure"\nexpect = { number = 2 }', "expect 写 { count = 数 }"),
        ('ask = "agreement.measure"\nexpect = { keys = ["talk"] }', "实得 keys=talk、rectification"),
        ('ask = "dispute"\nexpect = "may"', "只能问它的各项"),
        ('ask = "dispute"\nexpect = { strength = "must" }', "应得 strength=must，实得 strength=may"),
        ('ask = "eligibility.experience"\nexpect = "met"', "没有规定"),
    ],
)
def test_a_case_that_is_wrong_is_told(tmp_path: Path, case: str, says: str) -> None:
    (sentence,) = outcomes(tmp_path, case)
    assert says in sentence and sentence.startswith("“…”：应得 ") and sentence.endswith("。")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[[case]]\nask = "dispute"\nexpect = "may"', 1, "缺这一项"),
        ('[[case]]\nsays = "…"\nask = "disputes"\nexpect = "may"', 3, "是不是“dispute”"),
        ('[[case]]\nsays = "…"\nask = "dispute"\nexpects = "may"', 4, "是不是“expect”"),
        ('[[case]]\nsays = "…"\nask = "dispute"\nexpect = "may"\nfrom = "2026"', 5, "应是日期"),
        ('[[case]]\nsays = "…"\nask = "dispute"\nexpect = "may"\ngiven = { nmber = 1 }', 5, "是不是“number”"),
        ('[[case]]\nsays = "…"\nask = "dispute"\nexpect = "may"\n[case.given]\nnumber = "x"', 6, "应是整数"),
        ('[[cases]]\nsays = "…"', 1, "只写 [[case]]"),
        ('[case]\nsays = "…"', 1, "双方括号"),
        ("case = [1]", 1, "应是一张表"),
        ("[[case]\n", 1, "不合 TOML 的写法"),
    ],
)
def test_a_case_written_wrongly_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    shelved(tmp_path, RULES, text)
    with pytest.raises(BadPack) as bad:
        read_cases(tmp_path / "town")
    assert any(one.line == line and says in one.says for one in bad.value.mistakes), bad.value.mistakes


def test_a_pack_without_cases_has_none(tmp_path: Path) -> None:
    shelved(tmp_path, RULES)
    (tmp_path / "town" / "cases.toml").unlink()
    assert read_cases(tmp_path / "town") == []


def test_checking_counts_the_cases_and_finds_the_wrong_one(tmp_path: Path) -> None:
    right = '[[case]]\nsays = "对"\nask = "dispute"\nexpect = { strength = "may" }\n'
    shelved(tmp_path, RULES, right)
    checked = check(tmp_path / "town", [tmp_path], default_schedule())
    assert (checked.mistakes, checked.cases) == ((), 1)
    shelved(tmp_path, RULES, right + right.replace("may", "must").replace("对", "错"))
    (mistake,) = check(tmp_path / "town", [tmp_path], default_schedule()).mistakes
    assert (mistake.line, mistake.key) == (5, "dispute") and mistake.file.endswith("town/cases.toml")


def test_what_is_wrong_with_the_cases_is_told_beside_what_is_wrong_with_the_pack(tmp_path: Path) -> None:
    shelved(tmp_path, RULES, "[[cases]]\n")
    file = tmp_path / "town" / "measure.toml"
    file.write_text(file.read_text("utf-8").replace("n = 5", "n = 0"), "utf-8")
    checked = check(tmp_path / "town", [tmp_path], default_schedule())
    assert {Path(mistake.file).name for mistake in checked.mistakes} == {"measure.toml", "cases.toml"}


def test_somebody_else_s_mistake_is_not_this_pack_s(tmp_path: Path) -> None:
    shelved(tmp_path, RULES)
    other = tmp_path / "other"
    other.mkdir()
    (other / "measure.toml").write_text("code = 1", "utf-8")
    assert check(tmp_path / "town", [tmp_path], default_schedule()).mistakes == ()


def test_a_family_is_the_measure_s_own_unless_it_adds_to_the_base_s(tmp_path: Path) -> None:
    town = shelved(tmp_path, RULES).statute("town")
    assert [bound.key for bound in town.family("agreement.measure")] == ["talk", "rectification"]
    assert {bound.key for bound in town.family("clock")} == {"one", "two"}
    assert town.rule("clock.one").pack == "ground"
    assert town.find("agreement.measure.ending") is None
    assert not town.says("agreement.measure.ending") and town.says("agreement.measure")


def test_the_day_of_a_date_is_not_a_moment(tmp_path: Path) -> None:
    shelved(
        tmp_path, RULES, '[[case]]\nsays = "…"\nask = "agreement.bar"\nfrom = 2026-05-01\nexpect = 2029-05-01'
    )
    (case,) = read_cases(tmp_path / "town")
    assert type(case.start) is date
