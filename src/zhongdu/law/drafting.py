"""Writing a pack's document: a new measure begun from another, its rules and clauses changed one by one.

The document is the same TOML that ships in ``law/``; these functions take its text and give it back changed.
"""

import tomllib
from datetime import date
from typing import Any

from zhongdu.law.pack import Pack, bindable, leads_somewhere
from zhongdu.law.vocabulary import vocabulary

Table = dict[str, Any]
_OF_AN_ISSUED = ("number", "signed", "printed", "commences")
_OF_THE_OLD = (*_OF_AN_ISSUED, "source", "tension")  # what a new measure does not take over


def read_document(text: str) -> Table:
    return tomllib.loads(text)


def written(document: Table) -> str:
    """The document as text: the measure itself, its clauses, then its rules in the order of the vocabulary."""
    import tomli_w

    plain = {key: value for key, value in document.items() if not isinstance(value, dict)}
    first: Table = {key: document[key] for key in ("instrument", "clause") if key in document}
    order = list(dict.fromkeys(word.partition(".")[0] for word in vocabulary()))
    rules = {key: document[key] for key in order if isinstance(document.get(key), dict)}
    return tomli_w.dumps({**plain, **first, **rules, **{k: v for k, v in document.items() if k not in rules}})


def begun(base: Pack, **head: Any) -> str:
    """A new draft with the clauses and rules of a measure; over the national base, an empty one."""
    document = {} if base.head.about == "base" else read_document(base.text)
    for key in _OF_THE_OLD:
        document.pop(key, None)
    extends = base.code if base.head.about == "base" else base.head.extends
    taken = {"about": document.get("about", "supervisors"), **head, "status": "draft", "extends": extends}
    rest = {key: value for key, value in document.items() if key not in taken and key != "clause"}
    clauses = {
        path: _unconsulted(each) for path, each in document.get("clause", {}).items() if path != "notice"
    }
    rest.get("measure", {}).pop("consultation", None)
    return written({**taken, "clause": clauses, **rest})


def taken_over(text: str, **head: Any) -> str:
    """A document brought from elsewhere, made this bureau's own draft: without number and dates."""
    document = {key: value for key, value in read_document(text).items() if key not in _OF_AN_ISSUED}
    return written({**document, **head, "status": "draft"})


def _unconsulted(clause: Table) -> Table:
    return {key: value for key, value in clause.items() if value}


def rule_of(text: str, name: str) -> Table:
    """The table of a rule, without the deeper rules that stand in it; empty where there is none."""
    table = _at(read_document(text), name.split("."))
    return {key: value for key, value in table.items() if not _is_deeper(name, key, value)}


def rules_in(text: str) -> dict[str, Table]:
    """Every rule of a document by its name, complete or not."""
    found: dict[str, Table] = {}
    document = read_document(text)

    def walk(table: Table, path: tuple[str, ...]) -> None:
        name = ".".join(path)
        if bindable(path) and (own := {k: v for k, v in table.items() if not _is_deeper(name, k, v)}):
            found[name] = own
        for key, value in table.items():
            if isinstance(value, dict) and _is_deeper(name, key, value):
                walk(value, (*path, key))

    for key, value in document.items():
        if isinstance(value, dict) and key not in {"clause", "instrument"}:
            walk(value, (key,))
    return found


def with_rule(text: str, name: str, rule: Table) -> str:
    """The document with a rule put in the place of what stood there."""
    document = read_document(text)
    table = document
    for part in name.split("."):
        table = table.setdefault(part, {})
    deeper = {key: value for key, value in table.items() if _is_deeper(name, key, value)}
    table.clear()
    table.update({**rule, **deeper})
    return written(document)


def without_rule(text: str, name: str) -> str:
    return written(_pruned(read_document(with_rule(text, name, {})), name.split(".")))


def with_clause(text: str, path: str, kind: str, gist: str) -> str:
    document = read_document(text)
    document.setdefault("clause", {})[path] = {"kind": kind, "gist": gist}
    return written(document)


def without_clause(text: str, path: str) -> str:
    document = read_document(text)
    document.get("clause", {}).pop(path, None)
    return written(document)


def with_case(text: str, case: Table, before: str = "") -> str:
    """The cases (``cases.toml``) with one put in: in the place of the one told by the sentence ``before``, else last."""
    tables: list[Table] = read_document(text).get("case", [])
    at = next((i for i, each in enumerate(tables) if each.get("says") == before), len(tables))
    return _cases_written([*tables[:at], case, *tables[at + 1 :]])


def without_case(text: str, says: str) -> str:
    return _cases_written([each for each in read_document(text).get("case", []) if each.get("says") != says])


def _cases_written(tables: list[Table]) -> str:
    import tomli_w

    return tomli_w.dumps({"case": tables}) if tables else ""


def with_head(text: str, **head: Any) -> str:
    """The document with facts of the measure itself: its title, number, dates. What is none is taken out."""
    document = read_document(text)
    document = {**document, **{key: value for key, value in head.items() if value not in (None, "")}}
    for key in [key for key, value in head.items() if value in (None, "")]:
        document.pop(key, None)
    return written(document)


def with_consultation(text: str, until: date, says: str, levels: list[str]) -> str:
    """The document with the notice under which it is sent out for comment: who owes a written reply, by when.

    A document that brings such a notice keeps its rule; only the day is the one it is sent out with.
    """
    new: Table = {
        "clause": "notice",
        "strength": "must",
        "label": "书面反馈意见并盖章，没有意见也要反馈",
        "levels": levels,
    }
    rule = {**(rule_of(text, "measure.consultation") or new), "until": until}
    return with_rule(with_clause(text, "notice", "duty", says), "measure.consultation", rule)


def _at(document: Table, parts: list[str]) -> Table:
    for part in parts:
        document = document.get(part, {})
    return document


def _is_deeper(name: str, key: str, value: Any) -> bool:
    """Whether a table in a rule's table is not part of it, but a rule of its own: ``training.for_supervisors``."""
    return isinstance(value, dict) and leads_somewhere((*name.split("."), key))


def _pruned(document: Table, parts: list[str]) -> Table:
    """Without the tables on the way to a rule that are empty now."""
    for end in range(len(parts), 0, -1):
        above = _at(document, parts[: end - 1])
        if above.get(parts[end - 1]) == {}:
            del above[parts[end - 1]]
    return document
