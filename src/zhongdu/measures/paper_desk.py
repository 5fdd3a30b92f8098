"""The papers of a consultation, to print or to go on writing in."""

from django.http import Http404, HttpRequest, HttpResponse

from zhongdu.kit.matters import matter_or_404
from zhongdu.kit.pages import page
from zhongdu.measures import paper
from zhongdu.measures.models import Consultation, Draft
from zhongdu.scope.roles import POSTS

STAFF = frozenset(POSTS)


@page(
    face="desk", path="desk/consultations/<str:number>/notice/", name="consultation_notice", may=STAFF, methods=("GET",)
)  # fmt: skip
def consultation_notice(request: HttpRequest, number: str) -> HttpResponse:
    """The notice with the draft; with ``?as=docx`` in Word."""
    found: Consultation = matter_or_404(request, Consultation, number)
    if request.GET.get("as") == "docx":
        return _file(paper.notice_word(found), f"notice-{number}.docx")
    return _file(paper.notice_pdf(found), f"notice-{number}.pdf")


@page(
    face="desk",
    path="desk/consultations/<str:number>/sheet/",
    name="reply_sheet",
    may=STAFF,
    methods=("GET",),
)
def reply_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The sheet to stamp: ``?answer=none`` says that there is no comment, else there is room for them."""
    found: Consultation = matter_or_404(request, Consultation, number)
    answer = request.GET.get("answer", "comments")
    if answer not in paper.ANSWERS:
        raise Http404("没有这种反馈表。")
    if request.GET.get("as") == "docx":
        return _file(paper.reply_word(found, answer), f"reply-{number}.docx")
    return _file(paper.reply_pdf(found, answer), f"reply-{number}.pdf")


@page(
    face="desk",
    path="desk/drafts/<str:number>/replies.docx",
    name="draft_digest",
    may=STAFF,
    methods=("GET",),
)
def draft_digest(request: HttpRequest, number: str) -> HttpResponse:
    """What the bureaus answered, in Word."""
    found: Draft = matter_or_404(request, Draft, number)
    if not found.consultations.exists():
        raise Http404("还没有征求意见。")
    return _file(paper.digest_word(found), f"replies-{number}.docx")


def _file(content: bytes, name: str) -> HttpResponse:
    is_word = name.endswith("docx")
    answer = HttpResponse(content, content_type=paper.WORD if is_word else paper.PDF)
    answer["Content-Disposition"] = f'{"attachment" if is_word else "inline"}; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
