"""Papers and files of agreements' matters, as answers to whoever may see them."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase

from zhongdu import files
from zhongdu.agreements import paper
from zhongdu.agreements.keeping import one
from zhongdu.agreements.models import Dispute


def printed_answer(data: dict[str, Any], kind: str, name: str) -> HttpResponse:
    if kind not in {"pdf", "docx"}:
        raise Http404("只有 PDF 和 Word 两种。")
    printed, media = paper.rendered(data, kind)
    way = "inline" if kind == "pdf" else "attachment"
    headers = {
        "Content-Disposition": f'{way}; filename="{name}.{kind}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(printed, content_type=media, headers=headers)


def dispute_answer(dispute: Dispute, kind: str) -> HttpResponse:
    if not dispute.effect:
        raise Http404("这件申诉还没有结果。")
    return printed_answer(paper.dispute_printed(dispute), kind, f"dispute-{dispute.number}")


def serve(matter: Any, public_id: str) -> HttpResponseBase:
    """A file, byte for byte, as a download no browser may run or guess at."""
    kept = one(matter, public_id)
    if kept is None:
        raise Http404
    name = files.names([kept])[kept.public_id] or kept.public_id
    answer = FileResponse(
        files.original(kept), as_attachment=True, filename=name, content_type=kept.blob.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
