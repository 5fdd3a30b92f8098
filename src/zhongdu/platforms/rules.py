"""Checking requests of other platforms, which sign as we do (``messages.wire``). Pure."""

import hmac

WINDOW = 300  # seconds a request's time may differ from ours, either way
SHORTEST_NONCE, LONGEST_NONCE = 8, 64


def same(one: str, other: str) -> bool:
    """Whether two signatures are the same, in constant time."""
    return hmac.compare_digest(one.lower().encode(), other.lower().encode())


def within_window(time: str, now: int) -> bool:
    """Whether a request's time is near enough to ours."""
    return time.isascii() and time.isdigit() and len(time) <= 12 and abs(int(time) - now) <= WINDOW
