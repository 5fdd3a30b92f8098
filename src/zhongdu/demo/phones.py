"""A visit of the demo as a phone out of reach would have brought it: made up, and marked 示例 where words stand."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from zhongdu.calendar import clock
from zhongdu.law.shapes import Checklist


def brought(checklist: Checklist) -> dict[str, Any]:
    """What ``record_visit`` gets beside the record: times a question, one answer changed, a place, a clock ten minutes slow."""
    begun = clock.now() - timedelta(hours=2)
    slow = 10 * 60_000
    at = round(begun.timestamp() * 1000) - slow
    choices = [question for question in checklist.questions if question.kind == "choice"]
    steps: list[dict[str, Any]] = [
        {"question": question.name, "kind": "seen", "at": at + place * 40_000, "ms": 18_000 + 7_000 * place}
        for place, question in enumerate(choices)
    ]
    if choices:
        first = choices[0]
        changed = {"before": first.options[-1], "after": first.options[0]}
        steps.append({"question": first.name, "kind": "changed", "at": at + 400_000, **changed})
    return {
        "package": uuid4().hex,
        "capture": {
            "device": uuid4().hex[:16],
            "clock": {
                "begun_at": at, "signed_at": at + 900_000, "sent_at": at + 5_400_000, "before": slow, "sending": slow,
            },
            "steps": steps,
            "fixes": [{"at": at + 60_000, "latitude": 29.99, "longitude": 120.58, "accuracy": 18.0}],
            "pieces": [],
            "codes": [],
            "place": "taken",
        },
    }  # fmt: skip
