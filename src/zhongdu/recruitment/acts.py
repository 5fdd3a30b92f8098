"""What may be done in recruitment, by its chapters."""

from zhongdu.recruitment.calling import close_notice, draft_notice, drop_notice, publish_notice, write_to_unit
from zhongdu.recruitment.entering import apply, invite, resubmit, return_for_completion, withdraw
from zhongdu.recruitment.judging import accept, refuse_application, review
from zhongdu.recruitment.looking import unmask, unmask_objector
from zhongdu.recruitment.posting import clear, object, post_for_public_notice, settle_objection
from zhongdu.recruitment.selecting import take_selection

__all__ = [
    "accept",
    "apply",
    "clear",
    "close_notice",
    "draft_notice",
    "drop_notice",
    "invite",
    "object",
    "post_for_public_notice",
    "publish_notice",
    "refuse_application",
    "resubmit",
    "return_for_completion",
    "review",
    "settle_objection",
    "take_selection",
    "unmask",
    "unmask_objector",
    "withdraw",
    "write_to_unit",
]
