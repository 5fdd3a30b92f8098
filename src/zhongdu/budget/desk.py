"""Budgets on the desk: every fund's and year's, one with its stages and its execution, and what is printed of it."""

from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhongdu import files
from zhongdu.budget import acts, paper, queries, rules, workbook
from zhongdu.budget.models import KEEPERS, READERS, Budget, Stage
from zhongdu.calendar import clock
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.matters import matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact, Step
from zhongdu.kit.workbooks import MEDIA_TYPE
from zhongdu.law.governing import governing
from zhongdu.law.money import plain_yuan
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor

READ, KEEP = frozenset(READERS), frozenset(KEEPERS)
State = Budget.State


@rests_on("budget.drafting", kind="page")
@page(face="desk", path="desk/budgets/", name="budgets", may=READ, methods=("GET",))
def budgets(request: HttpRequest) -> HttpResponse:
    """The budgets of an officer's territory, the latest year first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    years = [(str(year), f"{year}年") for year in _years(actor)]
    filters = lists.Filters.read(
        request, lists.Choice("state", "走到哪一步", State.choices), lists.Choice("year", "年度", years)
    )
    found = lists.page_of(request, filters.narrow(queries.budgets(actor)), by=("-year", "-id"))
    return render(request, "budget/budgets.html", {"filters": filters, "found": found})


def _years(actor: Actor) -> list[int]:
    rows = queries.budgets(actor).order_by("-year").values_list("year", flat=True)
    return list(dict.fromkeys(rows[:200]))


@rests_on("budget.approval", "fund.principle", kind="page")
@page(face="desk", path="desk/budgets/<str:number>/", name="budget", may=READ, methods=("GET",))
def budget(request: HttpRequest, number: str) -> HttpResponse:
    found = matter_or_404(request, Budget, number)
    context = matter_context(request, found, "desk")
    income, expenditure = queries.totals(found)
    bound = found.state in (State.APPROVED, State.REPLACED)
    context |= {
        "facts": _facts(found, income, expenditure),
        "steps": _steps(found),
        "stages": found.stages.all(),
        "rows": _drafted(found),
        "income": income,
        "expenditure": expenditure,
        "shown": queries.execution(found) if bound else None,
        "scans": _scans(found),
        "after": found.adjusted_by,
        "principle": context["law"].find("fund.principle"),
        "departs": rules.departure(income, expenditure, rules.SURPLUS.of(found.bureau)) if income else "",
    }
    if context["shown"]:
        context |= told(context["shown"])
    return render(request, "budget/budget.html", context)


def _facts(found: Budget, income: int, expenditure: int) -> list[Fact]:
    own = [
        Fact("账套", found.book.name),
        Fact("年度", f"{found.year}年"),
        Fact("第几稿", f"第{found.version}稿"),
    ]
    if found.approved_on:
        own.append(Fact("批准", f"{found.approved_on:%Y年%-m月%-d日}"))
    return own


def _steps(found: Budget) -> list[Step]:
    """How far it has come on the way the law lays out."""
    way = [State.DRAFT, State.SENT, State.REVIEWED, State.SETTLED, State.APPROVED]
    labels = ["本局编制", "财政审核", "政府审定", "人大审议批准", "已批准，照着执行"]
    if found.state == State.DROPPED:
        return [Step("本局编制", "stopped", "已作罢")]
    at = len(way) - 1 if found.state == State.REPLACED else way.index(State(found.state))
    return [
        Step(label, "done" if place < at or at == len(way) - 1 else "now" if place == at else "ahead")
        for place, label in enumerate(labels)
    ]


@dataclass(frozen=True)
class Drafted:
    """A line of a budget beside what the last year came to and what the version before said."""

    line: Any
    last_year: int
    before: int | None

    @property
    def change(self) -> int:
        return self.line.amount - self.before if self.before is not None else 0


def _drafted(found: Budget) -> list[Drafted]:
    last, before = _last_year(found), _before(found)
    return [
        Drafted(line, _below(last, line.account.code), before.get(line.account.code) if before else None)
        for line in queries.lines(found)
    ]


def _last_year(found: Budget) -> dict[str, int]:
    return queries.year_of(found.book, found.year - 1)


def _below(sums: dict[str, int], code: str) -> int:
    return sum(fen for each, fen in sums.items() if each.startswith(code))


def _before(found: Budget) -> dict[str, int]:
    """The version before this one; of an adjustment's first, the budget it adjusts."""
    if found.version > 1:
        rows = queries.lines(found, found.version - 1)
    elif found.adjusts:
        rows = queries.lines(found.adjusts)
    else:
        return {}
    return {line.account.code: line.amount for line in rows}


