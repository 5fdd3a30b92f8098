"""Opening an application for somebody else: an invited or recommended person, or a form that came on paper."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment import acts, options, receipts
from zhongdu.recruitment.pages import sent, visitor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role


def own_bureaus(request: HttpRequest) -> QuerySet[Bureau]:
    """The bureaus at which the visitor holds a post."""
    posts = visitor(request).posts
    return Bureau.objects.filter(pk__in=[post.bureau_id for post in posts]).order_by("path")


def own_office(request: HttpRequest) -> Office | None:
    """The office at which the visitor recruits, where its law lets it recruit; the first, of several."""
    posts = visitor(request).standing([Role.RECRUITER])
    offices = Office.objects.filter(bureau_id__in=[post.bureau_id for post in posts])
    for office in offices.select_related("docket", "bureau").order_by("bureau__path"):
        level = governing(office.bureau, clock.today()).find("level.recruiting")
        if level is None or office.bureau.level in level.rule.levels:
            return office
    return None


@rests_on("channel.invited", "channel.recommended", "channel.targeted", kind="page")
@page(face="desk", path="desk/offices/<str:number>/invite/", name="invite", may=frozenset({Role.RECRUITER}))
def invite(request: HttpRequest, number: str) -> HttpResponse:
    """An invitation: its receipt code is for the person who will fill in the form, or for keying it in at once."""
    office = matter_or_404(request, Office, number)
    law = governing(office.bureau, clock.today())
    code = receipts.tidy(request.POST.get("code", "")) or receipts.new_code()
    form = ActForm(acts.invite, office, law, *sent(request))
    del form.fields["receipt"]
    context: dict[str, Any] = {
        "law": law,
        "office": office,
        "demonstration": band(law),
        "code": code,
        "form": form,
    }
    if request.method == "POST" and form.is_valid():
        token = receipts.token(code)
        try:
            perform(
                acts.invite, office, visitor(request), key=f"invite {token}", receipt=token, **form.values
            )
        except Refused as refused:
            form.refused(refused)
        else:
            if request.POST.get("intent") == "key_in":
                return receipts.give(redirect("public:application_form"), code)
            return render(request, "recruitment/invited.html", context)
    form.fields["notice"] = forms.ChoiceField(
        label="所报公告", required=False, choices=[("", "不凭公告"), *options.notices(office, law)]
    )
    return render(request, "recruitment/invite.html", context)
