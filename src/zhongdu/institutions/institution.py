"""What an institution's people meet: the way in, what they owe and by when, and the form of any act.

A room that has something for institutions writes its pages in an ``institution.py`` of its own, on the face
``institution`` (``path="institution/…"``, ``may=frozenset({Role.INSTITUTION})``, the template extends ``institution.html``),
takes its place in ``web.context``'s navigation, and declares what its matters ask of an institution with
``institutions.queries.owes``. Which institutions a visitor answers for stands in ``request.actor.institutions``: a matter
about one is theirs when its ``held_by`` says so (``Q(institution__in=actor.institutions)``), and ``own_or_404`` finds it.
"""

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.institutions import access
from zhongdu.institutions import checking_pages as checking_pages  # its pages are declared there
from zhongdu.institutions import filing_pages as filing_pages  # so are these
from zhongdu.institutions.acts import join
from zhongdu.institutions.models import Access
from zhongdu.institutions.owing import owed_by
from zhongdu.institutions.queries import own
from zhongdu.kit import beside
from zhongdu.kit.act_pages import do
from zhongdu.kit.matters import band, matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.passwords import Password
from zhongdu.law.governing import governing
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

INSTITUTION = frozenset({Role.INSTITUTION})


@page(face="institution", path="institution/", name="home", may=INSTITUTION, methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """What is owed comes first, the most urgent on top."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    institutions = own(actor)
    context = {
        "institutions": institutions,
        "owed": owed_by(actor),
        "today": clock.today(),
        "slots": beside.shown("institution_home", request, institutions),
        "accounts": Access.objects.filter(institution__in=actor.institutions).select_related(
            "docket", "user"
        ),
        "demonstration": band(governing(institutions[0].bureau, clock.today())),
    }
    return render(request, "institutions/home.html", context)


@page(face="institution", path="institution/join/<str:secret>/", name="join", may="public")
def join_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """By the link the bureau gave, once: choose a password, and the account is open."""
    account = access.found(secret)
    today = clock.today()
    if account is None or account.link_until is None or account.link_until < today:
        said = {"refusal": access.NO_SUCH_LINK, "demonstration": ""}
        return _not_kept(render(request, "institutions/join.html", said, status=404))
    form = Password(account.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                done = perform(join, account, request.actor, hashed=access.token(secret))  # type: ignore[attr-defined]
                done.user.set_password(form.cleaned_data["first"])
                done.user.save(update_fields=["password"])
        except Refused as refused:
            form.add_error(None, refused.says)
        else:
            login(request, done.user, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("institution:home")
    context = {
        "form": form, "refusal": "", "institution": account.institution,
        "demonstration": band(governing(account.bureau, today)),
    }  # fmt: skip
    return _not_kept(render(request, "institutions/join.html", context))


@page(
    face="institution",
    path="institution/accounts/<str:number>/",
    name="access",
    may=INSTITUTION,
    methods=("GET",),
)
def account(request: HttpRequest, number: str) -> HttpResponse:
    found = own_or_404(request, Access, number)
    return render(request, "institutions/own_access.html", matter_context(request, found, "institution"))


@page(face="institution", path="institution/do/<str:act>/<str:number>/", name="do", may=INSTITUTION)
def do_as_institution(request: HttpRequest, act: str, number: str) -> HttpResponse:
    return do(request, "institution", act, number)


def _not_kept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "same-origin"
    return answer
