"""The code on a phone's screen that changes: which papers, when it was shown, on which visit; signed, and short enough
for any camera. A picture of it is worth nothing a minute later."""

import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from zhongdu.roster.rules import tidy_code

# What a page takes to come up on the other phone, and servers' clocks to agree.
LEEWAY = timedelta(seconds=30)
_SALT = "zhongdu.roster.live"
_TOKEN = re.compile(r"(?P<at>[0-9a-f]{8})(?:\.(?P<visit>[0-9A-Z-]{1,12}))?\.(?P<mac>[A-Z2-7]{12})")


@dataclass(frozen=True)
class Shown:
    """A code as it was shown by the phone it was made for."""

    at: datetime
    visit: str = ""  # the number of the open visit it was shown on

    def is_fresh(self, now: datetime, every: timedelta) -> bool:
        return -LEEWAY <= now - self.at <= every + LEEWAY


def made(code: str, shown: Shown) -> str:
    """The token that stands in the address behind the verification code."""
    told = ".".join(filter(None, [f"{int(shown.at.timestamp()):08x}", shown.visit]))
    return f"{told}.{_mac(code, told)}"


def read(code: str, token: str) -> Shown | None:
    """What a token says, where it was made here for this very code; nothing otherwise."""
    found = _TOKEN.fullmatch(token)
    if found is None or not constant_time_compare(found["mac"], _mac(code, token.rpartition(".")[0])):
        return None
    return Shown(datetime.fromtimestamp(int(found["at"], 16), UTC), found["visit"] or "")


def _mac(code: str, told: str) -> str:
    digest = salted_hmac(_SALT, f"{tidy_code(code)} {told}", algorithm="sha256").digest()
    return b32encode(digest)[:12].decode()  # 60 bits, tried one by one against a server
