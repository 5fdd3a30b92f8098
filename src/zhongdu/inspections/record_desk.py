"""Composing a record where it is made, on a phone or a desk: written, kept at every change, read back, signed, sealed."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.inspections import acts, paper, recording, showing
from zhongdu.inspections.acting_desk import READ
from zhongdu.inspections.models import Inspection, Record
from zhongdu.inspections.queries import respondents
from zhongdu.inspections.team import fit_now, is_of_the_team, present
from zhongdu.kit import signing
from zhongdu.kit.forms import FilesField, Form, Uploads
from zhongdu.kit.matters import band, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor

_MOMENT = "%Y-%m-%dT%H:%M"
_MORE = 3  # empty pairs of question and answer that wait to be filled in
_MOST = 100


def _time(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[_MOMENT])


class RecordForm(Form):
    """What a record is made of; questions and answers stand beside each other, as many as there are."""

    kind = forms.ChoiceField(label="哪种笔录", choices=Record.Kind.choices, widget=forms.RadioSelect)
    began_at = _time("开始时间")
    ended_at = _time("结束时间")
    place = forms.CharField(label="地点", max_length=200)
    officers = forms.MultipleChoiceField(label="在场的检查人员", widget=forms.CheckboxSelectMultiple)
    person = forms.CharField(label="被检查人员、被询问人", max_length=60)
    position = forms.CharField(label="职务", max_length=60, required=False)
    told_them = forms.BooleanField(
        label="已表明身份、出示证件、告知权利", help_text=recording.TOLD, required=False
    )
    seen = forms.CharField(
        label="检查情况", help_text="现场检查笔录写。看了什么、看到什么，按先后写。", widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20_000, required=False,
    )  # fmt: skip
    corrects = forms.ChoiceField(label="更正哪一份", required=False, help_text="只在更正以前的笔录时选。")

    def __init__(
        self, inspection: Inspection, law: Any, pairs: list[list[str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = pairs
        self.fields["officers"].choices = present(inspection, law)  # type: ignore[attr-defined]
        records = [(str(row.pk), str(row)) for row in inspection.records.all()]
        self.fields["corrects"].choices = [("", "不是更正"), *records]  # type: ignore[attr-defined]
        if not records:
            del self.fields["corrects"]

    @property
    def shown_pairs(self) -> list[tuple[int, str, str]]:
        """What was asked and answered, and room for a few more."""
        rows = [*self.pairs, *([["", ""]] * _MORE)][:_MOST]
        return [(at, asked, answered) for at, (asked, answered) in enumerate(rows, 1)]


def _pairs(request: HttpRequest) -> list[list[str]]:
    asked, answered = request.POST.getlist("asked"), request.POST.getlist("answered")
    rows = [[one.strip()[:2000], two.strip()[:5000]] for one, two in zip(asked, answered, strict=False)]
    return [row for row in rows if any(row)][:_MOST]


def _typed(request: HttpRequest) -> dict[str, Any]:
    """All that was typed, however wrong it is, as the draft keeps it."""
    names = ("kind", "began_at", "ended_at", "place", "person", "position", "seen", "corrects", "told_them")
    said = {name: request.POST.get(name, "")[:20_000] for name in names}
    saved = clock.now().isoformat(timespec="seconds")
    return {**said, "officers": request.POST.getlist("officers"), "pairs": _pairs(request), "saved_at": saved}


def _begin(inspection: Inspection, actor: Actor, law: Any) -> dict[str, Any]:
    """A new draft, with what is known already."""
    units = [showing.who(each) for each in respondents(inspection) if not each.is_person]
    institution = next((each.institution for each in respondents(inspection) if each.institution), None)
    place = institution.address if institution and institution.address else (units or [""])[0]
    now = clock.now().strftime(_MOMENT)
    return {
        "kind": Record.Kind.SITE,
        "began_at": now,
        "ended_at": now,
        "place": place,
        "officers": [key for key, _ in present(inspection, law) if fit_now(inspection, int(key))],
        "pairs": [],
    }


@rests_on("inspection.record", kind="page")
@page(face="desk", path="desk/inspections/<str:number>/record/", name=acts.seal_record.verb, may=READ)
def compose(request: HttpRequest, number: str) -> HttpResponse:
    """Written on the spot; nothing typed is lost; then on to reading it back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    inspection = matter_or_404(request, Inspection, number)
    law = governing(inspection.bureau, clock.today())
    refusal = refusal_of(acts.seal_record, inspection, actor, law) or _not_mine(inspection, actor, law)
    if request.method == "POST" and not refusal:
        typed = _typed(request)
        recording.keep_draft(inspection, actor.user_id, typed)
        intent = request.POST.get("intent", "")
        if intent == "autosave":
            return render(request, "kit/saved.html", {"saved_at": clock.now()})
        if intent == "read":
            form = RecordForm(inspection, law, typed["pairs"], request.POST)
            if form.is_valid() and _whole(form, typed):
                return redirect("desk:sign_record", number=number)
            return _page(request, inspection, law, form, typed)
        return redirect(request.path)
    typed = recording.draft(inspection, actor.user_id) or _begin(inspection, actor, law)
    form = RecordForm(
        inspection, law, typed.get("pairs", []), initial={**typed, "told_them": bool(typed.get("told_them"))}
    )
    return _page(request, inspection, law, form, typed, refusal)


