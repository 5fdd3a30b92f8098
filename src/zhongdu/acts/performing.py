"""Running an act: one transaction — lock, permission and scope, state, rule, change, record, duties."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn, TypeVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from zhongdu.acts.allowing import may_act
from zhongdu.acts.models import Deed, Matter, Refusal, acting
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.duties import opening
from zhongdu.law.governing import Law, governing
from zhongdu.law.judging import may_depart
from zhongdu.law.pack import Bound
from zhongdu.record.keeping import Overtaken, append, open_docket
from zhongdu.record.models import Docket
from zhongdu.scope.actor import SYSTEM, Actor
from zhongdu.scope.roles import Role
from zhongdu.vault import put

M = TypeVar("M", bound=Matter)


@dataclass
class Doing:
    """An act in progress, as its function sees it: who, when, under which law, and what it leaves behind."""

    id: str
    act: Act
    by: Actor
    law: Law
    on: date
    subject: Any
    notes: dict[str, Any] = field(default_factory=dict)
    clauses: list[str] = field(default_factory=list)
    opened: list[Matter] = field(default_factory=list)
    departures: dict[str, str] = field(default_factory=dict)

    def open(self, kind: type[M], bureau: Any, state: str, **fields: Any) -> M:
        """Open a matter of its own docket, which gets this act as its first event."""
        made = kind(docket=open_docket(kind.kind(), bureau), bureau=bureau, state=str(state), **fields)
        _save(made)
        self.opened.append(made)
        return made

    def note(self, **facts: Any) -> None:
        """Facts of the act that stand on the record beside its inputs. Nothing personal."""
        self.notes |= facts

    def keep(self, matter: Matter, values: dict[str, Any], index: Collection[str] = ()) -> None:
        """Put personal values into the vault under a matter; the record gets their commitments.

        Fields in ``index`` can be found again by their whole value.
        """
        for name, fixed in put(matter.number, values, index=index).items():
            self.notes.setdefault("vault", {})[name] = [fixed.entry_id, fixed.digest]

    def cite(self, *bounds: Bound) -> None:
        """Stand on further clauses than the act was declared under."""
        self.clauses += [str(address) for bound in bounds for address in bound.addresses]

    def depart(self, bound: Bound, reason: str, says: str, *, beside: str = "departure") -> None:
        """Depart from a 一般 rule: by name and with a written reason, or not at all."""
        if not may_depart(bound.rule):
            raise Refused("against_the_rule", says, clause=bound.address)
        if not reason.strip():
            raise Refused(
                "departure_needs_a_reason",
                f"{says}要例外办理，请写明理由。",
                clause=bound.address,
                fields={beside: f"{says}要例外办理，请写明理由（依据：{bound.address.citation}）。"},
            )
        self.cite(bound)
        self.departures[bound.name] = reason

    def refuse(self, code: str, says: str, *, under: Bound | None = None, beside: str = "") -> NoReturn:
        """Stop: nothing is changed. ``beside`` names the input the sentence stands next to."""
        raise Refused(
            code, says, clause=under.address if under else None, fields={beside: says} if beside else None
        )

    def then(self, act: Act, subject: Matter, **inputs: Any) -> Any:
        """What follows by itself, in the same deed: the system does it, and its own docket says so."""
        return _do(act, subject, SYSTEM, inputs, self.id, self.on)


def perform(
    act: Act, subject: Any, by: Actor, *, key: str = "", seen: int | None = None, **inputs: Any
) -> Any:
    """Do one act to one matter; returns what it opened, or the matter as it is now.

    ``key`` is the client's own: a second time gives the first answer. ``seen`` is the length of the docket
    on the page the actor acted from. Raises ``Refused``, and then nothing has changed but the refusal noted.
    """
    return perform_all(act, [subject], by, key=key, seen=seen, **inputs)[0]


def perform_all(
    act: Act, subjects: Iterable[Any], by: Actor, *, key: str = "", seen: int | None = None, **inputs: Any
) -> list[Any]:
    """Do one act to many matters under one deed: all of them or none."""
    matters = list(subjects)
    try:
        with transaction.atomic():
            if earlier := _earlier(by, key):
                return _answer(earlier)
            deed = Deed.objects.create(
                id=uuid4().hex, act=act.name, user_id=by.user_id, key=_whole(by, key), at=clock.now()
            )
            done = [_do(act, subject, by, inputs, deed.id, clock.today(), seen) for subject in matters]
            deed.answer = {"matters": [[type(matter)._meta.label, matter.pk] for matter in done]}
            deed.save(update_fields=["answer"])
            return done
    except Refused as refused:
        _note_refusal(act, matters, by, refused)
        raise
    except Overtaken:
        late = Refused("overtaken", "别人刚刚也在办理这件事项，请刷新后再办。")
        _note_refusal(act, matters, by, late)
        raise late from None
    except IntegrityError:
        if key and (earlier := _earlier(by, key)):  # two copies of one request came at once
            return _answer(earlier)
        raise


def _do(
    act: Act, subject: Any, by: Actor, inputs: dict[str, Any], deed: str, on: date, seen: int | None = None
) -> Any:
    subject = _locked(subject, seen)
    law = governing(subject.bureau, on)
    may_act(act, subject, by, law)
    values = act.inputs.check(inputs, subject, law)
    doing = Doing(deed, act, by, law, on, subject)
    with acting():
        result = act.function(subject, doing, **values)
    subject.state = act.moves.get(subject.state, subject.state)
    target = result if act.creates else subject
    if not act.creates or act.moves:
        _save(subject)
    _record(doing, target, values)
    _duties(doing, target, values)
    return target


def _locked(subject: M, seen: int | None) -> M:
    """The matter read afresh behind a write that makes everybody else wait, on every database."""
    Docket.objects.filter(pk=subject.docket_id).update(length=F("length"))
    fresh: M = type(subject)._default_manager.select_related("docket", "bureau").get(pk=subject.pk)
    if seen is not None and fresh.docket.length != seen:
        raise Refused("stale", "您打开这一页之后，这件事项有了新的进展，请看过最新情况再办。")
    return fresh


def _save(matter: Matter) -> None:
    """Save what an act changed; a constraint of the database speaks its own sentence."""
    with acting():
        try:
            matter.validate_constraints()
        except ValidationError as wrong:
            raise Refused("against_a_constraint", " ".join(wrong.messages)) from None
        matter.save()


def _record(doing: Doing, target: Matter, values: dict[str, Any]) -> None:
    act, law = doing.act, doing.law
    _seal_words(doing, target, values)
    found = [bound for word in (*act.under, act.where) if word for bound in _bounds(law, word)]
    clauses = dict.fromkeys(
        [*(str(address) for bound in found for address in bound.addresses), *doing.clauses]
    )
    data = act.inputs.public(values) | doing.notes
    if labels := act.inputs.labels(values, doing.subject, law):
        data["labels"] = labels
    touched = [target, *doing.opened, *([doing.subject] if act.moves else [])]
    if act.creates:
        data |= {"from": doing.subject.number, "opened": target.number}
    for matter in {matter.docket_id: matter for matter in touched}.values():
        append(
            matter.docket,
            on=doing.on,
            deed=doing.id,
            act=act.name,
            actor=_written_down(doing.by, act),
            measure=law.statute.code,
            version=law.statute.pack.version,
            clauses=list(clauses),
            data={**data, "state": matter.state},
        )


def _seal_words(doing: Doing, target: Matter, values: dict[str, Any]) -> None:
    """What was typed freely may speak of people: it goes into the vault, and the record gets commitments."""
    words = doing.act.inputs.secret(values)
    words += [(f"departure:{name}", "words", reason) for name, reason in doing.departures.items()]
    for name, field_, value in words:
        fixed = put(target.number, {field_: value})[field_]
        doing.notes.setdefault("vault", {})[name] = [fixed.entry_id, fixed.digest]


def _bounds(law: Law, word: str) -> list[Bound]:
    """The rules a word means here; a whole family is cited only by naming its members."""
    found = law.find(word)
    return [found] if found else []


def _duties(doing: Doing, target: Matter, values: dict[str, Any]) -> None:
    for met in doing.act.meets:
        opening.meet(target.docket, met, on=doing.on, deed=doing.id)
    if doing.act.closes:
        opening.void(target.docket, None, on=doing.on, deed=doing.id)
    for opens in doing.act.opens:
        opening.open_duty(
            target.docket,
            doing.law,
            opens.concept,
            on=_value(opens.since, target, values) or doing.on,
            deed=doing.id,
            due=_value(opens.due, target, values),
            person=opens.owed_by(target) if opens.owed_by else None,
            owed_to=opens.owed_to(target) if opens.owed_to else None,
        )


def _value(name: str, target: Matter, values: dict[str, Any]) -> Any:
    """What an :class:`Opens` names: an input of the act, or a field of the matter."""
    return None if not name else values[name] if name in values else getattr(target, name)


def _written_down(by: Actor, act: Act) -> dict[str, Any]:
    """The actor as the record keeps one: a number, a role and a bureau, and no name."""
    post = next(iter(by.standing(act.by)), None)
    if post:
        return {"user": by.user_id, "role": post.role, "bureau": post.path.strip("/").split("/")[-1]}
    role = next((role for role in act.by if role in by.roles), Role.ANYONE)
    return {"user": by.user_id, "role": role, "bureau": ""}


def _earlier(by: Actor, key: str) -> Deed | None:
    return Deed.objects.filter(key=_whole(by, key)).first() if key else None


def _whole(by: Actor, key: str) -> str | None:
    return f"{by.user_id or ''}:{key}" if key else None


def _answer(deed: Deed) -> list[Any]:
    from django.apps import apps

    return [apps.get_model(label)._default_manager.get(pk=pk) for label, pk in deed.answer["matters"]]


def _note_refusal(act: Act, matters: list[Any], by: Actor, refused: Refused) -> None:
    """The one trace a refused act leaves."""
    number = matters[0].number if matters else ""
    Refusal.objects.create(at=clock.now(), act=act.name, docket=number, user_id=by.user_id, code=refused.code)
