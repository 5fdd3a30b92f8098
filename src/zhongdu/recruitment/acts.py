"""What may be done in recruitment, by its chapters."""

from zhongdu.recruitment.calling import close_notice, draft_notice, drop_notice, publish_notice, write_to_unit
from zhongdu.recruitment.entering import apply, invite, resubmit, return_for_completion, withdraw
from zhongdu.recruitment.importing import import_applications
from zhongdu.recruitment.judging import accept, refuse_application, review, second_review
from zhongdu.recruitment.looking import unmask, unmask_objector
from zhongdu.recruitment.posting import (
    add_outlet,
    add_posting_proof,
    clear,
    extend_public_notice,
    object,
    post_for_public_notice,
    settle_objection,
)

__all__ = [
    "accept",
    "add_outlet",
    "add_posting_proof",
    "apply",
    "clear",
    "close_notice",
    "draft_notice",
    "drop_notice",
    "extend_public_notice",
    "import_applications",
    "invite",
    "object",
    "post_for_public_notice",
    "publish_notice",
    "refuse_application",
    "resubmit",
    "return_for_completion",
    "review",
    "second_review",
    "settle_objection",
    "unmask",
    "unmask_objector",
    "withdraw",
    "write_to_unit",
]
