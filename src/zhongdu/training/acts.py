"""What may be done with courses, by those who teach and those who learn."""

from zhongdu.acts.registry import follows
from zhongdu.bureaus.acts import settling
from zhongdu.training import kept  # noqa: F401 declares its checks
from zhongdu.training.classroom import (
    call_class,
    end_class,
    finish_class,
    sign_in_to_class,
    strike_class,
    tick_in_to_class,
)
from zhongdu.training.learning import (
    begin_test,
    complete_study,
    give_another_try,
    hand_in_test,
    note_completion,
    withdraw_certificate,
)
from zhongdu.training.rules import LAW
from zhongdu.training.teaching import (
    add_material,
    add_question,
    change_course,
    close_course,
    draft_course,
    extend_course,
    open_course,
    retire_question,
    withdraw_material,
)

__all__ = [
    "add_material",
    "add_question",
    "begin_test",
    "call_class",
    "change_course",
    "close_course",
    "complete_study",
    "draft_course",
    "end_class",
    "extend_course",
    "finish_class",
    "give_another_try",
    "hand_in_test",
    "note_completion",
    "open_course",
    "retire_question",
    "sign_in_to_class",
    "strike_class",
    "tick_in_to_class",
    "withdraw_certificate",
    "withdraw_material",
]

for _each in (complete_study, finish_class, hand_in_test, note_completion):
    follows(_each)(settling(*LAW))
