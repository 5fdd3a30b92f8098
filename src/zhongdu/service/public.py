"""What anybody may know of a proof of service: whether it is worth anything, and nothing that is not printed on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.kit.matters import band
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import law_as_granted, list_is_public
from zhongdu.service.models import Proof
from zhongdu.service.queries import proof_by_code
from zhongdu.service.rules import spoken


@rests_on("service.proof", "service.privacy", kind="page")
@page(face="public", path="s/<str:code>/", name="verify_proof", may="public", methods=("GET",))
def verify_proof(request: HttpRequest, code: str) -> HttpResponse:
    """What a proof is worth now. An unknown code gets the same page."""
    found = proof_by_code(code)
    context = {"found": found, "now": clock.now(), "demonstration": ""}
    if found:
        context |= {
            "name": _told(found),
            "time": spoken(found.minutes),
            "demonstration": band(governing(found.bureau, found.issued_on)),
        }
    response = render(request, "service/verify_proof.html", context, status=200 if found else 404)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _told(proof: Proof) -> str:
    """The name where the list of supervisors is public anyway; elsewhere masked, enough to compare with the paper."""
    name = vault.read(proof.number, "name").get("name", "")
    return name if list_is_public(law_as_granted(proof.appointment)) else vault.masked("name", name)
