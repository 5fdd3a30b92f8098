"""Rewards on the desk: what waits to be considered, what is under way, and one reward with its derivation."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.forms import Form, TwoWay
from zhongdu.kit.matters import band, matter_context, matter_or_404, page_of, unmasked
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact, Tab
from zhongdu.law.governing import Law, governing
from zhongdu.law.money import plain_yuan, yuan
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.leads.queries import Lead, amount_found, told
from zhongdu.rewards import acts, deciding_pages, paper, queries, scans, showing  # noqa: F401 - declare their pages
from zhongdu.rewards.computing import companions, sharing
from zhongdu.rewards.considering import barred_by, conditions
from zhongdu.rewards.models import HANDLERS, Reward
from zhongdu.rewards.rules import MET, SHARING, UNMET
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

READERS, WRITERS = frozenset(Reward.readers), frozenset(HANDLERS)
State = Reward.State
_TABS = {
    "waiting": ("办理中", (*Reward.UNDECIDED, State.APPROVED, State.TOLD, State.CLAIMED)),
    "done": ("已办结", (State.PAID, State.LAPSED, State.WAIVED, State.REFUSED)),
}


@page(face="desk", path="desk/rewards/", name="rewards", may=READERS, methods=("GET",))
def rewards(request: HttpRequest) -> HttpResponse:
    """The rewards of an officer's territory; and the leads that proved true and wait for somebody to consider one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    handles = bool(actor.standing(HANDLERS))
    shown = request.GET.get("show", "waiting")
    tabs = [Tab(label, f"?show={key}", shown == key) for key, (label, _) in _TABS.items()]
    if handles:
        tabs.insert(0, Tab("待考虑", "?show=leads", shown == "leads", queries.unconsidered(actor).count()))
    law = governing(Bureau.objects.get(pk=actor.posts[0].bureau_id), clock.today())
    context = {"tabs": tabs, "today": clock.today(), "demonstration": band(law), "basis": law.find("reward")}
    if shown == "leads" and handles:
        leads = lists.page_of(request, queries.unconsidered(actor), by=("answered_on", "id"))
        rows = [(lead, showing.title(lead)) for lead in leads]
        return render(request, "rewards/desk_leads.html", context | {"found": leads, "rows": rows})
    _, states = _TABS.get(shown, _TABS["waiting"])
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", [(state.value, state.label) for state in states]),
        lists.Text("q", "查找", ["docket__number", "lead__docket__number", "lead__institution__name"], hint="编号或机构"),
    )  # fmt: skip
    rows_ = filters.narrow(queries.for_desk(actor).filter(state__in=states))
    found = lists.page_of(request, rows_, by=("-id",))
    return render(
        request,
        "rewards/desk_rewards.html",
        context
        | {
            "filters": filters,
            "found": found,
            "rows": [(row, showing.title(row.lead), showing.amount(row), showing.chip(row)) for row in found],
            "done": shown == "done",
        },
    )


@rests_on("reward", "reward.condition", "reward.scale", "reward.limits", "reward.claim", kind="page")
@page(face="desk", path="desk/rewards/<str:number>/", name="reward", may=READERS, methods=("GET",))
def reward(request: HttpRequest, number: str) -> HttpResponse:
    """One reward: its conditions, its amount line by line, who decided, what may be done now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = matter_or_404(request, Reward, number)
    context = matter_context(request, found, "desk")
    law, lead = context["law"], found.lead
    readable = Lead.objects.visible_to(actor).filter(pk=lead.pk).exists()
    others = found.group.exclude(pk=found.pk).select_related("docket") if found.lines else ()
    return render(
        request,
        "rewards/desk_reward.html",
        context
        | {
            "title": showing.title(lead),
            "chip": showing.chip(found),
            "amount": showing.amount(found),
            "offered": showing.offered(context["offered"], found, actor),
            "derivation": showing.derivation(found),
            "scans": scans.listed(found),
            "doubts": showing.doubts(law),
            "findings": showing.findings(found, law),
            "barred": barred_by(found, law),
            "facts": _facts(found, lead, law, actor),
            "people": showing.steps_of(found),
            "sealed": showing.sealed_facts(found, unmasked(found, actor), actor),
            "lead_number": lead.number if readable else "",
            "others": [(each, showing.amount(each)) for each in others],
            "told": queries.told(found),
            "entries": showing.sealed(context["entries"], found),
            "paying": next((duty for duty in context["duties"] if duty.concept == "reward.payment"), None),
        },
    )


def _facts(found: Reward, lead: Lead, law: Law, actor: Actor) -> list[Fact]:
    facts = [Fact("线索", lead.number), Fact("查证结果", lead.get_outcome_display())]
    if origin := showing.assigned_work(found, law, actor):
        facts.append(origin)
    if found.told_on:
        facts.append(Fact("接到通知", f"{found.told_on:%Y年%-m月%-d日}"))
    if found.paid_on:
        facts += [Fact("发放", f"{found.paid_on:%Y年%-m月%-d日}"), Fact("支付凭证", found.voucher)]
    return facts


@page(face="desk", path="desk/rewards/<str:number>/form/", name="reward_form", may=READERS, methods=("GET",))
def reward_form(request: HttpRequest, number: str) -> HttpResponse:
    """The approval form to print, sign and file."""
    found = matter_or_404(request, Reward, number)
    name = f"reward-{found.number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(paper.approval_form(found), content_type="application/pdf", headers=headers)


@page(
    face="desk",
    path="desk/rewards/<str:number>/files/<str:file>/",
    name="reward_file",
    may=READERS,
    methods=("GET",),
)
def reward_file(request: HttpRequest, number: str, file: str) -> Any:
    return scans.serve(matter_or_404(request, Reward, number), file)


# --- the two forms that are more than a few fields ------------------------------------------------------


class FindingsForm(Form):
    """Each condition asked by itself."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, asked: list[Bound], with_reason: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for bound in asked:
            field = forms.ChoiceField(label=bound.label, choices=[(MET, MET), (UNMET, UNMET)], widget=TwoWay)
            field.error_messages["required"] = "请选择。"
            self.fields[bound.name] = field
        if with_reason:
            words = forms.CharField(
                label="为什么重新考虑", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
            )
            words.error_messages["required"] = "请写明理由。"
            self.fields["reason"] = words

    def items_(self) -> list[tuple[Bound, Any, str]]:
        """Each condition, its control, and how far its source was read."""
        return [(bound, self[bound.name], showing.trust(bound)) for bound in self.asked]

    @property
    def inputs(self) -> dict[str, Any]:
        found = {bound.name: self.cleaned_data[bound.name] for bound in self.asked}
        return {
            "findings": found,
            **({"reason": self.cleaned_data["reason"]} if "reason" in self.fields else {}),
        }


