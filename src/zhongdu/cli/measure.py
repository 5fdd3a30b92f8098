"""``measure``: the measures of this installation: listed, shown, explained, checked."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from zhongdu.calendar.clock import today
from zhongdu.cli._law import books, nearest, statute
from zhongdu.cli.registry import Finding, Misuse, argument, command
from zhongdu.cli.terminal import columns
from zhongdu.law import shelves
from zhongdu.law.address import Address, BadAddress
from zhongdu.law.checking import check
from zhongdu.law.conflicts import Conflict, conflicts
from zhongdu.law.library import Shelf
from zhongdu.law.pack import Bound, Pack
from zhongdu.law.saying import says
from zhongdu.law.schema import pack_schema

ABOUT = {"base": "国家依据", "supervisors": "社会监督员", "fund": "基金监管"}
STATUS = {"in_force": "施行", "draft": "草案"}
CODE = argument("code", help="办法代码，用 measure list 查看")
JSON = argument("--json", action="store_true", help="输出 JSON")


@command("measure list", "全部办法")
def list_measures() -> None:
    rows: list[tuple[object, ...]] = [("代码", "名称", "内容", "状态", "文号", "条款", "规则", "版本")]
    for pack in books().packs.values():
        head, sizes = pack.head, (len(pack.clauses), len(pack.rules))
        status = STATUS[head.status]
        rows.append(
            (pack.code, head.title, ABOUT[head.about], status, head.number or "—", *sizes, pack.version)
        )
    print("\n".join(columns(rows)))


@command("measure show", "一部办法的各条款和规则", CODE)
def show(code: str) -> None:
    pack = statute(code).pack
    print("\n".join(heading(pack)))
    for address, clause in pack.clauses.items():
        print(f"\n{place(pack, address)}〔{clause.kind.label}〕{clause.gist}")
        for bound in pack.resting_on(address):
            print(f"    {stated(bound)}")


@command(
    "measure explain",
    "一个条款：怎样引用、大意、效力、系统里有什么依它",
    argument("address", help="条款地址：办法或文件的代码、冒号、条款，如 penalty-law:85"),
    django=True,
)
def explain(address: str) -> None:
    from zhongdu.cli.trace import load_rooms
    from zhongdu.kit import pages
    from zhongdu.law.reliance import relying_on
    from zhongdu.law.trace import tests_by_clause

    load_rooms()
    pages.declared()
    shelf = books()
    where = known_clause(shelf, address)
    clause = shelf.clause(where)
    assert clause  # known_clause has seen to it
    print(f"{shelf.cite(where)}  {where}")
    print(f"〔{clause.kind.label}〕{clause.gist}")
    for line in source(shelf, where):
        print(line)
    for pack in shelf.packs.values():
        for bound in pack.resting_on(where):
            whose = "" if pack.code == where.code else f"（{pack.head.short}）"
            print(f"\n{stated(bound)}{whose}")
            rests = [f"{each.kind} {each.name}" for each in relying_on(bound)]
            print("    依它的：" + ("、".join(rests) or "还没有"))
    for part in siblings(shelf, where):
        if part.parent == where:
            print(f"\n下分：{part.citation}（{part}）")
    for doubt in conflicts(shelf, on=today()):
        if where in (doubt.clause, doubt.against):
            print("\n" + told(doubt))
    if tests := tests_by_clause().get(str(where)):
        print("\n测试：" + "、".join(tests))


@command(
    "measure check",
    "检查一部办法的数据并试算它的案例，别处写的也可以",
    argument("path", type=Path, help="办法的文件夹，或里面的 measure.toml"),
)
def check_packs(path: Path) -> int:
    folders = found_packs(path)
    wrong = 0
    for folder in folders:
        result = check(folder, shelves.law_folders(), shelves.schedule())
        wrong += len(result.mistakes)
        print("\n".join(map(str, result.mistakes)), end="\n" if result.mistakes else "")
        if result.pack and not result.mistakes:
            pack = result.pack
            sizes = f"{len(pack.clauses)} 个条款，{len(pack.rules)} 条规则，{result.cases} 个案例"
            print(f"{folder}：《{pack.head.title}》没有问题（{sizes}都对）。")
    if wrong:
        print(f"共 {wrong} 处要改。")
    return 1 if wrong else 0


@command(
    "measure conflicts",
    "与上位规定不一致、引用已失效、留空待填的地方",
    argument("code", nargs="?", help="办法代码；不写则列全部"),
    argument("--on", type=date.fromisoformat, metavar="日期", help="按哪一天看是否失效，默认今天"),
    JSON,
)
def list_conflicts(code: str | None, on: date | None, json: bool) -> None:
    if code:
        statute(code)
    found = conflicts(books(), code, on=on or today())
    if json:
        print(dumps([doubt.as_json() for doubt in found]))
    else:
        print("\n\n".join(map(told, found)) or "没有发现。")


@command("measure schema", "办法数据的 JSON Schema，供编辑器检查")
def schema() -> None:
    print(dumps(pack_schema()))


# --- how things are said ---------------------------------------------------------------------------


def heading(pack: Pack) -> Iterable[str]:
    head = pack.head
    yield f"《{head.title}》{head.number}"
    yield f"代码 {head.code} · {ABOUT[head.about]} · {STATUS[head.status]} · 版本 {pack.version}"
    dates = [("成文", head.signed), ("印发", head.printed), ("有效期至", pack.ends)]
    if shown := [f"{word} {day}" for word, day in dates if day]:
        yield " · ".join(shown)
    if head.extends:
        yield f"没有写到的，依 {head.extends}"
    if head.source:
        yield f"来源：{head.source}"


def place(pack: Pack, address: Address) -> str:
    """第六条第（四）项 with its address; a clause of another text with that text's own code."""
    return f"{address.citation}（{address.path if address.code == pack.code else address}）"


