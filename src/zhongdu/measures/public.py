"""The law, open to everybody: measures, their clauses, what each says and what carries it out."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.kit.pages import page
from zhongdu.law.address import Address, BadAddress
from zhongdu.law.shelves import shelf
from zhongdu.measures import queries, shelving
from zhongdu.measures.doubting import chosen_about


@page(face="public", path="law/", name="law", may="public", methods=("GET",))
def law(request: HttpRequest) -> HttpResponse:
    if shelving.restore():
        return redirect(request.path)
    packs = shelf().packs.values()
    return render(
        request,
        "measures/law.html",
        {
            "measures": [pack for pack in packs if pack.head.about != "base"],
            "bases": [pack for pack in packs if pack.head.about == "base"],
        },
    )


@page(face="public", path="law/<slug:code>/", name="measure", may="public", methods=("GET",))
def measure(request: HttpRequest, code: str) -> HttpResponse:
    pack = shelf().packs.get(code)
    if pack is None:
        return _perhaps_made_elsewhere(request, f"没有代码为“{code}”的办法。")
    context = {"pack": pack, "lines": queries.lines(pack), "doubts": queries.doubts(pack)}
    return render(request, "measures/measure.html", context)


@page(face="public", path="law/<slug:code>/<path:clause>/", name="clause", may="public", methods=("GET",))
def clause(request: HttpRequest, code: str, clause: str) -> HttpResponse:
    try:
        address = Address.parse(f"{code}:{clause}")
    except BadAddress as error:
        raise Http404(str(error)) from None
    pack = next((pack for pack in shelf().packs.values() if address in pack.clauses), None)
    if pack is None:
        return _perhaps_made_elsewhere(request, f"没有登记 {address}。")
    found, doubts = queries.line(pack, address), queries.doubts(pack, address)
    return render(
        request,
        "measures/clause.html",
        {
            "pack": pack,
            "citation": shelf().cite(address),
            "instrument": pack.instruments.get(code),
            "line": found,
            "words": queries.words_of(address),
            "carried_out_by": queries.carried_out_by(found),
            "doubts": doubts,
            "chosen": chosen_about(doubts),
            "parts": [part for part in pack.clauses if part.parent == address],
        },
    )


def _perhaps_made_elsewhere(request: HttpRequest, says: str) -> HttpResponse:
    """Another machine may have put a measure in force that this one's shelf lacks: it is fetched, and asked for again."""
    if shelving.restore():
        return redirect(request.path)
    raise Http404(says)