def told(shown: queries.Execution) -> dict[str, Any]:
    """The execution as the page and the papers print it."""
    return {
        "execution": [(row, row.so_far(shown.month), _percent(row.progress(shown.month)), _ahead(row, shown)) for row in shown.rows],
        "even": _percent(round(shown.month * 10_000 / 12)),
        "sums": [("收入", *shown.sums(rules.INCOME)), ("支出", *shown.sums(rules.EXPENDITURE))],
        "months": [(n, n > shown.month) for n in range(1, shown.told + 1)],
        "by_month": [(row, row.months[: shown.told]) for row in shown.rows],
        "said": [each for found in shown.explained.values() for each in found],
    }  # fmt: skip


def _percent(points: int | None) -> str:
    return "—" if points is None else f"{points / 100:.1f}%"


def _ahead(row: rules.Executed, shown: queries.Execution) -> tuple[str, str]:
    """How a line stands against the calendar, as a word and a tone."""
    if not shown.month:
        return "", ""
    ahead = row.ahead(shown.month)
    if ahead is None:
        return ("没有列预算", "warn") if row.so_far(shown.month) else ("", "")
    if not row.strays(shown.month, shown.points):
        return "与进度相当", "good"
    return (
        (f"快{ahead / 100:.1f}个百分点", "warn") if ahead > 0 else (f"慢{-ahead / 100:.1f}个百分点", "warn")
    )


# --- a draft is filled in --------------------------------------------------------------------------------------


@rests_on("budget.drafting", kind="page")
@page(face="desk", path="desk/budgets/<str:number>/lines/", name="enter_lines", may=KEEP)
def enter_lines(request: HttpRequest, number: str) -> HttpResponse:
    """Every account of income and expenditure, beside what last year came to; one field each."""
    found = matter_or_404(request, Budget, number)
    law = governing(found.bureau, clock.today())
    form = ActForm.of(request, acts.enter_lines, found, law)
    del form.fields["lines"]
    kept = {line.account.code: plain_yuan(line.amount) for line in queries.lines(found)}
    accounts = list(queries.accounts(found))
    typed = {each.code: request.POST.get(f"a{each.code}", "").strip() for each in accounts}
    said = [f"{code} {amount}" for code, amount in typed.items() if amount]
    last = _last_year(found)
    shown = typed if request.method == "POST" else kept
    return act_page(
        request, form, "budget/enter.html", done="已填写预算。", otherwise={"lines": said}, last_year=found.year - 1,
        rows=[(each, shown.get(each.code, ""), last.get(each.code, 0)) for each in accounts],
    )  # fmt: skip


# --- its papers ------------------------------------------------------------------------------------------------


def _scans(found: Budget) -> list[tuple[str, str]]:
    """(name, address) of each scan, in the order they came."""
    kept = sorted(files.attached(found.number, acts.FILES), key=lambda each: each.sort)
    names = files.names(kept)
    return [
        (
            names[each.public_id] or "未命名的文件",
            reverse("desk:budget_file", kwargs={"number": found.number, "file": each.public_id}),
        )
        for each in kept
    ]


@page(
    face="desk", path="desk/budgets/<str:number>/files/<str:file>/", name="budget_file", may=READ, methods=("GET",)
)  # fmt: skip
def budget_file(request: HttpRequest, number: str, file: str) -> Any:
    """A scan, byte for byte, as a download no browser may run or guess at."""
    owner = matter_or_404(request, Budget, number)
    found = files.attached(owner.number, acts.FILES).filter(public_id=file).first()
    if found is None:
        raise Http404
    name = files.names([found])[found.public_id] or found.public_id
    answer = FileResponse(
        files.original(found), as_attachment=True, filename=name, content_type=found.blob.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


@rests_on("budget.drafting", kind="paper")
@page(
    face="desk", path="desk/budgets/<str:number>/budget.pdf", name="budget_paper", may=READ, methods=("GET",)
)
def budget_paper(request: HttpRequest, number: str) -> HttpResponse:
    """The budget with what the last year came to, to print, seal and send; of an approved one, its execution."""
    found = matter_or_404(request, Budget, number)
    if found.approved_on and "draft" not in request.GET:
        shown = queries.execution(found)
        made = paper.execution(found, shown, told(shown))
    else:
        made = paper.draft(found, _drafted(found), queries.totals(found))
    return _file(made, "application/pdf", f"budget-{found.number}.pdf", "inline")


@rests_on("budget.drafting", kind="paper")
@page(
    face="desk",
    path="desk/budgets/<str:number>/budget.xlsx",
    name="budget_workbook",
    may=READ,
    methods=("GET",),
)
def budget_workbook(request: HttpRequest, number: str) -> HttpResponse:
    """Versions, stages, and the execution month by month."""
    found = matter_or_404(request, Budget, number)
    made = workbook.of(found, queries.execution(found), list(Stage.objects.filter(budget=found)))
    return _file(made, MEDIA_TYPE, f"budget-{found.number}.xlsx", "attachment")


def _file(made: bytes, kind: str, name: str, how: str) -> HttpResponse:
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type=kind, headers=headers)
