"""A briefing is written: its words and files; of a bulletin, the figures, from the books or with their source."""

from datetime import date, timedelta
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.briefings.models import KEEPERS, READERS, WRITERS, Briefing
from zhongdu.briefings.rules import Figures, Fund
from zhongdu.bureaus.queries import Office
from zhongdu.duties.opening import open_duty
from zhongdu.duties.standing import owed_by
from zhongdu.fund import queries as books
from zhongdu.kit import evidence
from zhongdu.law.governing import Law
from zhongdu.law.money import NotMoney, fen_of
from zhongdu.law.pack import Bound
from zhongdu.rewards.queries import paid_between

State, Kind = Briefing.State, Briefing.Kind
FILES = "briefing"  # the kind its files are kept as

TITLE = Says("标题", plain=True, most=100)
BODY = Says("正文", hint="收到的人都看得到，不写个人信息。", words=True, plain=True, most=20_000)
ENCLOSED = Says("附件", hint="PDF、Word、Excel 或图片。", accept="documents")


def basis(bureau: Any, law: Law, sort: str) -> Bound | None:
    """The rule such a thing is sent under; none where it is the bureau's own way."""
    concept = "bulletin" if sort == Kind.BULLETIN else "briefing"
    return law.find(concept) if owed_by(bureau, law, concept) else None


def _sorts(subject: Any, law: Law) -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in Kind if kind is not Kind.BULLETIN]


@act(on=Office, creates=Briefing, by=WRITERS, under="briefing")
def draft_briefing(
    office: Office,
    deed: Doing,
    *,
    sort: Annotated[str, Says("类别", options=_sorts)],
    title: Annotated[str, TITLE],
    body: Annotated[str, BODY] = "",
    files: Annotated[list[Upload] | None, ENCLOSED] = None,
) -> Briefing:
    """编一份文件简报

    A document, a briefing or material for supervisors; where the measure wants such things sent promptly, that is owed from now.
    """
    if not body and not files:
        deed.refuse("empty", "请写正文，或者附上文件。", beside="body")
    made = deed.open(Briefing, office.bureau, State.DRAFT, sort=sort, title=title, body=body)
    _enclose(made, files, deed)
    if basis(office.bureau, deed.law, sort):
        open_duty(made.docket, deed.law, "briefing", on=deed.on, deed=deed.id)
    return made


@act(on=Office, creates=Briefing, by=READERS, under="bulletin")
def draft_bulletin(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, TITLE],
    since: Annotated[date, Says("从哪天", hint="从账上取数的，填一个月的第一天。")],
    until: Annotated[date, Says("到哪天", hint="从账上取数的，填一个月的最后一天；同一年之内。")],
    body: Annotated[str, Says("基金管理情况", hint="做了哪些事、有什么要说明的。不写个人信息。", words=True, plain=True, most=20_000)] = "",
) -> Briefing:  # fmt: skip
    """编一期基金通报

    A period's income, expenditure and balance, what was recovered and what rewards were paid.
    """
    _check_period(deed, since, until)
    return deed.open(
        Briefing,
        office.bureau,
        State.DRAFT,
        sort=Kind.BULLETIN,
        title=title,
        body=body,
        since=since,
        until=until,
    )


def _check_period(deed: Doing, since: date, until: date) -> None:
    if until < since:
        deed.refuse("ends_before_it_begins", "结束的日子不能早于开始。", beside="until")
    if since.year != until.year:
        deed.refuse("two_years", "一期通报在同一年之内，跨年的请分两期。", beside="until")


@act(on=Briefing, when=[State.DRAFT], by=READERS)
def change_briefing(
    briefing: Briefing,
    deed: Doing,
    *,
    title: Annotated[str, TITLE],
    body: Annotated[str, BODY] = "",
    files: Annotated[list[Upload] | None, ENCLOSED] = None,
) -> None:
    """修改

    Until it is sent, its words may change and files be added.
    """
    briefing.title, briefing.body = title, body
    _enclose(briefing, files, deed)


def _enclose(briefing: Briefing, uploads: Any, deed: Doing) -> None:
    kept = evidence.receive(briefing.number, list(uploads or ()), deed.by.user_id, kind=FILES, beside="files")
    if kept:
        deed.note(enclosed=[[each.public_id, each.blob.sm3] for each in kept])


# --- figures, and the days they are of -----------------------------------------------------------------------------------------------
def _is_bulletin(briefing: Briefing, law: Law) -> str:
    return "" if briefing.is_bulletin else "只有基金通报有数字。"


@act(
    on=Briefing, when=[State.DRAFT], by=READERS, under="bulletin", provided=_is_bulletin,
    tells="已经填的数字是原来那段时间的，改了起止日期就清掉，请重新取数或者填写。",
)  # fmt: skip
def change_period(
    briefing: Briefing,
    deed: Doing,
    *,
    since: Annotated[date, Says("从哪天", hint="从账上取数的，填一个月的第一天。")],
    until: Annotated[date, Says("到哪天", hint="从账上取数的，填一个月的最后一天；同一年之内。")],
) -> None:
    """改起止日期

    A bulletin is of other days: its figures were not of those, and are cleared.
    """
    _check_period(deed, since, until)
    if (since, until) != (briefing.since, briefing.until):
        briefing.since, briefing.until, briefing.figures = since, until, {}


