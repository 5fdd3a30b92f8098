"""Declaring acts. An act is the only way state changes, and its declaration says all there is to say of it.

::

    @act(on=Application, moves={State.ACCEPTED: State.ON_PUBLIC_NOTICE}, by=Role.RECRUITER,
         at="level.recruiting", under=["public_notice.period"], where="public_notice.period",
         opens=[Opens("public_notice.period", since="posted_on")])
    def post_for_public_notice(application, deed, *, posted_on: Annotated[date, Says("公示发布日期")]):
        \"\"\"发布公示

        Put a preselected person before the public; the clock runs from the day after posting.
        \"\"\"
        application.posted_on = posted_on

The docstring's first line is what the button says.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from zhongdu.acts.inputs import Inputs
from zhongdu.acts.models import Matter
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rely
from zhongdu.scope.roles import Role

Reach = Literal["own", "shared", "above", "territory"]


@dataclass(frozen=True)
class Opens:
    """A duty the act opens: its concept, the input its clock starts from, the input or field that fixes its last day."""

    concept: str
    since: str = ""
    due: str = ""
    owed_by: Callable[[Any], Any] | None = None  # the user who owes it; without it the bureau does
    owed_to: Callable[[Any], Any] | None = None  # the user who is owed


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act as it was declared, and what follows from that."""

    function: Callable[..., Any]
    on: type[Matter]  # the kind of matter it happens to
    by: tuple[Role, ...]  # the roles that may
    creates: type[Matter] | None  # the kind it opens, when it opens one
    moves: Mapping[str, str]  # from state to state
    when: frozenset[str]  # the states it may happen in without moving
    at: str  # the concept that says which levels of bureau may
    reach: Reach  # whose matters: the "own" bureau's, "shared" by a bureau above, seen from just "above", of the whole "territory"
    under: tuple[str, ...]  # the concepts it carries out
    where: str  # it exists only where the law has this concept
    provided: Callable[[Any, Any], str] | None  # (subject, law) -> why it cannot be done now, or ""
    opens: tuple[Opens, ...]  # duties
    meets: tuple[str, ...]  # the concepts of duties that are met by it
    closes: bool  # what is still owed in the matter is void
    grave: bool  # asks to confirm
    tells: str  # what a person should know before, a sentence in Chinese
    exceptional: bool  # beside the ordinary course: offered after the acts that are in it
    at_once: (
        bool  # many may do it at the same moment: what it opens does not depend on what else was opened here
    )

    @cached_property
    def name(self) -> str:
        """``recruitment.publish_notice``: the room and the function."""
        return f"{self.function.__module__.split('.')[-2]}.{self.function.__name__}"

    @property
    def verb(self) -> str:
        return self.function.__name__

    @cached_property
    def label(self) -> str:
        """What the button says."""
        return (self.function.__doc__ or "").strip().partition("\n")[0].strip()

    @cached_property
    def says(self) -> str:
        """What it does, in English, for whoever reads the list of acts."""
        return " ".join((self.function.__doc__ or "").strip().partition("\n")[2].split())

    @cached_property
    def inputs(self) -> Inputs:
        return Inputs.of(self.function)

    @property
    def changes_subject(self) -> bool:
        """Whether the matter itself is written and gets an event; else only what the act opens."""
        return bool(self.moves) or not self.creates

    @property
    def concepts(self) -> tuple[str, ...]:
        """Every concept of the law it stands on."""
        words = [*self.under, self.where, self.at, *(opens.concept for opens in self.opens), *self.meets]
        return tuple(dict.fromkeys(word for word in words if word))

    def starts_from(self, state: str) -> bool:
        states = {*self.moves, *self.when}
        return state in states or not states

    def clauses(self, law: Law) -> list[str]:
        """The clauses it carries out under a law. A whole family is cited only by naming its members."""
        found = [bound for word in (*self.under, self.where) if word and (bound := law.find(word))]
        return list(dict.fromkeys(str(address) for bound in found for address in bound.addresses))


ACTS: dict[str, Act] = {}


def act(
    *,
    on: type[Matter],
    by: Role | Iterable[Role],
    under: str | Iterable[str] = (),
    creates: type[Matter] | None = None,
    moves: Mapping[Any, Any] | None = None,
    when: Iterable[Any] = (),
    at: str = "",
    reach: Reach = "own",
    where: str = "",
    provided: Callable[[Any, Any], str] | None = None,
    opens: Iterable[Opens] = (),
    meets: Iterable[str] = (),
    closes: bool = False,
    grave: bool = False,
    tells: str = "",
    exceptional: bool = False,
    at_once: bool = False,
) -> Callable[[Callable[..., Any]], Act]:
    """Declare an act: the fields of :class:`Act`, one or many where there may be several."""

    def declare(function: Callable[..., Any]) -> Act:
        declared = Act(
            function=function, on=on, by=(by,) if isinstance(by, Role) else tuple(by), creates=creates,
            moves={str(start): str(end) for start, end in (moves or {}).items()}, when=frozenset(map(str, when)),
            at=at, reach=reach, under=(under,) if isinstance(under, str) else tuple(under), where=where,
            provided=provided, opens=tuple(opens), meets=tuple(meets), closes=closes, grave=grave, tells=tells,
            exceptional=exceptional, at_once=at_once,
        )  # fmt: skip
        if not declared.label:
            raise TypeError(f"{declared.name}: the docstring's first line names the act for people")
        if at_once and declared.changes_subject:
            raise TypeError(f"{declared.name} changes the matter it is done to: that is one after the other")
        if declared.name in ACTS:
            raise TypeError(f"{declared.name} is declared twice")
        rely("act", declared.name, *declared.concepts)
        rely("duty", declared.name, *(opened.concept for opened in declared.opens))
        ACTS[declared.name] = declared
        return declared

    return declare


FOLLOWERS: dict[str, list[Callable[[Any, Any], None]]] = {}


def follows(act: Act) -> Callable[[Callable[[Any, Any], None]], Callable[[Any, Any], None]]:
    """Let something follow from an act of a room that must not know of it: ``(deed, matter)``, in the same
    transaction, after the act is done and recorded. What it changes of matters it changes by ``deed.then``."""

    def declare(function: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
        FOLLOWERS.setdefault(act.name, []).append(function)
        return function

    return declare


def acts_on(kind: type[Matter]) -> list[Act]:
    return [act for act in ACTS.values() if act.on is kind]
