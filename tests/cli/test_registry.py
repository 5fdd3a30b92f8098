"""Declaring, finding and running commands."""

import re
import subprocess
import sys
from datetime import date

import pytest

from zhongdu.cli import Finding, argument, command, main, registry


@pytest.fixture
def commands(monkeypatch) -> dict:
    """A command line with nothing on it but what the test declares."""
    monkeypatch.setattr(registry, "COMMANDS", {})
    monkeypatch.setattr(registry, "discover", lambda: None)
    return registry.COMMANDS


def test_arguments_reach_the_function_by_keyword(commands) -> None:
    seen = {}

    @command("deadline", "末日", argument("code"), argument("--from", dest="start", type=date.fromisoformat))
    def deadline(code: str, start: date) -> None:
        seen.update(code=code, start=start)

    assert main(["deadline", "x", "--from", "2026-09-29"]) == 0
    assert seen == {"code": "x", "start": date(2026, 9, 29)}


def test_the_longest_name_wins(commands) -> None:
    command("acts", "一")(lambda: 0)
    command("acts list", "二")(lambda: 1)
    assert main(["acts"]) == 0
    assert main(["acts", "list"]) == 1


def test_a_command_may_take_the_rest_of_the_line_untouched(commands) -> None:
    seen = []
    command("test", "测试", passes=True)(lambda rest: seen.extend(rest))
    assert main(["test", "-k", "law", "--help-me"]) == 0
    assert seen == ["-k", "law", "--help-me"]


def test_no_name_is_declared_twice(commands) -> None:
    command("up", "启动")(lambda: 0)
    with pytest.raises(RuntimeError, match="twice"):
        command("up", "启动")(lambda: 0)


@pytest.mark.parametrize("line", [[], ["--help"], ["-h"]])
def test_help_lists_every_command_with_its_line(commands, capsys, line) -> None:
    command("measure list", "列出全部办法")(lambda: 0)
    command("up", "启动网站")(lambda: 0)
    assert main(line) == 0
    assert re.findall(r"^  (\S.*?)  +(\S+)$", capsys.readouterr().out, re.M) == [
        ("up", "启动网站"),
        ("measure list", "列出全部办法"),
    ]


def test_a_group_lists_its_own(commands, capsys) -> None:
    command("measure list", "列出全部办法")(lambda: 0)
    command("up", "启动网站")(lambda: 0)
    assert main(["measure", "--help"]) == 0
    assert "启动网站" not in capsys.readouterr().out
    assert main(["measure"]) == 2


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (["nothing"], "没有“nothing”这个命令"),
        (["show"], "缺少参数：code"),
        (["show", "a", "b"], "不认识的参数：b"),
        (["show", "a", "--on", "tomorrow"], "不能识别 'tomorrow'"),
        (["show", "a", "--as", "c"], "没有 'c'，可选：'text', 'json'"),
        (["show", "a", "--on"], "需要一个值"),
    ],
)
def test_misuse_is_one_chinese_sentence_and_2(commands, capsys, line, says) -> None:
    command(
        "show",
        "显示",
        argument("code"),
        argument("--on", type=date.fromisoformat),
        argument("--as", choices=("text", "json")),
    )(lambda **rest: 0)
    assert main(line) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert len(said.err.splitlines()) == 1
    assert not said.out


def test_a_finding_is_its_sentence_and_1(commands, capsys) -> None:
    @command("verify", "核验")
    def verify() -> None:
        raise Finding("第 3 条记录被改动过。")

    assert main(["verify"]) == 1
    assert capsys.readouterr().err == "第 3 条记录被改动过。\n"


def test_our_own_errors_speak_for_themselves(commands, capsys) -> None:
    class Refused(Exception):
        sentence = "办法没有这一条。"

    Refused.__module__ = "zhongdu.law.somewhere"

    @command("explain", "解释")
    def explain() -> None:
        raise Refused("no_clause")

    assert main(["explain"]) == 1
    assert capsys.readouterr().err == "办法没有这一条。\n"


def test_what_nobody_foresaw_is_no_stack_trace(commands, capsys, monkeypatch) -> None:
    monkeypatch.delenv("ZHONGDU_DEBUG", raising=False)
    command("broken", "坏的")(lambda: 1 / 0)
    assert main(["broken"]) == 70
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert "Traceback" not in said


def test_a_database_that_was_never_made_is_told_apart(commands, capsys) -> None:
    from django.db import OperationalError

    @command("list", "列表")
    def list_() -> None:
        raise OperationalError("no such table: record_docket")

    assert main(["list"]) == 1
    assert "./zhongdu up" in capsys.readouterr().err


def test_every_real_command_has_one_line_of_chinese_help() -> None:
    registry.discover()
    assert {"up", "test", "manage"} <= set(registry.COMMANDS)
    for each in registry.COMMANDS.values():
        assert re.search(r"[\u4e00-\u9fff]", each.help), each.name
        assert "\n" not in each.help, each.name


def test_a_reader_that_leaves_early_is_no_error() -> None:
    line = f"{sys.executable} -m zhongdu.cli --help | true"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
