"""What may be done about a budget, from its draft to its approval by the congress, and when it is off its course."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from zhongdu import files
from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act, follows
from zhongdu.budget import (
    queries,
    rules,
    sweeping,  # noqa: F401 declares its check
)
from zhongdu.budget.models import KEEPERS, RECORDERS, Budget, BudgetLine, Explanation, Stage
from zhongdu.bureaus.acts import settling
from zhongdu.duties.opening import void
from zhongdu.fund.queries import Book
from zhongdu.scope.roles import Role

FILES, MOST_FILES = "budget", 10
State, Step = Budget.State, Stage.Step
_DRAFTING, _APPROVAL, _PRINCIPLE = "budget.drafting", "budget.approval", "fund.principle"
_Words = Annotated[str, Says("说明", hint="不写个人姓名", words=True, plain=True, most=500)]
_Scan = Annotated[list[Upload], Says("文件扫描件", hint="盖了章的文件，扫描或者拍照", accept="evidence")]
_Document = Annotated[str, Says("文号", plain=True, most=60)]


@act(on=Book, by=KEEPERS, under=[_DRAFTING, "fund.rules.budget"], where=_DRAFTING, creates=Budget)
def draft_budget(
    book: Book, deed: Doing, *, year: Annotated[int, Says("预算年度", hint="四位数，如 2027")]
) -> Budget:
    """编制预算

    Begin the budget of one fund for one year.
    """
    if not deed.on.year - 1 <= year <= deed.on.year + 1:
        deed.refuse("year_far_off", "只能编上年、本年和下一年的预算。", beside="year")
    if Budget.objects.filter(book=book, year=year).exclude(state=State.DROPPED).exists():
        deed.refuse(
            "one_budget_a_year", "这个账套已经有这一年的预算；批准以后要改的，办预算调整。", beside="year"
        )
    return deed.open(Budget, book.bureau, State.DRAFT, book=book, year=year)


@act(on=Budget, by=KEEPERS, under=[_DRAFTING], when=[State.DRAFT])
def enter_lines(
    budget: Budget,
    deed: Doing,
    *,
    lines: Annotated[list[str], Says("预算科目", hint="一行一个：科目编号 金额（元）", plain=True, most=60)],
) -> None:
    """填写预算

    Enter the year's income and expenditure by account; what this draft had before is replaced.
    """
    try:
        amounts = rules.read(lines)
    except rules.BadBudget as wrong:
        deed.refuse("bad_line", str(wrong), beside="lines")
    accounts = {each.code: each for each in queries.accounts(budget)}
    if unknown := next((code for code in amounts if code not in accounts), ""):
        deed.refuse("no_account", f"本账套没有在用的收支科目{unknown}。", beside="lines")
    if inner := rules.nested(amounts):
        deed.refuse("nested", f"科目{inner}的上级已经填了，两级只能填一级。", beside="lines")
    if len(amounts) > rules.MOST_LINES:
        deed.refuse("too_many", f"最多{rules.MOST_LINES}个科目。", beside="lines")
    budget.lines.filter(version=budget.version).delete()
    _write(budget, {accounts[code]: fen for code, fen in amounts.items()})
    income, expenditure = queries.totals(budget)
    deed.note(version=budget.version, income=income, expenditure=expenditure)


def _write(budget: Budget, amounts: dict[Any, int]) -> None:
    BudgetLine.objects.bulk_create(
        BudgetLine(budget=budget, version=budget.version, account=account, amount=fen)
        for account, fen in amounts.items()
    )


def _went_out(budget: Any, law: Any) -> str:
    return "已经报送过财政的不能作罢，改好再报送。" if budget.stages.exists() else ""


@act(
    on=Budget, by=KEEPERS, under=[_DRAFTING], moves={State.DRAFT: State.DROPPED}, closes=True, provided=_went_out,
    tells="编错了年度，或者不需要的预算和调整。作罢以后可以另编。",
)  # fmt: skip
def drop_budget(
    budget: Budget, deed: Doing, *, reason: Annotated[str, Says("为什么作罢", plain=True, most=300)]
) -> None:
    """作罢

    A draft begun for the wrong year, or an adjustment nobody wants: before anything was sent it may be dropped.
    """


@act(
    on=Budget, by=Role.DECIDER, under=[_APPROVAL, _PRINCIPLE], moves={State.DRAFT: State.SENT},
    opens=[Opens(_APPROVAL, since="sent_on")],
)  # fmt: skip
def send_to_finance(
    budget: Budget,
    deed: Doing,
    *,
    sent_on: Annotated[date, Says("报送日期")],
    document: _Document = "",
    words: Annotated[
        str,
        Says(
            "为什么收不抵支或者结余偏多", hint="收支相抵、略有结余的不用填", words=True, plain=True, most=500
        ),
    ] = "",
    scan: Annotated[list[Upload], Says("文件扫描件", accept="evidence")] = [],  # noqa: B006 never changed
) -> None:
    """报送财政审核

    Send this draft to finance. One that spends more than it takes in, or keeps more than a little, says why.
    """
    income, expenditure = queries.totals(budget)
    if not income or not expenditure:
        deed.refuse("empty", "收入和支出都要有金额，请先填写预算。")
    departs = rules.departure(income, expenditure, rules.SURPLUS.of(budget.bureau))
    if departs and not words:
        deed.refuse(
            "explain_surplus",
            f"{departs}，请写明理由再报送。",
            under=deed.law.find(_PRINCIPLE),
            beside="words",
        )
    _pass(budget, deed, Step.SENT, sent_on, document, words if departs else "", scan, beside="sent_on")
    deed.note(income=income, expenditure=expenditure, departs=departs)


@act(on=Budget, by=RECORDERS, under=[_APPROVAL], moves={State.SENT: State.REVIEWED})
def record_review(
    budget: Budget,
    deed: Doing,
    *,
    reviewed_on: Annotated[date, Says("财政审核日期")],
    document: _Document,
    scan: _Scan,
) -> None:
    """登记财政审核

    Finance has reviewed it and taken it into the draft of the whole social insurance budget.
    """
    _pass(budget, deed, Step.REVIEWED, reviewed_on, document, "", scan, beside="reviewed_on")


@act(on=Budget, by=RECORDERS, under=[_APPROVAL], moves={State.REVIEWED: State.SETTLED})
def record_settling(
    budget: Budget,
    deed: Doing,
    *,
    settled_on: Annotated[date, Says("政府审定日期")],
    document: _Document,
    scan: _Scan,
) -> None:
    """登记政府审定

    The government has settled it.
    """
    _pass(budget, deed, Step.SETTLED, settled_on, document, "", scan, beside="settled_on")


@act(on=Budget, by=RECORDERS, under=[_APPROVAL], moves={State.SETTLED: State.APPROVED}, meets=[_APPROVAL])
def record_approval(
    budget: Budget,
    deed: Doing,
    *,
    approved_on: Annotated[date, Says("人大批准日期")],
    document: _Document,
    scan: _Scan,
) -> None:
    """登记人大批准

    The congress has deliberated and approved it; from now on it binds, and an adjusted one is replaced.
    """
    _pass(budget, deed, Step.APPROVED, approved_on, document, "", scan, beside="approved_on")
    budget.approved_on = approved_on
    if budget.adjusts:
        deed.then(replace_budget, budget.adjusts)


@act(
    on=Budget, by=RECORDERS, under=[_APPROVAL],
    moves={State.SENT: State.DRAFT, State.REVIEWED: State.DRAFT, State.SETTLED: State.DRAFT},
)  # fmt: skip
def take_back(
    budget: Budget,
    deed: Doing,
    *,
    returned_on: Annotated[date, Says("退回日期")],
    words: _Words,
    document: _Document = "",
) -> None:
    """退回修改

    Whoever had it gives it back: a new version begins with the lines of this one, which stays as it was sent.
    """
    _pass(budget, deed, Step.RETURNED, returned_on, document, words, [], beside="returned_on")
    void(budget.docket, _APPROVAL, on=deed.on, deed=deed.id)  # sent anew, it is owed anew
    amounts = {line.account: line.amount for line in queries.lines(budget)}
    budget.version += 1
    _write(budget, amounts)


@act(on=Budget, by=KEEPERS, under=[_DRAFTING], when=[State.APPROVED], creates=Budget)
def draft_adjustment(budget: Budget, deed: Doing) -> Budget:
    """编制预算调整

    Begin an adjustment of an approved budget. It goes the same way, and the approved one binds until then.
    """
    if budget.adjusted_by:
        deed.refuse("adjusted_already", "这个预算已经在调整了。")
    made = deed.open(Budget, budget.bureau, State.DRAFT, book=budget.book, year=budget.year, adjusts=budget)
    _write(made, {line.account: line.amount for line in queries.lines(budget)})
    return made


@act(on=Budget, by=Role.SYSTEM, moves={State.APPROVED: State.REPLACED})
def replace_budget(budget: Budget, deed: Doing) -> None:
    """由调整预算取代

    Its adjustment was approved.
    """


def straying(budget: Any, law: Any) -> list[tuple[str, str]]:
    """The accounts that are off their course, those nobody explained yet."""
    shown = queries.execution(budget)
    return [(each.code, f"{each.code} {each.name}") for each in shown.unexplained]


@act(on=Budget, by=KEEPERS, under=[_DRAFTING], when=[State.APPROVED])
def explain_variance(
    budget: Budget, deed: Doing, *, code: Annotated[str, Says("科目", options=straying)], words: _Words
) -> None:
    """说明执行偏差

    Say why a line is off its course at the end of the last month reckoned.
    """
    shown = queries.execution(budget)
    account = budget.book.accounts.get(code=code)
    Explanation.objects.create(
        budget=budget, account=account, first=date(budget.year, shown.month, 1), words=words, on=deed.on
    )


def _pass(
    budget: Budget,
    deed: Doing,
    step: str,
    on: date,
    document: str,
    words: str,
    scan: Sequence[Any],
    *,
    beside: str,
) -> None:
    """A step with its day and paper; never before the step before it, never ahead of today."""
    before = budget.stages.last()
    if on > deed.on:
        deed.refuse("ahead", "日期不能晚于今天。", beside=beside)
    if before and on < before.on:
        said = f"日期不能早于上一步（{before.get_step_display()}，{before.on:%Y年%-m月%-d日}）。"
        deed.refuse("before_the_step_before", said, beside=beside)
    Stage.objects.create(
        budget=budget, version=budget.version, step=step, on=on, document=document, words=words
    )
    _keep(budget, deed, scan)


def _keep(budget: Budget, deed: Doing, uploads: Sequence[Any]) -> None:
    """Attach files, all or none; the record keeps their fingerprints."""
    if len(uploads) > MOST_FILES:
        deed.refuse("too_many_files", f"一次最多 {MOST_FILES} 个文件。", beside="scan")
    kept, first = [], files.attached(budget.number, FILES).count()
    for place, upload in enumerate(uploads, first):
        try:
            one = files.store(upload, owner=budget.number, kind=FILES, added_by=deed.by.user_id, sort=place)
        except files.FileRefused as refused:
            deed.refuse(refused.code, refused.message, beside="scan")
        kept.append([one.public_id, one.blob.sm3])
    if kept:
        deed.note(files=kept)


follows(send_to_finance)(settling(_DRAFTING))
