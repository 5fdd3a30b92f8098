"""What may be done about agreements, their breaches, what keeps somebody from settling, and disputes."""

from zhongdu.acts.registry import follows
from zhongdu.agreements import kept, taking_note  # noqa: F401 - declares its checks; follows the acts of cases
from zhongdu.agreements.answering import note_release, note_request
from zhongdu.agreements.confirming import CONFIRMED, confirm_agency_duty
from zhongdu.agreements.deciding import (
    begin_suspension,
    decide_handling,
    end_by_handling,
    take_measures,
)
from zhongdu.agreements.disputing import (
    appeal,
    decide_dispute,
    drop_dispute,
    receive_dispute,
    record_mediation,
    settle_dispute,
    take_back_appeal,
    take_up_dispute,
)
from zhongdu.agreements.ending import (
    drop_pending,
    end_along,
    keep_agreement,
    note_licence_revoked,
    propose_ending,
)
from zhongdu.agreements.following import (
    bring_proofs,
    check_rectification,
    note_check,
    record_talk,
    release_payment,
    resume_agreement,
)
from zhongdu.agreements.handling import drop_handling, hear_statement, propose_handling, state_ones_case
from zhongdu.agreements.keys import issue_settlement_key, revoke_settlement_key
from zhongdu.agreements.pointing import explain_points
from zhongdu.agreements.practising import (
    check_practitioner,
    decide_practitioner,
    drop_practitioner,
    hear_practitioner,
    propose_practitioner,
    record_practitioner_talk,
    restore_practitioner,
)
from zhongdu.agreements.recovering import (
    agree_parts,
    press_for_payment,
    record_recovered,
    take_back_recovered,
    write_off_recovery,
)
from zhongdu.agreements.repaying import lower_recovery, pay_back_recovered
from zhongdu.agreements.saying_paid import check_slip, say_paid
from zhongdu.agreements.settling import announce_turns
from zhongdu.agreements.signing import (
    apply_for_agreement,
    begin_term,
    let_expire,
    pass_assessment,
    record_review,
    sign_agreement,
    turn_down,
    write_text,
)
from zhongdu.agreements.stopping import (
    begin_own_suspension,
    end_on_request,
    keep_settlement_suspended,
    restore_settlement,
    stop_settlement,
    suspend_on_request,
)
from zhongdu.agreements.told import propose_handling_of_told, propose_practitioner_of_told
from zhongdu.agreements.undoing import undo_measures, withdraw_handling
from zhongdu.bureaus.acts import settling

__all__ = [
    "agree_parts",
    "announce_turns",
    "appeal",
    "apply_for_agreement",
    "begin_own_suspension",
    "begin_suspension",
    "begin_term",
    "bring_proofs",
    "check_practitioner",
    "check_rectification",
    "check_slip",
    "confirm_agency_duty",
    "decide_dispute",
    "decide_handling",
    "decide_practitioner",
    "drop_dispute",
    "drop_handling",
    "drop_pending",
    "drop_practitioner",
    "end_along",
    "end_by_handling",
    "end_on_request",
    "explain_points",
    "hear_practitioner",
    "hear_statement",
    "issue_settlement_key",
    "keep_agreement",
    "keep_settlement_suspended",
    "let_expire",
    "lower_recovery",
    "note_check",
    "note_licence_revoked",
    "note_release",
    "note_request",
    "pass_assessment",
    "pay_back_recovered",
    "press_for_payment",
    "propose_ending",
    "propose_handling",
    "propose_handling_of_told",
    "propose_practitioner",
    "propose_practitioner_of_told",
    "receive_dispute",
    "record_mediation",
    "record_practitioner_talk",
    "record_recovered",
    "record_review",
    "record_talk",
    "release_payment",
    "restore_practitioner",
    "restore_settlement",
    "resume_agreement",
    "revoke_settlement_key",
    "say_paid",
    "settle_dispute",
    "sign_agreement",
    "state_ones_case",
    "stop_settlement",
    "suspend_on_request",
    "take_back_appeal",
    "take_back_recovered",
    "take_measures",
    "take_up_dispute",
    "turn_down",
    "undo_measures",
    "withdraw_handling",
    "write_off_recovery",
    "write_text",
]

follows(confirm_agency_duty)(settling(*(f"agency.duty.{each}" for each in CONFIRMED)))
