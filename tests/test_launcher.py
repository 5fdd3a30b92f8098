"""The launcher: every step once, nothing twice, and clean ground after a kill."""

import ast
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[1] / "zhongdu"


@pytest.fixture
def launcher(tmp_path, monkeypatch) -> ModuleType:
    """The launcher, standing in an empty project, with tools that only leave traces of their work."""
    spec = importlib.util.spec_from_loader("launcher", SourceFileLoader("launcher", str(SCRIPT)))
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec.loader.exec_module(module)
    moved = {name: value for name, value in vars(module).items() if isinstance(value, Path)}
    for name, path in moved.items():
        monkeypatch.setattr(module, name, tmp_path / path.relative_to(SCRIPT.parent))
    monkeypatch.setattr(module, "PIP", ["pip"])
    for name in ("requirements.txt", "requirements-dev.txt", "package.json", "package-lock.json"):
        (tmp_path / name).write_text(name)
    (tmp_path / "assets").mkdir()
    (tmp_path / "src" / "zhongdu" / "kit").mkdir(parents=True)
    module.ran = []

    def run(words: list[str], **environment: str) -> None:
        deed = " ".join(Path(word).name for word in words)
        module.ran.append(deed)
        if "venv" in words:
            (module.VENV / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
        if "--target" in words:
            Path(words[words.index("--target") + 1]).mkdir()
        if "ci" in words:
            module.MODULES.mkdir(exist_ok=True)
        if "build" in words:
            module.BUILT.mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module, "index", dict)
    return module


def deeds(launcher: ModuleType) -> list[str]:
    done, launcher.ran = launcher.ran, []
    return done


# --- the environment -------------------------------------------------------------------------------------


def test_the_environment_is_made_once(launcher) -> None:
    launcher.environment(for_tests=False)
    made = deeds(launcher)
    assert [deed.split()[-1] for deed in made] == [".venv", "requirements-uv.txt", "requirements.txt"]
    assert all("--require-hashes" in deed for deed in made[1:])
    launcher.environment(for_tests=False)
    assert deeds(launcher) == []


def test_a_new_lock_is_installed_into_the_environment_that_is_there(launcher) -> None:
    launcher.environment(for_tests=False)
    deeds(launcher)
    (launcher.ROOT / "requirements.txt").write_text("another")
    launcher.environment(for_tests=False)
    assert [deed.split()[-1] for deed in deeds(launcher)] == ["requirements.txt"]


def test_what_the_tests_brought_stays(launcher) -> None:
    launcher.environment(for_tests=False)
    launcher.environment(for_tests=True)
    assert deeds(launcher)[-1].endswith("requirements-dev.txt")
    launcher.environment(for_tests=False)
    assert deeds(launcher) == []


