"""What may be done to an appointment, by its three chapters."""

from zhongdu.roster.changing import report_change, take_over_change, unmask
from zhongdu.roster.ending import (
    consent_to_resignation,
    decline_resignation,
    end_after_hearing,
    end_appointment,
    fall_with_the_term_before,
    let_term_end,
    resign,
    step_down,
    tell_inability,
    withdraw_resignation,
)
from zhongdu.roster.granting import activate, appoint, renew, reset_sign_in

__all__ = [
    "activate",
    "appoint",
    "consent_to_resignation",
    "decline_resignation",
    "end_after_hearing",
    "end_appointment",
    "fall_with_the_term_before",
    "let_term_end",
    "renew",
    "report_change",
    "reset_sign_in",
    "resign",
    "step_down",
    "take_over_change",
    "tell_inability",
    "unmask",
    "withdraw_resignation",
]
