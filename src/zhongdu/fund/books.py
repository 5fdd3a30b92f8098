"""Opening the books of a fund, and its chart of accounts."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.fund.models import KEEPERS, Account, Book, Month
from zhongdu.law.pack import Bound

_LAW = "fund.accounts"
_FEW = 500  # accounts of a book


def kinds(office: Any, law: Any) -> list[tuple[str, str]]:
    return [(bound.name, said_of(bound)) for bound in law.family("fund.kind")]


def said_of(kind: Bound) -> str:
    """What a kind of fund is called, and how the measure applies to it where it says so."""
    return f"{kind.label}（{kind.rule.group}）" if kind.rule.group else kind.label


@act(on=Office, by=KEEPERS, under=[_LAW], where=_LAW, creates=Book)
def open_book(
    office: Office,
    deed: Doing,
    *,
    fund: Annotated[str, Says("基金种类", options=kinds)],
    name: Annotated[str, Says("账套名称", hint="如 职工基本医疗保险基金（含生育保险）", plain=True, most=60)],
    special_account: Annotated[str, Says("财政专户", hint="开户银行和账户名称；账号只填末四位", plain=True, most=120)],
    since: Annotated[date, Says("从哪个月起", hint="填这个月里的任何一天")],
) -> Book:  # fmt: skip
    """建账套

    Open the books of one fund with the law's chart of accounts and its first month.
    """
    kept = deed.law.find(fund)
    if kept:
        deed.cite(kept)
    first = since.replace(day=1)
    if Book.objects.filter(bureau=office.bureau, name=name).exists():
        deed.refuse("one_book_of_a_name", "本局已经有这个名称的账套。", beside="name")
    book = deed.open(
        Book, office.bureau, Book.State.IN_USE, fund=fund, name=name, special_account=special_account, since=first
    )  # fmt: skip
    Account.objects.bulk_create(
        Account(
            book=book, code=bound.rule.code, name=bound.rule.label, element=bound.rule.element, way=bound.rule.way
        )
        for bound in deed.law.family("fund.account")
    )  # fmt: skip
    deed.open(Month, office.bureau, Month.State.OPEN, book=book, first=first)
    return book


def in_use(book: Any, law: Any) -> list[tuple[str, str]]:
    return [(account.code, str(account)) for account in book.accounts.filter(retired_on=None)]


@act(on=Book, by=KEEPERS, under=[_LAW], when=[Book.State.IN_USE])
def add_account(
    book: Book,
    deed: Doing,
    *,
    code: Annotated[str, Says("科目编号", hint="在上级科目编号后面加两位，如 50101", plain=True, most=12)],
    name: Annotated[str, Says("科目名称", plain=True, most=60)],
    below: Annotated[str, Says("上级科目", options=in_use)],
) -> None:
    """增加科目

    Add an account below another; it is of the same kind as that one.
    """
    above = book.accounts.get(code=below)
    if not (code.isascii() and code.isdigit() and code.startswith(below) and code != below):
        deed.refuse("code_below", f"编号用数字，以上级科目的编号{below}开头，后面再加数字。", beside="code")
    if book.accounts.filter(code=code).exists():
        deed.refuse("code_taken", "本账套已经有这个编号的科目。", beside="code")
    if book.accounts.count() >= _FEW:
        deed.refuse("too_many", f"一个账套最多{_FEW}个科目。", beside="code")
    Account(book=book, code=code, name=name, element=above.element, way=above.way).save()


@act(on=Book, by=KEEPERS, under=[_LAW], when=[Book.State.IN_USE])
def retire_account(book: Book, deed: Doing, *, code: Annotated[str, Says("科目", options=in_use)]) -> None:
    """停用科目

    Take an account out of use: what stands on it stays, and new vouchers do not name it.
    """
    if any(bound.rule.code == code and bound.rule.purpose for bound in deed.law.family("fund.account")):
        deed.refuse("account_needed", "记利息、追回退回和年终结转要用这个科目，不能停用。", beside="code")
    account = book.accounts.get(code=code)
    account.retired_on = deed.on
    account.save()
