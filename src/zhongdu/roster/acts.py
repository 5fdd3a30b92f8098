"""What may be done to an appointment, by its chapters."""

from zhongdu.roster.changing import report_change, take_over_change, unmask
from zhongdu.roster.ending import (
    consent_to_resignation,
    decline_resignation,
    end_appointment,
    fall_with_the_term_before,
    let_term_end,
    resign,
    step_down,
    tell_inability,
    withdraw_resignation,
)
from zhongdu.roster.granting import activate, appoint, reissue_papers, renew, reset_sign_in
from zhongdu.roster.numbering import set_numbering

__all__ = [
    "activate",
    "appoint",
    "consent_to_resignation",
    "decline_resignation",
    "end_appointment",
    "fall_with_the_term_before",
    "let_term_end",
    "reissue_papers",
    "renew",
    "report_change",
    "reset_sign_in",
    "resign",
    "set_numbering",
    "step_down",
    "take_over_change",
    "tell_inability",
    "unmask",
    "withdraw_resignation",
]
