"""A bureau's own lists on the desk: which there are, one of them, and writing its questions. Works without scripts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.fieldwork import checklists, drafting, xlsform
from zhongdu.fieldwork.drafting import Raw
from zhongdu.fieldwork.models import ListDraft, OwnList
from zhongdu.fieldwork.own_lists import MAKERS, draft_list
from zhongdu.kit import lists
from zhongdu.kit.forms import Form, Upload
from zhongdu.kit.matters import matter_context, matter_or_404, offers
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tone
from zhongdu.law.governing import governing
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.models import Bureau

READERS, WRITERS = frozenset(OwnList.readers), frozenset(MAKERS)
_TONES: dict[str, Tone] = {
    OwnList.State.DRAFT: "quiet",
    OwnList.State.IN_USE: "good",
    OwnList.State.RETIRED: "neutral",
}
_LARGEST = 2 * 1024 * 1024  # bytes of a workbook of questions


@page(face="desk", path="desk/lists/", name="ownlists", may=READERS, methods=("GET",))
def own_lists(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = OwnList.objects.visible_to(actor).filter(territory(actor)).select_related("docket", "bureau")
    found = lists.page_of(request, rows, by=("-id",))
    shown = [(each, _TONES[each.state]) for each in found]
    return render(
        request, "fieldwork/own_lists.html", {"found": found, "shown": shown, "begin": _begin(actor)}
    )


def _begin(actor: Actor) -> str:
    """Where the visitor's own bureau begins another list; "" where that is not theirs to do."""
    for post in actor.standing(MAKERS):
        office = office_of(Bureau.objects.get(pk=post.bureau_id))
        law = governing(office.bureau, clock.today())
        if any(offer.label == draft_list.label for offer in offers(office, actor, law, "desk")):
            return reverse("desk:do", kwargs={"act": draft_list.name, "number": office.number})
    return ""


@page(face="desk", path="desk/lists/<str:number>/", name="ownlist", may=READERS, methods=("GET",))
def own_list(request: HttpRequest, number: str) -> HttpResponse:
    """One list: its questions as they would be asked next, what may be done, who changed it when."""
    found = matter_or_404(request, OwnList, number)
    made = checklists.draft_made(found)
    draft = ListDraft.objects.filter(of=found).first()
    context = matter_context(request, found, "desk") | {
        "tone": _TONES[found.state],
        "made": made,
        "draft": draft,
        "kinds": [drafting.FOR[kind] for kind in draft.kinds] if draft else [],
        "asked": [(each, drafting.KINDS.get(each.get("kind") or "choice", "")) for each in draft.questions] if draft else [],
        "may_edit": any(request.actor.has(role) for role in MAKERS),  # type: ignore[attr-defined]
        "editions": found.editions.order_by("-version"),
    }  # fmt: skip
    return render(request, "fieldwork/own_list.html", context)


