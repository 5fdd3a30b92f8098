"""The commands on the law, as somebody at a terminal meets them."""

import json
from pathlib import Path

import pytest

from zhongdu.cli.registry import main
from zhongdu.law.library import load
from zhongdu.law.periods import find_period, periods, spoken
from zhongdu.law.schema import DIALECT

from .packs import shelved

LAW = Path(__file__).parents[2] / "law"
SHELF = load(LAW)
Said = tuple[int, str, str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]):
    """Run a command line; its exit code, what it printed and what it complained of."""

    def run(line: str) -> Said:
        code = main(line.split())
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


# --- deadline ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("beijing public-notice --from 2026-09-29", "2026-10-12 星期一"),
        ("beijing public_notice.period --from 2026-09-29", "2026-10-12 星期一"),
        ("beijing change-report --from 2026-09-29", "2026-11-02 星期一"),
        ("beijing resignation --from 2026-11-22", "2026-12-22 星期二"),
        ("beijing term --from 2026-05-01", "2029-05-01 星期二"),
        ("wushan term --from 2026-05-01", "2028-05-01 星期一"),
        ("hunan term --from 2024-02-29", "2027-02-28 星期日"),
        ("city agreement-bar --from 2026-05-06", "2029-05-06 星期日"),
        ("wushan filing-check --from 2026-03-02", "2026-03-23 星期一"),
        ("national filing-check --from 2026-03-02", "2026-03-23 星期一"),
        ("national clock.sealing --from 2026-09-01", "2026-10-01 星期四"),
        ("national public-service --from 2026-09-01", "2026-10-08 星期四"),
        ("national hearing-notice --from 2026-10-15", "2026-09-30 星期三"),
        ("national referral-transfer --from 2026-09-30T17:00", "2026-10-01 17:00 星期四"),
        ("national reward-claim --from 2026-08-05", "2026-10-08 星期四"),
    ],
)
def test_the_first_line_is_the_last_day(said, line: str, last: str) -> None:
    code, out, _ = said(f"deadline {line}")
    assert code == 0 and out.splitlines()[0] == last


def test_the_law_of_it_stands_below(said) -> None:
    _, out, _ = said("deadline national filing-check --from 2026-03-02")
    assert "自发现线索或者收到材料之日起，15个工作日。应当。" in out
    assert "依据《医疗保障行政处罚程序暂行规定》第十四条（依据转载或摘要）" in out


def test_an_explanation_names_every_day_with_its_reason(said) -> None:
    _, out, _ = said("deadline beijing public-notice --from 2026-09-29 --explain")
    days = [line.split() for line in out.splitlines() if line.startswith("2026-") and "周" in line]
    assert len(days) == 14
    assert days[0] == ["2026-09-29", "周二", "不计", "起算日，不计入"]
    assert ["2026-10-10", "周六", "第4日", "调休上班"] in days
    assert days[-1] == ["2026-10-12", "周一", "第5日", "工作日"]
    assert {line[3] for line in days if line[2] == "不计"} == {"起算日，不计入", "国庆节放假", "周末"}


def test_months_and_hours_are_explained_without_a_count_of_days(said) -> None:
    _, out, _ = said("deadline national reward-claim --from 2026-08-05 --explain")
    assert "对应日，顺延（国庆节放假）" in out and "不计 " not in out


def test_days_whose_schedule_is_not_published_are_provisional(said) -> None:
    _, out, _ = said("deadline national filing-check --from 2035-01-04")
    assert "暂定：用到了尚未公布放假安排的日子" in out.splitlines()[0]
    _, settled, _ = said("deadline national filing-check --from 2026-03-02")
    assert "暂定" not in settled


def test_json_says_the_same(said) -> None:
    code, out, _ = said("deadline beijing public-notice --from 2026-09-29 --json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["rule"], answer["concept"]) == ("public-notice", "public_notice.period")
    assert (answer["from"], answer["last"], answer["provisional"]) == ("2026-09-29", "2026-10-12", False)
    assert (answer["n"], answer["unit"], answer["strength"]) == (5, "working_days", "must")
    assert (answer["clause"], len(answer["days"])) == ("beijing:6.4", 14)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("beijing filing-chek --from 2026-01-01", "是不是 filing-check"),
        ("beijing x --from 2026-01-01", "有 public-notice、change-report、"),
        ("beijng term --from 2026-01-01", "是不是 beijing"),
        ("beijing term", "要写期限的名字和 --from 日期"),
        ("beijing --from 2026-01-01", "要写期限的名字和 --from 日期"),
        ("beijing term --from 2026-02-30", "“2026-02-30”不是日期"),
        ("beijing term --from tomorrow", "“tomorrow”不是日期"),
        ("national referral-transfer --from 2026-09-30", "要写明起算的时刻，如 --from"),
        ("city agreement-bar --from 9998-01-01", "超出了公历"),
    ],
)
def test_a_slip_is_met_with_a_sentence_and_two(said, line: str, says: str) -> None:
    code, out, err = said(f"deadline {line}")
    assert (code, out) == (2, "") and says in err


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("city measure-validity", "原文留空"),
        ("national lead-answer", "及时（法律没有规定天数）"),
        ("shaoxing measure-consultation", "到2020-07-08为止"),
    ],
)
def test_what_has_no_number_has_no_last_day(said, line: str, says: str) -> None:
    code, _, err = said(f"deadline {line} --from 2026-01-01")
    assert code == 1 and "推算不出末日" in err and says in err


