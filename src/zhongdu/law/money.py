"""Money as the law and its papers say it: whole fen inside, yuan outside. Pure."""

import re
from unicodedata import normalize

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


class NotMoney(ValueError):
    """What was typed is not an amount. The message is a sentence."""


def fen_of(typed: str) -> int:
    """``1,234.5`` or ``１２３４.５０元`` → 123450. Raises :class:`NotMoney`."""
    plain = re.sub(r"[,，\s]|元$", "", normalize("NFKC", typed).strip())
    if not re.fullmatch(r"\d{1,12}(\.\d{1,2})?", plain):
        raise NotMoney("请填金额，以元为单位，最多两位小数，如 12345.67。")
    whole, _, part = plain.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0"))


def yuan(fen: int) -> str:
    """``123450`` → 1,234.50元."""
    return f"{fen // 100:,}.{fen % 100:02d}元"


def plain_yuan(fen: int) -> str:
    """``123450`` → 1234.50, to be typed over."""
    return f"{fen // 100}.{fen % 100:02d}"


def percent(points: int) -> str:
    """Basis points as they are said: ``250`` → 2.5%."""
    return f"{points / 100:g}%"


def points_of(typed: str) -> int:
    """``2.5`` or ``2.5%`` → 250. Raises :class:`NotMoney`."""
    plain = re.sub(r"%$", "", normalize("NFKC", typed).strip())
    if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", plain) or (points := fen_of(plain)) > 10_000:
        raise NotMoney("请填百分比，0 到 100 之间，最多两位小数，如 2.5。")
    return points


def capital(fen: int) -> str:
    """大写金额, as papers that pay have it: ``123450`` → 壹仟贰佰叁拾肆元伍角整."""
    whole, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    said = f"{_spelt(whole)}元" if whole or not rest else ""
    if not rest:
        return f"{said}整"
    said += f"{_DIGITS[jiao]}角" if jiao else "零" if whole else ""
    return f"{said}{_DIGITS[cents]}分" if cents else f"{said}整"


def _spelt(number: int) -> str:
    """A whole number in formal numerals; a gap of noughts, within four digits or between them, is one 零."""
    if not number:
        return _DIGITS[0]
    said, gap = "", False
    for place in reversed(range(len(str(number)))):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + _PLACES[place % 4]
        gap = not digit
        if place % 4 == 0 and number // 10**place % 10_000:
            said += _GROUPS[place // 4]
    return said
