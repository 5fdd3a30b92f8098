"""Vouchers: prepared by one, posted by another, reversed and never changed."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.fund import rules
from zhongdu.fund.models import CHECKERS, KEEPERS, Account, Line, Month, PaidBack, Voucher
from zhongdu.law.money import yuan

State, Kind = Voucher.State, Voucher.Kind
_LAW = "fund.accounts"
_TYPED = [
    (each.value, str(each.label)) for each in (Kind.ORDINARY, Kind.INTEREST, Kind.RECOVERED, Kind.OPENING)
]


def kinds(month: Any, law: Any) -> list[tuple[str, str]]:
    """What somebody can enter; an opening balance only in a book's first month."""
    return [each for each in _TYPED if each[0] != Kind.OPENING or month.first == month.book.since]


def prepared(month: Any, law: Any) -> list[tuple[str, str]]:
    rows = month.vouchers.filter(state=State.PREPARED).order_by("id")
    return [(str(row.pk), f"{row.day:%-m月%-d日} {row.summary}") for row in rows]


@act(on=Month, by=KEEPERS, under=[_LAW], when=[Month.State.OPEN])
def prepare_voucher(
    month: Month,
    deed: Doing,
    *,
    day: Annotated[date, Says("日期")],
    kind: Annotated[str, Says("种类", options=kinds)] = Kind.ORDINARY,
    summary: Annotated[str, Says("摘要", plain=True, most=120)],
    source: Annotated[str, Says("所附单据", hint="单据名称和张数；不写个人姓名", plain=True, most=120)] = "",
    lines: Annotated[list[str], Says("分录", hint="一行一笔：科目编号 借 金额，或者 科目编号 贷 金额", plain=True, most=60)],
) -> None:  # fmt: skip
    """制单

    Write a voucher that is even and keeps the two lines apart; somebody else posts it.
    """
    if day.replace(day=1) != month.first:
        deed.refuse("day_outside", f"日期要在{month.first:%Y年%-m月}里。", beside="day")
    accounts = {each.code: each for each in month.book.accounts.filter(retired_on=None)}
    booked = _booked(deed, lines, accounts, kind)
    made = write(month, deed, booked, accounts, day=day, kind=kind, summary=summary, source=source)
    _check_kind(deed, made, booked)


def _booked(deed: Doing, lines: list[str], accounts: dict[str, Account], kind: str) -> list[rules.Booked]:
    try:
        booked = rules.read(lines)
        known = {code: rules.Kept(each.element, each.way) for code, each in accounts.items()}
        rules.check(booked, known, interest=kind == Kind.INTEREST, opening=kind == Kind.OPENING)
    except rules.BadVoucher as wrong:
        deed.refuse("bad_voucher", str(wrong), under=deed.law.find(_LAW), beside="lines")
    return booked


def _check_kind(deed: Doing, voucher: Voucher, booked: list[rules.Booked]) -> None:
    """Interest and recovered money stand on their own accounts, so that either can be told of by itself."""
    purpose = {Kind.INTEREST: "interest", Kind.RECOVERED: "recovered"}.get(Kind(voucher.kind))
    if not purpose:
        return
    owns = [bound for bound in deed.law.family("fund.account") if bound.rule.purpose == purpose]
    if owns and not any(line.code.startswith(owns[0].rule.code) for line in booked):
        label = f"{owns[0].rule.code} {owns[0].label}"
        deed.refuse(
            "own_account", f"{Kind(voucher.kind).label}要记在“{label}”或者它的下级科目。", beside="lines"
        )


def write(
    month: Month, deed: Doing, booked: list[rules.Booked], accounts: dict[str, Account], **fields: Any
) -> Voucher:
    """A voucher with its lines, which wait for somebody else to post them."""
    voucher = Voucher(month=month, prepared_by=deed.by.user_id or 0, **fields)
    voucher.save()
    Line.objects.bulk_create(
        Line(voucher=voucher, account=accounts[line.code], place=at, debit=line.debit, credit=line.credit)
        for at, line in enumerate(booked, start=1)
    )
    deed.note(voucher=voucher.pk, amount=yuan(sum(line.debit for line in booked)))
    return voucher


