"""The desk's forms that the generic one is not good enough for: whom to ask, a view after another, the minutes."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.registry import Act
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.choosing import choose_people
from zhongdu.kit.matters import band, cited, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.meetings import acts, queries
from zhongdu.meetings.holding import minutes_of
from zhongdu.meetings.models import OFFICERS, Meeting
from zhongdu.meetings.planning import CONVENERS, basis, unasked
from zhongdu.roster.queries import names
from zhongdu.scope.actor import Actor


@page(
    face="desk", path="desk/meetings/<str:number>/invite/", name="invite_supervisors", may=frozenset(CONVENERS)
)  # fmt: skip
def invite_supervisors(request: HttpRequest, number: str) -> HttpResponse:
    """All at once, or those ticked."""
    matter: Meeting = matter_or_404(request, Meeting, number)
    bound = basis(matter.bureau, governing(matter.bureau, clock.today()), matter.sort)
    return choose_people(
        request, acts.invite_supervisors, matter, unasked(matter), names,
        template="meetings/desk_invite.html", done="已通知。", choose=matter.sort != Meeting.Kind.SYMPOSIUM,
        clauses=[str(bound.address)] if bound else [],
    )  # fmt: skip


@page(face="desk", path="desk/meetings/<str:number>/views/", name="record_view", may=frozenset(OFFICERS))
def record_view(request: HttpRequest, number: str) -> HttpResponse:
    """One view after another, as they are said."""
    matter: Meeting = matter_or_404(request, Meeting, number)
    return _form(request, matter, acts.record_view, {}, "已记下，接着记下一条。", "desk:record_view")


@page(face="desk", path="desk/meetings/<str:number>/write/", name="write_minutes", may=frozenset(OFFICERS))
def write_minutes(request: HttpRequest, number: str) -> HttpResponse:
    """The minutes, from where they were left."""
    matter: Meeting = matter_or_404(request, Meeting, number)
    return _form(
        request, matter, acts.write_minutes, {"words": minutes_of(matter)}, "纪要已保存。", "desk:meeting"
    )


@page(face="desk", path="desk/offices/<str:number>/meeting/", name="plan_meeting", may=frozenset(CONVENERS))
def plan_meeting(request: HttpRequest, number: str) -> HttpResponse:
    """Which kind of meeting, when, where, about what."""
    return _form(
        request,
        matter_or_404(request, Office, number),
        acts.plan_meeting,
        {},
        "接下来通知监督员。",
        "desk:meeting",
    )


@page(face="desk", path="desk/meetings/<str:number>/change/", name="change_meeting", may=frozenset(CONVENERS))
def change_meeting(request: HttpRequest, number: str) -> HttpResponse:
    """Filled in with what stands now."""
    matter: Meeting = matter_or_404(request, Meeting, number)
    now = {name: getattr(matter, name) for name in ("title", "where", "agenda")}
    now |= {
        "starts_at": matter.starts_at.astimezone(clock.CHINA),
        "digest": matter.digest.number if matter.digest else "",
    }
    return _form(request, matter, acts.change_meeting, now, "安排已改。", "desk:meeting")


def _form(
    request: HttpRequest, matter: Any, act: Act, now: dict[str, Any], done: str, then: str
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    law = governing(matter.bureau, clock.today())
    first = {**now, "seen": matter.docket.length, "key": uuid4().hex}
    form = ActForm(act, matter, law, request.POST or None, initial=first)
    _fit(form)
    refusal = refusal_of(act, matter, actor, law)
    anew = {"seen": None} if act.creates else {}  # one view after another, while others write down theirs
    if not refusal and (made := form.perform(actor, **anew)):
        messages.success(request, done)
        return redirect(then, number=(made if act is acts.plan_meeting else matter).number)
    context = {
        "matter": matter, "of": matter if isinstance(matter, Meeting) else None, "over": getattr(matter, "title", ""), "act": act, "form": form, "refusal": refusal, "clauses": cited(act, law),
        "views": queries.views_of(matter) if act is acts.record_view else [], "demonstration": band(law),
    }  # fmt: skip
    return render(
        request, "meetings/desk_form.html", context, status=409 if refusal and request.method == "POST" else 200
    )  # fmt: skip


def _fit(form: ActForm) -> None:
    """A question with nothing to choose from is not asked; what is long has room."""
    for name, field in list(form.fields.items()):
        if (
            not field.required
            and isinstance(field, forms.MultipleChoiceField | forms.ChoiceField)
            and not _offers(field)
        ):
            del form.fields[name]
        elif name in {"words", "agenda"}:
            field.widget.attrs["rows"] = 12 if len(form.fields) < 4 else 5


def _offers(field: Any) -> bool:
    return any(value for value, _ in field.choices)
