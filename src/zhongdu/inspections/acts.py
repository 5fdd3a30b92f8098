"""What may be done about inspections, by their chapters."""

from zhongdu.acts.registry import follows
from zhongdu.bureaus.acts import settling
from zhongdu.inspections import kept  # noqa: F401 declares its checks
from zhongdu.inspections.campaigning import (
    draw_campaign,
    drop_campaign,
    name_campaign,
    plan_campaign,
    send_out,
)
from zhongdu.inspections.closing import (
    close_inspection,
    deliver_result,
    note_case,
    publish_result,
    send_back,
    write_report,
)
from zhongdu.inspections.cooperating import (
    go_on_suspending,
    note_obstruction,
    resume_settlement,
    suspend_settlement,
)
from zhongdu.inspections.demanding import demand_documents, note_documents, remind_of_demand
from zhongdu.inspections.evidence import check_evidence, hand_over_material, propose_evidence
from zhongdu.inspections.measuring import (
    copy_material,
    engage_third_party,
    enter_premises,
    question_people,
    take_in_opinion,
    take_other_measure,
)
from zhongdu.inspections.opening import (  # the words of its inputs are for acts of other rooms that begin one
    ALLEGATIONS,
    DUE,
    TELLS,
    TITLE,
    WAY,
    WORDS,
    add_respondent,
    assign_inspection,
    call_off,
    inspect_lead,
    inspect_stop,
    inspect_told,
    open_inspection,
)
from zhongdu.inspections.recording import seal_record
from zhongdu.inspections.sealing import (
    approve_sealing,
    carry_out_sealing,
    drop_sealing,
    exclude_testing,
    extend_sealing,
    lift_sealing,
    refuse_sealing,
    remind_of_sealing,
    seal_items,
)
from zhongdu.inspections.team import (
    name_team,
    replace_member,
    say_conflict,
    show_papers,
    show_papers_later,
    unmask,
)

__all__ = [
    "ALLEGATIONS", "DUE", "TELLS", "TITLE", "WAY", "WORDS",
    "add_respondent", "approve_sealing", "assign_inspection", "call_off", "carry_out_sealing", "check_evidence",
    "close_inspection", "copy_material", "deliver_result", "demand_documents", "draw_campaign", "drop_campaign", "drop_sealing", "engage_third_party",
    "enter_premises", "exclude_testing", "extend_sealing", "go_on_suspending", "hand_over_material", "inspect_lead",
    "inspect_stop", "inspect_told", "lift_sealing", "name_campaign", "name_team", "note_case", "note_documents", "note_obstruction", "open_inspection", "plan_campaign",
    "propose_evidence", "publish_result", "question_people", "refuse_sealing", "remind_of_demand", "remind_of_sealing",
    "replace_member", "resume_settlement", "say_conflict", "seal_items", "seal_record", "send_back", "send_out", "show_papers",
    "show_papers_later",
    "suspend_settlement", "take_in_opinion", "take_other_measure", "unmask", "write_report",
]  # fmt: skip

follows(publish_result)(settling("inspection.results_published"))