def _not_mine(inspection: Inspection, actor: Actor, law: Any) -> str:
    if not is_of_the_team(inspection, actor.user_id):
        return "笔录由检查组的人做，您不在检查组里。"
    if str(actor.user_id) in dict(present(inspection, law)):
        return ""
    return "您还没有在这次检查中出示有效的执法证，请先办“后来加入的人出示证件”。"


def _whole(form: RecordForm, typed: dict[str, Any]) -> bool:
    """Whether it says what its kind has to say; what is missing is told beside its field."""
    kind = form.cleaned_data["kind"]
    if kind == Record.Kind.SITE and not form.cleaned_data["seen"].strip():
        form.add_error("seen", "请写检查情况。")
    if kind == Record.Kind.QUESTIONING and not any(all(pair) for pair in typed["pairs"]):
        form.add_error(None, "询问笔录要有问有答，请至少写一问一答。")
    if not form.cleaned_data["told_them"]:
        form.add_error("told_them", "请先表明身份、告知权利，再做笔录。")
    return not form.errors


def _page(
    request: HttpRequest,
    inspection: Inspection,
    law: Any,
    form: RecordForm,
    typed: dict[str, Any],
    refusal: str = "",
) -> HttpResponse:
    saved = typed.get("saved_at")
    context = {
        "form": form, "matter": inspection, "act": acts.seal_record, "refusal": refusal, "back": page_of(inspection, "desk"),
        "saved_at": datetime.fromisoformat(saved) if saved else None, "demonstration": band(law), "clauses": acts.seal_record.clauses(law),
    }  # fmt: skip
    return render(request, "inspections/compose_record.html", context)


# --- read back and signed --------------------------------------------------------------------------------


class SignForm(Form):
    """How it ends: signed, stamped on paper, or refused with the reason; and what the person says to it."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    said = forms.CharField(
        label="被检查人员对笔录的意见", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="不填就是：以上笔录已阅（已向我宣读），与事实相符。",
    )  # fmt: skip
    ending = forms.ChoiceField(label="被检查人员", choices=Record.Ending.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="为什么没有签名、盖章",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    witness = forms.CharField(
        label="见证人", help_text="拒绝签名时有人见证的，写姓名和单位。", max_length=60, required=False
    )
    scan = FilesField(
        label="盖章、签字的纸质笔录",
        widget=Uploads(accept=""),
        required=False,
        help_text="盖章的必须附；照片、扫描件都可以。",
    )

    def __init__(self, signers: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signers = signers
        for name, _ in signers:
            self.fields[f"drawn-{name}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, max_length=signing.LONGEST
            )

    @property
    def pads(self) -> list[tuple[Any, str, str]]:
        return [(self[f"drawn-{name}"], f"drawn-{name}", says) for name, says in self.signers]

    def signatures(self) -> dict[str, str]:
        """What was drawn, as the vault keeps it; an empty pad is nobody's signature."""
        drawn = {}
        for name, _ in self.signers:
            try:
                drawn[name] = signing.read(self.cleaned_data[f"drawn-{name}"])
            except signing.NotSigned:
                continue
        return drawn


