"""What the page of any matter shows: what may be done now, the docket, and the form of an act."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from zhongdu import vault
from zhongdu.acts.allowing import may_now
from zhongdu.acts.models import Matter, fetch
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import ACTS, Act
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.kit import pages
from zhongdu.kit.parts import Entry, Offer
from zhongdu.law.address import in_common
from zhongdu.law.governing import Law, governing
from zhongdu.record.models import Event
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role
from zhongdu.vault.fields import FIELDS, Sight

_UNMASKED_FOR = timedelta(minutes=15)


def matter_or_404(request: HttpRequest, kind: type[Any], number: str) -> Any:
    """The matter, as far as the visitor may see it: strangers get 404, insiders without the right 403."""
    try:
        return fetch(kind, number, request.actor)  # type: ignore[attr-defined]
    except Refused as refused:
        if refused.is_hidden:
            raise Http404(refused.says) from None
        raise PermissionDenied(refused.says) from None


def own_or_404(request: HttpRequest, kind: type[Any], number: str) -> Any:
    """A matter as people meet it on the public site and the phone: what they hold, or what is everybody's.

    To all others, officers of the bureau too, there is none here: their pages are on the desk.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = kind.objects.select_related("docket", "bureau").filter(docket__number=number)
    found = rows.visible_to(actor).filter(kind.held_by(actor) | kind.open_to_all()).first()
    if found is None:
        raise Http404("没有找到这件事项，请核对编号。")
    return found


def page_of(matter: Matter, face: str) -> str:
    """The address of a matter's own page on a face."""
    return reverse(f"{face}:{matter._meta.model_name}", kwargs={"number": matter.number})


def matter_context(request: HttpRequest, matter: Any, face: str) -> dict[str, Any]:
    """What every matter's page needs: ``matter``, ``law``, ``offered``, ``entries``, ``duties``, ``demonstration``."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    law = governing(matter.bureau, clock.today())
    return {
        "matter": matter,
        "law": law,
        "offered": offers(matter, actor, law, face),
        "entries": entries(matter, actor),
        "duties": Duty.objects.filter(docket=matter.docket_id).order_by("id"),
        "today": clock.today(),
        "demonstration": band(law),
    }


def band(law: Law) -> str:
    """What every page and paper says while a draft is only tried out."""
    return (
        f"示范施行：《{law.statute.title}》尚未生效，所有内容仅供试用，不具法律效力。"
        if law.demonstration
        else ""
    )


def offers(matter: Any, actor: Actor, law: Law, face: str) -> list[Offer]:
    """The acts a visitor may do now, as buttons, each with its clauses. What anybody may do has its place on the
    public site, and what is masked has its own links: neither is a button of a desk or a phone. The ordinary course comes
    first, what is beside it last."""
    return [
        Offer(
            label=act.label,
            url=own_page(act, matter.number, face)
            or reverse(f"{face}:do", kwargs={"act": act.name, "number": matter.number}),
            clauses=cited(act, law),
            main=bool(act.moves) and not act.grave,
        )
        for act in sorted(may_now(matter, actor, law), key=lambda act: act.exceptional)
        if not act.verb.startswith("unmask") and (face == "public" or Role.ANYONE not in act.by)
    ]


def own_page(act: Act, number: str, face: str) -> str:
    """The page a room wrote for an act, named like the act itself (``phone:record_visit``), of the matter or by
    itself (``phone:file_lead``); "" where it has none. Two rooms may have an act of the same name: another room's page
    is not this act's."""
    if not pages.is_of(act.function.__module__, f"{face}:{act.verb}"):
        return ""
    for kwargs in ({"number": number}, {}):
        with suppress(NoReverseMatch):
            return reverse(f"{face}:{act.verb}", kwargs=kwargs)
    return ""


def cited(act: Act, law: Law) -> list[str]:
    """The clauses an act is offered under. One that stands on a whole family, of which its form names the members, is
    offered under the clause that holds them all."""
    families = (
        in_common(each for bound in law.family(word) for each in bound.addresses) for word in act.under
    )
    return act.clauses(law) or [str(whole) for whole in dict.fromkeys(families) if whole]


def entries(matter: Matter, actor: Actor, act: str = "") -> list[Entry]:
    """The docket, read as a timeline, or what one act left on it. Officers whose posts read such matters see who by name and what was
    written, but for what is sealed; all others, what was done."""
    rows = Event.objects.filter(docket=matter.docket_id).order_by("seq")
    events = list(rows.filter(act=act) if act else rows)
    codes = {event.actor["bureau"] for event in events}
    bureaus = dict(Bureau.objects.filter(code__in=codes).values_list("code", "name"))
    if not matter.is_among(type(matter).read_by(actor)):
        return [_entry(event, bureaus) for event in events]
    cited = {entry for event in events for entry, _ in event.data.get("vault", {}).values()}
    names, words = _names(events), vault.recall(cited)
    return [_entry(event, bureaus, names, _written(event, words)) for event in events]


def _entry(
    event: Event,
    bureaus: dict[str, str],
    names: Mapping[int, str] = MappingProxyType({}),
    details: Iterable[tuple[str, Any]] = (),
) -> Entry:
    act = ACTS.get(event.act)
    who = (
        bureaus.get(event.actor["bureau"], ""),
        Role(event.actor["role"]).label,
        names.get(event.actor["user"] or 0, ""),
    )
    departs = any(name.startswith("departure:") for name in event.data.get("vault", {}))
    return Entry(
        at=event.at,
        who=" ".join(part for part in who if part),
        act=act.label if act else event.act,
        clauses=event.clauses,
        details=list(details),
        tone="warn" if departs else "neutral",
    )


def _written(event: Event, words: dict[int, Any]) -> Iterator[tuple[str, Any]]:
    """What was filled in, by the labels of the act's inputs; then why a rule was departed from."""
    refs, labels = event.data.get("vault", {}), event.data.get("labels", {})
    kept = {name: words[entry] for name, (entry, _) in refs.items() if entry in words}
    for item in ACTS[event.act].inputs.fields if event.act in ACTS else ():
        value = _readable(item.field, kept.get(item.name)) if item.field else event.data.get(item.name)
        if value not in (None, "", []) and not item.says.people:
            yield item.says.label, _shown(value, labels)
    for name, reason in kept.items():
        if name.startswith("departure:"):
            yield "例外办理的理由", reason


def _readable(field: str, value: Any) -> Any:
    """A value from the vault as a timeline may show it: words as they are, a name or a number starred, nothing sealed."""
    known = FIELDS[field]
    if known.masked_to is Sight.SEALED:
        return None
    return value if known.kind == "text" else vault.masked(field, value)


def _shown(value: Any, labels: dict[str, str]) -> Any:
    """A recorded value as a person reads it; an act notes the labels of its options beside them."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return "；".join(f"{labels.get(name, name)} {part}" for name, part in value.items())
    if isinstance(value, list):
        return "、".join(labels.get(str(part), str(part)) for part in value)
    return labels.get(str(value), value)


def _names(events: Iterable[Event]) -> dict[int, str]:
    ids = {event.actor["user"] for event in events if event.actor["user"]}
    return {user.pk: user.get_full_name() for user in get_user_model().objects.filter(pk__in=ids)}


def unmasked(matter: Matter, actor: Actor) -> set[str]:
    """The personal fields an actor has asked to see, by a recorded act, within the last quarter of an hour."""
    since = clock.now() - _UNMASKED_FOR
    events = Event.objects.filter(docket=matter.docket_id, at__gte=since, act__contains=".unmask").order_by(
        "seq"
    )
    return {event.data["field"] for event in events if event.actor["user"] == actor.user_id}
