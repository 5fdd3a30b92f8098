"""The desk's pages of a notice before it is published: amending it, looking at it as everybody will, publishing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, cited, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment import acts, options, public, rules
from zhongdu.recruitment.models import READERS, Notice
from zhongdu.recruitment.pages import fresh, sent, visitor
from zhongdu.scope.roles import Role

READ = frozenset(READERS)
_AS_IT_STANDS = ("title", "body", "quota", "channels", "opens_on", "closes_on")


@page(
    face="desk", path="desk/notices/<str:number>/preview/", name="preview_notice", may=READ, methods=("GET",)
)
def preview_notice(request: HttpRequest, number: str) -> HttpResponse:
    """The public page of a notice, before it is public."""
    matter = matter_or_404(request, Notice, number)
    return render(request, "recruitment/notice.html", public.notice_context(matter) | {"preview": True})


@rests_on("notice.publishing", "channel", "selection.number", kind="page")
@page(
    face="desk", path="desk/notices/<str:number>/amend/", name="amend_notice", may=frozenset({Role.RECRUITER})
)
def amend_notice(request: HttpRequest, number: str) -> HttpResponse:
    """A draft written anew, beginning from what it says."""
    matter = matter_or_404(request, Notice, number)
    return _act_page(
        request, acts.amend_notice, matter, {name: getattr(matter, name) for name in _AS_IT_STANDS}
    )


@rests_on("notice.publishing", kind="page")
@page(
    face="desk",
    path="desk/notices/<str:number>/publish/",
    name="publish_notice",
    may=frozenset({Role.RECRUITER, Role.DECIDER}),
)
def publish_notice(request: HttpRequest, number: str) -> HttpResponse:
    """A notice published, with letters to the units that are to recommend people."""
    matter = matter_or_404(request, Notice, number)
    ways = options.unit_channels(matter, governing(matter.bureau, clock.today()))
    return _act_page(request, acts.publish_notice, matter, {"channel": ways[0][0]} if len(ways) == 1 else {})


def _act_page(request: HttpRequest, act: Act, matter: Notice, initial: dict[str, Any]) -> HttpResponse:
    law = governing(matter.bureau, clock.today())
    form = ActForm(act, matter, law, *sent(request), initial=initial | fresh(matter, request))
    ways = [law.rule(name) for name, _ in options.unit_channels(matter, law)]
    if not ways:
        for name in ("channel", "units"):
            form.fields.pop(name, None)
    if form.perform(visitor(request)):
        asked = len(rules.lines(form.cleaned_data.get("units", "")))
        messages.success(
            request, f"已办：{act.label}。" + (f"给{asked}个单位写好了工作联系函。" if asked else "")
        )
        return redirect(page_of(matter, "desk"))
    context = {
        "act": act, "form": form, "matter": matter, "law": law, "ways": ways, "clauses": cited(act, law),
        "refusal": refusal_of(act, matter, visitor(request)), "back": page_of(matter, "desk"), "demonstration": band(law),
    }  # fmt: skip
    return render(request, "recruitment/notice_act.html", context)
