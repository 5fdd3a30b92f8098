"""What may be done in recruitment, by its chapters."""

from zhongdu.recruitment.asking import ask_units, call_off, unmask_recommended, write_to_units
from zhongdu.recruitment.calling import (
    add_attachments,
    amend_notice,
    close_notice,
    draft_notice,
    drop_notice,
    publish_notice,
    remove_attachment,
)
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
from zhongdu.recruitment.recommending import recommend, release
from zhongdu.recruitment.selecting import take_selection

__all__ = [
    "accept",
    "add_attachments",
    "add_outlet",
    "add_posting_proof",
    "amend_notice",
    "apply",
    "ask_units",
    "call_off",
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
    "recommend",
    "refuse_application",
    "release",
    "remove_attachment",
    "resubmit",
    "return_for_completion",
    "review",
    "second_review",
    "settle_objection",
    "take_selection",
    "unmask",
    "unmask_objector",
    "unmask_recommended",
    "withdraw",
    "write_to_units",
]