def stated(bound: Bound) -> str:
    """A rule in one line: what it is called, how far it binds, what it says, its name."""
    said = "；".join(filter(None, (says(bound), bound.name)))
    return f"{bound.label}〔{bound.rule.strength.label}〕{said}"


def told(doubt: Conflict) -> str:
    against = f"\n  对照{doubt.against_citation}（{doubt.against}）" if doubt.against else ""
    unsure = {"secondary": "\n  依据的是转载或摘要", "unverified": "\n  依据尚待核对"}.get(doubt.trust, "")
    return f"{doubt.label}：{doubt.citation}（{doubt.clause}）\n  {doubt.says}{against}{unsure}"


def source(shelf: Shelf, where: Address) -> Iterable[str]:
    if text := shelf.instruments.get(where.code):
        since = f"，{text.effective_from} 起施行" if text.effective_from else ""
        yield f"《{text.title}》{text.number}{since}；{text.source}"


def known_clause(shelf: Shelf, text: str) -> Address:
    """The address of a clause on the shelf, or a sentence that says what is wrong with it."""
    try:
        where = Address.parse(text)
    except BadAddress as error:
        raise Misuse(str(error)) from None
    if shelf.clause(where):
        return where
    codes = {*shelf.packs, *shelf.instruments}
    if where.code not in codes:
        raise Misuse(f"没有名为“{where.code}”的办法或文件" + nearest(where.code, sorted(codes)))
    raise Finding(
        f"《{shelf.title_of(where.code)}》没有登记{where.citation}"
        + nearest(text, map(str, siblings(shelf, where)))
    )


def siblings(shelf: Shelf, where: Address) -> list[Address]:
    """Every clause on the shelf of the same text."""
    return [each for pack in shelf.packs.values() for each in pack.clauses if each.code == where.code]


def found_packs(path: Path) -> list[Path]:
    """A pack's folder, the folder of its measure.toml, or every pack just below a folder."""
    if path.name == "measure.toml" or (path / "measure.toml").exists():
        return [path.parent if path.name == "measure.toml" else path]
    below = sorted(each.parent for each in path.glob("*/measure.toml"))
    if not below:
        raise Misuse(f"{path} 不是办法的文件夹：里面没有 measure.toml。")
    return below


def dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
