"""Running one benchmark."""

import json
from pathlib import Path

import pytest

from zhongdu.cli import bench
from zhongdu.cli.registry import Finding


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(bench, "BENCHMARKS", tmp_path)
    (tmp_path / "rows.py").write_text(
        '"""每秒写多少行。\n\nMore."""\n'
        "def measure():\n"
        "    from django.db import connection\n"
        "    from zhongdu.scope.models import Bureau\n"
        "    return {'bureaus': Bureau.objects.count(), 'is_' + connection.vendor: 1}\n"
    )
    (tmp_path / "_shared.py").write_text("raise RuntimeError")
    return tmp_path


def test_they_are_listed_with_their_first_line(folder, capsys) -> None:
    bench.bench(None)
    assert capsys.readouterr().out == "rows  每秒写多少行。\n"


def test_an_unknown_one_is_one_sentence(folder) -> None:
    with pytest.raises(Finding, match=r"没有“speed”这项性能测试，可选：rows。"):
        bench.bench("speed")


def test_it_ends_with_one_line_of_json(folder, monkeypatch, capsys) -> None:
    monkeypatch.setattr(bench, "programs", lambda: None)
    bench.bench("rows")
    *table, last = capsys.readouterr().out.splitlines()
    told = json.loads(last)
    assert told["bench"] == "rows"
    assert told["figures"] == {"sqlite": {"bureaus": 0, "is_sqlite": 1}}
    assert told["machine"]["cores"] >= 1
    assert "bureaus" in " ".join(table)


def test_one_that_breaks_is_a_finding(folder, monkeypatch) -> None:
    monkeypatch.setattr(bench, "programs", lambda: None)
    (folder / "rows.py").write_text('"""坏的"""\ndef measure(): raise SystemExit(3)\n')
    with pytest.raises(Finding, match="rows 没有测完"):
        bench.bench("rows")


def test_every_benchmark_of_ours_says_what_it_measures() -> None:
    assert set(bench.benchmarks()) >= {"acts"}
    assert all(bench.says(path) for path in bench.benchmarks().values())