def _none_waits(month: Any, law: Any) -> str:
    return "" if prepared(month, law) else "没有待记账的凭证。"


def wait_again(voucher: Voucher) -> None:
    """What stood on a voucher that is no more, paid in or paid back, waits to be entered again."""
    voucher.recoveries.all().delete()
    PaidBack.objects.filter(voucher=voucher).delete()


@act(on=Month, by=KEEPERS, under=[_LAW], when=[Month.State.OPEN], provided=_none_waits)
def discard_voucher(
    month: Month, deed: Doing, *, voucher: Annotated[str, Says("凭证", options=prepared)]
) -> None:
    """作废未记账的凭证

    Throw away a voucher that nobody has posted yet.
    """
    row = month.vouchers.get(pk=int(voucher))
    deed.note(summary=row.summary)
    wait_again(row)
    row.lines.all().delete()
    row.delete()


@act(on=Month, by=CHECKERS, under=[_LAW], when=[Month.State.OPEN], provided=_none_waits)
def post_vouchers(
    month: Month, deed: Doing, *, vouchers: Annotated[list[str], Says("凭证", options=prepared)]
) -> None:
    """审核记账

    Post vouchers that somebody else prepared, in the order they were written: all of them or none.
    """
    rows = list(
        month.vouchers.filter(pk__in=[int(each) for each in vouchers], state=State.PREPARED)
        .select_related("reverses")
        .order_by("day", "id")
    )
    if any(row.prepared_by == deed.by.user_id for row in rows):
        deed.refuse("own_voucher", "制单和记账要由两个人办，您制的凭证请另一人审核记账。", beside="vouchers")
    last = month.vouchers.filter(state=State.POSTED).count()
    for serial, row in enumerate(rows, start=last + 1):
        row.state, row.serial, row.posted_by, row.posted_on = State.POSTED, serial, deed.by.user_id, deed.on
        row.save()
        if row.reverses:  # only now: a reversal that is thrown away has undone nothing
            wait_again(row.reverses)
    deed.note(posted=[row.serial for row in rows])


def posted(month: Any, law: Any) -> list[tuple[str, str]]:
    """What may still be reversed: posted in this book, not a reversal nor reversed already."""
    rows = Voucher.objects.filter(month__book=month.book, state=State.POSTED, reversed_by=None)
    rows = (
        rows.exclude(kind__in=[Kind.REVERSAL, Kind.CARRY_OVER])
        .select_related("month")
        .order_by("-month__first", "-serial")
    )
    return [(str(row.pk), f"{row.month.first:%Y年%-m月}{row} {row.summary}") for row in rows[:500]]


@act(on=Month, by=KEEPERS, under=[_LAW], when=[Month.State.OPEN])
def reverse_voucher(
    month: Month,
    deed: Doing,
    *,
    voucher: Annotated[str, Says("要冲销的凭证", options=posted)],
    day: Annotated[date, Says("日期")],
    reason: Annotated[str, Says("为什么冲销", words=True, most=500)],
) -> None:
    """冲销凭证

    Write the voucher that undoes another; it too is posted by somebody else. What was posted stays as it was.
    """
    if day.replace(day=1) != month.first:
        deed.refuse("day_outside", f"日期要在{month.first:%Y年%-m月}里。", beside="day")
    wrong = Voucher.objects.select_related("month").get(pk=int(voucher), month__book=month.book)
    lines = [
        rules.Booked(line.account.code, line.debit, line.credit)
        for line in wrong.lines.select_related("account")
    ]
    accounts = {each.code: each for each in month.book.accounts.all()}
    write(
        month, deed, rules.reversed_(lines), accounts, day=day, kind=Kind.REVERSAL, reverses=wrong,
        summary=f"冲销{wrong.month.first:%Y年%-m月}{wrong}：{wrong.summary}"[:120],
    )  # fmt: skip
