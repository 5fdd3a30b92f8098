"""What a sample of a page is: the rest of its address, and whose it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from zhongdu.files import attached
from zhongdu.scope.actor import Actor

PASS, REDIRECT, FORBIDDEN, MISSING, CONFLICT = 200, 302, 403, 404, 409


@dataclass
class Sample:
    """A real object for one page: the rest of its address, and whose it is."""

    kwargs: dict[str, Any] = field(default_factory=dict)
    matter: Any = None
    meant: Callable[[Actor], bool] | None = None  # who besides the declared roles, where no matter says so
    cookie: str = ""  # the receipt code the holder's browser still keeps
    first: tuple[str, dict[str, str]] | None = None  # an act the visitor has to do before, and its inputs
    otherwise: int = FORBIDDEN  # what those get who may not do it
    answers: tuple[int, ...] = (PASS,)  # what those get who may open the page
    opens_session: bool = False  # whoever shows a secret there is known by it from then on


def of(matter: Any, **more: Any) -> Sample:
    return Sample({"number": matter.number}, matter, **more)


def file_of(matter: Any, kind: str, called: str = "file", **more: Any) -> Sample:
    kept = attached(matter.number, kind).first()
    return Sample({"number": matter.number, called: kept.public_id, **more}, matter)


def coded(matter: Any, sample: Sample) -> Sample:
    """A page of whoever has shown the code, and of nobody whose name the matter bears."""
    sample.meant = lambda actor: matter.number in actor.holds
    return sample


def do(act: str, matter: Any) -> Sample:
    return Sample({"act": act, "number": matter.number}, matter)


def at(*places: Any) -> Callable[[Actor], bool]:
    """Officers whose territory one of these bureaus lies in."""
    return lambda actor: any(
        place.bureau.path.startswith(post.path) for place in places for post in actor.posts
    )
