"""Every mistake of a pack is told with its line, its key and what would be right; never a stack trace."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhongdu.calendar import default_schedule
from zhongdu.law.checking import check
from zhongdu.law.library import load
from zhongdu.law.pack import BadPack, Mistake, compile_pack, read

LAW = Path(__file__).parents[2] / "law"

GOOD = """\
code    = "tiny"
title   = "小办法"
short   = "小办法"
about   = "fund"
status  = "in_force"
extends = "national"
commences = { on = "date", day = 2026-01-01, clause = "1" }

[instrument.old-rules]
title = "旧规定"
rank = "normative_document"
replaced_by = "reward-rules"

[clause."1"]
gist = "至少两人检查"
kind = "rule"
[clause."2.1"]
gist = "三年不受理"
kind = "rule"

[inspection.officers]
min = 2
of = "人"
clause = "1"
also = ["penalty-law:42/1"]
strength = "must"

[agreement.bar]
n = 3
unit = "years"
clause = "2.1"
strength = "must_not"

[recusal]
value = "interest"
clause = "1"
strength = "must"

[agreement.ending.other]
label = "其他"
clause = "2.1"
strength = "must"

[checklist.one]
title = "清单"
clause = "1"
strength = "may"
questions = [
    { name = "a", text = "有没有", options = ["有", "没有"], trouble = ["有"] },
    { name = "b", text = "其他", kind = "words" },
]

[reward]
to = ["old-rules"]
clause = "1"
strength = "must"

