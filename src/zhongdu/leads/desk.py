"""Leads on the desk: the list, the oldest unanswered first; one lead; its evidence."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.discipline.queries import is_tied
from zhongdu.duties.models import Source
from zhongdu.files import copies
from zhongdu.kit import lists, sealed
from zhongdu.kit.matters import band, matter_context, matter_or_404, unmasked
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.kit.searching import Search
from zhongdu.law.governing import governing
from zhongdu.leads import acting_desk as acting_desk  # its pages are declared there
from zhongdu.leads import (
    acts,
    evidence,
    filing,
    grave,
    handling,
    likening,
    looking,
    merging,
    passing_on,
    plans,
    queries,
    searching,
    showing,
)
from zhongdu.leads import beside as beside  # what an institution's page shows of leads
from zhongdu.leads import entering as entering  # so are these
from zhongdu.leads import inquiry_pages as inquiry_pages
from zhongdu.leads.models import Lead
from zhongdu.rewards.queries import of_lead as reward_of
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.vault.refusals import TooShort

READERS = frozenset(Lead.readers)
_KINDS = (evidence.KIND, evidence.INTERNAL, *copies.KINDS)


@dataclass(frozen=True)
class _Kind(lists.Choice):
    """Leads that name a kind of violation among theirs."""

    def narrow(self, queryset: Any, value: str) -> Any:
        return queryset.filter(kinds__contains=f'"{value}"')


@dataclass(frozen=True)
class _Place(lists.Choice):
    """Leads of a bureau and of all below it."""

    def narrow(self, queryset: Any, value: str) -> Any:
        return queryset.filter(bureau__path__contains=f"/{value}/")


@dataclass(frozen=True)
class _Words(lists.Text):
    """What is looked for in what leads tell; the page itself finds them (``searching``)."""

    def narrow(self, queryset: Any, value: str) -> Any:
        return queryset

    def accepts(self, value: str) -> bool:
        return bool(value)


@page(face="desk", path="desk/leads/", name="leads", may=READERS)
def leads(request: HttpRequest) -> HttpResponse:
    """The leads of an officer's territory: those that wait, the oldest first; those that are done; or, where words are
    looked for, all that hold them, the newest first."""
    if request.method == "POST":
        return sealed.lead_on(request)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    looking = bool(sealed.asked(request))
    done = request.GET.get("done") == "1" and not looking
    states = Lead.CLOSED if done else Lead.WAITING
    law = governing(Bureau.objects.get(pk=actor.posts[0].bureau_id), clock.today())
    filters = _filters(request, law, looking=looking, done=done)
    rows = filters.narrow(
        queries.for_desk(actor) if looking else queries.for_desk(actor).filter(state__in=states)
    )
    found, snippets, too_short = _found(request, rows, filters.chosen.get("q", ""), "-id" if done else "id")
    titles = showing.titles(found)
    return render(
        request,
        "leads/desk_list.html",
        {
            "filters": filters,
            "found": found,
            "rows": [
                _row(each, titles[each.number], law) | {"words": snippets.get(each.pk)} for each in found
            ],
            "done": done,
            "looking": looking,
            "sub": "最新的排在最前。" if looking or done else "等得最久的排在最前。",
            "too_short": too_short,
            "tabs": [
                Tab("待答复", "?", not done and not looking),
                Tab("已办结", "?done=1", done),
                *([Tab("查找结果", request.get_full_path(), True)] if looking else []),
            ],
            "may_enter": _entering(actor),
            "today": clock.today(),
            "demonstration": band(law),
        },
    )


def _filters(request: HttpRequest, law: Any, *, looking: bool, done: bool) -> lists.Filters:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    states = Lead.State if looking else Lead.CLOSED if done else Lead.WAITING
    late = (
        lists.Choice("overdue", "本局目标", [("True", "已超过目标")]),
        lists.Choice("unreplied", "请有关单位提供情况", [("True", "有单位逾期没有答复")]),
    )
    places = _places(actor)
    return lists.Filters.read(
        request,
        _Words("q", "查找内容、机构、编号", [], hint="写两个字以上，可写几个词", sealed=True),
        lists.Choice("state", "状态", [(state.value, state.label) for state in states]),
        _Kind("violation", "类别", filing.violations(None, law)),
        lists.Choice("handler", "经办人", [(str(actor.user_id), "我经办的")], field="handler_id"),
        lists.Choice("grave", "重大情况", [("True", "只看重大情况")]),
        lists.Choice("turn", "和反映人的对话", Lead.Turn.choices),
        *([] if done else late),
        *([_Place("of", "办理的局", places)] if places else []),
        lists.Day("since", "收到，从哪天", "filed_on__gte"),
        lists.Day("until", "收到，到哪天", "filed_on__lte"),
    )


def _found(
    request: HttpRequest, rows: Any, typed: str, by: str
) -> tuple[lists.Page[Lead], dict[int, list[tuple[str, bool]]], str]:
    """The page of leads to show; where words are looked for, each with its words, or why they say too little."""
    if not typed:
        return lists.page_of(request, rows, by=(by,)), {}, ""
    try:
        search = Search(searching.LEADS, rows, typed)
    except TooShort as short:
        return lists.Page([], None, None), {}, short.message
    found = lists.page_found(request, rows, search)
    return found, {each.pk: search.snippet(each) for each in found}, ""


def _places(actor: Actor) -> list[tuple[str, str]]:
    """The bureaus just below an officer's own, where there are any."""
    posts = actor.standing(Lead.readers)
    near = Bureau.objects.filter(parent__in=[post.bureau_id for post in posts], until=None)
    return list(near.order_by("path").values_list("code", "name"))


