"""Evidence on any S3, by django-storages and boto3: same names, same promises as the folder.

``ZHONGDU_S3`` says where: ``https://key:secret@host/bucket?region=…&style=path``.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any
from urllib.parse import parse_qs, unquote, urlsplit

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from .refusals import FileRefused

IN_MEMORY = 2 * 1024 * 1024  # bytes; what is larger waits in a temporary file
NO_BUCKET = "NoSuchBucket"
_GONE = {"404", "NoSuchKey"}
_STRANGERS = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "403"}
log = logging.getLogger(__name__)


def options(url: str) -> dict[str, Any]:
    """What ``ZHONGDU_S3`` says, as the storage takes it."""
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    at = f"{parts.hostname}:{parts.port}" if parts.port else f"{parts.hostname}"
    return {
        "endpoint_url": f"{parts.scheme}://{at}",
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": parts.path.strip("/"),
        "region_name": query.get("region", "us-east-1"),
        "max_memory_size": IN_MEMORY,
        "transfer_config": TransferConfig(max_concurrency=2),  # of eight megabytes each, and not of ten
        "client_config": Config(
            s3={"addressing_style": query.get("style", "auto")},
            # The newest checksums are unknown to many who speak S3; every content is known by two hashes of ours.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            retries={"max_attempts": 3},
            connect_timeout=5,
            read_timeout=30,
        ),
    }


class Bucket(S3Storage):
    """A bucket. What it cannot do is a sentence for people; the reason, without names, is in the log."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**options(settings.S3) | more)

    @property
    def bucket(self) -> Any:
        """One for each thread: boto3's resources are not to be shared."""
        return self.connection.Bucket(self.bucket_name)

    def is_missing(self) -> bool:
        """Whether there is surely no such bucket: some servers make one at the first write, and nobody would know."""
        try:
            self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
        except (ClientError, BotoCoreError) as error:
            return code_of(error) in {"404", NO_BUCKET}
        return False

    def _open(self, name: str, mode: str = "rb") -> File:
        with _answered():
            found: File = super()._open(name, mode)
            found.open()  # fetched now, so that what goes wrong goes wrong here
            return found

    def _save(self, name: str, content: File) -> str:
        with _answered():
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        with _answered():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        with _answered():
            super().delete(name)

    def opened_at(self, name: str, first: int) -> IO[bytes]:
        """The bytes from a place on, as they come: nothing before it is fetched, nothing is kept."""
        with _answered():
            asked = {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}
            if first:
                asked["Range"] = f"bytes={first}-"
            body: IO[bytes] = self.connection.meta.client.get_object(**asked)["Body"]
            return body


@contextmanager
def _answered() -> Iterator[None]:
    """Say in our words what the other side, or the way there, could not do."""
    try:
        yield
    except (ClientError, BotoCoreError, Boto3Error) as error:
        if code_of(error) in _GONE:
            raise FileNotFoundError("no such file on S3") from None
        log.error("S3: %s %s", type(error).__name__, code_of(error))
        raise FileRefused("down", "文件库暂时用不了，请过一会儿再试；还是不行，请联系系统管理员。") from error


def code_of(error: BaseException | None) -> str:
    """What S3 answered, wherever the library wrapped it; "" where nobody answered."""
    while error is not None and not isinstance(error, ClientError):
        error = error.__cause__ or error.__context__
    return str(error.response["Error"]["Code"]) if error else ""


def why(refused: FileRefused) -> str:
    """What an operator should look at, in a sentence."""
    code = code_of(refused.__cause__)
    if code in _STRANGERS:
        return "S3 不认 ZHONGDU_S3 里的账号和密钥，或者没有给它读写这个存储桶的权限。"
    if code == NO_BUCKET:
        return "S3 上没有 ZHONGDU_S3 里写的存储桶，请先建好。"
    return f"S3 没有照办（{code}）。" if code else "连不上 ZHONGDU_S3 里写的地址，请检查地址和网络。"
