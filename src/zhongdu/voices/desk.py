"""Opinions on the desk: the list, one of them, keying one in, the mood over time, and the workbook."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.duties.models import Source
from zhongdu.kit import evidence, lists, receipts, sealed
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, cited, matter_context, matter_or_404, unmasked
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.kit.searching import Search
from zhongdu.kit.workbooks import MEDIA_TYPE
from zhongdu.law.governing import governing
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.vault.refusals import TooShort
from zhongdu.voices import acts, answering, queries, searching, showing, talking, themes, workbook
from zhongdu.voices import digest_desk as digest_desk  # its pages are declared there
from zhongdu.voices import letters_desk as letters_desk  # so are these
from zhongdu.voices.digesting import gists
from zhongdu.voices.letters_desk import in_order, seen
from zhongdu.voices.models import Opinion, Tag

READERS = frozenset(Opinion.readers)
ENTERING = frozenset(acts.enter_opinion.by)
MOST_ROWS = 5_000  # of a workbook
_FIRST = (
    "take_opinion", "hand_opinion", "settle_opinion", "explain_opinion", "report_carried_out", "sum_up", "sort_opinion",
)  # fmt: skip


@dataclass(frozen=True)
class _Theme(lists.Choice):
    """Opinions about a theme, among others perhaps; or about none."""

    def narrow(self, queryset: Any, value: str) -> Any:
        if value == "none":
            return queryset.exclude(pk__in=Tag.objects.values("opinion"))
        return queryset.filter(pk__in=Tag.objects.filter(theme=value).values("opinion"))


@dataclass(frozen=True)
class _Words(lists.Text):
    """What is looked for in what opinions say; the page itself finds them (``kit.searching``)."""

    def narrow(self, queryset: Any, value: str) -> Any:
        return queryset

    def accepts(self, value: str) -> bool:
        return bool(value)


def home_of(actor: Actor) -> Bureau:
    """The bureau an officer works at; of several, the first."""
    return Bureau.objects.get(pk=actor.posts[0].bureau_id)


def _filters(request: HttpRequest, law: Any, bureau: Bureau) -> lists.Filters:
    return lists.Filters.read(
        request,
        _Words("q", "查找内容、答复、编号", [], hint="写两个字以上，可写几个词", sealed=True),
        lists.Choice("state", "状态", Opinion.State.choices),
        _Theme("theme", "类别", [*themes.in_use(bureau, law), ("none", "还没有归类")]),
        lists.Choice("outcome", "结果", Opinion.Outcome.choices),
        lists.Choice("speaker", "谁提的", Opinion.Speaker.choices),
        lists.Choice("summed", "摘要", [("True", "写了摘要"), ("False", "还没有摘要")]),
        lists.Choice("overdue", "本局目标", [("True", "已超过目标")]),
        lists.Day("since", "收到，从哪天", "filed_on__gte"),
        lists.Day("until", "收到，到哪天", "filed_on__lte"),
    )


@page(face="desk", path="desk/opinions/", name="opinions", may=READERS)
def opinions(request: HttpRequest) -> HttpResponse:
    """The opinions of an officer's territory: those that wait, the oldest first; or whatever is looked for, the newest.
    With ``?as=xlsx``, all of them as a workbook."""
    if request.method == "POST":
        return sealed.lead_on(request)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bureau = home_of(actor)
    law = governing(bureau, clock.today())
    filters = _filters(request, law, bureau)
    asked, every = filters.chosen, request.GET.get("all") == "1"
    waits = not every and asked.keys() <= {"theme", "speaker", "overdue"}
    rows = filters.narrow(queries.for_desk(Opinion, actor)).prefetch_related("tags")
    rows = rows.filter(state__in=Opinion.WAITING) if waits else rows
    if request.GET.get("as") == "xlsx":
        return _sheet(request, rows, asked.get("q", ""), bureau, law)
    found, snippets, too_short = _found(request, rows, asked.get("q", ""), "id" if waits else "-id")
    titles = queries.first_words(found)
    called = themes.labels(bureau, law, {tag.theme for each in found for tag in each.tags.all()})
    context = {
        "filters": filters,
        "found": found,
        "rows": [_row(each, titles, called) | {"words": snippets.get(each.pk)} for each in found],
        "waits": waits,
        "too_short": too_short,
        "tabs": [Tab("待答复", "?", waits), Tab("全部", "?all=1", not waits)],
        "entering": _entering(actor),
        "sheet": f"?{_with(request, 'as', 'xlsx')}",
        "today": clock.today(),
        "demonstration": band(law),
    }
    return render(request, "voices/desk_opinions.html", context)


def _found(
    request: HttpRequest, rows: Any, typed: str, by: str
) -> tuple[lists.Page[Any], dict[int, list[tuple[str, bool]]], str]:
    """The page to show; where words are looked for, each with its words, or why they say too little."""
    if not typed:
        return lists.page_of(request, rows, by=(by,)), {}, ""
    try:
        search = Search(searching.OPINIONS, rows, typed)
    except TooShort as short:
        return lists.Page([], None, None), {}, short.message
    found = lists.page_found(request, rows, search)
    return found, {each.pk: search.snippet(each) for each in found}, ""


def _with(request: HttpRequest, name: str, value: str) -> str:
    """The address as it is, from its first page, and one thing more."""
    asks = request.GET.copy()
    asks.pop("cursor", None)
    asks[name] = value
    return asks.urlencode()


def _row(opinion: Any, titles: dict[str, str], called: dict[str, str]) -> dict[str, Any]:
    return {
        "voice": opinion,
        "title": titles[opinion.number],
        "about": [called[tag.theme] for tag in opinion.tags.all()],
        "chip": showing.chip(opinion),
        "due": opinion.due,
        "own": opinion.source_of_due == Source.TARGET,
        "waited": (clock.today() - opinion.filed_on).days,
    }


def _entering(actor: Actor) -> str:
    """The page to key in what came on paper, for those who may."""
    posts = actor.standing(acts.enter_opinion.by)
    if not posts:
        return ""
    office = Office.objects.select_related("docket").get(bureau=posts[0].bureau_id)
    return reverse("desk:enter_opinion", kwargs={"number": office.number})


@page(face="desk", path="desk/opinions/<str:number>/", name="opinion", may=READERS, methods=("GET",))
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    """One opinion: what was said, what may be done now, what was answered, the docket."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found: Opinion = matter_or_404(request, Opinion, number)
    context = matter_context(request, found, "desk")
    now, later = in_order(context["offered"], _FIRST)
    letter = getattr(found, "letter", None)
    context |= {
        "title": queries.first_words([found])[found.number],
        "chip": showing.chip(found),
        "offered": now,
        "later": later,
        "said": talking.said_in_opinion(found),
        "told": talking.told_of_opinion(found),
        "gist": gists([found])[found.number],
        "about": showing.about(found, context["law"]),
        "facts": showing.speaker(found, unmasked(found, actor)),
        "entries": showing.sealed(context["entries"], found),
        "lead": seen(found.lead, actor),
        "letter": seen(letter, actor),
        **showing.waiting(found, context["duties"], answering.ANSWER),
    }
    return render(request, "voices/desk_opinion.html", context)


