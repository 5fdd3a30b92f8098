"""The verdict of ``./zhongdu test``, told from small projects of each kind."""

import os
from pathlib import Path

import pytest

from zhongdu.cli import suite
from zhongdu.cli.suite import Verdict, browser, conclude, run_tests


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """An empty project that ``run_tests`` runs instead of ours."""
    monkeypatch.setattr(suite, "SOURCES", tmp_path)
    monkeypatch.setattr(suite, "PICTURES", tmp_path / "pictures")
    monkeypatch.setattr(suite, "BOTH_CORES", ("-p", "no:xdist", "-p", "no:django"))
    monkeypatch.delenv("ZHONGDU_REQUIRE", raising=False)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


def write(project: Path, name: str, *lines: str) -> None:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for folder in (path.parent, *path.parent.parents):
        if folder.is_relative_to(project) and folder != project:
            (folder / "__init__.py").touch()
    path.write_text("\n".join(["import pytest", *lines]))


def verdict_of(rest: tuple[str, ...] = (), **environment: str) -> Verdict:
    verdict = Verdict()
    run_tests(verdict, "SQLite", list(rest), **environment)
    return verdict


def test_all_is_well(project, capsys) -> None:
    write(
        project, "tests/test_a.py", "def test_one(): assert True", "def test_two(): pytest.skip('not here')"
    )
    verdict = verdict_of()
    assert verdict.counts == {"passed": 1, "skipped": 1}
    assert conclude(verdict, 2.5) == 0
    sentence, closing = capsys.readouterr().out.strip().splitlines()
    assert sentence == "全部通过：SQLite 1 项。"
    assert closing.strip("= ") == "1 passed, 1 skipped in 2.50s"


def test_failures_and_errors_are_counted(project, capsys) -> None:
    write(
        project,
        "tests/test_a.py",
        "@pytest.fixture",
        "def broken(): raise OSError",
        "def test_one(): assert False",
        "def test_two(broken): pass",
        "def test_three(): pass",
    )
    verdict = verdict_of()
    assert conclude(verdict, 1) == 1
    sentence, closing = capsys.readouterr().out.strip().splitlines()
    assert sentence == "没有通过：SQLite 上有 2 项没有通过。"
    assert closing.strip("= ") == "1 failed, 1 passed, 1 error in 1.00s"


def test_a_run_that_breaks_off_is_no_success(project, capsys) -> None:
    write(project, "tests/conftest.py", "raise RuntimeError")
    verdict = verdict_of()
    assert conclude(verdict, 1) == 1
    assert "1 error in" in capsys.readouterr().out


def test_a_choice_that_finds_nothing_on_one_database_is_no_failure(project) -> None:
    write(project, "tests/test_a.py", "def test_one(): pass")
    verdict = verdict_of(("-k", "nothing_of_the_kind"))
    assert conclude(verdict, 1) == 0


def test_a_choice_that_finds_nothing_anywhere_is_one(monkeypatch, capsys) -> None:
    monkeypatch.delenv("ZHONGDU_REQUIRE", raising=False)
    nothing = {"browser": lambda: "", "programs": lambda: (), "run_tests": lambda *_, **__: None}
    for name, instead in nothing.items():
        monkeypatch.setattr(suite, name, instead)
    assert suite.test(["tests/misspelt"]) == 1
    assert "没有选中任何测试" in capsys.readouterr().out


@pytest.mark.parametrize("journey", ["def test_one(): pytest.skip('no browser')", ""])
def test_journeys_that_did_not_run_fail_where_they_are_required(project, monkeypatch, journey) -> None:
    write(project, "tests/journeys/test_a.py", journey)
    assert not verdict_of(ZHONGDU_CHROMIUM="/usr/bin/chromium").bad
    monkeypatch.setenv("ZHONGDU_REQUIRE", "postgres,chromium")
    assert verdict_of(ZHONGDU_CHROMIUM="/usr/bin/chromium").bad == ["有浏览器旅程没有运行"]


def test_journeys_that_ran_are_fine(project, monkeypatch) -> None:
    write(project, "tests/journeys/test_a.py", "def test_one(): pass")
    monkeypatch.setenv("ZHONGDU_REQUIRE", "chromium")
    assert not verdict_of(ZHONGDU_CHROMIUM="/usr/bin/chromium").bad


@pytest.mark.parametrize(("required", "code"), [("", 0), ("chromium", 0), ("postgres", 1)])
def test_what_the_machine_lacks_is_said_and_fails_where_required(monkeypatch, capsys, required, code) -> None:
    monkeypatch.setenv("ZHONGDU_REQUIRE", required)
    verdict = Verdict()
    verdict.lack("postgres", "没有 PostgreSQL")
    assert conclude(verdict, 1) == code
    assert "没有 PostgreSQL" in capsys.readouterr().out


def test_checks_that_object_are_named(monkeypatch, capsys) -> None:
    monkeypatch.setattr(suite, "BESIDE_PYTHON", Path("/bin"))
    monkeypatch.setattr(suite, "CHECKS", (("true",), ("false", "--quiet", ".")))
    verdict = Verdict()
    suite.check_code(verdict)
    assert (verdict.good, verdict.bad) == (["true"], ["false 有意见"])
    assert conclude(verdict, 1) == 1


def test_the_browser_named_by_hand_is_the_only_one_asked(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("ZHONGDU_CHROMIUM", str(tmp_path / "none"))
    assert browser() == ""
    own = tmp_path / "chromium"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    monkeypatch.setenv("ZHONGDU_CHROMIUM", str(own))
    assert browser() == str(own)
    monkeypatch.delenv("ZHONGDU_CHROMIUM")
    monkeypatch.setattr(suite, "BROWSERS", ("/nowhere", "chromium"))
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert browser() == str(own)
