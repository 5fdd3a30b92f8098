"""What the public reads of inspections: results, each looked through before it was published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.inspections import queries
from zhongdu.kit import lists
from zhongdu.kit.pages import page
from zhongdu.law.reliance import rests_on


@rests_on("inspection.results_published", kind="page")
@page(face="public", path="inspections/", name="inspection_results", may="public", methods=("GET",))
def inspection_results(request: HttpRequest) -> HttpResponse:
    """The results published, the newest first: the words that were reviewed, the bureau and the day, nothing else."""
    filters = lists.Filters.read(
        request, lists.Text("q", "查找", ["public_words", "bureau__name"], hint="局名或内容")
    )
    found = lists.page_of(request, filters.narrow(queries.published()), by=("-published_on", "-id"))
    return render(request, "inspections/public_results.html", {"found": found, "filters": filters})
