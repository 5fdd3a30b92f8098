"""Publicity work on the desk: the list and its workbook, one of it, its files, its paper."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhongdu import files
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.kit import evidence, lists
from zhongdu.kit.matters import band, matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.workbooks import MEDIA_TYPE
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.publicity import acts, desk_forms, paper, queries, showing, workbook
from zhongdu.publicity.models import READERS, Activity, Part
from zhongdu.publicity.planning import FILES
from zhongdu.roster.queries import names
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

READ = frozenset(READERS)
PER_PAGE = 100
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PRINTS = {"pdf": (paper.pdf_of, "application/pdf"), "docx": (paper.word_of, WORD)}
_NEXT = {Activity.State.PLANNED: acts.ask_to_take_part, Activity.State.DONE: acts.note_taking_part}
assert desk_forms, "declares its pages"


def _filters(request: HttpRequest) -> lists.Filters:
    return lists.Filters.read(
        request,
        lists.Choice("state", "状态", Activity.State.choices),
        lists.Choice("topic", "宣传什么", Activity.Topic.choices),
        lists.Choice("way", "怎样宣传", Activity.Way.choices),
        lists.Text("q", "查找", ["title", "where"], hint="活动名称、地点或媒体"),
    )


@rests_on("publicity", "publicity.way", kind="page")
@page(face="desk", path="desk/publicity/", name="publicity", may=READ, methods=("GET",))
def publicity(request: HttpRequest) -> HttpResponse:
    """The list, newest first; with ``?as=xlsx``, all of it as a workbook."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters, rows = _filters(request), queries.for_desk(actor)
    bureau = Bureau.objects.get(pk=actor.standing(READERS)[0].bureau_id)
    if request.GET.get("as") == "xlsx":
        return _book(filters.narrow(rows).order_by("-on", "-id")[: workbook.MOST], actor, bureau)
    found = lists.page_of(request, filters.narrow(rows), by=("-on", "-id"))
    law, number = governing(bureau, clock.today()), office_of(bureau).number
    asked = request.GET.copy()
    asked["as"] = "xlsx"
    context = {
        "filters": filters,
        "found": found,
        "rows": [(row, showing.chip(row)) for row in found],
        "sheet": f"?{asked.urlencode()}",
        "plan": reverse("desk:plan_publicity", kwargs={"number": number}),
        "enter": reverse("desk:enter_publicity", kwargs={"number": number}),
        "owed": law.find("publicity"),
        "exposing": law.find("exposure"),
        "demonstration": band(law),
    }
    return render(request, "publicity/desk_list.html", context)


def _book(rows: object, actor: Actor, bureau: Bureau) -> HttpResponse:
    by = f"{bureau.name}，{actor.name}，{clock.today():%Y年%-m月%-d日}导出"
    return _file(workbook.written(rows, by=by), MEDIA_TYPE, f"宣传台账-{bureau.name}.xlsx", as_download=True)  # type: ignore[arg-type]


@rests_on("publicity", "publicity.way", kind="page")
@page(face="desk", path="desk/publicity/<str:number>/", name="activity", may=READ, methods=("GET",))
def activity(request: HttpRequest, number: str) -> HttpResponse:
    matter: Activity = matter_or_404(request, Activity, number)
    context = matter_context(request, matter, "desk")
    rows = lists.page_of(
        request, queries.parts_of(matter), by=("appointment__letter_number", "id"), size=PER_PAGE
    )
    called = names(row.appointment for row in rows)
    first = acts.record_publicity if matter.on <= clock.today() and not matter.is_done else _NEXT.get(Activity.State(matter.state))  # fmt: skip
    context |= {
        "chip": showing.chip(matter),
        "facts": showing.facts(matter, context["law"]),
        "account": queries.account_of(matter),
        "pieces": showing.enclosed(matter),
        "tally": queries.tally(matter),
        "found": rows,
        "rows": [(row, called[row.appointment.number], showing.presence(row)) for row in rows],
        "offered": [
            replace(each, main=bool(first and each.label == first.label)) for each in context["offered"]
        ],
    }
    return render(request, "publicity/desk_activity.html", context)


@page(face="desk", path="desk/publicity/parts/<str:number>/", name="part", may=READ, methods=("GET",))
def part(request: HttpRequest, number: str) -> HttpResponse:
    """One supervisor's part: what they replied, whether they were there."""
    matter: Part = matter_or_404(request, Part, number)
    context = matter_context(request, matter, "desk") | {
        "chip": showing.presence(matter),
        "name": names([matter.appointment])[matter.appointment.number],
    }
    return render(request, "publicity/desk_part.html", context)


@page(
    face="desk", path="desk/publicity/<str:number>/files/<str:file>/", name="publicity_file", may=READ, methods=("GET",)
)  # fmt: skip
def publicity_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    """A file as it came; a photograph made anew, without what the camera wrote into it."""
    matter: Activity = matter_or_404(request, Activity, number)
    found = evidence.attachment_or_404(matter.number, file, FILES)
    if found.blob.media_type in files.PICTURES:
        return evidence.serve_preview(found, 1080)
    return evidence.serve(request, found)


@page(
    face="desk", path="desk/publicity/<str:number>/files/<str:file>/preview/", name="publicity_preview", may=READ, methods=("GET",)
)  # fmt: skip
def publicity_preview(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    matter: Activity = matter_or_404(request, Activity, number)
    return evidence.serve_preview(evidence.attachment_or_404(matter.number, file, FILES), 480)


@page(
    face="desk", path="desk/publicity/<str:number>/record.<str:kind>", name="publicity_paper", may=READ, methods=("GET",)
)  # fmt: skip
def publicity_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The record as PDF or Word, once it was done."""
    matter: Activity = matter_or_404(request, Activity, number)
    if kind not in _PRINTS or not matter.is_done:
        raise Http404
    prints, media_type = _PRINTS[kind]
    return _file(prints(matter), media_type, f"{matter.title}记录.{kind}", as_download=kind != "pdf")


def _file(content: bytes, media_type: str, name: str, *, as_download: bool) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_download, name) or ""
    answer["Cache-Control"] = "private, no-store"
    return answer
