"""Running an act: one transaction — lock, permission and scope, state, rule, change, record, duties."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn, TypeVar
from uuid import uuid4

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from zhongdu.acts.allowing import Capacity, may_act
from zhongdu.acts.inputs import Given
from zhongdu.acts.models import Deed, Matter, Refusal, acting
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import FOLLOWERS, Act
from zhongdu.calendar import clock
from zhongdu.duties import opening
from zhongdu.law.governing import Law, governing
from zhongdu.law.judging import may_depart
from zhongdu.law.pack import Bound
from zhongdu.record.chain import canonical, sm3
from zhongdu.record.keeping import MANY, Overtaken, append, append_first, open_docket, open_dockets
from zhongdu.record.models import Docket
from zhongdu.scope.actor import SYSTEM, Actor
from zhongdu.scope.roles import Role
from zhongdu.vault import Commitment, put, put_first

M = TypeVar("M", bound=Matter)


@dataclass(frozen=True)
class Opening:
    """One of many matters opened at once: its fields, what the vault keeps of it, what its first event notes."""

    fields: dict[str, Any]
    kept: dict[str, Any]
    notes: dict[str, Any]


@dataclass
class Doing:
    """An act in progress, as its function sees it: who, when, under which law, and what it leaves behind."""

    id: str
    act: Act
    by: Actor
    capacity: Capacity
    law: Law
    on: date
    subject: Any
    notes: dict[str, Any] = field(default_factory=dict)
    clauses: list[str] = field(default_factory=list)
    opened: list[Matter] = field(default_factory=list)
    departures: dict[str, str] = field(default_factory=dict)
    begun: list[tuple[Matter, dict[str, Any]]] = field(default_factory=list)  # opened at once, with own notes

    def open(self, kind: type[M], bureau: Any, state: str, **fields: Any) -> M:
        """Open a matter of its own docket, which gets this act as its first event."""
        made = kind(docket=open_docket(kind.kind(), bureau), bureau=bureau, state=str(state), **fields)
        _save(made)
        self.opened.append(made)
        return made

    def open_many(
        self, kind: type[M], bureau: Any, state: str, many: Sequence[Opening], index: Collection[str] = ()
    ) -> list[M]:
        """Open many matters in few statements, each with a docket, values in the vault and a first event of its
        own. The caller has checked them all: here only the database's constraints still speak."""
        dockets = open_dockets(kind.kind(), bureau, len(many))
        made = [
            kind(docket=docket, bureau=bureau, state=str(state), **each.fields)
            for docket, each in zip(dockets, many, strict=True)
        ]
        with acting():
            kind._default_manager.bulk_create(made, batch_size=MANY)
        fixed = put_first(
            {matter.number: each.kept for matter, each in zip(made, many, strict=True)}, index=index
        )
        for matter, each in zip(made, many, strict=True):
            kept = {name: list(commitment) for name, commitment in fixed[matter.number].items()}
            self.begun.append((matter, {**each.notes, "vault": kept}))
        return made

    def note(self, **facts: Any) -> None:
        """Facts of the act that stand on the record beside its inputs. Nothing personal."""
        self.notes |= facts

    def keep(self, matter: Matter, values: dict[str, Any], index: Collection[str] = ()) -> None:
        """Put personal values into the vault under a matter; the record gets their commitments.

        Fields in ``index`` can be found again by their whole value.
        """
        for name, fixed in put(matter.number, values, index=index).items():
            self.fix(name, fixed)

    def fix(self, name: str, fixed: Commitment) -> None:
        """Put the commitment of a value in the vault on the record, under a name of its own."""
        if name in self.notes.setdefault("vault", {}):
            raise TypeError(f"{self.act.name} keeps two values as {name}: the record would fix only one")
        self.notes["vault"][name] = list(fixed)

    def cite(self, *bounds: Bound) -> None:
        """Stand on further clauses than the act was declared under."""
        self.clauses += [str(address) for bound in bounds for address in bound.addresses]

    def depart(self, bound: Bound, reason: str, says: str, *, beside: str = "departure") -> None:
        """Depart from a 一般 rule: by name and with a written reason, or not at all."""
        if not may_depart(bound.rule):
            raise Refused("against_the_rule", says, clause=bound.address)
        if not reason.strip():
            asked = Refused(
                "departure_needs_a_reason", f"{says}要例外办理，请写明理由。", clause=bound.address
            )
            asked.fields[beside] = asked.sentence
            raise asked
        self.cite(bound)
        self.departures[bound.name] = reason

    def refuse(self, code: str, says: str, *, under: Bound | None = None, beside: str = "") -> NoReturn:
        """Stop: nothing is changed. ``beside`` names the input the sentence stands next to."""
        clause = under.address if under else None
        raise Refused(code, says, clause=clause, fields={beside: says} if beside else None)

    def then(self, act: Act, subject: Matter, **inputs: Any) -> Any:
        """What follows by itself for a matter of another docket, in the same deed: the system does it, and
        that docket says so."""
        _lock([subject])
        return _do(act, subject, SYSTEM, inputs, self.id, self.on)


