"""Reading the numbers that name a person: ID numbers (GB 11643-1999) and Chinese telephone numbers.

Pure functions. Area codes are deliberately not looked up: the codes of counties long dissolved stay valid
on people's cards, and 81, 82, 83 begin the residence permits of Hong Kong, Macao and Taiwan residents.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"  # by the weighted sum modulo 11
PERMIT_AREAS = ("81", "82", "83")
MOBILE = re.compile(r"1[3-9]\d{9}")
# 010 and 02x are followed by eight digits, other areas by seven or eight; no local number begins with 0 or 1.
LANDLINE = re.compile(r"(010|02\d)([2-9]\d{7})|(0[3-9]\d\d)([2-9]\d{6,7})")


class BadNumber(ValueError):
    """A number that cannot be right: ``message`` is a Chinese sentence for people, ``code`` for programs."""

    def __init__(self, code: str, message: str):
        self.code, self.message = code, message
        super().__init__(message)


class Sex(StrEnum):
    MALE = "男"
    FEMALE = "女"


@dataclass(frozen=True)
class Identity:
    """What an ID number says. ``permit`` marks a residence permit, whose holder has no mainland ID card."""

    number: str
    birth_date: date
    sex: Sex
    permit: bool


def _plain(text: str) -> str:
    """Half-width, without the spaces and dashes that people put between groups."""
    return re.sub(r"[\s\-‐-―−]", "", unicodedata.normalize("NFKC", text))


def check_digit(first_17: str) -> str:
    weighted = (int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True))
    return CHECK_DIGITS[sum(weighted) % 11]


def read_id_number(text: str, *, today: date) -> Identity:
    """What the ID number says, or ``BadNumber`` with the first thing that is wrong with it."""
    number = _plain(text).upper()
    if len(number) == 15 and number.isascii() and number.isdigit():
        raise BadNumber("id_number.length", "15位的旧身份证号已停用，请填写18位身份证号。")
    if len(number) != 18:
        raise BadNumber("id_number.length", f"身份证号应为18位，现在是{len(number)}位。")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise BadNumber("id_number.characters", "身份证号前17位应为数字，最后一位是数字或X。")
    try:
        birth_date = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise BadNumber("id_number.date", "身份证号第7至14位不是真实的出生日期，请核对。") from None
    if birth_date > today:
        raise BadNumber("id_number.future", "身份证号中的出生日期晚于今天，请核对。")
    if check_digit(number[:17]) != number[17]:
        raise BadNumber("id_number.check_digit", "身份证号的校验码不对，可能有一位填错了，请对照证件核对。")
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return Identity(number, birth_date, sex, number.startswith(PERMIT_AREAS))


def read_mobile(text: str) -> str:
    """A mainland mobile number as eleven digits."""
    number = re.sub(r"^(\+|00)86", "", _plain(text))
    if not MOBILE.fullmatch(number) or not number.isascii():
        raise BadNumber("phone.mobile", "手机号码应为11位数字，以13至19开头。")
    return number


def read_landline(text: str) -> str:
    """A landline number with its area code, as ``0575-85123456``."""
    number = re.sub(r"[()]", "", _plain(text))
    match = LANDLINE.fullmatch(number) if number.isascii() else None
    if match is None:
        raise BadNumber("phone.landline", "固定电话应写明区号和7至8位号码，例如010-66668888。")
    return "-".join(part for part in match.groups() if part)


def read_phone(text: str) -> str:
    """A mobile or a landline number, whichever it is."""
    number = _plain(text)
    try:
        return read_landline(text) if re.match(r"\(?0[1-9]", number) else read_mobile(text)
    except BadNumber:
        raise BadNumber("phone", "请填写11位手机号码，或带区号的固定电话。") from None
