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

Reach = Literal["own", "shared", "territory"]


@dataclass(frozen=True)
class Opens:
    """A duty the act opens: its concept, the input its clock starts from, the input or field that fixes its last day."""

    concept: str
    since: str = ""
    due: str = ""
    owed_by: Callable[[Any], Any] | None = None  # the user who owes it; without it the bureau does
    owed_to: Callable[[Any], Any] | None = None  # the user who is owed


@dataclass(frozen=True)
class Act:
    """One act as it was declared. See :func:`act` for the fields."""

    name: str
    label: str
    says: str
    function: Callable[..., Any]
    on: type[Matter]
    creates: type[Matter] | None
    moves: Mapping[str, str]
    when: frozenset[str]
    by: tuple[Role, ...]
    at: str
    reach: Reach
    under: tuple[str, ...]
    where: str
    provided: Callable[[Any, Any], str] | None
    opens: tuple[Opens, ...]
    meets: tuple[str, ...]
    closes: bool
    grave: bool
    tells: str

    @cached_property
    def inputs(self) -> Inputs:
        return Inputs.of(self.function)

    @property
    def verb(self) -> str:
        return self.name.partition(".")[2]

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
) -> Callable[[Callable[..., Any]], Act]:
    """Declare an act.

    on: the kind of matter it happens to · creates: the kind it opens, when it opens one ·
    moves: from state to state · when: states it may happen in without moving ·
    by: the roles that may · at: the concept that says which levels of bureau may ·
    reach: whose matters: "own" bureau's, "shared" by a bureau above, or of the whole "territory" ·
    under: the concepts it carries out · where: it exists only where the law has this concept ·
    provided: (subject, law) → a sentence when it cannot be done now, "" when it can ·
    opens, meets: duties · closes: voids what is still owed in the matter ·
    grave: asks to confirm · tells: what a person should know before, a sentence in Chinese.
    """

    def declare(function: Callable[..., Any]) -> Act:
        room = function.__module__.split(".")[-2]
        label, _, says = (function.__doc__ or "").strip().partition("\n")
        declared = Act(
            name=f"{room}.{function.__name__}",
            label=label.strip(),
            says=" ".join(says.split()),
            function=function,
            on=on,
            creates=creates,
            moves={str(a): str(b) for a, b in (moves or {}).items()},
            when=frozenset(map(str, when)),
            by=(by,) if isinstance(by, Role) else tuple(by),
            at=at,
            reach=reach,
            under=(under,) if isinstance(under, str) else tuple(under),
            where=where,
            provided=provided,
            opens=tuple(opens),
            meets=tuple(meets),
            closes=closes,
            grave=grave,
            tells=tells,
        )
        if not declared.label:
            raise TypeError(f"{declared.name}: the docstring's first line names the act for people")
        if declared.name in ACTS:
            raise TypeError(f"{declared.name} is declared twice")
        rely("act", declared.name, *declared.concepts)
        rely("duty", declared.name, *(opened.concept for opened in declared.opens))
        ACTS[declared.name] = declared
        return declared

    return declare


def acts_on(kind: type[Matter]) -> list[Act]:
    return [act for act in ACTS.values() if act.on is kind]
