"""What the registry of acts says of itself."""

from zhongdu.cli.registry import Finding, argument, command
from zhongdu.cli.terminal import columns
from zhongdu.cli.trace import load_rooms


@command("acts list", "全部办理动作", django=True)
def list_acts() -> None:
    from zhongdu.acts.registry import ACTS

    load_rooms()
    print("\n".join(columns([(act.name, act.label, act.says) for act in ACTS.values()])))


@command("acts matrix", "谁可以办什么：按一部办法列出", argument("code", help="办法代码"), django=True)
def matrix(code: str) -> None:
    from zhongdu.acts.describing import matrix as lines
    from zhongdu.law.shelves import shelf

    load_rooms()
    if code not in shelf().packs:
        raise Finding(f"没有代码为“{code}”的办法；用 ./zhongdu measure list 查看全部。")
    rows = [("动作", "谁", "层级", "范围", "依据")]
    for line in lines(shelf().statute(code)):
        levels = "、".join(level.label for level in line.levels) or "—"
        roles = "、".join(role.label for role in line.roles)
        rows.append(
            (
                line.act.label,
                roles,
                levels,
                line.reach,
                " ".join(line.clauses) if line.exists else "本办法没有这一步",
            )
        )
    print("\n".join(columns(rows)))


@command(
    "acts diagram",
    "各类事项的状态图（Mermaid 文本）",
    argument("kind", nargs="?", default="", help="事项种类，如 leads.lead"),
    django=True,
)
def diagram(kind: str) -> None:
    from zhongdu.acts.describing import diagram as drawn
    from zhongdu.acts.describing import kinds

    load_rooms()
    found = [each for each in kinds() if kind in ("", each.kind())]
    if not found:
        raise Finding(f"没有“{kind}”这种事项；有 {'、'.join(each.kind() for each in kinds())}。")
    print("\n\n".join(f"%% {each.label} {each.kind()}\n{drawn(each)}" for each in found))
