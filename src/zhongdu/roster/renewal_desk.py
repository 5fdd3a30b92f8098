"""到期续聘 on the desk: who ends soon; renew, or let end, each with its grounds in words."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.jobs.models import Job
from zhongdu.jobs.working import start
from zhongdu.kit import lists
from zhongdu.kit.forms import Form
from zhongdu.kit.matters import band
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster import rounds
from zhongdu.roster.acts import renew
from zhongdu.roster.jobs import decide_terms
from zhongdu.roster.queries import names
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

MANY = 100  # decisions from which on nobody waits for the answer
_PAGE = 50


class Round(Form):
    """What is decided, and on which grounds. Each row's decision stands in the table."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    renew_reason = forms.CharField(
        label="续聘的理由", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="选了续聘的，都记这一条理由。",
    )  # fmt: skip
    end_reason = forms.CharField(
        label="不续聘的理由", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="选了期满不续聘的，都记这一条理由；本人看得到这个决定。",
    )  # fmt: skip
    everyone = forms.ChoiceField(
        label="没有单独选的人", required=False,
        choices=[("", "先不决定"), ("renew", "全部续聘，包括后面各页"), ("end", "全部期满不续聘，包括后面各页")],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("renew_reason", "end_reason"):
            self.fields[name].widget.says_optional = True  # needed by whoever chose that decision


@dataclass(frozen=True)
class ByDecision(lists.Choice):
    """Undecided at first; the others can be looked up."""

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        match value:
            case "renewed":
                return queryset.filter(followed_by__isnull=False)
            case "ending":
                return queryset.filter(not_renewing_on__isnull=False)
            case "resigning":
                return queryset.filter(resigning_on__isnull=False)
        return rounds.undecided(queryset)


_DECIDED = ByDecision(
    "decided", "决定", [("open", "还没有决定"), ("renewed", "已续聘"), ("ending", "已决定不续聘"), ("resigning", "本人已申请终止")]
)  # fmt: skip
_WITHIN = lists.Choice("within", "届满", [(str(days), f"{days}天内") for days in (30, rounds.SOON, 180)])


@rests_on("term.renewal", "term.lapse", "term.length", kind="page")
@page(face="desk", path="desk/renewals/", name="renewals", may=frozenset(renew.by))
def renewals(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = clock.today()
    filters = lists.Filters.read(request, _WITHIN, _DECIDED)
    rows = rounds.ending(actor, today, int(filters.chosen.get("within", rounds.SOON)))
    bureaus = list(Bureau.objects.filter(pk__in={post.bureau_id for post in actor.standing(renew.by)}))
    rules = rounds.may_renew_at(bureaus, today)
    asked = ByDecision.narrow(_DECIDED, rows, filters.chosen.get("decided", "open"))
    is_open = filters.chosen.get("decided", "open") == "open"
    form = Round(request.POST or None, initial={"key": uuid4().hex})
    wrong = ""
    if request.method == "POST" and rules and form.is_valid():
        try:
            return _decide(request, form, rounds.undecided(rows), actor, bureaus[0])
        except Refused as refused:
            wrong = refused.sentence
            _beside(form, refused)
    found = lists.page_of(request, asked, by=("until", "id"), size=_PAGE)
    called, work = names(found), rounds.work_of(found.rows, actor)
    law = governing(bureaus[0], today)
    context = {
        "filters": filters, "found": found, "form": form, "rules": rules, "wrong": wrong, "today": today,
        "shown": [(row, called[row.number], work[row.pk], request.POST.get(f"of-{row.number}", "")) for row in found],
        "is_open": is_open, "left": rounds.undecided(rows).count(), "law": law, "lapse": law.find("term.lapse"),
        "demonstration": band(law),
    }  # fmt: skip
    return render(request, "roster/renewals.html", context)


def _decide(
    request: HttpRequest, form: Round, rows: QuerySet[Any], actor: Actor, home: Bureau
) -> HttpResponse:
    chosen = _chosen(request, form.cleaned_data["everyone"], rows)
    told = {
        "renew": form.cleaned_data["renew_reason"].strip(),
        "end": form.cleaned_data["end_reason"].strip(),
    }
    if not any(chosen.values()):
        raise Refused("nobody", "请至少给一个人选续聘或者期满不续聘。")
    for decision, label in (("renew", "续聘"), ("end", "不续聘")):
        if chosen[decision] and not told[decision]:
            field = f"{decision}_reason"
            raise Refused("no_reason", f"请写明{label}的理由。", fields={field: f"请写明{label}的理由。"})
    if sum(map(len, chosen.values())) >= MANY:
        return redirect(reverse("desk:job", kwargs={"number": _as_job(chosen, told, actor, home).number}))
    with transaction.atomic():
        done = {
            decision: rounds.decide(numbers, decision, told[decision], actor, key=f"{form.cleaned_data['key']}-{decision}")
            for decision, numbers in chosen.items()
        }  # fmt: skip
    messages.success(request, f"已办：续聘{done['renew']}人，决定期满不续聘{done['end']}人。")
    return redirect("desk:renewals")


def _chosen(request: HttpRequest, everyone: str, rows: QuerySet[Any]) -> dict[str, list[str]]:
    """Numbers by decision: what was chosen for each, and for the rest what was chosen for everyone else."""
    chosen: dict[str, list[str]] = {decision: [] for decision in rounds.DECISIONS}
    for number in rows.order_by("until", "id").values_list("docket__number", flat=True):
        decision = request.POST.get(f"of-{number}", "") or everyone
        if decision in chosen:
            chosen[decision].append(number)
    return chosen


def _as_job(chosen: dict[str, list[str]], told: dict[str, str], actor: Actor, home: Bureau) -> Job:
    with transaction.atomic():
        made = start(decide_terms, bureau=home, by=actor, **chosen)
        vault.put(
            made.owner, {"words": told}
        )  # grounds may speak of people: a job itself holds nothing personal
    return made


def _beside(form: Round, refused: Refused) -> None:
    for name, says in refused.fields.items():
        form.add_error(name if name in form.fields else None, says)
