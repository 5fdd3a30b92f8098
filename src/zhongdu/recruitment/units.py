"""A unit's pages: its link opens the letter it got, the list of whom it recommends, and afterwards what it handed in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.kit.matters import band, own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment import acts, links, queries, receipts, recommended
from zhongdu.recruitment.models import Notice, Recommendation
from zhongdu.recruitment.pages import visitor

_LONGEST = 4 * max(recommended.LONGEST.values())  # characters of one answer kept, however wrong it is


class PeopleForm(forms.Form):
    """Shows what a unit typed so far; what is wrong with it is said by the act alone."""

    def __init__(self, typed: dict[str, Any]) -> None:
        super().__init__(data=typed)
        for name in recommended.CONTACT:
            self.fields[name] = _field(name)
        for at in range(1, recommended.shown_rows(typed) + 1):
            for name in recommended.ROW:
                self.fields[f"{name}-{at}"] = _field(name)

    def full_clean(self) -> None:
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data: dict[str, Any] = {}

    def say(self, wrong: dict[str, str]) -> None:
        """Put sentences beside the fields they are about, or on top."""
        for name, says in wrong.items():
            self.add_error(name if name in self.fields else None, says)

    def contact(self) -> list[forms.BoundField]:
        return [self[name] for name in recommended.CONTACT]

    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}-{at}"] for name in recommended.ROW] for at in range(1, self.count + 1)]

    @property
    def count(self) -> int:
        return (len(self.fields) - len(recommended.CONTACT)) // len(recommended.ROW)


def _field(name: str) -> forms.Field:
    common: dict[str, Any] = {"label": recommended.LABELS[name], "max_length": recommended.LONGEST[name]}
    if name == "why":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **common)
    attrs = {"autocomplete": "off"} | ({"inputmode": "tel"} if "phone" in name else {})
    return forms.CharField(widget=forms.TextInput(attrs=attrs), **common)


@page(face="public", path="units/<str:secret>/", name="unit_link", may="public", methods=("GET",))
def unit_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The address on a letter. The secret goes no further than this: the pages behind it do not carry it."""
    found = None if receipts.too_many(request) else links.found(secret)
    if found is None:
        receipts.missed(request)
        raise Http404("这个链接打不开，请核对来函上的网址，或者联系发函的医保局。")
    links.hold(request, found.number)
    return redirect("public:recommendation", number=found.number)


@rests_on("application.in_writing", "channel.recommended", "channel.targeted", kind="page")
@page(face="public", path="recommendations/<str:number>/", name="recommendation", may="public")
def recommendation(request: HttpRequest, number: str) -> HttpResponse:
    """For the unit: what it is asked, its list as it types it, and what it has handed in."""
    letter = own_or_404(request, Recommendation, number)
    law = governing(letter.bureau, clock.today())
    context = {
        "letter": letter, "law": law, "way": law.find(letter.channel), "demonstration": band(law),
        "conditions": law.family("eligibility"), "asked": law.find("notice.working_letter"),
    }  # fmt: skip
    if letter.state == Recommendation.State.HANDED_IN:
        secret = links.secret_of(letter)
        people = [
            (each, links.code(secret, each.person.place) if each.waits else "")
            for each in queries.people_of(letter)
        ]
        answer = render(request, "recruitment/unit_list.html", context | {"people": people})
        answer["Cache-Control"] = "no-store"
        return answer
    if over := _over(letter):
        return render(request, "recruitment/unit_over.html", context | {"over": over})
    return _list_page(request, letter, context)


def _over(letter: Recommendation) -> str:
    """Why a unit can no longer recommend; "" while it can."""
    if letter.state == Recommendation.State.CLOSED or clock.today() > letter.expires_on:
        return "这份推荐函已经失效，不能再推荐。"
    if letter.notice and letter.notice.state != Notice.State.OPEN:
        return "这次选聘的报名已经截止，不能再推荐。"
    return ""


def _list_page(request: HttpRequest, letter: Recommendation, context: dict[str, Any]) -> HttpResponse:
    intent, wrong = request.POST.get("intent", ""), dict[str, str]()
    if request.method == "POST":
        _keep(letter, request.POST)
        if intent == "submit":
            try:
                perform(acts.recommend, letter, visitor(request))
            except Refused as refused:
                wrong = refused.fields or {"": refused.sentence}
            else:
                return redirect("public:recommendation", number=letter.number)
        elif intent == "autosave":
            return render(request, "kit/saved.html", {"saved_at": timezone.now()})
        elif intent == "save":
            messages.success(request, "已保存，凭来函的链接可以接着填。")
    typed = vault.read(letter.typing, "unit_typing").get("unit_typing", {})
    if intent == "more":
        typed = typed | {"rows": str(recommended.shown_rows(typed) + 1)}
    form = PeopleForm(typed)
    form.say(wrong)
    context |= {"form": form, "full": form.count >= recommended.MOST}
    return render(request, "recruitment/unit.html", context)


def _keep(letter: Recommendation, posted: QueryDict) -> None:
    """Keep what was typed, right or wrong: only what is asked, none longer than it can be."""
    names = [*recommended.CONTACT, "rows"]
    names += [f"{name}-{at}" for at in range(1, recommended.MOST + 1) for name in recommended.ROW]
    typed = {name: posted[name][:_LONGEST] for name in names if posted.get(name)}
    vault.put(letter.typing, {"unit_typing": typed}, history=False)
