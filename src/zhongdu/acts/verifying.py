"""Holding what is kept beside the record against it: matters that changed, or went, without an act."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from zhongdu.acts.models import Matter
from zhongdu.law.models import Edition
from zhongdu.law.pack import version_of
from zhongdu.record.models import Docket, Event
from zhongdu.record.verifying import Break


def astray() -> Iterator[Break]:
    """Every matter that is not in the state its docket's last event left it in, kind by kind; every docket whose
    matter is gone; every text of a measure that is not its version's."""
    for kind in apps.get_models():
        if issubclass(kind, Matter):
            yield from _changed(kind)
            yield from _gone(kind)
    for edition in Edition.objects.order_by("pk").iterator():
        if version_of(edition.text) != edition.version:
            yield Break(f"《{edition.title}》", f"文本与版本 {edition.version} 不符，被改过。")


def _changed(kind: type[Matter]) -> Iterator[Break]:
    """Before its first event a matter is as all of its kind begin."""
    events = Event.objects.filter(docket=OuterRef("docket")).order_by("-seq")
    last = Subquery(events.annotate(state=KT("data__state")).values("state")[:1])
    field: Any = kind._meta.get_field("state")
    rows = kind._default_manager.annotate(said=Coalesce(last, Value(field.get_default(), TextField())))
    labels = dict(field.flatchoices)
    for matter in rows.exclude(state=F("said")).select_related("docket").order_by("pk").iterator():
        is_now, was_left = (labels.get(state, state) for state in (matter.state, matter.said))
        yield Break(
            matter.number, f"{kind.label}现在是“{is_now}”，留痕的末条却是“{was_left}”，不经办理就改动过。"
        )


def _gone(kind: type[Matter]) -> Iterator[Break]:
    there = Exists(kind._default_manager.filter(docket=OuterRef("pk")))
    for docket in Docket.objects.filter(~there, kind=kind.kind()).order_by("pk").iterator():
        yield Break(docket.number, f"卷宗还在，{kind.label}却不在了。")
