"""Where a lead happened, on a plain plan: what stands around for whoever points, and the same drawn for officers."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from zhongdu import vault
from zhongdu.institutions.queries import standing_near
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.forms import PointInput
from zhongdu.kit.pages import page
from zhongdu.kit.places import NoPlace, Plan, Point, from_text, plan
from zhongdu.leads.models import Lead
from zhongdu.scope.models import Bureau


@page(face="public", path="bureaus/<str:code>/places/", name="places", may="public", methods=("GET",))
def places(request: HttpRequest, code: str) -> HttpResponse:
    """The institutions of a bureau's territory whose place is known, for a plan; asked for when one is opened, and with
    nothing of whoever opens it."""
    bureau = get_object_or_404(Bureau, code=code, until=None)
    told = [[name, point.longitude, point.latitude] for name, point in standing_near(bureau)]
    return JsonResponse(told, safe=False, headers={"Cache-Control": "public, max-age=3600"})


def let_point(form: ActForm, bureau: Bureau) -> None:
    """Let a form's place be pointed out on a plan of the bureau's territory."""
    form.fields["point"].widget = PointInput(reverse("public:places", kwargs={"code": bureau.code}))


def pointed(lead: Lead) -> Point | None:
    """Where whoever spoke pointed."""
    written = vault.read(lead.number, "event_point").get("event_point", "")
    try:
        return from_text(written) if written else None
    except NoPlace:  # kept as it was told, by whatever way it came
        return None


def drawn(lead: Lead) -> dict[str, Any]:
    """For an officer's page: where it was, and what stands around."""
    point = pointed(lead)
    return {"point": point, "plan": _around(point, lead.bureau) if point else None}


def _around(point: Point, bureau: Bureau) -> Plan:
    return plan(point, standing_near(bureau))