def perform(
    act: Act, subject: Any, by: Actor, *, key: str = "", seen: int | None = None, **inputs: Any
) -> Any:
    """Do one act to one matter; returns what it opened, or the matter as it is now.

    ``key`` is the client's own: a second time gives the first answer. ``seen`` is the length of the docket
    on the page the actor acted from. Raises ``Refused``, and then nothing has changed but the refusal noted
    (in a transaction of the caller's own, the note shares that transaction's fate).
    """
    return perform_all(act, [subject], by, key=key, seen=seen, **inputs)[0]


def perform_all(
    act: Act, subjects: Iterable[Any], by: Actor, *, key: str = "", seen: int | None = None, **inputs: Any
) -> list[Any]:
    """Do one act to many matters under one deed: all of them or none."""
    matters = list(subjects)
    whole = _whole(act, matters, by, key)
    try:
        return _attempt(act, matters, by, whole, seen, inputs)
    except IntegrityError:
        # Somebody's row came in between. Now it is there to be seen: the same request has its first answer,
        # and whatever else is in the way has a sentence of its own.
        return _attempt(act, matters, by, whole, seen, inputs)


def _attempt(
    act: Act, matters: list[Any], by: Actor, key: str | None, seen: int | None, inputs: dict[str, Any]
) -> list[Any]:
    at_hand = None
    try:
        with transaction.atomic():
            if key and (earlier := Deed.objects.filter(key=key).first()):
                return [apps.get_model(kind)._default_manager.get(pk=pk) for kind, pk in earlier.answer]
            deed, today = Deed(id=uuid4().hex, act=act.name, key=key, at=clock.now()), clock.today()
            if key:  # whoever has the same waits here, and then has the first answer
                deed.save(force_insert=True)
            if not act.at_once:
                _lock(matters)
            done = []
            for at_hand in matters:
                done.append(_do(act, at_hand, by, inputs, deed.id, today, seen))
            deed.answer = [[matter.kind(), matter.pk] for matter in done]
            deed.save(force_insert=not key, update_fields=["answer"] if key else None)
            return done
    except Overtaken:
        refused = Refused("overtaken", "别人刚刚也在办理这件事项，请刷新后再办。")
    except Refused as why:
        refused = why
        refused.about = at_hand.number if at_hand and len(matters) > 1 else ""
    _note_refusal(act, at_hand, by, refused)
    raise refused


def _do(
    act: Act, subject: Any, by: Actor, inputs: dict[str, Any], deed: str, on: date, seen: int | None = None
) -> Any:
    subject = subject if act.at_once and seen is None else _afresh(subject, seen)
    law = governing(subject.bureau, on)
    capacity = may_act(act, subject, by, law)
    given = act.inputs.check(inputs, subject, law)
    doing = Doing(deed, act, by, capacity, law, on, subject)
    before = subject.state
    with acting():
        made = act.function(subject, doing, **given.values)
    if act.changes_subject:
        subject.state = act.moves.get(before, subject.state)
        _save(subject)
    target = made if act.creates else subject
    _record(doing, target, given)
    _duties(doing, target, given)
    for follow in FOLLOWERS.get(act.name, ()):
        follow(doing, target)
    return target


def _lock(matters: Iterable[Matter]) -> None:
    """Make everybody wait who acts on these matters too; in one order, so that no two wait for each other.

    On SQLite, where a row cannot be locked, they have been waiting since this transaction began.
    """
    dockets = Docket.objects.filter(pk__in={matter.docket_id for matter in matters}).order_by("pk")
    list(dockets.select_for_update().values_list("pk"))


