"""What may be done about publicity work: planning, doing and correcting it, and taking part in it."""

from zhongdu.acts.registry import follows
from zhongdu.bureaus.acts import settling
from zhongdu.publicity import kept  # noqa: F401 declares its check
from zhongdu.publicity.joining import (
    ask_to_take_part,
    decline_publicity,
    join_publicity,
    note_taking_part,
    strike_taking_part,
    take_part,
)
from zhongdu.publicity.planning import (
    add_publicity_files,
    call_off_publicity,
    change_publicity,
    correct_publicity,
    enter_publicity,
    plan_publicity,
    record_publicity,
)
from zhongdu.publicity.rules import DUTY

__all__ = [
    "add_publicity_files",
    "ask_to_take_part",
    "call_off_publicity",
    "change_publicity",
    "correct_publicity",
    "decline_publicity",
    "enter_publicity",
    "join_publicity",
    "note_taking_part",
    "plan_publicity",
    "record_publicity",
    "strike_taking_part",
    "take_part",
]

for _each in (record_publicity, enter_publicity, correct_publicity):
    follows(_each)(settling(DUTY))