def _entering(actor: Actor) -> str:
    """The page to key in what came on paper, for those who may."""
    posts = actor.standing(acts.enter_lead.by)
    if not posts:
        return ""
    office = Office.objects.select_related("docket").get(bureau=posts[0].bureau_id)
    return reverse("desk:enter_lead", kwargs={"number": office.number})


def _row(lead: Any, title: str, law: Any) -> dict[str, Any]:
    return {
        "lead": lead,
        "title": title,
        "thin": filing.is_thin(lead, law),
        "chip": showing.chip(lead),
        "due": lead.due,
        "own": lead.source == Source.TARGET,
        "waited": (clock.today() - lead.filed_on).days,
        "along": lead.joined,
    }


@page(face="desk", path="desk/leads/<str:number>/", name="lead", may=READERS, methods=("GET",))
def lead(request: HttpRequest, number: str) -> HttpResponse:
    """One lead: what it is, what may be done now, what was done, the docket."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = matter_or_404(request, Lead, number)
    context = matter_context(request, found, "desk")
    law = context["law"]
    was_first = found.state == Lead.State.SECOND_LOOK and actor.user_id in handling.first_hands(found)
    opened = unmasked(found, actor)
    now, later = showing.in_order(context["offered"], without=handling.SECOND if was_first else ())
    return render(
        request,
        "leads/desk_lead.html",
        context
        | {
            "title": showing.titles([found])[found.number],
            "chip": showing.chip(found),
            "facts": [*showing.known(found, law, may_know_who=bool(opened)), *showing.speaker(found, opened)],
            "offered": now,
            "later": later,
            "was_first": was_first,
            "may_merge": any(offer.label == acts.merge_into.label for offer in context["offered"]),
            "said": queries.said(found),
            "told": queries.told(found),
            "asked": law.find("lead.contents"),
            "lacks_title": "材料不全" if filing.is_thin(found, law) else "还可以补充",
            "pieces": showing.pieces(found, "desk", with_claims=True),
            "internal": showing.pieces(found, "desk", kind=evidence.INTERNAL, with_claims=True),
            "handed": passing_on.handed(found),
            "entries": showing.sealed(context["entries"], found),
            "requests": looking.asked(found),
            "notes": looking.notes(found),
            "found": looking.found(found, law),
            "along": merging.ever_along(found),
            "receipt": grave.receipt(found),
            "similar": likening.earlier_like(found, actor) if found.is_waiting else [],
            "reward": reward_of(found, actor),
            **plans.drawn(found),
            "tied": _is_tied(found),
            **showing.waiting(found, context["duties"]),
        },
    )


def _is_tied(lead: Lead) -> bool:
    """Whether the supervisor who spoke declared an interest in the institution."""
    return bool(lead.user_id and lead.institution and is_tied(lead.user_id, lead.institution))


@page(
    face="desk",
    path="desk/leads/<str:number>/files/<str:file>/",
    name="lead_file",
    may=READERS,
    methods=("GET",),
)
def lead_file(request: HttpRequest, number: str, file: str) -> Any:
    found = matter_or_404(request, Lead, number)
    return evidence.serve(request, evidence.attachment_or_404(found.number, file, *_KINDS))


@page(
    face="desk", path="desk/leads/<str:number>/previews/<str:file>/", name="lead_preview", may=READERS, methods=("GET",)
)  # fmt: skip
def lead_preview(request: HttpRequest, number: str, file: str) -> Any:
    found = matter_or_404(request, Lead, number)
    return evidence.serve_preview(evidence.attachment_or_404(found.number, file, *_KINDS), 480)


@page(
    face="desk", path="desk/leads/<str:number>/large/<str:file>/", name="lead_large", may=READERS, methods=("GET",)
)  # fmt: skip
def lead_large(request: HttpRequest, number: str, file: str) -> Any:
    """A photograph as large as a page shows it, upright and without what the camera wrote."""
    found = matter_or_404(request, Lead, number)
    return evidence.serve_preview(evidence.attachment_or_404(found.number, file, *_KINDS), 1080)
