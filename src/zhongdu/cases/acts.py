"""What may be done in a case, by its chapters."""

from zhongdu.cases.investigating import (
    add_evidence,
    change_handlers,
    extend_decision,
    resume_case,
    set_loss,
    start_clock,
    stop_clock,
    strike_evidence,
    suspend_case,
    terminate_case,
    weigh_case,
)
from zhongdu.cases.opening import (
    decline_case,
    extend_check,
    file_case,
    note_reporter_told,
    open_case,
    open_case_from_lead,
)
from zhongdu.cases.proposing import (
    extend_review,
    investigate_again,
    pass_review,
    report_case,
    revise_proposal,
    send_back,
)
from zhongdu.cases.unmasking import unmask

__all__ = [
    "add_evidence",
    "change_handlers",
    "decline_case",
    "extend_check",
    "extend_decision",
    "extend_review",
    "file_case",
    "investigate_again",
    "note_reporter_told",
    "open_case",
    "open_case_from_lead",
    "pass_review",
    "report_case",
    "resume_case",
    "revise_proposal",
    "send_back",
    "set_loss",
    "start_clock",
    "stop_clock",
    "strike_evidence",
    "suspend_case",
    "terminate_case",
    "unmask",
    "weigh_case",
]
