"""The code at the door: which meeting, and when it was shown; signed, so that only the screen there can have made it."""

import re
from base64 import b32encode
from datetime import UTC, datetime

from django.utils.crypto import constant_time_compare, salted_hmac

from zhongdu.meetings.rules import CODE_LASTS

_SALT = "zhongdu.meetings.door"
_TOKEN = re.compile(r"(?P<door>[0-9A-Z-]{1,24})\.(?P<at>[0-9a-f]{8})\.(?P<mac>[A-Z2-7]{12})")


def made(door: str, at: datetime) -> str:
    """The token of a meeting's code (``Meeting.door``), as it is shown at a moment."""
    told = f"{door}.{int(at.timestamp()):08x}"
    return f"{told}.{_mac(told)}"


def door_of(token: str) -> str:
    """The door a token was made for here; "" where it was not."""
    found = _TOKEN.fullmatch(token)
    if found is None or not constant_time_compare(found["mac"], _mac(token.rpartition(".")[0])):
        return ""
    return found["door"]


def is_fresh(token: str, now: datetime) -> bool:
    """Whether a token made here was on the screen just now."""
    found = _TOKEN.fullmatch(token)
    if found is None or not door_of(token):
        return False
    return abs(now - datetime.fromtimestamp(int(found["at"], 16), UTC)) <= CODE_LASTS


def _mac(told: str) -> str:
    digest = salted_hmac(_SALT, told, algorithm="sha256").digest()
    return b32encode(digest)[:12].decode()  # 60 bits, tried one by one against a server
