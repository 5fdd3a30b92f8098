"""The evidence of leads: kept as the kit keeps it; officers' own material beside it."""

from zhongdu.kit.evidence import (
    KIND,
    MOST,
    attachment_or_404,
    called,
    draft_owner,
    forget,
    new_key,
    receive,
    serve,
    serve_preview,
    wait,
    waiting,
)

__all__ = [
    "INTERNAL", "KIND", "MOST", "attachment_or_404", "called", "draft_owner", "forget", "new_key", "receive", "serve",
    "serve_preview", "wait", "waiting",
]  # fmt: skip

INTERNAL = "lead_internal"  # never the speaker's to see
