"""``measure trace``: from every clause to what rests on it."""

import json

from zhongdu.cli.registry import Finding, argument, command
from zhongdu.cli.terminal import columns


@command(
    "measure trace",
    "每一条款对应的规则、办理动作、义务、表式和测试",
    argument("code", nargs="?", default="", help="办法代码；不写则列全部"),
    argument("--json", action="store_true", help="输出 JSON"),
    argument("--strict", action="store_true", help="有约束力的条款还没有落实的，列出并以 1 退出"),
    django=True,
)
def trace(code: str, json: bool, strict: bool) -> int:
    from zhongdu.kit import pages
    from zhongdu.law.shelves import shelf
    from zhongdu.law.trace import trace as traced

    load_rooms()
    pages.declared()
    if code and code not in shelf().packs:
        raise Finding(f"没有代码为“{code}”的办法；用 ./zhongdu measure list 查看全部。")
    lines = traced(shelf(), code)
    bare = [line for line in lines if line.operative and not line.covered]
    if json:
        print(dumps([line.as_json() for line in lines]))
    else:
        shown = bare if strict else lines
        print("\n".join(columns([(line.address, _summary(line), line.gist) for line in shown])))
        print(
            f"\n{len(lines)} 条款，其中有约束力的 {sum(line.operative for line in lines)} 条，尚未落实 {len(bare)} 条。"
        )
    return 1 if strict and bare else 0


def dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def load_rooms() -> None:
    """Import every act, standing check and pure rule, so that they say what they rest on."""
    from django.utils.module_loading import autodiscover_modules

    autodiscover_modules("acts", "sweeping", "rules", "papers")


def _summary(line) -> str:  # type: ignore[no-untyped-def]
    counts = (("规则", line.rules), ("落实", line.rests), ("测试", line.tests))
    return " ".join(f"{word}{len(found)}" for word, found in counts if found) or "—"
