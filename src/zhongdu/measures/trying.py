"""A draft's own cases: a situation and what should come of it, kept in the form in which packs ship theirs."""

import json
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import ValidationError

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.law import drafting
from zhongdu.law.cases import Case, Table, cases_in
from zhongdu.law.pack import Pack
from zhongdu.law.speaking import sentence
from zhongdu.measures.models import DRAFTERS, Draft

State = Draft.State
WRITABLE = [State.WRITING, State.CONSULTED]


@act(on=Draft, by=DRAFTERS, when=WRITABLE)
def write_case(
    draft: Draft,
    deed: Doing,
    *,
    says: Annotated[str, Says("案例", hint="一句话：什么情形，应得什么结果", plain=True, most=200)],
    case: Annotated[str, Says("问什么、给出什么、应得什么（JSON）", words=True, plain=True, most=10_000)],
    before: Annotated[
        str, Says("改的是哪个案例", hint="原来的那句话；新写的不填", plain=True, most=200)
    ] = "",
) -> None:
    """写案例

    A case of the draft is written, or written anew: what it asks, the facts, what should come out.
    """
    if says != before and says in {each.says for each in own_cases(draft)}:
        deed.refuse("said_already", "已经有这样一个案例，请换一句话，或者去改它。", beside="says")
    try:
        found = Table.model_validate(dated({"says": says, **json.loads(case)}))
    except ValidationError as wrong:
        deed.refuse("bad_case", "".join(sentence(each, Table) for each in wrong.errors()), beside="case")
    except (ValueError, TypeError):
        deed.refuse("bad_case", "内容不是 JSON，或者日期写得不对。", beside="case")
    written = found.model_dump(exclude_unset=True, by_alias=True)
    draft.cases = drafting.with_case(draft.cases, written, before)


@act(on=Draft, by=DRAFTERS, when=WRITABLE, grave=True)
def drop_case(
    draft: Draft,
    deed: Doing,
    *,
    says: Annotated[
        str, Says("案例", options=lambda draft, law: [(each.says, each.says) for each in own_cases(draft)])
    ],
) -> None:
    """删案例

    A case of the draft is taken out.
    """
    draft.cases = drafting.without_case(draft.cases, says)


def own_cases(draft: Draft) -> list[Case]:
    return cases_in(draft.cases, "cases.toml")


def cases_of(pack: Pack) -> str:
    """The cases that came with a pack, as they are written; "" where it brought none."""
    path = pack.folder / "cases.toml" if pack.folder else None
    return path.read_text("utf-8") if path and path.exists() else ""


def dated(table: dict[str, Any]) -> dict[str, Any]:
    """A case as JSON has it, with its days as days: those given, and the last day where a period is asked."""
    given = {
        key: _day(value) if key in {"born", "on"} else value for key, value in table.get("given", {}).items()
    }
    found = {**table, **({"given": given} if given else {})}
    if found.get("from"):
        found |= {"from": _day(found["from"]), "expect": _day(found.get("expect"))}
    return found


def _day(value: Any) -> Any:
    """2026-09-29 is a day, 2026-09-29T08:30 a moment; anything else stays what it is."""
    if not isinstance(value, str):
        return value
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
