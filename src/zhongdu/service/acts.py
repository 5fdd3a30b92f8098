"""What may be done about service, by its chapters."""

from zhongdu.acts.registry import follows
from zhongdu.bureaus.acts import settling
from zhongdu.service import kept  # noqa: F401 declares its checks
from zhongdu.service.assessing import (
    answer_assessment,
    approve_grade,
    assess,
    change_scheme,
    grade,
    let_stand,
    reckon_again,
    set_scheme,
    settle_assessment,
)
from zhongdu.service.attendance import (
    count_attendance,
    count_publicity,
    count_training,
    uncount_publicity,
)
from zhongdu.service.hours import (
    commend,
    confirm_service,
    correct_service,
    decline_service,
    enter_service,
    state_hours,
    state_service,
    strike_service,
)
from zhongdu.service.insuring import acknowledge_risk, note_insurance, note_risk, settle_risk
from zhongdu.service.protecting import (
    add_to_retaliation,
    answer_retaliation,
    file_retaliation,
    protect,
    take_up_retaliation,
)
from zhongdu.service.proving import outdate_proof, request_proof, withdraw_proof

__all__ = [
    "acknowledge_risk",
    "add_to_retaliation",
    "answer_assessment",
    "answer_retaliation",
    "approve_grade",
    "assess",
    "change_scheme",
    "commend",
    "confirm_service",
    "correct_service",
    "count_attendance",
    "count_publicity",
    "count_training",
    "decline_service",
    "enter_service",
    "file_retaliation",
    "grade",
    "let_stand",
    "note_insurance",
    "note_risk",
    "outdate_proof",
    "protect",
    "reckon_again",
    "request_proof",
    "set_scheme",
    "settle_assessment",
    "settle_risk",
    "state_hours",
    "state_service",
    "strike_service",
    "take_up_retaliation",
    "uncount_publicity",
    "withdraw_proof",
]

for _each in (settle_assessment, let_stand):
    follows(_each)(settling("assessment"))
