"""What may be done about discipline, by its chapters; and what follows from others' acts."""

from zhongdu.discipline import telling  # noqa: F401 - what follows from acts is there wherever acts are
from zhongdu.discipline.bringing import (
    approve_publishing,
    ask_to_publish,
    decline_publishing,
    log_obstruction,
    settle_obstruction,
    take_up_obstruction,
    withdraw_request,
)
from zhongdu.discipline.complaining import answer_complaint, complain, examine_complaint, open_case, unmask
from zhongdu.discipline.hearing import (
    add_finding,
    answer_breach,
    decide_breach,
    note_silence,
    open_breach,
    record_hearing,
    tell_person,
)
from zhongdu.discipline.pledging import (
    confirm_interests,
    declare_interest,
    end_interest,
    sign_undertaking,
    word_undertaking,
)
from zhongdu.discipline.recusing import ask_recusal, judge_recusal

__all__ = [
    "add_finding",
    "answer_breach",
    "answer_complaint",
    "approve_publishing",
    "ask_recusal",
    "ask_to_publish",
    "complain",
    "confirm_interests",
    "decide_breach",
    "declare_interest",
    "decline_publishing",
    "end_interest",
    "examine_complaint",
    "judge_recusal",
    "log_obstruction",
    "note_silence",
    "open_breach",
    "open_case",
    "record_hearing",
    "settle_obstruction",
    "sign_undertaking",
    "take_up_obstruction",
    "tell_person",
    "unmask",
    "withdraw_request",
    "word_undertaking",
]