@page(face="desk", path="desk/leads/<str:number>/reward/", name="consider_reward", may=WRITERS)
def consider_reward(request: HttpRequest, number: str) -> HttpResponse:
    """The conditions of the law, one by one, beside what was found of the lead."""
    return _ask(request, acts.consider_reward, matter_or_404(request, Lead, number))


@page(face="desk", path="desk/rewards/<str:number>/again/", name="reopen_reward", may=WRITERS)
def reopen_reward(request: HttpRequest, number: str) -> HttpResponse:
    return _ask(request, acts.reopen_reward, matter_or_404(request, Reward, number))


def _ask(request: HttpRequest, act: Act, matter: Any) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    law = governing(matter.bureau, clock.today())
    lead = matter.lead if isinstance(matter, Reward) else matter
    initial = {"seen": matter.docket.length, "key": uuid4().hex}
    form = FindingsForm(conditions(law), act is acts.reopen_reward, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        sent = {"key": form.cleaned_data["key"], "seen": form.cleaned_data["seen"]}
        try:
            made = perform(act, matter, actor, **sent, **form.inputs)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect(page_of(made, "desk"))
    context = {
        "form": form, "act": act, "matter": matter, "lead": lead, "title": showing.title(lead), "back": page_of(matter, "desk"),
        "answers": told(lead), "refusal": refusal_of(act, matter, actor, law), "basis": law.find("reward"),
        "demonstration": band(law),
    }  # fmt: skip
    return render(request, "rewards/desk_consider.html", context)


@rests_on("reward.scale", "reward.sharing", kind="page")
@page(face="desk", path="desk/rewards/<str:number>/amount/", name="compute_reward", may=WRITERS)
def compute_reward(request: HttpRequest, number: str) -> HttpResponse:
    """The case value and, as the law has it, the level or the bureau's own share; who else brought the same case."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    matter = matter_or_404(request, Reward, number)
    law = governing(matter.bureau, clock.today())
    scale, limits = law.find("reward.scale"), law.find("reward.limits")
    worth = amount_found(matter.lead)
    known = {"value": plain_yuan(worth)} if worth else {}
    form = ActForm.of(request, acts.compute_reward, matter, law, **known)
    _only_what_is_asked(form, matter, law, scale)
    least, most = (limits.rule.min, limits.rule.max) if limits else (None, None)
    return act_page(
        request, form, "rewards/desk_compute.html", done="已核算，请同事复核。", title=showing.title(matter.lead), scale=scale,
        found=yuan(worth) if worth else "", scale_trust=showing.trust(scale), limits=limits, limits_trust=showing.trust(limits),
        least="" if least is None else f"{least:,}", most="" if most is None else f"{most:,}",
        earlier=queries.reported_before(matter, actor),
        shared_own="" if law.find("reward.sharing") else SHARING.said(matter.bureau),
    )  # fmt: skip


def _only_what_is_asked(form: ActForm, matter: Reward, law: Law, scale: Bound | None) -> None:
    """A scale asks for its level, and only its uplift for insiders; without one the bureau's own share is asked."""
    levels = len(scale.rule.grades) if scale else 0
    drop = {"rate", "basis"} if scale else {"grade"}
    drop |= {"grade"} if levels == 1 else set()
    drop |= set() if scale and scale.rule.insider_bp else {"insider"}
    among, _, _ = sharing(matter, law)
    if among == "first" or not companions(matter, law):
        drop |= {"others", "parts"}
    elif among != "by_weight":
        drop |= {"parts"}
    for name in drop:
        del form.fields[name]
    for name in {"grade", "rate", "basis"} & form.fields.keys():
        form.fields[name].required = True
        form.fields[name].error_messages["required"] = "请选一级。" if name == "grade" else "请填写。"
    if scale and scale.rule.case_value:
        form.fields["value"].help_text = f"{scale.rule.case_value}，精确到分。"
    if "grade" in form.fields:
        form.fields["grade"].clause = str(scale.address)  # type: ignore[attr-defined,union-attr]
