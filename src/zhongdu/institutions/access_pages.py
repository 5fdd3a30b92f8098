"""An institution's accounts on the desk: who may sign in for it, and the link as it is handed over, shown once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu import vault
from zhongdu.acts.allowing import may_act
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.institutions import access
from zhongdu.institutions.acts import give_access, give_link
from zhongdu.institutions.models import Access, Dossier, Institution
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.beside import Slot, slot
from zhongdu.kit.matters import band, matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact
from zhongdu.law.governing import governing
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import POSTS


@page(face="desk", path="desk/accesses/<str:number>/", name="access", may=frozenset(POSTS), methods=("GET",))
def one(request: HttpRequest, number: str) -> HttpResponse:
    found = matter_or_404(request, Access, number)
    told = vault.read(found.number, "institution_person", "institution_phone")
    facts = [
        Fact("机构", found.institution.name),
        Fact("经办人", vault.masked("institution_person", told.get("institution_person", ""))),
        Fact(
            "联系电话",
            vault.masked("institution_phone", told["institution_phone"])
            if "institution_phone" in told
            else "—",
        ),
        Fact("登录名", found.user.get_username() if found.user else "开通以后才有"),
        Fact("状态", found.get_state_display()),
    ]
    context = {**matter_context(request, found, "desk"), "facts": facts}
    return render(request, "institutions/access.html", context)


@page(face="desk", path="desk/dossiers/<str:number>/access/", name=give_access.verb, may=frozenset(POSTS))
def give(request: HttpRequest, number: str) -> HttpResponse:
    return _handed_over(request, give_access, matter_or_404(request, Dossier, number))


@page(face="desk", path="desk/accesses/<str:number>/link/", name=give_link.verb, may=frozenset(POSTS))
def give_again(request: HttpRequest, number: str) -> HttpResponse:
    return _handed_over(request, give_link, matter_or_404(request, Access, number))


def _handed_over(request: HttpRequest, act: Act, matter: Any) -> HttpResponse:
    """The act's own page: the secret lies in this answer and nowhere else."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    law, refusal, secret = governing(matter.bureau, clock.today()), "", ""
    form = ActForm(act, matter, law, request.POST or None)
    del form.fields["hashed"]
    try:
        may_act(act, matter, actor, law)
        if request.method == "POST" and form.is_valid():
            secret = access.new_secret()
            perform(act, matter, actor, hashed=access.token(secret), **form.values)
    except Refused as refused:
        secret = ""
        if refused.fields:
            form.refused(refused)
        else:
            refusal = refused.sentence
    context = {
        "matter": matter, "act": act, "form": form, "refusal": refusal, "institution": matter.institution,
        "address": access.address(secret) if secret else "", "days": access.LINK_DAYS, "demonstration": band(law),
    }  # fmt: skip
    status = 409 if refusal and request.method == "POST" else 200
    answer = render(request, "institutions/give_access.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@slot("institution", order=70)
def _accounts(request: HttpRequest, found: Institution) -> Slot:
    rows = list(
        Access.objects.select_related("docket", "user").filter(institution=found).order_by("state", "id")
    )
    names = vault.read_many([row.number for row in rows], ["institution_person"])
    shown = [
        (row, vault.masked("institution_person", names.get(row.number, {}).get("institution_person", "")))
        for row in rows
    ]
    return Slot("机构账号", "key", "institutions/accounts_beside.html", {"accounts": shown})