# --- keying in ---------------------------------------------------------------------------------------------
@page(face="desk", path="desk/opinions/enter/<str:number>/", name="enter_opinion", may=ENTERING)
def enter_opinion(request: HttpRequest, number: str) -> HttpResponse:
    """The form, with the day it came; then the code, once, to be printed or read out."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    office = matter_or_404(request, Office, number)
    law, code = governing(office.bureau, clock.today()), receipts.own_or_new(request.POST.get("code", ""))
    form = ActForm(
        acts.enter_opinion, office, law, request.POST or None,
        initial={"key": evidence.new_key(), "received_on": clock.today()},
    )  # fmt: skip
    del form.fields["receipt"]
    if made := form.perform(actor, receipt=queries.receipt_token(code)):
        return letters_desk.handed_out(request, made, code, band(law))
    context = {
        "form": form, "code": code, "office": office, "clauses": cited(acts.enter_opinion, law), "act": acts.enter_opinion,
        "demonstration": band(law),
    }  # fmt: skip
    return render(request, "voices/desk_enter_opinion.html", context)


# --- the mood over time, and the workbook ------------------------------------------------------------------
@page(face="desk", path="desk/mood/", name="mood", may=READERS, methods=("GET",))
def mood(request: HttpRequest) -> HttpResponse:
    """What people speak of, month by month, for a year."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bureau = home_of(actor)
    law, today = governing(bureau, clock.today()), clock.today()
    months = _months(today)
    counted = queries.by_month(actor, months[0])
    called = themes.labels(bureau, law, counted.keys() - {""})
    whole = counted.pop("")
    ordered = sorted(counted, key=lambda theme: (-sum(counted[theme].values()), theme))
    rows = [("全部意见", [whole.get(month, 0) for month in months])]
    rows += [(called[theme], [counted[theme].get(month, 0) for month in months]) for theme in ordered]
    context = {
        "trend": showing.trend("每月收到的意见", months, rows),
        "any": any(whole.values()),
        "demonstration": band(law),
    }
    return render(request, "voices/desk_mood.html", context)


def _months(today: date) -> list[date]:
    """The first days of the last twelve months, this one among them."""
    at = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(at - 11, at + 1)]


def _sheet(request: HttpRequest, rows: Any, typed: str, bureau: Bureau, law: Any) -> HttpResponse:
    """The list as a workbook: summaries and no words of the speakers, and nobody's name."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if typed:
        try:
            rows = rows.filter(pk__in=Search(searching.OPINIONS, rows, typed).beyond(None, MOST_ROWS, True))
        except TooShort:
            rows = rows.none()
    found = list(rows.order_by("-id")[:MOST_ROWS])
    called = themes.labels(bureau, law, {tag.theme for each in found for tag in each.tags.all()})
    content = workbook.opinions(
        found, gists(found), called, by=f"{actor.name}　{clock.today().isoformat()}　导出"
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, f"意见建议-{bureau.name}.xlsx")
    answer["Cache-Control"] = "private, no-store"
    return answer
