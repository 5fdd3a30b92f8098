"""Doing a selection again from its sealed file alone."""

from pathlib import Path

from zhongdu.cli.registry import Finding, Misuse, argument, command


@command(
    "selection verify",
    "只凭封存文件把一次择优从头重算一遍，说一致，或者指出第一处不同",
    argument("file", help="从择优页面下载的封存文件"),
)
def verify(file: str) -> None:
    from zhongdu.selection import optimum, sealing

    try:
        sealed = sealing.read(Path(file).read_text("utf-8"))
    except OSError:
        raise Misuse(f"打不开“{file}”。") from None
    except ValueError as wrong:
        raise Misuse(str(wrong)) from None
    try:
        found = next(sealing.differences(sealed), "")
    except optimum.Impossible:
        found = "按文件里的范围，没有一种选法做得到。"
    except (KeyError, TypeError, IndexError, ValueError, AttributeError):
        found = "文件里缺了内容，或者内容不对。"
    if found:
        raise Finding(f"不一致：{found}")
    print(
        f"一致：{len(sealed['inputs']['candidates'])}名候选人、{len(sealed['result']['chosen'])}人入选，封存数据 {sealed['inputs_sm3']}。"
    )