@rests_on("inspection.record", "inspection.refusal_noted", kind="page")
@page(face="desk", path="desk/inspections/<str:number>/record/sign/", name="sign_record", may=READ)
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """The whole of it is read back; then all sign, or it is noted why not; then it is sealed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    inspection = matter_or_404(request, Inspection, number)
    law = governing(inspection.bureau, clock.today())
    typed = recording.draft(inspection, actor.user_id)
    if not typed:
        return redirect("desk:seal_record", number=number)
    names = dict(present(inspection, law))
    officers = [key for key in typed["officers"] if key in names]
    signers = [
        ("person", f"{typed['person']}（被检查人员）"),
        *((key, f"{names[key]}（检查人员）") for key in officers),
    ]
    form = SignForm(signers, request.POST or None, request.FILES or None, initial={"key": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        try:
            perform(
                acts.seal_record,
                inspection,
                actor,
                key=form.cleaned_data["key"],
                **_given(form, typed, officers),
            )
        except Refused as refused:
            for name, says in refused.fields.items():
                form.add_error(name if name in form.fields else None, says)
            if not refused.fields:
                form.add_error(None, refused.sentence)
        else:
            recording.forget_draft(inspection, actor.user_id)
            messages.success(request, "笔录已封存，一个字也不能再改。")
            return redirect(page_of(inspection, "desk"))
    context = {
        "form": form, "matter": inspection, "typed": typed, "officers": "、".join(names[key] for key in officers),
        "kind": Record.Kind(typed["kind"]).label, "told": recording.TOLD, "back": reverse("desk:seal_record", kwargs={"number": number}),
        "demonstration": band(law), "noted": law.find("inspection.refusal_noted"),
    }  # fmt: skip
    return render(request, "inspections/sign_record.html", context)


def _given(form: SignForm, typed: dict[str, Any], officers: list[str]) -> dict[str, Any]:
    """The act's inputs, from the draft and what was signed under it."""
    text = recording.Text(
        place=typed["place"], person=typed["person"], position=typed["position"], told_them=bool(typed["told_them"]),
        seen=typed["seen"], asked=typed["pairs"], said=form.cleaned_data["said"],
    )  # fmt: skip
    ending = form.cleaned_data["ending"]
    given = {
        "kind": typed["kind"], "began_at": typed["began_at"], "ended_at": typed["ended_at"], "officers": officers, "text": text.written(),
        "ending": ending, "signatures": json.dumps(form.signatures()), "corrects": typed.get("corrects", ""),
        "reason": form.cleaned_data["reason"] if ending == Record.Ending.REFUSED else "",
        "witness": form.cleaned_data["witness"] if ending == Record.Ending.REFUSED else "", "scan": form.cleaned_data["scan"] or None,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value}


# --- reading a sealed one --------------------------------------------------------------------------------


@rests_on("inspection.record", kind="page")
@page(
    face="desk",
    path="desk/inspections/<str:number>/records/<int:n>/",
    name="inspection_record",
    may=READ,
    methods=("GET",),
)
def record(request: HttpRequest, number: str, n: int) -> HttpResponse:
    """A record as it was sealed."""
    inspection = matter_or_404(request, Inspection, number)
    row = inspection.records.filter(number=n).first()
    if row is None:
        raise Http404
    kept = recording.sealed(row)
    context = {
        "matter": inspection, "row": row, "kept": kept, "officers": "、".join(paper.people(row.officers).values()),
        "signed": [(who, kept.signatures.get(key, "")) for key, who in _signers(row, kept)],
        "later": row.corrected_by.all(),
    }  # fmt: skip
    return render(request, "inspections/record.html", context)


def _signers(row: Record, kept: recording.Sealed) -> list[tuple[str, str]]:
    person = [("person", kept.text.person)] if row.ending == Record.Ending.SIGNED else []
    return [*person, *((str(pk), name) for pk, name in paper.people(row.officers).items())]