def _afresh(subject: M, seen: int | None) -> M:
    """The matter as it is now that nobody else can change it."""
    fresh: M = type(subject)._default_manager.select_related("docket", "bureau").get(pk=subject.pk)
    if seen is not None and fresh.docket.length != seen:
        raise Refused("stale", "您打开这一页之后，这件事项有了新的进展，请看过最新情况再办。")
    return fresh


def _save(matter: Matter) -> None:
    """Save what an act changed. The database itself keeps its constraints; only when one says no are they asked
    one by one, each a query, which sentence it is."""
    try:
        with acting(), transaction.atomic():
            matter.save()
    except IntegrityError:
        try:
            matter.validate_constraints()
        except ValidationError as wrong:
            raise Refused("against_a_constraint", " ".join(wrong.messages)) from None
        raise  # none of ours: another request's row came in between


def _record(doing: Doing, target: Matter, given: Given) -> None:
    """The event of the act, on the docket of every matter it changed or opened."""
    act = doing.act
    _seal_words(doing, target, given)
    data = given.public() | doing.notes
    if given.labels:
        data["labels"] = {**given.labels, **doing.notes.get("labels", {})}
    if act.creates:
        data |= {"from": doing.subject.number, "opened": target.number}
    event: dict[str, Any] = {
        "on": doing.on, "deed": doing.id, "act": act.name,
        "actor": {"user": _user(doing.by, doing.capacity.role), **doing.capacity._asdict()},
        "measure": doing.law.statute.code, "version": doing.law.statute.pack.version,
        "clauses": list(dict.fromkeys([*act.clauses(doing.law), *doing.clauses])),
    }  # fmt: skip
    touched = [target, *doing.opened, *([doing.subject] if act.changes_subject else [])]
    for matter in {matter.docket_id: matter for matter in touched}.values():
        append(matter.docket, data={**data, "state": matter.state}, **event)
    append_first(
        [
            (matter.docket, {"from": doing.subject.number, **notes, "state": matter.state})
            for matter, notes in doing.begun
        ],
        **event,
    )


def _seal_words(doing: Doing, target: Matter, given: Given) -> None:
    """What was typed freely may speak of people: it goes into the vault, and the record gets commitments."""
    words = given.secret()
    words += [(f"departure:{name}", "words", reason) for name, reason in doing.departures.items()]
    while words:  # of each field one at a time: a second value of a field comes after the first
        now = {field_: (name, value) for name, field_, value in reversed(words)}
        fixed = put(target.number, {field_: value for field_, (_, value) in now.items()})
        for field_, (name, _) in now.items():
            doing.fix(name, fixed[field_])
        words = [each for each in words if now[each[1]][0] != each[0]]


def _duties(doing: Doing, target: Matter, given: Given) -> None:
    def named(name: str) -> Any:
        """What an :class:`Opens` names: an input of the act, or a field of the matter."""
        return None if not name else given.values[name] if name in given.values else getattr(target, name)

    for met in doing.act.meets:
        opening.meet(target.docket, met, on=doing.on, deed=doing.id)
    if doing.act.closes:
        opening.void(target.docket, None, on=doing.on, deed=doing.id)
    for opens in doing.act.opens:
        opening.open_duty(
            target.docket, doing.law, opens.concept, on=named(opens.since) or doing.on, deed=doing.id,
            due=named(opens.due), person=opens.owed_by(target) if opens.owed_by else None,
            owed_to=opens.owed_to(target) if opens.owed_to else None,
        )  # fmt: skip


def _user(by: Actor, role: Role) -> int | None:
    """The number the record keeps of an actor: none of who acts as anybody, signed in or not."""
    return None if role is Role.ANYONE else by.user_id


def _whole(act: Act, matters: Iterable[Matter], by: Actor, key: str) -> str | None:
    """A client's key made whole: one person's, for one act on these matters."""
    told = [key, act.name, by.user_id, [matter.docket_id for matter in matters]]
    return sm3(canonical(told).encode()) if key else None


def _note_refusal(act: Act, matter: Matter | None, by: Actor, refused: Refused) -> None:
    """The one trace a refused act leaves."""
    number, user = matter.number if matter else "", None if Role.ANYONE in act.by else by.user_id
    Refusal.objects.create(at=clock.now(), act=act.name, docket=number, user_id=user, code=refused.code)
