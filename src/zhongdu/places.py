"""Where things are when nobody says otherwise; readable without Django.

Run from its sources the house keeps to its own folder; installed as a package, the law that ships lies
inside the package and what is kept goes to the user's home.
"""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SOURCES = PACKAGE.parents[1]
IN_SOURCES = (SOURCES / "law").is_dir()
SHIPPED_LAW = SOURCES / "law" if IN_SOURCES else PACKAGE / "_law"


def law() -> Path:
    """The folder of the packs and holiday lists that ship."""
    return Path(os.environ.get("ZHONGDU_LAW", SHIPPED_LAW))


def var() -> Path:
    """The folder of everything that is kept: database, files, keys, a bureau's own packs."""
    return Path(os.environ.get("ZHONGDU_VAR", SOURCES / "var" if IN_SOURCES else Path.home() / ".zhongdu"))
