"""What one asked the machine to do: a list, one job with its progress, its result."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from zhongdu import files
from zhongdu.files import serving
from zhongdu.jobs.models import Job
from zhongdu.jobs.working import RESULT
from zhongdu.kit import lists
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tone
from zhongdu.scope.roles import POSTS

_TONES: dict[str, Tone] = {
    Job.State.WAITING: "quiet",
    Job.State.WORKING: "info",
    Job.State.DONE: "good",
    Job.State.FAILED: "bad",
}


@page(face="desk", path="desk/jobs/", name="jobs", may=frozenset(POSTS), methods=("GET",))
def jobs(request: HttpRequest) -> HttpResponse:
    found = lists.page_of(request, Job.objects.of(_user(request)).select_related("bureau"), by=("-id",))
    shown = [(each, _TONES[each.state]) for each in found]
    return render(request, "jobs/jobs.html", {"found": found, "shown": shown})


@page(face="desk", path="desk/jobs/<str:number>/", name="job", may=frozenset(POSTS), methods=("GET",))
def job(request: HttpRequest, number: str) -> HttpResponse:
    """One job; while it runs, its progress alone is asked for again every second."""
    found = _own(request, number)
    results = list(files.attached(found.owner, RESULT))
    called = files.names(results)
    context: dict[str, Any] = {
        "job": found,
        "tone": _TONES[found.state],
        "results": [(each, called[each.public_id]) for each in results],
    }
    # Once it is over the whole page comes anew, with what came of it.
    if request.headers.get("HX-Request") and not found.is_over:
        return render(request, "jobs/progress.html", context)
    answer = render(request, "jobs/job.html", context)
    if request.headers.get("HX-Request"):
        answer["HX-Refresh"] = "true"
    return answer


@page(
    face="desk",
    path="desk/jobs/<str:number>/<str:file>/",
    name="job_result",
    may=frozenset(POSTS),
    methods=("GET",),
)
def job_result(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    """What it made, as a download."""
    found = files.attached(_own(request, number).owner, RESULT).filter(public_id=file).first()
    if found is None:
        raise Http404
    return serving.serve(request, found, files.names([found])[found.public_id])


def _user(request: HttpRequest) -> int | None:
    user: int | None = request.actor.user_id  # type: ignore[attr-defined]
    return user


def _own(request: HttpRequest, number: str) -> Job:
    found = Job.objects.of(_user(request)).filter(number=number).select_related("bureau").first()
    if found is None:
        raise Http404("没有找到这个任务。")
    return found
