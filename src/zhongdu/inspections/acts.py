"""What may be done about inspections, by their chapters."""

from zhongdu.inspections.opening import (
    add_respondent,
    assign_inspection,
    call_off,
    inspect_lead,
    inspect_stop,
    open_inspection,
)
from zhongdu.inspections.team import name_team, replace_member, say_conflict, show_papers, unmask

__all__ = [
    "add_respondent",
    "assign_inspection",
    "call_off",
    "inspect_lead",
    "inspect_stop",
    "name_team",
    "open_inspection",
    "replace_member",
    "say_conflict",
    "show_papers",
    "unmask",
]