def test_a_half_made_environment_is_made_again(launcher, monkeypatch) -> None:
    def killed(lock: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(launcher, "install", killed)
        launcher.environment(for_tests=False)
    leftover = launcher.VENV / "half-written"
    leftover.touch()
    launcher.environment(for_tests=False)
    assert not leftover.exists()
    assert deeds(launcher)[-1].endswith("requirements.txt")


def test_a_project_that_moved_gets_a_new_environment(launcher) -> None:
    launcher.environment(for_tests=False)
    launcher.write(launcher.STAMP, {**launcher.read(launcher.STAMP), "root": "/elsewhere"})
    deeds(launcher)
    launcher.environment(for_tests=False)
    assert deeds(launcher)[0].endswith("venv .venv")


def test_pip_stands_in_for_uv(launcher, monkeypatch) -> None:
    run = launcher.run

    def without_uv(words: list[str], **environment: str) -> None:
        if words[0].endswith("/uv"):
            raise launcher.Stop("uv will not run here")
        run(words, **environment)

    monkeypatch.setattr(launcher, "run", without_uv)
    launcher.environment(for_tests=False)
    assert deeds(launcher)[-1] == "pip install --require-hashes -r requirements.txt"


def test_a_half_fetched_tool_is_fetched_again(launcher) -> None:
    half = launcher.VENV / "uv.part"
    half.mkdir(parents=True)
    (half / "torn").touch()
    assert launcher.fetched("uv") == launcher.VENV / "uv"
    assert not (launcher.VENV / "uv" / "torn").exists()


# --- the assets ------------------------------------------------------------------------------------------


@pytest.fixture
def node(launcher, monkeypatch) -> None:
    monkeypatch.setattr(launcher, "node_folder", lambda: None)


def test_assets_are_built_once_and_again_when_a_template_changes(launcher, node) -> None:
    launcher.assets()
    assert [deed.split()[1] for deed in deeds(launcher)] == ["ci", "run"]
    launcher.assets()
    assert deeds(launcher) == []
    (launcher.ROOT / "src" / "zhongdu" / "kit" / "page.html").write_text("<p class='new'>")
    launcher.assets()
    assert [deed.split()[1] for deed in deeds(launcher)] == ["run"]


def test_new_packages_are_installed_before_the_build(launcher, node) -> None:
    launcher.assets()
    deeds(launcher)
    (launcher.ROOT / "package-lock.json").write_text("another")
    launcher.assets()
    assert [deed.split()[1] for deed in deeds(launcher)] == ["ci", "run"]


def test_a_build_that_was_killed_is_done_again(launcher, node, monkeypatch) -> None:
    launcher.assets()
    (launcher.ROOT / "assets" / "kit.css").write_text("a {}")

    def killed(*words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(launcher, "npm", killed)
        launcher.assets()
    (launcher.ROOT / "assets" / "kit.css").unlink()  # as before the killed build: and yet to be built
    deeds(launcher)
    launcher.assets()
    assert [deed.split()[1] for deed in deeds(launcher)] == ["run"]


@pytest.mark.parametrize(("version", "own"), [("v18.0.0", True), ("v24.1.0", True), ("v16.20.2", False)])
def test_node_is_the_systems_when_new_enough(launcher, tmp_path, monkeypatch, version, own) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("node", "npm"):
        (tools / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)
    launcher.VENV.mkdir()
    assert (launcher.node_folder() is None) is own
    assert (launcher.VENV / "node").exists() is not own


def test_the_fetched_node_runs_its_own_npm(launcher) -> None:
    launcher.npm(Path("/fetched"), "ci")
    assert deeds(launcher) == ["node npm-cli.js ci"]


# --- what the system must bring ----------------------------------------------------------------------------


def test_missing_parts_are_named_with_the_one_command(launcher, monkeypatch) -> None:
    monkeypatch.setattr(launcher.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(launcher, "has_library", lambda *names: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(launcher.Stop, match=r"sudo apt-get install -y python3-venv libmagic1$"):
        launcher.system_parts()


def test_nothing_missing_nothing_said(launcher) -> None:
    launcher.system_parts()


def test_a_library_that_is_not_there(launcher) -> None:
    assert launcher.has_library("libno-such-thing.so", "libc.so.6")
    assert not launcher.has_library("libno-such-thing.so")


def test_an_old_python_hands_over_to_a_newer_one(launcher, monkeypatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/python3.12" if name == "python3.12" else None)
    begun = []
    monkeypatch.setattr(os, "execv", lambda program, words: begun.append((program, words)))
    monkeypatch.setattr(sys, "argv", ["./zhongdu", "up"])
    with pytest.raises(launcher.Stop):  # exec never returns; here it does
        launcher.right_python()
    assert begun == [("/usr/bin/python3.12", ["/usr/bin/python3.12", "./zhongdu", "up"])]


def test_an_old_python_alone_is_told_so(launcher, monkeypatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(
        launcher.Stop, match=r"需要 Python 3\.11.*这里只有 3\.9.*apt-get install -y python3\.11"
    ):
        launcher.right_python()


def test_an_old_python_can_read_far_enough_to_say_so() -> None:
    ast.parse(SCRIPT.read_text(), feature_version=(3, 7))


# --- the real thing -----------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path) -> Path:
    """A project without dependencies whose command line repeats what it was told."""
    shutil.copy(SCRIPT, tmp_path / "zhongdu")
    (tmp_path / "requirements.txt").write_text("")
    (tmp_path / "src" / "zhongdu" / "cli").mkdir(parents=True)
    (tmp_path / "src" / "zhongdu" / "cli" / "__main__.py").write_text("import sys; print(sys.argv[1:])")
    return tmp_path


def launch(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([project / "zhongdu", "measure", "list"], capture_output=True, text=True)


def test_from_nothing_to_a_command_and_again_after_a_kill(project) -> None:
    """Killed with its tools, then killed alone: then the tool still at work is waited for."""
    kill_while_preparing(project, os.killpg)
    kill_while_preparing(project, os.kill)

    second = launch(project)
    assert second.stdout == "['measure', 'list']\n", second.stderr
    assert [line.split(" …")[0] for line in second.stderr.splitlines()] == [
        "· 另一个 ./zhongdu 正在做准备，等它做完",
        "· 建立运行环境",
        "· 安装依赖（requirements.txt，逐个核对哈希）",
    ]

    begun = time.monotonic()
    third = launch(project)
    assert (third.stdout, third.stderr) == ("['measure', 'list']\n", "")
    assert time.monotonic() - begun < 3


def kill_while_preparing(project: Path, kill: Callable[[int, int], None]) -> None:
    shutil.rmtree(project / ".venv", ignore_errors=True)
    first = subprocess.Popen(
        [project / "zhongdu", "measure", "list"], stderr=subprocess.DEVNULL, start_new_session=True
    )
    while not (project / ".venv" / "bin").exists():
        time.sleep(0.01)
    kill(first.pid, signal.SIGKILL)
    first.wait()