def _has_books(briefing: Briefing, law: Law) -> str:
    if not briefing.is_bulletin:
        return _is_bulletin(briefing, law)
    there = books.Book.objects.filter(bureau=briefing.bureau_id).exists()
    return "" if there else "本局没有在系统里记账，请手工填写数字。"


@act(on=Briefing, when=[State.DRAFT], by=KEEPERS, under="bulletin", provided=_has_books)
def take_from_books(briefing: Briefing, deed: Doing) -> None:
    """从基金账取数

    The period's figures of every book, as they are posted today; months not closed yet are named.
    """
    since, until = briefing.since, briefing.until
    assert since and until
    if since.day != 1 or (until + timedelta(days=1)).day != 1:
        says = f"账上的数字按整月算，这期通报是{since:%-m月%-d日}到{until:%-m月%-d日}。请先【改起止日期】，改成整月，或者手工填写。"
        deed.refuse("not_whole_months", says)
    funds, recovered = list[Fund](), 0
    for book in books.Book.objects.filter(bureau=briefing.bureau_id).order_by("id"):
        found = _of_book(book, since, until)
        if found:
            funds.append(found)
            recovered += books.recovered(book, since.replace(day=1), until.replace(day=1))
    if not funds:
        deed.refuse("no_month", "这段时间账上没有会计月份，请手工填写。")
    paid = paid_between(briefing.bureau, since, until)
    briefing.figures = Figures(tuple(funds), recovered, paid).plain()
    deed.note(funds=len(funds))


def _of_book(book: Any, since: date, until: date) -> Fund | None:
    """One book's period: the year so far at its last month, less the year so far before its first."""
    months = list(book.months.filter(first__range=(since.replace(month=1, day=1), until)).order_by("first"))
    within = [month for month in months if month.first >= since.replace(day=1)]
    if not within:
        return None
    last, before = (
        books.statement(within[-1]),
        [month for month in months if month.first < since.replace(day=1)],
    )
    earlier = books.statement(before[-1]) if before else None
    income = sum(row[3] for row in last.income) - sum(row[3] for row in (earlier.income if earlier else ()))
    spent = sum(row[3] for row in last.expenditure) - sum(
        row[3] for row in (earlier.expenditure if earlier else ())
    )
    balance = sum(row[2] for row in last.assets) - sum(row[2] for row in last.liabilities)
    unclosed = [f"{month.first.month}月" for month in within if month.state != "closed"]
    source = "本局基金账" + (f"（{'、'.join(unclosed)}未结账）" if unclosed else "")
    return Fund(book.name, income, spent, balance, source)


_YUAN = "以元为单位，如 12345.67。"


@act(on=Briefing, when=[State.DRAFT], by=READERS, under="bulletin", provided=_is_bulletin)
def enter_figures(
    briefing: Briefing,
    deed: Doing,
    *,
    fund: Annotated[str, Says("哪种基金", hint="如：职工基本医疗保险基金。再填同名的，就换掉原来的。", plain=True, most=60)],
    income: Annotated[str, Says("收入（元）", hint=_YUAN, plain=True, most=20)],
    expenditure: Annotated[str, Says("支出（元）", plain=True, most=20)],
    balance: Annotated[str, Says("期末结余（元）", plain=True, most=20)],
    source: Annotated[str, Says("数字的来源", hint="如：财务科一季度基金报表。", plain=True, most=80)],
    recovered: Annotated[str, Says("这段时间追回的基金（元）", hint="全部基金合计；不填就是不变。", plain=True, most=20)] = "",
    rewards: Annotated[str, Says("这段时间发放的举报奖励（元）", hint="不填就是不变。", plain=True, most=20)] = "",
) -> None:  # fmt: skip
    """填写一种基金的数字

    Where the books are kept elsewhere, the figures are keyed in, with where they are from.
    """
    typed = {"income": income, "expenditure": expenditure, "balance": balance, "recovered": recovered, "rewards": rewards}  # fmt: skip
    told = {name: _fen(deed, value, name) for name, value in typed.items() if value}
    now = Figures.read(briefing.figures).with_fund(
        Fund(fund, told["income"], told["expenditure"], told["balance"], source)
    )
    briefing.figures = Figures(
        now.funds, told.get("recovered", now.recovered), told.get("rewards", now.rewards)
    ).plain()


def _fen(deed: Doing, typed: str, beside: str) -> int:
    try:
        return fen_of(typed)
    except NotMoney as wrong:
        deed.refuse("not_money", str(wrong), beside=beside)


@act(
    on=Briefing, when=[State.DRAFT], by=READERS,
    provided=lambda briefing, law: "" if briefing.figures.get("funds") else "还没有数字。",
)  # fmt: skip
def clear_figures(briefing: Briefing, deed: Doing) -> None:
    """清除数字重填

    They were of another period, or wrong: begin again.
    """
    briefing.figures = {}
