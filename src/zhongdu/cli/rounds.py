"""Doing a round's drawing again from its file alone."""

import json
from pathlib import Path

from zhongdu.cli.registry import Finding, Misuse, argument, command


@command(
    "rounds verify",
    "只凭抽取记录把一次抽取机构重算一遍，说一致，或者指出第一处不同",
    argument("file", help="从组织巡查页面下载的抽取记录"),
)
def verify(file: str) -> None:
    from zhongdu.rounds import rules

    try:
        told = json.loads(Path(file).read_text("utf-8"))
    except OSError:
        raise Misuse(f"打不开“{file}”。") from None
    except ValueError:
        raise Misuse("这不是抽取记录：不是JSON。") from None
    try:
        if told["inputs"]["format"] != rules.FORMAT:
            raise Misuse("这不是抽取记录，或者是别的版本。")
        found = next(rules.differences(told), "")
    except (KeyError, TypeError, IndexError, ValueError, AttributeError):
        found = "文件里缺了内容，或者内容不对。"
    if found:
        raise Finding(f"不一致：{found}")
    print(
        f"一致：从{len(told['inputs']['risk'])}家里抽出{len(told['drawn'])}家，抽取数据 {told['inputs_sm3']}。"
    )
