"""What left for others and what they sent in, on the desk; and on the public site what was exposed, and credit."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.allowing import refusal_of
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.cases import credit_list, files_of, queries, timing  # noqa: F401 - declares its page
from zhongdu.cases.choices import people_named
from zhongdu.cases.crediting import sharing
from zhongdu.cases.departments import called
from zhongdu.cases.informing import TAKERS, enter_notice, import_notices
from zhongdu.cases.models import READERS, CreditEntry, DepartmentNotice, Exposure, Referral
from zhongdu.cases.showing import day
from zhongdu.kit import lists
from zhongdu.kit.beside import shown as shown_beside
from zhongdu.kit.matters import matter_context, matter_or_404, own_page
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Chip, Fact, Tab, Tone
from zhongdu.law.governing import Law, governing
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

MAY = frozenset(READERS)
TOLD = frozenset(DepartmentNotice.readers)  # what departments told is the agency's work too
KINDS: dict[str, Any] = {
    "referral": Referral, "exposure": Exposure, "creditentry": CreditEntry, "departmentnotice": DepartmentNotice,
}  # fmt: skip
TONES: dict[str, Tone] = {
    "proposed": "warn", "declined": "quiet", "approved": "warn", "sent": "info", "received": "info", "taken": "good",
    "not_taken": "bad", "closed": "quiet", "rejected": "quiet", "published": "good", "withdrawn": "quiet",
    "listed": "bad", "repairing": "warn", "repaired": "good", "acted": "good", "unmatched": "bad", "handed": "warn",
}  # fmt: skip
_RELATED = {
    Referral: ("case__institution", "case__docket"), Exposure: ("decision",),
    CreditEntry: ("decision__case__institution", "decision__case__docket"), DepartmentNotice: ("institution", "practitioner"),
}  # fmt: skip


def chip(row: Any) -> Chip:
    return Chip(row.get_state_display(), TONES[row.state])


@rests_on("department", "credit", "exposure", kind="page")
@page(face="desk", path="desk/outward/", name="outward", may=TOLD, methods=("GET",))
def outward(request: HttpRequest) -> HttpResponse:
    """Referrals, exposures, credit entries and departments' information, a kind at a time."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    kinds = {name: kind for name, kind in KINDS.items() if actor.standing(kind.readers)}
    word = request.GET.get("kind", "")
    word = word if word in kinds else next(iter(kinds))
    kind = kinds[word]
    filters = lists.Filters.read(request, lists.Choice("state", "状态", kind.State.choices))
    rows = kind.objects.visible_to(actor).select_related("docket", "bureau", *_RELATED[kind])
    found = lists.page_of(request, filters.narrow(rows), by=("-id",))
    context = {
        "tabs": [Tab(each.label, f"?kind={name}", name == word) for name, each in kinds.items()],
        "word": word, "label": kind.label, "filters": filters, "found": found,
        "rows": [(row, title(row), chip(row)) for row in found],
        "begin": _begin(actor) if kind is DepartmentNotice else [],
        "lists": sharing(None, governing(Bureau.objects.get(pk=actor.posts[0].bureau_id), clock.today())) if kind is CreditEntry else [],
    }  # fmt: skip
    return render(request, "cases/desk_outward.html", context)


def _begin(actor: Actor) -> list[tuple[str, str]]:
    """Where the visitor's own bureau takes in what departments tell: (what the button says, its address)."""
    found = []
    for post in actor.standing(TAKERS):
        office = office_of(Bureau.objects.get(pk=post.bureau_id))
        for act in (import_notices, enter_notice):
            address = own_page(act, office.number, "desk") or reverse(
                "desk:do", args=[act.name, office.number]
            )
            found += [(act.label, address)] if not refusal_of(act, office, actor) else []
    return list(dict.fromkeys(found))


def title(row: Any) -> str:
    if isinstance(row, Exposure):
        return row.title
    if isinstance(row, DepartmentNotice):
        return f"{row.about}：{row.get_what_display()}"
    return queries.respondent_of(row.case if isinstance(row, Referral) else row.decision.case)


def _matter(
    request: HttpRequest, kind: Any, number: str, facts: Callable[[Any, Law], list[Fact]]
) -> HttpResponse:
    found = matter_or_404(request, kind, number)
    context = matter_context(request, found, "desk")
    context |= {
        "told": vault.read(number, "notice_words").get("notice_words", ""),
        "slots": shown_beside(str(kind._meta.model_name), request, found),
        "title": title(found), "chip": chip(found), "facts": facts(found, context["law"]), "kind": kind._meta.model_name,
        "pieces": files_of.listed(found), "clocks": timing.derivations(found.docket),
        "rights": _rights(found, context["law"]), "text": getattr(found, "text", ""),
    }  # fmt: skip
    return render(request, "cases/desk_outward_matter.html", context)


def _rights(found: Any, law: Law) -> list[timing.Right]:
    """The other side's periods, for a referral to the police."""
    if not isinstance(found, Referral) or found.to != Referral.POLICE:
        return []
    refused = found.answered_on if found.state == Referral.State.NOT_TAKEN else None
    return timing.rights(
        law, ("clock.police_decision", found.received_on), ("clock.referral_review_request", refused)
    )


@page(face="desk", path="desk/referrals/<str:number>/", name="referral", may=MAY, methods=("GET",))
def referral(request: HttpRequest, number: str) -> HttpResponse:
    return _matter(request, Referral, number, _referral)


