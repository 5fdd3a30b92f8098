"""Two addresses beside the application's own, which keep what they are sent as plainly as Django can: what accepting a lead
is measured beside.

``/bare/`` writes the file to the disk and one row. ``/same/`` writes the file and a copy of every row that accepting a
lead leaves (docket, event, lead, sealed values, duty …), one by one, with nothing asked, checked, hashed or sealed.
"""

import json
from base64 import b64decode
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from zhongdu.acts.models import Deed, acting
from zhongdu.duties.models import Duty
from zhongdu.files.models import Attachment, Blob
from zhongdu.leads.models import Lead
from zhongdu.record.models import Event
from zhongdu.vault.models import Entry


@csrf_exempt
def bare(request: HttpRequest) -> HttpResponse:
    told = json.loads(request.body)
    with transaction.atomic():
        _write(told)
        Session.objects.create(
            session_key=uuid4().hex,
            session_data=told["words"],
            expire_date=timezone.now() + timedelta(days=1),
        )
    return HttpResponse(b"{}", content_type="application/json")


@csrf_exempt
def same(request: HttpRequest) -> HttpResponse:
    told = json.loads(request.body)
    with transaction.atomic(), acting():
        _write(told)
        pattern = _pattern(bool(told["attachments"]))
        Deed(id=uuid4().hex, act=pattern["deed"].act, key=None, at=timezone.now()).save(force_insert=True)
        docket = _again(pattern["docket"], number=uuid4().hex[:12])
        _again(pattern["lead"], docket_id=docket.pk, receipt=uuid4().hex)
        for entry in pattern["entries"]:
            _again(entry, owner=docket.number)
        for event in pattern["events"]:
            _again(event, docket_id=docket.pk)
        for duty in pattern["duties"]:
            _again(duty, docket_id=docket.pk)
        if blob := pattern["blob"]:
            kept = _again(blob, sm3=uuid4().hex * 2, name=uuid4().hex)
            _again(pattern["attachment"], blob_id=kept.pk, owner=docket.number, public_id=uuid4().hex[:22])
    return HttpResponse(b"{}", content_type="application/json")


def _write(told: Any) -> None:
    for each in told["attachments"]:
        with open(Path(settings.VAR) / f"bare-{uuid4().hex}", "wb") as file:
            file.write(b64decode(each["base64"]))


@cache
def _pattern(with_file: bool) -> dict[str, Any]:
    """The rows of a lead that was accepted, with a file or without."""
    filed = Attachment.objects.filter(kind="evidence").values("owner")
    leads = Lead.objects.select_related("docket").order_by("id")
    lead = (
        leads.filter(docket__number__in=filed) if with_file else leads.exclude(docket__number__in=filed)
    ).first()
    assert lead
    attachment = Attachment.objects.filter(owner=lead.docket.number).select_related("blob").first()
    owners = [lead.docket.number, *([attachment.vault_owner] if attachment else [])]
    return {
        "deed": Deed.objects.first(), "docket": lead.docket, "lead": lead, "entries": list(Entry.objects.filter(owner__in=owners)),
        "events": list(Event.objects.filter(docket=lead.docket)), "duties": list(Duty.objects.filter(docket=lead.docket)),
        "attachment": attachment, "blob": Blob.objects.get(pk=attachment.blob_id) if attachment else None,
    }  # fmt: skip


def _again(row: models.Model, **otherwise: Any) -> Any:
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    made = type(row)(**{**fields, **otherwise})
    models.Model.save(made, force_insert=True)
    return made


urlpatterns = [path("bare/", bare), path("same/", same), path("", include("zhongdu.web.urls"))]