def test_the_list_names_every_period_of_a_pack(said) -> None:
    _, out, _ = said("deadline beijing --list --json")
    listed = {each["rule"]: each for each in json.loads(out)}
    assert {"public-notice", "change-report", "resignation", "term"} <= listed.keys()
    assert "filing-check" not in listed
    assert set(listed["term"]) >= {"n", "unit", "start", "rolls", "strength", "clause", "citation"}
    assert (listed["term"]["rolls"], listed["public-notice"]["rolls"]) == (False, True)
    assert listed["resignation"]["strength"] == "normally"


def test_the_list_goes_on_into_the_base_when_asked(said) -> None:
    _, own, _ = said("deadline beijing --list")
    _, whole, _ = said("deadline beijing --list --base")
    assert "filing-check" not in own and "filing-check" in whole
    assert set(own.splitlines()[1].split()) <= set(whole.split())


def test_the_base_lists_the_statutory_periods_each_in_its_unit(said) -> None:
    _, out, _ = said("deadline national --list --json")
    units = {each["rule"]: (each["n"], each["unit"]) for each in json.loads(out)}
    assert units["filing-check"] == (15, "working_days")
    assert units["decision"] == (90, "days")
    assert units["hearing-request"] == (5, "working_days")
    assert units["demand"] == (10, "working_days")
    assert units["court-application"] == (3, "months")
    assert units["referral-transfer"] == (24, "hours")
    assert units["limitation"] == (2, "years")


@pytest.mark.parametrize("code", SHELF.packs)
def test_no_two_periods_of_a_measure_have_one_name(code: str) -> None:
    statute = SHELF.statute(code)
    named = periods(statute)
    assert len({bound.name for bound in named.values()}) == len(named)
    for name, bound in named.items():
        assert spoken(bound.name) == name and find_period(statute, bound.name) == bound


# --- measure -------------------------------------------------------------------------------------------------


def test_the_list_of_measures(said) -> None:
    code, out, _ = said("measure list")
    lines = out.splitlines()
    assert code == 0 and [line.split()[0] for line in lines[1:]] == list(SHELF.packs)
    assert "草案" in next(line for line in lines if line.startswith("city"))


def test_a_measure_is_shown_clause_by_clause(said) -> None:
    code, out, _ = said("measure show city")
    assert code == 0
    assert "第二十条第二款第（一）项（20/2.1）〔事由〕" in out
    assert "解除协议所需的中止次数〔应当〕不少于 3 次；agreement.suspensions" in out
    assert out.count("〔") >= len(SHELF.packs["city"].clauses)


def test_an_unknown_measure_is_met_with_the_nearest(said) -> None:
    assert said("measure show hunna") == (2, "", "没有代码为“hunna”的办法，是不是 hunan？\n")
    assert said("measure conflicts hunna")[0] == 2


@pytest.mark.django_db
def test_a_clause_is_explained(said) -> None:
    code, out, _ = said("measure explain city:20/2.1")
    assert code == 0
    assert out.startswith(
        "《某市医疗保障基金监督管理办法（草案）》第二十条第二款第（一）项  city:20/2.1\n〔事由〕"
    )
    assert (
        "agreement.suspensions" in out
        and "对照《医疗机构医疗保障定点管理暂行办法》第四十三条第（一）项" in out
    )


@pytest.mark.django_db
def test_what_rests_on_a_clause_is_named(said) -> None:
    _, out, _ = said("measure explain beijing:6.4")
    assert "公示期〔应当〕" in out and "依它的：" in out and "recruitment" in out


@pytest.mark.django_db
def test_a_clause_of_an_instrument_is_explained(said) -> None:
    code, out, _ = said("measure explain penalty-law:85")
    assert code == 0
    assert out.startswith("《中华人民共和国行政处罚法》第八十五条  penalty-law:85\n")
    assert "2021-07-15 起施行" in out and "clock.hearing_request" in out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "exit", "says"),
    [
        ("x", 2, "不是条款地址"),
        ("bejing:6.4", 2, "是不是 beijing"),
        ("beijing:6.9", 1, "没有登记第六条第（九）项"),
        ("penalty-law:999", 1, "没有登记第九百九十九条"),
    ],
)
def test_a_clause_that_is_not_there_is_said_so(said, address: str, exit: int, says: str) -> None:
    code, out, err = said(f"measure explain {address}")
    assert (code, out) == (exit, "") and says in err