class QuestionForm(Form):
    """One question as a clerk writes it."""

    name = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(label="题目", max_length=200, required=False)
    kind = forms.ChoiceField(label="题型", choices=list(drafting.KINDS.items()))
    options = forms.CharField(
        label="选项",
        help_text="选择题填写，一行一个",
        widget=forms.Textarea({"rows": 3}),
        required=False,
        max_length=2000,
    )
    trouble = forms.CharField(
        label="哪些答案说明有问题", help_text="一行一个；答了它，就可以一步报成线索", widget=forms.Textarea({"rows": 2}),
        required=False, max_length=2000,
    )  # fmt: skip
    required = forms.BooleanField(label="必须回答", required=False)
    after = forms.ChoiceField(label="接在哪一题后面问", help_text="不选就总是问", required=False)
    after_answers = forms.CharField(
        label="前一题选了什么才问",
        help_text="一行一个",
        widget=forms.Textarea({"rows": 2}),
        required=False,
        max_length=2000,
    )
    hint = forms.CharField(label="填写提示", max_length=200, required=False)
    min = forms.CharField(
        label="最小，或者最少几份", help_text="数字题、拍照题、录音录像题可以填", max_length=9, required=False
    )
    max = forms.CharField(
        label="最大，或者最多几份",
        help_text="不填的，照片最多6张，录音、录像最多2段",
        max_length=9,
        required=False,
    )

    def __init__(self, before: Sequence[Raw], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosable = [each for each in before if (each.get("kind") or "choice") in {"choice", "choices"}]
        shown = [(each["name"], each.get("text") or each["name"]) for each in choosable]
        self.fields["after"].choices = [("", "总是问"), *shown]  # type: ignore[attr-defined]


class WorkbookForm(Form):
    """An XLSForm to begin from."""

    file = forms.FileField(
        label="XLSForm 工作簿",
        required=True,
        widget=Upload(accept=".xlsx", camera=False, prompt="选择工作簿"),
    )


@page(face="desk", path="desk/lists/<str:number>/edit/", name="edit_list", may=WRITERS)
def edit_list(request: HttpRequest, number: str) -> HttpResponse:
    """The questions, kept at every press of a button: add, move, drop, bring in, save."""
    found = matter_or_404(request, OwnList, number)
    draft, _ = ListDraft.objects.get_or_create(of=found, defaults={"saved_at": clock.now()})
    brought = WorkbookForm(*((request.POST, request.FILES) if request.POST.get("intent") == "bring" else ()))
    if request.method == "POST":
        intent, _, place = request.POST.get("intent", "save").partition("-")
        questions = _typed(request, len(draft.questions))
        if intent == "bring":
            questions = _brought(request, brought, questions)
        _keep(draft, _after(intent, int(place) if place.isdigit() else 0, questions))
        if intent == "done" and checklists.draft_made(found).rule:
            messages.success(request, "已保存。看过没有问题，就可以启用。")
            return redirect("desk:ownlist", number=number)
        if intent != "done" and not brought.errors:
            return redirect(f"{request.path}#{_goal(intent, place, len(draft.questions))}")
    return _edit_page(request, found, draft, brought)


def _edit_page(request: HttpRequest, found: OwnList, draft: ListDraft, brought: WorkbookForm) -> HttpResponse:
    made = checklists.draft_made(found)
    pages = [
        QuestionForm(draft.questions[:place], initial=raw, prefix=f"q{place}")
        for place, raw in enumerate(draft.questions)
    ]
    shown = [(place, each, _wrong(each, made.wrong.get(place, {}))) for place, each in enumerate(pages)]
    context = matter_context(request, found, "desk") | {
        "shown": shown, "last": len(shown) - 1, "made": made, "brought": brought, "saved_at": draft.saved_at,
        "full": len(shown) >= drafting.MOST,
    }  # fmt: skip
    return render(request, "fieldwork/edit_list.html", context)


def _wrong(form: QuestionForm, says: dict[str, str]) -> list[tuple[str, str]]:
    """What is wrong with a question, by the label of its field."""
    return [(str(form.fields[name].label), sentence) for name, sentence in says.items()]


def _typed(request: HttpRequest, many: int) -> list[Raw]:
    """The questions as they were sent: nothing typed is lost, right or wrong."""
    sent: list[Raw] = []
    for place in range(many):
        named = {
            name: request.POST.get(f"q{place}-{name}", "").replace("\r\n", "\n")[:2000]
            for name in QuestionForm.base_fields
        }
        sent.append(Raw(**{**named, "required": bool(named["required"])}))  # type: ignore[typeddict-item]
    return sent


def _brought(request: HttpRequest, form: WorkbookForm, questions: list[Raw]) -> list[Raw]:
    """Those there are, and after them what the workbook holds."""
    if not form.is_valid():
        return questions
    file = form.cleaned_data["file"]
    if file.size > _LARGEST:
        form.add_error("file", "文件太大，题目用不了这么多。")
        return questions
    try:
        read = xlsform.read(file.read())
    except xlsform.BadForm as bad:
        form.add_error("file", str(bad))
        return questions
    taken = {raw["name"] for raw in questions}
    if clashing := taken & {raw["name"] for raw in read.questions}:
        form.add_error("file", f"有同名的题目（{sorted(clashing)[0]}），请先去掉原来的。")
        return questions
    for sentence in read.left_out:
        messages.warning(request, sentence)
    messages.success(request, f"已导入{len(read.questions)}道题。")
    return [*questions, *read.questions][: drafting.MOST]


def _after(intent: str, place: int, questions: list[Raw]) -> list[Raw]:
    """What one press of a button makes of the questions."""
    match intent:
        case "add" if len(questions) < drafting.MOST:
            return [*questions, Raw(name=drafting.fresh_name(questions), kind="choice", required=True)]
        case "drop":
            return [raw for at, raw in enumerate(questions) if at != place]
        case "up":
            return drafting.moved(questions, place, -1)
        case "down":
            return drafting.moved(questions, place, 1)
    return questions


def _keep(draft: ListDraft, questions: list[Raw]) -> None:
    draft.questions, draft.saved_at = questions, clock.now()
    draft.save(update_fields=["questions", "saved_at"])


def _goal(intent: str, place: str, many: int) -> str:
    """The question one wants to see after the page comes back."""
    at = int(place) if place.isdigit() else 0
    goal = {"add": many - 1, "up": at - 1, "down": at + 1, "drop": at - 1}.get(intent, 0)
    return f"question-{max(0, goal)}"
