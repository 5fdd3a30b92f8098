from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.vault.identity import (
    BadNumber,
    Sex,
    check_digit,
    read_id_number,
    read_landline,
    read_mobile,
    read_phone,
)

TODAY = date(2026, 11, 22)


def made(area: str, born: date, serial: int) -> str:
    first_17 = f"{area}{born:%Y%m%d}{serial:03}"
    return first_17 + check_digit(first_17)


born = st.dates(date(1000, 1, 1), TODAY)
areas = st.integers(110000, 839999).map(str)
numbers = st.builds(made, areas, born, st.integers(0, 999))


def code(number: str, today: date = TODAY) -> str:
    with pytest.raises(BadNumber) as refusal:
        read_id_number(number, today=today)
    assert refusal.value.message.endswith("。") and (not number or number not in refusal.value.message)
    return refusal.value.code


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_examples_of_the_standard(number):
    assert read_id_number(number, today=TODAY).number == number


def test_what_a_number_says():
    read = read_id_number(" 110105 19491231 002x ", today=TODAY)
    assert (read.number, read.birth_date, read.sex, read.permit) == (
        "11010519491231002X",
        date(1949, 12, 31),
        Sex.FEMALE,
        False,
    )
    assert str(read.sex) == "女"


@given(area=areas, day=born, serial=st.integers(0, 999))
def test_birth_date_sex_and_permit_are_read_from_any_area(area, day, serial):
    read = read_id_number(made(area, day, serial), today=TODAY)
    assert (read.birth_date, read.sex) == (day, Sex.MALE if serial % 2 else Sex.FEMALE)
    assert read.permit == (area[:2] in {"81", "82", "83"})


@given(number=numbers, at=st.integers(0, 16), other=st.integers(1, 9))
def test_one_wrong_figure_is_always_found(number, at, other):
    wrong = str((int(number[at]) + other) % 10)
    assert code(number[:at] + wrong + number[at + 1 :]) in {
        "id_number.check_digit",
        "id_number.date",
        "id_number.future",
    }


@given(number=numbers, at=st.integers(0, 15))
def test_two_neighbours_swapped_are_always_found(number, at):
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if swapped != number:
        assert code(swapped) in {"id_number.check_digit", "id_number.date", "id_number.future"}


@given(text=st.text(max_size=30))
def test_any_text_is_read_or_refused_in_a_sentence(text):
    for read in (lambda: read_id_number(text, today=TODAY), lambda: read_phone(text)):
        try:
            read()
        except BadNumber as refusal:
            assert refusal.message.endswith("。")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("", "id_number.length"),
        ("110105491231002", "id_number.length"),  # fifteen digits: no longer in use
        ("11010519491231002", "id_number.length"),
        ("1101051949123100２XX", "id_number.length"),
        ("X1010519491231002X", "id_number.characters"),
        ("11010519491231002Y", "id_number.characters"),
        ("110105194912310o2X", "id_number.characters"),
        ("110105194902300028", "id_number.date"),
        ("110105000012310028", "id_number.date"),
        ("110105190002290028", "id_number.date"),  # 1900 was no leap year
        ("110105194912310021", "id_number.check_digit"),
    ],
)
def test_what_is_wrong_is_named(number, expected):
    assert code(number) == expected


def test_a_birth_date_may_be_today_and_not_tomorrow():
    number = made("330602", TODAY, 11)
    assert read_id_number(number, today=TODAY).birth_date == TODAY
    assert code(number, today=TODAY - timedelta(days=1)) == "id_number.future"


@pytest.mark.parametrize(
    "text", ["13812345678", "138 1234 5678", "+86 138-1234-5678", "１３８１２３４５６７８", "008613812345678"]
)
def test_mobile_numbers(text):
    assert read_mobile(text) == "13812345678" == read_phone(text)


@pytest.mark.parametrize(
    "text", ["", "12812345678", "1381234567", "138123456789", "1381234567a", "١٣٨١٢٣٤٥٦٧٨"]
)
def test_what_is_no_mobile_number(text):
    with pytest.raises(BadNumber) as refusal:
        read_mobile(text)
    assert refusal.value.code == "phone.mobile"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("010-66668888", "010-66668888"),
        ("（0575）85123456", "0575-85123456"),
        ("0736 722 3456", "0736-7223456"),
        ("02388887777", "023-88887777"),
    ],
)
def test_landlines(text, number):
    assert read_landline(text) == number == read_phone(text)


@pytest.mark.parametrize("text", ["66668888", "010-6666888", "0575-1234567", "12393", "0575-851234567"])
def test_what_is_no_landline(text):
    with pytest.raises(BadNumber) as refusal:
        read_landline(text)
    assert refusal.value.code == "phone.landline"
    with pytest.raises(BadNumber):
        read_phone(text)
