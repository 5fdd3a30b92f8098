"""What may be done to an appointment, by its chapters."""

from zhongdu.acts.registry import follows
from zhongdu.bureaus.acts import settling
from zhongdu.roster import kept  # noqa: F401 declares its checks
from zhongdu.roster.aftermath import raise_ground, record_letter_returned, record_transfer, set_ground_aside
from zhongdu.roster.changing import report_change, take_over_change, unmask
from zhongdu.roster.ending import end_after_hearing, end_appointment, let_term_end, tell_inability
from zhongdu.roster.finishing import fall_with_the_term_before
from zhongdu.roster.granting import activate, appoint, reissue_papers, renew, reset_sign_in
from zhongdu.roster.leaving import (
    consent_to_resignation,
    decline_resignation,
    resign,
    step_down,
    withdraw_resignation,
)
from zhongdu.roster.numbering import set_numbering
from zhongdu.roster.registering import export_register, import_register, take_in
from zhongdu.roster.renewing import decide_not_to_renew, reconsider_renewal
from zhongdu.roster.restoring import correct_ending, restore_appointment, restore_with_the_term_before
from zhongdu.roster.way_in import come_in, give_way_in

__all__ = [
    "activate",
    "appoint",
    "come_in",
    "consent_to_resignation",
    "correct_ending",
    "decide_not_to_renew",
    "decline_resignation",
    "end_after_hearing",
    "end_appointment",
    "export_register",
    "fall_with_the_term_before",
    "give_way_in",
    "import_register",
    "let_term_end",
    "raise_ground",
    "reconsider_renewal",
    "record_letter_returned",
    "record_transfer",
    "reissue_papers",
    "renew",
    "report_change",
    "reset_sign_in",
    "resign",
    "restore_appointment",
    "restore_with_the_term_before",
    "set_ground_aside",
    "set_numbering",
    "step_down",
    "take_in",
    "take_over_change",
    "tell_inability",
    "unmask",
    "withdraw_resignation",
]

for _each in (appoint, take_in, renew):
    follows(_each)(settling("pool", "register", "supervision.supervisors", "supervision.mechanism"))
