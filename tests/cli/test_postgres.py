"""A PostgreSQL of the test run's own."""

import os
from pathlib import Path

import psycopg
import pytest

from zhongdu.cli import postgres as module
from zhongdu.cli.postgres import postgres, programs


@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")
def test_it_serves_while_the_block_lasts_and_leaves_nothing() -> None:
    with postgres() as url:
        with psycopg.connect(url) as connection:
            version, encoding, ctype, folder = connection.execute(
                "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),"
                " current_setting('lc_ctype'), current_setting('data_directory')"
            ).fetchone()
        assert (version >= 150000, encoding, ctype) == (True, "UTF8", "C.UTF-8")
        assert Path(folder).exists()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url.replace("zhongdu:", "zhongdu:wrong"))
    assert not Path(folder).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_debians_newest_that_is_new_enough_is_used(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(module, "INSTALLED", tmp_path)
    monkeypatch.setenv("PATH", os.devnull)
    for version in (14, 15, 17):
        (tmp_path / str(version) / "bin").mkdir(parents=True)
        (tmp_path / str(version) / "bin" / "initdb").touch()
    assert programs() == tmp_path / "17" / "bin"


def test_without_it_there_is_none(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(module, "INSTALLED", tmp_path)
    monkeypatch.setenv("PATH", os.devnull)
    assert programs() is None
