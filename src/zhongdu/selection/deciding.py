"""The pages that begin long work and take decisions: gathering, the proposal, amendments with what they change."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.allowing import refusal_of
from zhongdu.calendar import clock
from zhongdu.jobs.working import start
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import matter_context, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.recruitment.queries import awaiting_selection
from zhongdu.scope.roles import Role
from zhongdu.selection import acts, balance, jobs
from zhongdu.selection.models import Selection
from zhongdu.selection.pages import visitor

RECRUIT, DECIDE = frozenset({Role.RECRUITER}), frozenset({Role.DECIDER})


def _job(request: HttpRequest, matter: Selection, kind: Any, **told: Any) -> HttpResponse:
    made = start(kind, bureau=matter.bureau, by=visitor(request), number=matter.number, **told)
    return redirect("desk:job", number=made.number)


@page(face="desk", path="desk/selections/<str:number>/gather/", name="gather_candidates", may=RECRUIT)
def gather(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Selection, number)
    refusal = refusal_of(acts.gather_candidates, matter, visitor(request))
    if request.method == "POST" and not refusal:
        return _job(request, matter, jobs.gather)
    context = matter_context(request, matter, "desk") | {
        "refusal": refusal,
        "waiting": awaiting_selection(matter.bureau, matter.notice).count(),
        "already": matter.candidates.count(),
    }
    return render(request, "selection/gather.html", context)


@page(face="desk", path="desk/selections/<str:number>/propose/", name="propose_selection", may=RECRUIT)
def propose(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Selection, number)
    refusal, wrong = refusal_of(acts.propose_selection, matter, visitor(request)), ""
    waiting = [
        each.user.get_full_name() for each in matter.reviewers.select_related("user") if not each.handed_in_at
    ]
    public = matter.seed_source == Selection.Seed.PUBLIC
    seed = request.POST.get("seed", "").strip()[:200]
    if request.method == "POST" and not refusal and not waiting:
        if seed or not public:
            return _job(request, matter, jobs.propose, seed=seed if public else "")
        wrong = "请填写公布了的公开随机数，照公布的原样。"
    context = matter_context(request, matter, "desk") | {
        "refusal": refusal, "waiting": waiting, "public": public, "wrong": wrong, "seed": seed,
    }  # fmt: skip
    return render(request, "selection/propose.html", context)


@page(face="desk", path="desk/selections/<str:number>/amend/", name="amend_proposal", may=DECIDE)
def amend(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody out, somebody in: first what it changes in the balance, then the deed with its reason."""
    matter = matter_or_404(request, Selection, number)
    refusal = refusal_of(acts.amend_proposal, matter, visitor(request))
    law = governing(matter.bureau, clock.today())
    form = ActForm.of(request, acts.amend_proposal, matter, law, **request.GET.dict())
    looking = request.POST.get("intent") == "look"
    if looking:
        form.fields["reason"].required = False
    if not looking and not refusal and form.perform(visitor(request)):
        return redirect(page_of(matter, "desk"))
    source = request.POST or request.GET
    instead = (source.get("out", "").strip().upper(), source.get("into", "").strip().upper())
    context = matter_context(request, matter, "desk") | {
        "form": form, "refusal": refusal, "act": acts.amend_proposal, "back": page_of(matter, "desk"),
        "compositions": balance.compositions(matter, instead=instead) if not refusal else [],
    }  # fmt: skip
    return render(request, "selection/amend.html", context)


@page(face="desk", path="desk/selections/<str:number>/tell/", name="tell_others", may=DECIDE)
def tell_others(request: HttpRequest, number: str) -> HttpResponse:
    """After the end: everybody who is neither chosen nor a reserve learns of it."""
    matter = matter_or_404(request, Selection, number)
    over = matter.state in {Selection.State.CONFIRMED, Selection.State.DROPPED}
    if request.method == "POST" and over:
        return _job(request, matter, jobs.tell_others)
    return redirect(page_of(matter, "desk"))
