"""What may be done in the field, and what other rooms need of it beside its queries."""

from zhongdu.acts.registry import follows
from zhongdu.bureaus.acts import settling
from zhongdu.fieldwork import (  # noqa: F401 - they declare acts of their own
    deadlines,
    joining,
    kept,
)
from zhongdu.fieldwork.asking import (
    ASKED_FOR,
    OFFICERS,
    accept_visit,
    asked_for,
    assign_visit,
    cancel_visit,
    choose_visit,
    decline_visit,
    drop_visit,
    lists,
    source,
    ways,
)
from zhongdu.fieldwork.checklists import followed_by, troubles_of
from zhongdu.fieldwork.covering import mask_photo
from zhongdu.fieldwork.own_lists import draft_list, retire_list, take_into_use
from zhongdu.fieldwork.recording import record_visit
from zhongdu.fieldwork.rules import is_trouble
from zhongdu.fieldwork.versions import add_original, add_version

__all__ = [
    "ASKED_FOR",
    "OFFICERS",
    "accept_visit",
    "add_original",
    "add_version",
    "asked_for",
    "assign_visit",
    "cancel_visit",
    "choose_visit",
    "decline_visit",
    "draft_list",
    "drop_visit",
    "followed_by",
    "is_trouble",
    "lists",
    "mask_photo",
    "record_visit",
    "retire_list",
    "source",
    "take_into_use",
    "troubles_of",
    "ways",
]

follows(assign_visit)(settling("work.assigning"))
