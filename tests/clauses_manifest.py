"""Which tests exercise which clauses, read off the markers of the collected suite.

``pytest --collect-only --write-clauses`` writes ``src/zhongdu/law/tests.json``; the trace reads it.
"""

import json
from typing import Any

import pytest

from zhongdu.law.trace import MANIFEST


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-clauses", action="store_true", help="write the manifest of clauses and tests")
    parser.addoption(
        "--write-pictures", action="store_true", help="put the documents' pictures into docs/pictures"
    )
    parser.addoption("--check-clauses", action="store_true", help="fail when the manifest is not fresh")


def manifest(items: list[pytest.Item]) -> dict[str, list[str]]:
    """Clause → names of the tests that exercise it, both sorted; parametrised tests count once."""
    found: dict[str, set[str]] = {}
    for item in items:
        for marker in item.iter_markers("clauses"):
            for address in marker.args:
                found.setdefault(address, set()).add(item.nodeid.partition("[")[0])
    return {address: sorted(found[address]) for address in sorted(found)}


def pytest_collection_finish(session: Any) -> None:
    if session.config.getoption("--write-clauses"):
        MANIFEST.write_text(json.dumps(manifest(session.items), ensure_ascii=False, indent=1) + "\n", "utf-8")
    if session.config.getoption("--check-clauses") and manifest(session.items) != json.loads(
        MANIFEST.read_text("utf-8")
    ):
        raise pytest.UsageError(
            "src/zhongdu/law/tests.json is stale: run pytest --collect-only -q --write-clauses"
        )
