"""Which typeface prints which role: a real one where it is installed, a packaged one so that Chinese never fails.

The roles are those of GB/T 9704: ``biaosong`` 小标宋 for titles, ``song`` 宋体, ``hei`` 黑体, ``kai`` 楷体,
``fang`` 仿宋. The commercial faces of the standard come first for whoever has licensed them, free ones after.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst
from django.conf import settings

ROLES: Mapping[str, tuple[str, ...]] = {
    "biaosong": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"),
    "song": ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC", "SimSun"),
    "hei": ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "SimHei"),
    "kai": (
        "KaiTi_GB2312",
        "楷体_GB2312",
        "KaiTi",
        "STKaiti",
        "LXGW WenKai",
        "LXGW WenKai GB",
        "AR PL UKai CN",
    ),
    "fang": (
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FangSong",
        "STFangsong",
        "Zhuque Fangsong (technical preview)",
        "FandolFang R",
    ),
}
DRAWN_WRONGLY = {
    "Fandol": "￥",  # as a dollar
    "LXGW": "“”‘’",  # half as wide as a Chinese quotation mark
}
PACKAGED = "manimgx_fonts_cjk"  # holds Noto Sans CJK SC alone
PACKAGED_FAMILY = "Noto Sans CJK SC"


@dataclass(frozen=True)
class Fonts:
    """The fonts papers are printed with; ``roles`` gives each role its families, best first."""

    files: typst.Fonts
    roles: Mapping[str, Sequence[object]]


def installed() -> Fonts:
    """The fonts of this deployment, looked for once (some 0.1 s) and then remembered."""
    chosen = tuple((role, tuple(settings.FONT_MAP.get(role, ()))) for role in ROLES)
    return _found(tuple(settings.FONT_FOLDERS), settings.SYSTEM_FONTS, chosen)


@cache
def _found(folders: tuple[Path, ...], system: bool, chosen: tuple[tuple[str, tuple[str, ...]], ...]) -> Fonts:
    files = typst.Fonts(include_system_fonts=system, font_paths=list(folders))
    if PACKAGED_FAMILY not in files.families() and (package := find_spec(PACKAGED)) and package.origin:
        files = typst.Fonts(include_system_fonts=system, font_paths=[*folders, Path(package.origin).parent])
    have = set(files.families())
    # typst passes over a family it does not know without a word, so only those that are here are named to it.
    found = {role: [name for name in (*first, *ROLES[role]) if name in have] for role, first in chosen}
    # A face without some rare character of a name borrows it from the big ones, the nearer in style first.
    borrowed = {role: ("hei", "song") if role == "hei" else ("song", "hei") for role in ROLES}
    return Fonts(
        files,
        {
            role: [
                family
                for name in dict.fromkeys(
                    [*names[:1], *(n for other in borrowed[role] for n in found[other][:1])]
                )
                for family in _mended(name, [*found["song"], *found["hei"]])
            ]
            for role, names in found.items()
        },
    )


def _mended(name: str, others: Sequence[str]) -> list[object]:
    """``name``, and before it a face for the signs it draws wrongly."""
    wrong = next((signs for maker, signs in DRAWN_WRONGLY.items() if name.startswith(maker)), "")
    return [{"name": others[0], "covers": wrong}, name] if wrong and others else [name]