def test_what_ships_checks_out(said) -> None:
    code, out, _ = said(f"measure check {LAW}")
    assert code == 0 and out.count("没有问题") == len(SHELF.packs)


def test_a_stranger_s_pack_is_checked_with_every_mistake_on_its_line(said, tmp_path: Path) -> None:
    shelved(tmp_path, '[dispute]\nclause = "1"\nstrength = "may"\n')
    file = tmp_path / "town" / "measure.toml"
    file.write_text(
        file.read_text("utf-8").replace('"ground"', '"national"').replace('"may"', '"perhaps"'), "utf-8"
    )
    code, out, _ = said(f"measure check {tmp_path / 'town'}")
    line = file.read_text("utf-8").splitlines().index('strength = "perhaps"') + 1
    assert code == 1 and out.splitlines()[0].startswith(f"{file}:{line}: dispute.strength: “perhaps”不行")
    assert out.splitlines()[-1] == "共 1 处要改。"
    assert said(f"measure check {file}")[0] == 1


def test_a_wrong_case_is_a_mistake_too(said, tmp_path: Path) -> None:
    case = '[[case]]\nsays = "错"\nask = "dispute"\nexpect = { strength = "must" }\n'
    shelved(tmp_path, '[dispute]\nclause = "1"\nstrength = "may"\n', case)
    file = tmp_path / "town" / "measure.toml"
    file.write_text(file.read_text("utf-8").replace('"ground"', '"national"'), "utf-8")
    code, out, _ = said(f"measure check {tmp_path / 'town'}")
    assert code == 1 and "cases.toml:1: dispute: “错”：应得 strength=must，实得 strength=may。" in out


def test_a_place_without_packs_is_a_misuse(said, tmp_path: Path) -> None:
    code, _, err = said(f"measure check {tmp_path}")
    assert code == 2 and "里面没有 measure.toml" in err


def test_conflicts_are_listed_with_both_clauses(said) -> None:
    code, out, _ = said("measure conflicts city")
    assert code == 0
    assert "第二十条第二款第（一）项（city:20/2.1）" in out and "（designation-medical:43.1）" in out
    _, plain, _ = said("measure conflicts --json")
    assert {doubt["clause"].partition(":")[0] for doubt in json.loads(plain)} >= {
        "city",
        "wushan",
        "shaoxing",
        "hunan",
    }


def test_a_day_decides_what_has_lapsed(said) -> None:
    assert "已经届满" not in said("measure conflicts hunan --on 2030-04-22")[1]
    assert "已经届满" in said("measure conflicts hunan --on 2030-04-23")[1]


def test_the_schema_is_printed(said) -> None:
    code, out, _ = said("measure schema")
    assert code == 0 and json.loads(out)["$schema"] == DIALECT


def test_a_broken_shelf_is_told_and_not_thrown(said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelved(tmp_path, "")
    (tmp_path / "town" / "measure.toml").write_text("code = 1\n")
    monkeypatch.setenv("ZHONGDU_LAW", str(tmp_path))
    code, _, err = said("measure list")
    assert code == 1 and "办法的数据有误" in err and "measure.toml:1: code: 应是文字" in err


# --- holidays ------------------------------------------------------------------------------------------------

NEXT = """\
year = 2035
source = "示例"
checked_on = 2034-11-20
work = []
[[off]]
name = "元旦"
days = [2035-01-01, 2035-01-05]
"""


def test_a_new_year_s_schedule_is_checked_and_loaded(
    said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHONGDU_VAR", str(tmp_path / "var"))
    file = tmp_path / "new.toml"
    file.write_text(NEXT, "utf-8")
    before = said("deadline beijing public-notice --from 2035-01-02")[1].splitlines()[0]
    assert "暂定" in before
    assert said(f"holidays check {file}")[:2] == (
        0,
        "new.toml 没有问题：2035年，平日放假 2天，周末上班 0天。\n",
    )
    assert "2035" not in said("holidays list")[1]
    assert said(f"holidays load {file}")[0] == 0
    assert "2035" in said("holidays list")[1]
    after = said("deadline beijing public-notice --from 2035-01-02")[1].splitlines()[0]
    assert "暂定" not in after and before[:10] == "2035-01-09" and after[:10] == "2035-01-10"


@pytest.mark.parametrize("command", ["check", "load"])
def test_a_wrong_schedule_is_refused_and_nothing_is_kept(
    said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("ZHONGDU_VAR", str(tmp_path / "var"))
    file = tmp_path / "new.toml"
    file.write_text(NEXT.replace("2035-01-05", "2035-01-06"), "utf-8")
    code, _, err = said(f"holidays {command} {file}")
    assert code == 1 and "2035-01-06 是周六" in err
    assert not (tmp_path / "var").exists()
    assert said(f"holidays {command} {tmp_path / 'none.toml'}")[0] == 1
