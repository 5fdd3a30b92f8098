"""What may be done with a lead, by its chapters."""

from zhongdu.acts.registry import ACTS, follows
from zhongdu.leads import alarming, searching  # noqa: F401 - what follows from acts
from zhongdu.leads.answering import (
    answer,
    answer_again,
    explain_delay,
    note_overdue,
    say_unanswered,
    take_second_look,
)
from zhongdu.leads.conversing import add_words, ask_speaker
from zhongdu.leads.filing import complete, enter_lead, file_lead, note_not_completed, report, take_over
from zhongdu.leads.grave import (
    acknowledge_from_below,
    acknowledge_grave,
    call_grave,
    call_no_longer_grave,
    note_unacknowledged,
    report_upward,
)
from zhongdu.leads.handling import (
    add_note,
    ask_about,
    assign_lead,
    hand_over,
    note_inspection,
    note_inspection_result,
    record_reply,
    tell_filing,
)
from zhongdu.leads.identity import unmask
from zhongdu.leads.inquiring import (
    answer_inquiry,
    note_answered_otherwise,
    note_reply,
    remind,
    send_inquiry,
)
from zhongdu.leads.intake import ask_to_complete, for_the_speaker, take_in
from zhongdu.leads.merging import answer_along, explain_along, merge_into, split_off
from zhongdu.leads.passing_on import mask_evidence
from zhongdu.leads.triage import (
    decline_lead,
    name_institution,
    pass_to_bureau,
    pass_to_department,
    return_for_completion,
    send_past,
    take_up,
)

__all__ = [
    "acknowledge_from_below",
    "acknowledge_grave",
    "add_note",
    "add_words",
    "answer",
    "answer_again",
    "answer_along",
    "answer_inquiry",
    "ask_about",
    "ask_speaker",
    "ask_to_complete",
    "assign_lead",
    "call_grave",
    "call_no_longer_grave",
    "complete",
    "decline_lead",
    "enter_lead",
    "explain_along",
    "explain_delay",
    "file_lead",
    "for_the_speaker",
    "hand_over",
    "mask_evidence",
    "merge_into",
    "name_institution",
    "note_answered_otherwise",
    "note_inspection",
    "note_inspection_result",
    "note_not_completed",
    "note_overdue",
    "note_reply",
    "note_unacknowledged",
    "pass_to_bureau",
    "pass_to_department",
    "record_reply",
    "remind",
    "report",
    "report_upward",
    "return_for_completion",
    "say_unanswered",
    "send_inquiry",
    "send_past",
    "split_off",
    "take_in",
    "take_over",
    "take_second_look",
    "take_up",
    "tell_filing",
    "unmask",
]

for _act in [each for each in ACTS.values() if searching.tells(each)]:
    follows(_act)(searching.after)
