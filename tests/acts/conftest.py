"""Acts declared for one test alone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """``act``, for functions of a test: what they declare is forgotten after it."""
    from zhongdu.acts.registry import ACTS, act  # Django is not there yet when this file is read
    from zhongdu.law import reliance

    monkeypatch.setattr(reliance, "_reliances", dict(reliance._reliances))
    before = set(ACTS)

    def decorator(**declaration: Any) -> Callable[[Callable[..., Any]], Any]:
        def of(function: Callable[..., Any]) -> Any:
            function.__module__ = "zhongdu.sample.acts"
            return act(**declaration)(function)

        return of

    yield decorator
    for name in set(ACTS) - before:
        del ACTS[name]
