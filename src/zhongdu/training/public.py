"""What anybody may know of a certificate: whether it is worth anything, and nothing that is not printed on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.kit.matters import band
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import law_as_granted, list_is_public
from zhongdu.training.queries import Study, by_code


@rests_on("training", kind="page")
@page(face="public", path="t/<str:code>/", name="verify_certificate", may="public", methods=("GET",))
def verify_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What a certificate is worth now. An unknown code gets the same page."""
    found = by_code(code)
    context = {"found": found, "now": clock.now(), "demonstration": ""}
    if found and found.completed_on:
        context |= {"name": _told(found), "demonstration": band(governing(found.bureau, found.completed_on))}
    answer = render(request, "training/verify_certificate.html", context, status=200 if found else 404)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _told(study: Study) -> str:
    """The name where the list of supervisors is public anyway; elsewhere masked, enough to compare with the paper."""
    name = vault.read(study.number, "name").get("name", "")
    return name if list_is_public(law_as_granted(study.appointment)) else vault.masked("name", name)
