"""What may be done in selection, by its chapters."""

from zhongdu.selection.preparing import (
    appoint_reviewers,
    correct_groups,
    drop_selection,
    gather_candidates,
    name_groups,
    open_scoring,
    open_selection,
    set_criteria,
    set_ranges,
)
from zhongdu.selection.proposing import amend_proposal, confirm_selection, move_up_reserve, propose_selection
from zhongdu.selection.scoring import hand_in_scores

__all__ = [
    "amend_proposal",
    "appoint_reviewers",
    "confirm_selection",
    "correct_groups",
    "drop_selection",
    "gather_candidates",
    "hand_in_scores",
    "move_up_reserve",
    "name_groups",
    "open_scoring",
    "open_selection",
    "propose_selection",
    "set_criteria",
    "set_ranges",
]
