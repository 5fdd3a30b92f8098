"""What may be done with other platforms and their tasks; and what follows from it: they are told."""

from zhongdu.platforms import telling  # noqa: F401 - what follows from acts is there wherever acts are
from zhongdu.platforms.connecting import (
    assign_errand,
    change_webhook,
    connect_platform,
    renew_secret,
    return_errand,
    stop_platform,
    take_errand,
)

__all__ = [
    "assign_errand",
    "change_webhook",
    "connect_platform",
    "renew_secret",
    "return_errand",
    "stop_platform",
    "take_errand",
]
