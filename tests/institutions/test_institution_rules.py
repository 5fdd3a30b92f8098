"""Codes and lines of a list: pure checks."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.institutions.rules import check, check_all, kind_of, wrong_code, wrong_credit_code
from zhongdu.kit.workbooks import read_day

GOOD = {"code": "H45012400011", "name": "示例医院"}
CREDIT = "91110000600037341L"


@pytest.mark.parametrize("code", ["H45012400011", "H43010001001", "H43028110001", "P50023700001"])
def test_national_codes_as_they_are(code):
    assert wrong_code(code) == ""


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("H4501240001", "11位"),
        ("H450124000111", "13位"),
        ("D45012400011", "第1位"),
        ("H4501240001X", "数字"),
        ("h45012400011", "第1位"),
    ],
)
def test_what_is_no_national_code(code, says):
    assert says in wrong_code(code)


def test_kind_follows_the_first_letter():
    assert (kind_of("H45012400011"), kind_of("P45012400011")) == ("medical_institution", "pharmacy")


@pytest.mark.parametrize("code", [CREDIT, "91350100M000100Y43"])
def test_credit_codes_as_they_are(code):
    assert wrong_credit_code(code) == ""


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_no_single_change_of_a_credit_code_passes(at, letter):
    changed = CREDIT[:at] + letter + CREDIT[at + 1 :]
    assert changed == CREDIT or wrong_credit_code(changed)


@pytest.mark.parametrize(
    "code", ["9111000060003734", "91110000600037341I", "91110000600037341M", "9111O000600037341L"]
)
def test_what_is_no_credit_code(code):
    assert wrong_credit_code(code)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2024, 1, 31), date(2024, 1, 31)),
        (datetime(2024, 1, 31, 8, tzinfo=UTC), date(2024, 1, 31)),
        (45322.0, date(2024, 1, 31)),  # a date whose cell lost its format
        (20240131.0, date(2024, 1, 31)),
        ("2024-1-31", date(2024, 1, 31)),
        ("2024年1月31日", date(2024, 1, 31)),
        ("2024.01.31", date(2024, 1, 31)),
        ("2024/1/31 00:00:00", date(2024, 1, 31)),
        ("", None),
        (None, None),
        ("长期", None),
    ],
)
def test_days_however_they_were_kept(cell, day):
    assert read_day(cell) == day


@pytest.mark.parametrize("cell", ["去年", "2024-13-01", "2024-02-30", True, 12.0, "2024"])
def test_what_is_no_day(cell):
    with pytest.raises(ValueError):
        read_day(cell)


def mistakes(**cells):
    return [(m.column, m.says) for m in check(7, {**GOOD, **cells})[1]]


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"code": ""}, "code", "请填写"),
        ({"code": "H1"}, "code", "12位"),
        ({"name": "  "}, "name", "请填写"),
        ({"name": "长" * 121}, "name", "太长"),
        ({"kind": "定点零售药店"}, "kind", "不一致"),
        ({"credit_code": 9.111000060003734e16}, "credit_code", "数字格式"),
        ({"credit_code": "91110000600037341M"}, "credit_code", "校验位"),
        ({"since": "某天"}, "since", "哪一天"),
        ({"since": "2024-02-01", "until": "2024-01-31"}, "until", "不能早于"),
    ],
)
def test_each_mistake_by_its_column(cells, column, says):
    [(found, said)] = mistakes(**cells)
    assert found == column and says in said


def test_several_mistakes_of_a_row_are_all_told():
    assert {column for column, _ in mistakes(name="", credit_code="1", since="x")} == {
        "name",
        "credit_code",
        "since",
    }


def test_a_good_row_tidied():
    line, wrong = check(
        2,
        {
            **GOOD,
            "code": " h45012400011",
            "name": "示例\u3000医院 ",
            "credit_code": CREDIT.lower(),
            "kind": "综合医院",
        },
    )
    assert not wrong and (line.code, line.name, line.credit_code, line.division) == (
        "H45012400011",
        "示例 医院",
        CREDIT,
        "450124",
    )


def test_the_same_code_twice():
    lines, wrong = check_all([(2, GOOD), (3, {**GOOD, "code": "P45012400011"}), (4, GOOD)])
    assert len(lines) == 2 and [(m.row, m.says) for m in wrong] == [(4, "与第2行的代码重复。")]
