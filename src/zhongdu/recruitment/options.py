"""The choices that acts of recruitment offer, and how a choice about one condition is written: ``eligibility.age=met``."""

from collections.abc import Iterable
from typing import Any

from zhongdu import files
from zhongdu.calendar import clock
from zhongdu.recruitment import particulars, queries, rules
from zhongdu.recruitment.models import Finding, Notice
from zhongdu.vault.fields import FIELDS, HIDDEN
from zhongdu.vault.fields import masked as masked_value

WORKING_SET, WHOLE_FORM = "working_set", "whole_form"
APART = frozenset({"id_number", "phone", "address"})  # looked at one by one, each for its own reason

VIEWS = ((rules.AGREES, "同意"), (rules.DISAGREES, "不同意"))
_VERDICTS = dict(Finding.Verdict.choices)
_PREFERENCE = {rules.MET: "属于", rules.UNMET: "不属于"}


def channels(office: Any, law: Any) -> list[tuple[str, str]]:
    return [(each.name, f"{each.label}（{each.address.citation}）") for each in law.family("channel")]


def notices(office: Any, law: Any) -> list[tuple[str, str]]:
    return [(row.number, row.title) for row in queries.open_notices().filter(bureau=office.bureau)]


def unit_channels(subject: Any, law: Any) -> list[tuple[str, str]]:
    """The channels in which units recommend, for a notice or for a bureau."""
    if isinstance(subject, Notice):
        ways = [way for way in rules.by_units(law.family("channel")) if way.name in subject.channels]
    else:
        ways = queries.unit_ways(subject.bureau, law)
    return [(each.name, f"{each.label}（{each.address.citation}）") for each in ways]


def notices_above(office: Any, law: Any) -> list[tuple[str, str]]:
    """The notices now open of the bureau that recruits where this one stands."""
    to = queries.recruiting_for(office.bureau, law)
    return [(row.number, row.title) for row in queries.open_notices().filter(bureau=to)]


def attachments(notice: Any, law: Any) -> list[tuple[str, str]]:
    """The files that go with a notice, by their names."""
    kept = list(files.attached(notice.number, queries.ATTACHED))
    names = files.names(kept)
    return [(each.public_id, names[each.public_id]) for each in kept]


def verdict_label(look: rules.Look, verdict: str) -> str:
    return (_PREFERENCE if look.is_preference else _VERDICTS)[verdict]


def verdicts(application: Any, law: Any) -> list[tuple[str, str]]:
    return [
        (f"{look.name}={verdict}", f"{look.bound.label}：{verdict_label(look, verdict)}")
        for look in queries.looks_of(application, law, clock.today())
        for verdict in (rules.MET, rules.DEPARTS, rules.UNMET)
        if verdict != rules.DEPARTS or not look.is_preference
    ]


def views(application: Any, law: Any) -> list[tuple[str, str]]:
    """What a second reviewer may say of each finding."""
    return [
        (f"{name}={view}", f"{law.rule(name).label}：{says}")
        for name in queries.findings_of(application)
        if law.find(name)
        for view, says in VIEWS
    ]


def marks(application: Any, law: Any) -> list[tuple[str, str]]:
    return [
        (f"{each.name}={option}", option)
        for each in law.family("eligibility")
        for option in each.rule.options
    ]


def by_condition(choices: Iterable[str]) -> dict[str, str]:
    """``["eligibility.age=met"]`` → ``{"eligibility.age": "met"}``."""
    return {name: rest for name, _, rest in (choice.partition("=") for choice in choices)}


def marked(choices: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, _, option in (choice.partition("=") for choice in choices):
        found.setdefault(name, []).append(option)
    return found


def masked(application: Any, law: Any) -> list[tuple[str, str]]:
    """What an officer may ask to see: what review needs, in one go; what identifies, one by one."""
    questions = particulars.asked(law)
    fields = [
        each
        for each in (*questions.fields, *questions.apart)
        if each.kind not in {"photo", "check", "signature"} and each.name != "signed_on"
    ]
    together = "、".join(each.label for each in fields if each.name not in APART)
    return [
        (WORKING_SET, f"审核需要的各项（{together}、照片）"),
        *((each.name, each.label) for each in fields if each.name in APART),
        (WHOLE_FORM, "整份报名表（打印、存档）"),
    ]


def opened(asked_for: Iterable[str], names: Iterable[str]) -> set[str]:
    """The fields that may be shown whole, given what was asked for."""
    wanted = set(asked_for)
    return {
        name
        for name in names
        if name in wanted or WHOLE_FORM in wanted or (WORKING_SET in wanted and name not in APART)
    }


def starred(name: str, value: Any) -> str:
    """A value with its tell-tale part hidden; a field of a bureau's own form, which nobody classified, whole."""
    return masked_value(name, value) if name in FIELDS else HIDDEN
