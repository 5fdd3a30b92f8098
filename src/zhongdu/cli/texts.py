"""``./zhongdu measure import``: the words of a measure's own document, brought in beside its rules."""

from pathlib import Path
from typing import TYPE_CHECKING

from zhongdu.cli._law import statute
from zhongdu.cli.registry import Finding, argument, command
from zhongdu.law.address import Address
from zhongdu.law.documents import NoText, text_in
from zhongdu.law.pack import Pack
from zhongdu.law.wording import Wording, take_apart

if TYPE_CHECKING:
    from zhongdu.bureaus.queries import Office


@command(
    "measure import",
    "导入一部办法的原文（文本、Word 或 PDF），逐条放到规则旁边",
    argument("code", help="办法代码，用 measure list 查看"),
    argument("file", metavar="FILE", type=Path, help="办法原文"),
    argument("--bureau", metavar="CODE", help="由哪个医保局导入；不写则由印发的局"),
    argument("--look", action="store_true", help="只看分得对不对，不导入"),
    django=True,
)
def import_text(code: str, file: Path, bureau: str | None, look: bool) -> int:
    pack = statute(code).pack
    try:
        wording = take_apart(text_in(file.read_bytes()))
    except OSError:
        raise Finding(f"读不到 {file}。") from None
    except NoText as no:
        raise Finding(str(no)) from None
    if not look:
        _bring(_office(pack, bureau), code, file)
    for line in told(pack, wording):
        print(line)
    print("没有导入，只是看一看。" if look else f"已导入《{pack.head.title}》的原文。")
    return 1 if wording.unplaced else 0


def told(pack: Pack, wording: Wording) -> list[str]:
    """What came of taking a document apart, for people at a terminal."""
    clauses = [path for path in wording.placed if Address.parse(path, pack.code) in pack.clauses]
    lines = [f"放进{len(wording.placed)}处，其中{len(clauses)}处有规则登记。"]
    lines += [f"放不下：“{piece.words[:40]}” {piece.why}" for piece in wording.unplaced]
    lines += [f"请看一看：{says}" for says in wording.doubts]
    missing = [where for where in pack.clauses if where.code == pack.code and not wording.words_of(where)]
    return lines + [f"原文里没有找到：{where.citation}（{where.path}）" for where in missing]


def _office(pack: Pack, bureau: str | None) -> "Office":
    from zhongdu.bureaus.opening import open_office
    from zhongdu.scope.models import Bureau

    wanted = bureau or pack.head.issuer
    home = Bureau.objects.filter(code=wanted).first()
    if home is None and not bureau:
        home = Bureau.objects.filter(until=None).order_by("path").first()
    if home is None:
        raise Finding(f"没有代码为“{bureau}”的医保局。" if bureau else "还没有登记医保局，没有地方放原文。")
    return open_office(home)


def _bring(office: "Office", code: str, file: Path) -> None:
    from django.core.files import File

    from zhongdu.acts.performing import perform
    from zhongdu.acts.refusal import Refused
    from zhongdu.measures.acts import import_text as act
    from zhongdu.scope.actor import SYSTEM

    try:
        with file.open("rb") as content:
            perform(act, office, SYSTEM, code=code, document=File(content, file.name))
    except Refused as refused:
        raise Finding(next(iter(refused.fields.values()), refused.sentence)) from None
