"""What may be done with documents, briefings and bulletins."""

from zhongdu.briefings.sending import drop_briefing, remind_unread, send_briefing, withdraw_briefing
from zhongdu.briefings.writing import (
    change_briefing,
    change_period,
    clear_figures,
    draft_briefing,
    draft_bulletin,
    enter_figures,
    take_from_books,
)

__all__ = [
    "change_briefing",
    "change_period",
    "clear_figures",
    "draft_briefing",
    "draft_bulletin",
    "drop_briefing",
    "enter_figures",
    "remind_unread",
    "send_briefing",
    "take_from_books",
    "withdraw_briefing",
]
