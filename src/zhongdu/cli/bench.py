"""``./zhongdu bench``: one benchmark of ``bench/``, on SQLite and on PostgreSQL, in a sandbox of its own.

A benchmark is a file whose first line says in Chinese what is measured, with one function::

    def measure() -> dict[str, float]: ...

It is called once on each database, freshly migrated and empty; the names in what it returns say their
unit (``acts_per_second``), and a ratio compares two figures of the same run.
"""

import ast
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhongdu.cli.postgres import postgres, programs
from zhongdu.cli.registry import Finding, argument, command
from zhongdu.cli.terminal import columns, step
from zhongdu.places import SOURCES

BENCHMARKS = SOURCES / "bench"
Figures = dict[str, float]


def benchmarks() -> dict[str, Path]:
    return {path.stem: path for path in sorted(BENCHMARKS.glob("[!_]*.py"))}


def bench(name: str | None) -> None:
    known = benchmarks()
    if name is None:
        print("\n".join(columns([(each, says(path)) for each, path in known.items()])))
        return
    if name not in known:
        raise Finding(f"没有“{name}”这项性能测试，可选：{'、'.join(known)}。")
    figures = {}
    for database, url in databases():
        with step(f"{name} · {database}"):
            figures[database] = measured(known[name], url)
    print("\n".join(table(figures)))
    print(json.dumps({"bench": name, "figures": figures, "machine": machine()}, ensure_ascii=False))


if benchmarks():  # an installed package comes without them, and empty commands are not listed
    command("bench", "运行一项性能测试；不写名称则列出全部", argument("name", nargs="?", help="名称"))(bench)


def says(path: Path) -> str:
    """The first line of the file's docstring, without running it."""
    return (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0]


def databases() -> Iterator[tuple[str, str]]:
    """The name and address of each database to measure on, alive while it is looked at."""
    with sandbox() as folder:
        yield "sqlite", f"sqlite:///{folder / 'bench.sqlite3'}"
    if programs():
        with postgres(durable=True) as url:
            yield "postgresql", url
    else:
        print("没有 PostgreSQL，只在 SQLite 上测量。", file=sys.stderr)


@contextmanager
def sandbox() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="zhongdu-bench-") as folder:
        yield Path(folder)


def measured(path: Path, url: str) -> Figures:
    """Run one benchmark in a process of its own, so that settings and caches are its own as well."""
    with sandbox() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "zhongdu.cli.bench", str(path)],
            env={**os.environ, "ZHONGDU_VAR": str(folder), "ZHONGDU_DATABASE": url},
            stdout=subprocess.PIPE,
            text=True,
        )
    if done.returncode:
        raise Finding(f"{path.stem} 没有测完，原因见上面的输出。")
    figures: Figures = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def measure_here(path: Path) -> Figures:
    """In the child: an empty, migrated database, then the benchmark itself."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    sys.path.insert(0, str(path.parent))  # what benchmarks share stands beside them
    spec = importlib.util.spec_from_file_location(f"bench_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    figures: Figures = module.measure()
    return figures


def table(figures: dict[str, Figures]) -> list[str]:
    """A row a figure, a column a database."""
    names = dict.fromkeys(name for found in figures.values() for name in found)
    rows = [
        (name, *(f"{found[name]:,.4g}" if name in found else "—" for found in figures.values()))
        for name in names
    ]
    return columns([("", *figures), *rows])


def machine() -> dict[str, object]:
    """What the figures were measured on; figures of different machines are not to be compared."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "python": platform.python_version(),
    }


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongdu.settings")
    print(json.dumps(measure_here(Path(sys.argv[1]))))
