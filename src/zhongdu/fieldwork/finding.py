"""Finding the institution a visit goes to: a few characters typed, a short list, one chosen."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from zhongdu.institutions.queries import Institution, for_choice, within

SHOWN = 20


@dataclass(frozen=True)
class Finding:
    """How far somebody has come: what was typed, what it may mean, and the one that was chosen."""

    q: str = ""
    found: list[Institution] = field(default_factory=list)
    more: bool = False
    chosen: Institution | None = None


def finding(request: HttpRequest, bureau: Any) -> Finding:
    """Read ``?institution=CODE`` (chosen) or ``?q=`` (looked for) within a bureau's territory."""
    code = request.POST.get("institution") or request.GET.get("institution", "")
    if code and (chosen := within(bureau).filter(code=code.upper()).first()):
        return Finding(chosen=chosen)
    q = request.GET.get("q", "").strip()[:60]
    rows = list(for_choice(bureau, q)[: SHOWN + 1]) if q else []
    return Finding(q, rows[:SHOWN], len(rows) > SHOWN)
