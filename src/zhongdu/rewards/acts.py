"""What may be done about rewards, from considering one to paying it."""

from zhongdu.rewards.approving import approve_reward, check_reward, note_approval_above
from zhongdu.rewards.computing import compute_reward, send_back, take_share
from zhongdu.rewards.considering import consider_reward, refuse_reward, reopen_reward, return_share
from zhongdu.rewards.granting import (
    claim_reward,
    correct_account,
    let_lapse,
    pay_reward,
    query_account,
    record_claim,
    tell_reporter,
    unmask,
    waive_reward,
)
from zhongdu.rewards.scans import attach_form

__all__ = [
    "approve_reward",
    "attach_form",
    "check_reward",
    "claim_reward",
    "compute_reward",
    "consider_reward",
    "correct_account",
    "let_lapse",
    "note_approval_above",
    "pay_reward",
    "query_account",
    "record_claim",
    "refuse_reward",
    "reopen_reward",
    "return_share",
    "send_back",
    "take_share",
    "tell_reporter",
    "unmask",
    "waive_reward",
]