[[tension]]
clause = "1"
against = "fund-regulation:30/1"
says = "不一致"
"""


def told(text: str, tmp_path: Path) -> list[Mistake]:
    """What `measure check` finds in a pack with this text."""
    folder = tmp_path / "tiny"
    folder.mkdir(exist_ok=True)
    (folder / "measure.toml").write_text(text, "utf-8")
    return list(check(folder, [LAW], default_schedule()).mistakes)


def test_the_pack_the_mistakes_are_made_in_is_good(tmp_path: Path) -> None:
    assert told(GOOD, tmp_path) == []


MISTAKES = [
    # not TOML
    ("min = 2", "min =", 22, "—", "第6列不合 TOML 的写法"),
    ("min = 2", "min = 2\nmin = 3", 23, "—", "前面已经写过"),
    ('[clause."2.1"]', '[clause."1"]', 17, "—", "前面已经写过"),
    # the measure itself
    ('code    = "tiny"', 'code = "Tiny"', 1, "code", "小写英文字母"),
    ('code    = "tiny"', 'code = "other"', 1, "code", "文件夹名“tiny”"),
    ('title   = "小办法"\n', "", 1, "title", "缺这一项"),
    ('status  = "in_force"', 'status = "ok"', 5, "status", "'in_force', 'draft' 之一"),
    ('about   = "fund"', 'about = "base"', 1, "", "自己不写 extends"),
    ('extends = "national"', 'extends = "nation"', 6, "extends", "没有名为“nation”的依据"),
    ('extends = "national"', 'extends = "wushan"', 6, "extends", "没有名为“wushan”的依据"),
    ('short   = "小办法"', 'shorts = "小办法"', 3, "shorts", "是不是“short”"),
    ("day = 2026-01-01, ", "", 7, "commences", "要写 day"),
    ('day = 2026-01-01, clause = "1"', 'day = 2026-01-01, clause = "9"', 7, "commences.clause", "没有登记第九条"),
    ("day = 2026-01-01", 'day = "元旦"', 7, "commences.day", "应是日期"),
    # clauses and instruments
    ('[clause."2.1"]', '[clause."2.1.x"]', 17, "clause.2.1.x", "不是条款地址"),
    ('gist = "三年不受理"\nkind = "rule"', 'gist = ""\nkind = "rule"', 18, "clause.2.1.gist", "不能空着"),
    ('gist = "三年不受理"\nkind = "rule"', 'gist = "三"\nkind = "rules"', 19, "clause.2.1.kind", "'rule', 'procedure'"),
    ('rank = "normative_document"\n', "", 9, "instrument.old-rules.rank", "缺这一项"),
    ('replaced_by = "reward-rules"', 'replaced_by = "new-rules"', 12, "instrument.old-rules.replaced_by", "没有登记名为“new-rules”"),
    # concepts
    ("[inspection.officers]", "[inspection.oficers]", 21, "inspection.oficers", "是不是“inspection.officers”"),
    ("[agreement.bar]", "[agreement.bars]", 28, "agreement.bars", "是不是“agreement.bar”"),
    ("[agreement.ending.other]", "[agreement.ending.Other]", 39, "agreement.ending.Other", "不能作名字"),
    ('[recusal]\nvalue = "interest"\nclause = "1"\nstrength = "must"\n', 'nothing = "x"\n', 34, "agreement.bar.nothing", "没有这一项"),
    # rules
    ("min = 2", "mni = 2", 22, "inspection.officers.mni", "是不是“min”"),
    ("min = 2", 'min = "two"', 22, "inspection.officers.min", "应是整数"),
    ("min = 2", "min = 2.5", 22, "inspection.officers.min", "应是整数"),
    ("min = 2\n", "", 21, "inspection.officers", "要写 min（至少）或 max（至多）"),
    ('also = ["penalty-law:42/1"]', 'also = "penalty-law:42/1"', 25, "inspection.officers.also", "应是列表"),
    ('also = ["penalty-law:42/1"]', 'also = ["penal-law:42/1"]', 25, "inspection.officers.also.0", "没有名为“penal-law”"),
    ('also = ["penalty-law:42/1"]', 'also = ["beijing:6.9"]', 25, "inspection.officers.also.0", "没有登记第六条第（九）项"),
    ('also = ["penalty-law:42/1"]', 'also = ["第一条"]', 25, "inspection.officers.also.0", "不是条款地址"),
    ("n = 3\n", "", 28, "agreement.bar", "要写就一起写"),
    ("n = 3\n", "n = 0\n", 29, "agreement.bar.n", "不能小于 1"),
    ("n = 3\n", "n = 3\npromptly = true\n", 28, "agreement.bar", "三者只能写一个"),
    ('unit = "years"', 'unit = "year"', 30, "agreement.bar.unit", "'working_days'"),
    ('unit = "years"', 'unit = "hours"\nrolls = true', 28, "agreement.bar", "不顺延"),
    ('strength = "must_not"', 'strength = "mustnt"', 32, "agreement.bar.strength", "'must', 'must_not'"),
    ('clause = "2.1"\nstrength = "must_not"', 'clause = "2.2"\nstrength = "must_not"', 31, "agreement.bar.clause", '请先写 [clause."2.2"]'),
    ('clause = "2.1"\nstrength = "must_not"', 'strength = "must_not"', 28, "agreement.bar.clause", "缺这一项"),
    ('value = "interest"', 'value = "friendship"', 35, "recusal.value", "interest、interest_that_may_impair 之一"),
    ('value = "interest"', 'readings = { friendship = "…" }', 35, "recusal.readings.friendship", "之一"),
    ('value = "interest"', 'value = "interest"\nreadings = { interest = "…" }', 34, "recusal", "只能写一个"),
    ('extends = "national"\n', 'extends = "national"\ndeliberation = true\n', 7, "deliberation", "应是一张表，写作 [deliberation]"),
    ('trouble = ["有"]', 'troubl = ["有"]', 49, "checklist.one.questions.0.troubl", "是不是“trouble”"),
    ('kind = "words"', 'kind = "essay"', 50, "checklist.one.questions.1.kind", "'choice', 'choices', 'words'"),
    ('text = "其他", kind', 'clause = "7", text = "其他", kind', 50, "checklist.one.questions.1.clause", "没有登记第七条"),
    ('name = "b", ', "", 50, "checklist.one.questions.1.name", "缺这一项"),
    ('to = ["old-rules"]', "to = []", 54, "reward.to", "至少要有一项"),
    ('to = ["old-rules"]', 'to = ["odl-rules"]', 54, "reward.to.0", "没有登记名为“odl-rules”"),
    # tensions
    ('[[tension]]\nclause = "1"', '[[tension]]\nclause = "4"', 59, "tension.0.clause", "没有登记第四条"),
    ('against = "fund-regulation:30/1"', 'against = "fund-rules:30"', 60, "tension.0.against", "没有名为“fund-rules”"),
    ('against = "fund-regulation:30/1"', 'against = "条例第三十条"', 60, "tension.0.against", "不是条款地址"),
    ("[[tension]]", "[tension]", 58, "tension", "双方括号"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "becomes", "line", "key", "says"), MISTAKES)
def test_a_mistake_is_told_where_it_stands(
    tmp_path: Path, was: str, becomes: str, line: int, key: str, says: str
) -> None:
    assert GOOD.count(was) >= 1
    found = told(GOOD.replace(was, becomes, 1), tmp_path)
    assert any((one.line, one.key) == (line, key) and says in one.says for one in found), found


@pytest.mark.parametrize(("was", "becomes", "line", "key", "says"), MISTAKES)
def test_a_sentence_is_chinese_and_ends(
    tmp_path: Path, was: str, becomes: str, line: int, key: str, says: str
) -> None:
    for one in told(GOOD.replace(was, becomes, 1), tmp_path):
        assert one.says[-1] in "。？" and any("一" <= letter <= "鿿" for letter in one.says), one
        assert str(one).startswith(f"{tmp_path / 'tiny' / 'measure.toml'}:{one.line}: {one.key}: ")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = GOOD.replace("min = 2", "mni = 2").replace("n = 3\n", "n = 0\n").replace('"interest"', '"x"')
    lines = [one.line for one in told(text, tmp_path)]
    assert lines == sorted(lines) and {22, 29, 35} <= set(lines)


def test_what_every_measure_of_its_kind_needs_is_asked_for(tmp_path: Path) -> None:
    text = GOOD.replace('about   = "fund"', 'about = "supervisors"')
    assert [(one.key, one.line) for one in told(text, tmp_path)] == [("term.length", 1)]


def test_a_pack_without_a_base_needs_what_the_base_would_have_given(tmp_path: Path) -> None:
    text = GOOD.replace('about   = "fund"', 'about = "supervisors"').replace('extends = "national"\n', "")
    missing = {one.key for one in told(text, tmp_path)}
    assert {"channel", "application.form", "lead.answer", "ending.ground", "term.length"} <= missing


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b"\xff\xfe\x00"),
        lambda file: file.write_text("a = " + "[" * 5000),
        lambda file: file.write_text(""),
        lambda file: file.write_text("instrument = 1\nclause = 2\ntension = 3\n"),
        lambda file: file.write_text('clause = { "1" = 5 }\ncode = 7\n'),
        lambda file: file.write_text('["".""]\n"" = 2\n'),
    ],
)
def test_a_file_that_is_no_pack_is_told_in_a_sentence(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    file = tmp_path / "tiny" / "measure.toml"
    file.parent.mkdir()
    file.write_text(GOOD, "utf-8")
    spoil(file)
    with pytest.raises(BadPack) as bad:
        read(file.parent)
    assert bad.value.mistakes and all(one.says[-1] in "。？" for one in bad.value.mistakes)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    assert told("\ufeff" + GOOD, tmp_path) == []


def test_nothing_is_half_loaded(tmp_path: Path) -> None:
    told(GOOD, tmp_path)
    spoilt = tmp_path / "spoilt"
    spoilt.mkdir()
    (spoilt / "measure.toml").write_text('code = "spoilt"\n')
    with pytest.raises(BadPack):
        load(LAW, tmp_path)
    (spoilt / "measure.toml").unlink()
    assert load(LAW, tmp_path).packs["tiny"].head.title == "小办法"


# --- any value in any place ----------------------------------------------------------------------------------

VALUES = ['""', '"x"', "0", "-1", "99999999999999999999", "1.5", "true", "2026-01-31", "2026-01-31T08:00:00", "08:00:00",
          "[]", "[1]", '["x"]', "[[]]", "{}", "{ x = 1 }", "nan", "inf", '"6.4"', '"must"', "[{}]", "[{ name = 1 }]"]  # fmt: skip
SPOTS = [place for place, line in enumerate(GOOD.splitlines()) if " = " in line and line[0] not in " ]"]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SPOTS), st.sampled_from(VALUES))
def test_no_value_in_any_place_brings_a_pack_down(place: int, value: str) -> None:
    lines = GOOD.splitlines()
    if lines[place].endswith("["):  # a list that goes on below
        del lines[place + 1 : lines.index("]", place) + 1]
    lines[place] = f"{lines[place].partition(' = ')[0]} = {value}"
    try:
        compile_pack("\n".join(lines))
    except BadPack as bad:
        assert all(1 <= one.line <= len(lines) and one.says[-1] in "。？" for one in bad.mistakes)
