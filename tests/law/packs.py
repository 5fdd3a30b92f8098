"""Small packs for the tests of the law, written into a folder as a bureau would."""

from pathlib import Path

from zhongdu.law.library import Shelf, load

BASE = """\
code = "ground"
title = "依据"
short = "依据"
about = "base"
status = "in_force"

[instrument.law]
title = "法"
rank = "law"
[instrument.old]
title = "旧办法"
rank = "normative_document"
replaced_by = "new"
effective_to = 2024-12-31
[instrument.new]
title = "新办法"
rank = "normative_document"
[instrument.gone]
title = "废止的办法"
rank = "normative_document"
effective_to = 2025-06-30

[clause."law:1"]
gist = "至少两人"
kind = "rule"
[clause."law:2"]
gist = "两次"
kind = "rule"
[clause."old:3"]
gist = "旧的"
kind = "rule"

[inspection.officers]
min = 2
of = "人"
clause = "law:1"
strength = "must"

[agreement.suspensions]
min = 2
of = "次"
clause = "law:2"
strength = "must"
trust = "secondary"

[clock.one]
n = 5
unit = "working_days"
clause = "law:1"
strength = "must"
[agreement.measure.talk]
label = "约谈"
clause = "law:1"
strength = "may"
[lead.answer]
promptly = true
clause = "law:1"
strength = "must"
"""

HEAD = """\
code = "town"
title = "镇办法"
short = "镇办法"
about = "fund"
status = "draft"
signed = 2024-01-31
extends = "ground"

[clause."1"]
gist = "…"
kind = "rule"
[clause."2"]
gist = "…"
kind = "rule"
[clause."3.1"]
gist = "…"
kind = "rule"
"""


def shelved(folder: Path, rules: str, cases: str = "", base: str = BASE) -> Shelf:
    """A shelf of two: the base, and a town's measure with these rules."""
    for code, text in {"ground": base, "town": HEAD + rules}.items():
        (folder / code).mkdir(exist_ok=True)
        (folder / code / "measure.toml").write_text(text, "utf-8")
    (folder / "town" / "cases.toml").write_text(cases, "utf-8")
    return load(folder)