def _referral(row: Referral, law: Law) -> list[Fact]:
    bound = law.find(row.to) if row.to != "discipline" else None
    lines = [
        Fact("案件", row.case.case_number or row.case.number),
        Fact("移送给", called(row.to, law), clause=str(bound.address) if bound else ""),
        Fact("核实情况的人员", "、".join(people_named(row.officers).values())),
        Fact("书面报告", day(row.reported_on)),
    ]
    if row.transfer_by:
        lines.append(Fact("移送到", f"{row.transfer_by.astimezone():%Y年%-m月%-d日 %H:%M}（二十四小时内）"))
    days = (("移送", row.sent_on), ("对方接收", row.received_on), ("收到通知", row.answered_on))
    return [*lines, *(Fact(label, day(value)) for label, value in days if value)]


@page(face="desk", path="desk/exposures/<str:number>/", name="exposure", may=MAY, methods=("GET",))
def exposure(request: HttpRequest, number: str) -> HttpResponse:
    return _matter(request, Exposure, number, _exposure)


def _exposure(row: Exposure, law: Law) -> list[Fact]:
    names = people_named([row.written_by, row.reviewed_by])
    bound = law.find("exposure")
    lines = [
        Fact("决定", row.decision.paper_number),
        Fact("依据", bound.label, clause=str(bound.address)) if bound else Fact("依据", ""),
        Fact("起草", names.get(row.written_by or 0, "")),
    ]
    if row.published_on:
        lines.append(Fact("审核发布", f"{day(row.published_on)}，{names.get(row.reviewed_by or 0, '')}"))
    if row.withdrawn_on:
        lines.append(Fact("撤回", f"{day(row.withdrawn_on)}：{row.why_withdrawn}"))
    return lines


@page(face="desk", path="desk/credit/<str:number>/", name="creditentry", may=MAY, methods=("GET",))
def creditentry(request: HttpRequest, number: str) -> HttpResponse:
    return _matter(request, CreditEntry, number, credit_facts)


def credit_facts(row: CreditEntry, law: Law) -> list[Fact]:
    bound = law.find("credit")
    called = {each.name: each.label for each in law.family("department")} | {"platform": "信用信息共享平台"}
    lines = [
        Fact("决定", row.decision.paper_number),
        Fact("记入", day(row.listed_on), clause=str(bound.address) if bound else ""),
    ]
    if row.joint:
        lines.append(Fact("联合惩戒", "列为失信联合惩戒对象"))
    if row.known_to:
        lines.append(Fact("共享给", "、".join(called.get(each, each) for each in row.known_to)))
    if row.published_on:
        lines.append(Fact("公开", day(row.published_on)))
    if row.ended_on:
        lines.append(Fact(row.get_state_display(), day(row.ended_on)))
    if row.end_told_to:
        lines.append(
            Fact("已告知修复或者撤回", "、".join(called.get(each, each) for each in row.end_told_to))
        )
    return lines


@page(
    face="desk",
    path="desk/department-notices/<str:number>/",
    name="departmentnotice",
    may=TOLD,
    methods=("GET",),
)
def departmentnotice(request: HttpRequest, number: str) -> HttpResponse:
    """What a department told, whom it means here, and what came of it as far as the reader may open that."""
    return _matter(request, DepartmentNotice, number, _notice)


def _notice(row: DepartmentNotice, law: Law) -> list[Fact]:
    bound = law.find(row.department) if row.department != "discipline" else None
    lines = [
        Fact("来自", called(row.department, law), clause=str(bound.address) if bound else ""),
        Fact("什么事", row.get_what_display()),
        Fact("说的是", row.about if row.institution or row.practitioner else "名录里没有对上"),
        Fact("写来的代码", row.code),
        Fact("文号", row.document),
        Fact("处理之日", day(row.happened_on)),
    ]
    if row.sender:
        lines.append(Fact("怎样收到的", f"部门系统（接入号{row.sender}）送来，对方编号{row.outside}"))
    if row.outcome:
        lines.append(Fact("怎样处理", row.get_outcome_display()))
    return lines


# --- for everybody ------------------------------------------------------------------------------------------


@rests_on("exposure", kind="page")
@page(face="public", path="exposures/", name="exposures", may="public", methods=("GET",))
def exposures(request: HttpRequest) -> HttpResponse:
    """Cases told to the public; what was withdrawn says so and why, and its text is gone."""
    rows = Exposure.objects.filter(Exposure.open_to_all()).select_related("bureau", "docket")
    found = lists.page_of(request, rows, by=("-id",))
    return render(request, "cases/public_exposures.html", {"found": found})


@rests_on("credit", kind="page")
@page(face="public", path="credit/", name="credit", may="public", methods=("GET",))
def credit(request: HttpRequest) -> HttpResponse:
    """The credit entries of institutions that were published and still stand."""
    filters = lists.Filters.read(
        request, lists.Text("q", "查找", ["decision__case__institution__name"], hint="机构名称")
    )
    rows = CreditEntry.objects.filter(CreditEntry.open_to_all()).select_related(
        "bureau", "decision__case__institution", "decision__proposal"
    )
    found = lists.page_of(request, filters.narrow(rows), by=("-id",))
    context = {
        "filters": filters,
        "found": found,
        "rows": [(row, queries.said(row.decision, set(row.decision.case.violations))) for row in found],
    }
    return render(request, "cases/public_credit.html", context)
