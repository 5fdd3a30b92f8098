"""A PostgreSQL server of one's own for as long as a block lasts: for tests and benchmarks, never for keeping.

Debian's package is enough; nothing of a server that already runs is touched. PostgreSQL refuses to run
as root, so root hands it to the package's user ``postgres``.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

INSTALLED = Path("/usr/lib/postgresql")
OLDEST = 15
STARTS_WITHIN = 30.0  # seconds
NAME = "zhongdu"


def programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``: Debian's newest from version 15 on, or the one on the PATH."""
    versions = sorted(
        (int(each.name) for each in INSTALLED.glob("[0-9]*") if each.name.isdigit()), reverse=True
    )
    for version in versions:
        if version >= OLDEST and (INSTALLED / str(version) / "bin" / "initdb").exists():
            return INSTALLED / str(version) / "bin"
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Start a server on a free port of loopback and give the URL of its database; nothing is left behind.

    A test that loses power starts again, so commits wait for the disk only when ``durable``: for measuring.
    The locale is C.UTF-8, since plain C makes trigrams blind to Chinese.
    """
    folder = programs()
    if folder is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    with tempfile.TemporaryDirectory(prefix="zhongdu-postgres-", ignore_cleanup_errors=True) as place:
        home = Path(place)
        password, port = secrets.token_urlsafe(16), free_port()
        (home / "password").write_text(password)
        identity = hand_over(home)
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "cwd": home, **identity}
        subprocess.run(
            [
                *(str(folder / "initdb"), "--pgdata", str(home / "data"), "--username", NAME),
                *("--auth", "scram-sha-256", "--pwfile", str(home / "password")),
                *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            check=True,
            **quiet,
        )
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(
                [str(folder / "postgres"), "-D", str(home / "data"), *options(port, durable)],
                stderr=log,
                **quiet,
            )
        try:
            url = f"postgresql://{NAME}:{password}@127.0.0.1:{port}/{NAME}"
            create_database(server, url, home / "log")
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # "fast": ends sessions, then stops
            server.wait()


def options(port: int, durable: bool) -> list[str]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "max_connections": 60,
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def hand_over(home: Path) -> dict[str, Any]:
    """When root starts it, give the folder to the user it will run as; else it runs as who we are."""
    if os.geteuid() != 0:
        return {}
    for path in (home, home / "password"):
        shutil.chown(path, "postgres", "postgres")
    return {"user": "postgres", "group": "postgres", "extra_groups": ()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def create_database(server: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    """Wait until the server answers, then create the database the URL names."""
    import psycopg

    patience = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            with psycopg.connect(url.removesuffix(NAME) + "postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {NAME}")
                return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > patience:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
            time.sleep(0.05)
