"""The desk's forms that the generic one is not good enough for: whom to ask, a view after another, the minutes."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from zhongdu.acts.registry import Act
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.choosing import choose_people
from zhongdu.kit.matters import matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.meetings import acts, queries
from zhongdu.meetings.holding import minutes_of
from zhongdu.meetings.models import OFFICERS, Meeting
from zhongdu.meetings.planning import CONVENERS, basis, unasked
from zhongdu.roster.queries import names


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
    form = ActForm.of(request, act, matter, governing(matter.bureau, clock.today()), **now)
    _fit(form)
    return act_page(
        request, form, "meetings/desk_form.html", done=done,
        then=lambda made: reverse(then, kwargs={"number": (made if act is acts.plan_meeting else matter).number}),
        otherwise={"seen": None} if act.creates else {},  # one view after another, while others write down theirs
        back="", of=matter if isinstance(matter, Meeting) else None, over=getattr(matter, "title", ""),
        views=queries.views_of(matter) if act is acts.record_view else [],
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
