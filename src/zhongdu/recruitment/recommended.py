"""Whom a unit recommends, as it types them and as they are taken: no more of each than it takes to reach and weigh
them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhongdu.vault.identity import BadNumber, read_phone

MOST, FIRST = 20, 2  # people on one list; rows shown at first
ROW = ("name", "phone", "employer", "why")
CONTACT = ("contact_name", "contact_phone")
LABELS = {
    "name": "姓名", "phone": "联系电话", "employer": "工作单位和职务", "why": "推荐理由",
    "contact_name": "经办人", "contact_phone": "经办人电话",
}  # fmt: skip
LONGEST = {"name": 50, "phone": 30, "employer": 60, "why": 300, "contact_name": 50, "contact_phone": 30}


@dataclass
class List:
    """A unit's list, read: ``people`` and ``contact`` as the vault keeps them, ``wrong`` a sentence beside each field."""

    people: list[dict[str, str]] = field(default_factory=list)
    contact: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def shown_rows(typed: Mapping[str, Any]) -> int:
    """How many rows the page has: those it was asked for, and never fewer than are filled in."""
    filled = [at for at in range(1, MOST + 1) if any(typed.get(f"{name}-{at}") for name in ROW)]
    asked = typed.get("rows", "")
    return min(MOST, max(FIRST, int(asked) if str(asked).isdecimal() else 0, *filled, 0))


def read(typed: Mapping[str, Any]) -> List:
    """What was typed, read. Raises nothing: every mistake is a sentence; rows left empty are no mistake."""
    made = List()
    for name in CONTACT:
        made.contact[name] = _value(name, name, typed, made.wrong)
    for at in range(1, MOST + 1):
        if any(_tidy(typed.get(f"{name}-{at}")) for name in ROW):
            made.people.append({name: _value(name, f"{name}-{at}", typed, made.wrong) for name in ROW})
    if not made.people:
        made.wrong["name-1"] = "请至少推荐一个人。"
    _not_twice(typed, made)
    return made


def _value(name: str, key: str, typed: Mapping[str, Any], wrong: dict[str, str]) -> str:
    text, label = _tidy(typed.get(key)), LABELS[name]
    if not text:
        wrong[key] = f"请填写{label}。"
    elif len(text) > LONGEST[name]:
        wrong[key] = f"{label}最多{LONGEST[name]}个字，现在是{len(text)}个字。"
    elif name == "phone":
        try:
            return read_phone(text)
        except BadNumber as bad:
            wrong[key] = bad.message
    return text


def _not_twice(typed: Mapping[str, Any], made: List) -> None:
    seen = set[tuple[str, str]]()
    for at in range(1, MOST + 1):
        who = (_tidy(typed.get(f"name-{at}")), _tidy(typed.get(f"phone-{at}")))
        if all(who) and who in seen:
            made.wrong[f"name-{at}"] = "这个人上面已经填过了。"
        seen.add(who)


def _tidy(value: Any) -> str:
    return " ".join(str(value or "").split())
