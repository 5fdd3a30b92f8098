"""Files on a real S3: kept, read, ranged, erased as in the folder; and what goes wrong told in a sentence."""

import hashlib
import tracemalloc
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory
from sample_files import pdf, photograph, picture, upload

from object_store import KEY, WRITER, Store
from zhongdu.files import keeping, serving
from zhongdu.files.checking import trouble, wrong
from zhongdu.files.models import Attachment, Blob
from zhongdu.files.refusals import FileRefused
from zhongdu.files.s3 import options
from zhongdu.files.storage import evidence

pytestmark = pytest.mark.django_db
LEAD = "2026-L-0001"


def stored(content: bytes, name: str = "照片.jpg", **how: Any) -> Any:
    return keeping.store(upload(content, name), **({"owner": LEAD, "kind": "evidence"} | how))


def names() -> list[str]:
    bucket = evidence().bucket  # type: ignore[attr-defined]
    return sorted(each.key for each in bucket.objects.all())


# --- kept --------------------------------------------------------------------------------------------------


def test_an_original_is_kept_byte_for_byte_under_its_hash(s3: str) -> None:
    content = photograph()
    attachment = stored(content)
    sm3 = hashlib.new("sm3", content).hexdigest()
    assert names() == [f"{sm3[:2]}/{sm3[2:4]}/{sm3}"]
    with keeping.original(attachment) as file:
        assert file.read() == content
    assert keeping.verify(attachment) and trouble() == ""


def test_the_same_content_is_kept_once(s3: str) -> None:
    assert stored(picture()).blob == stored(picture(), owner="2026-L-0002").blob
    assert len(names()) == 1


def test_a_preview_is_made_once_and_kept_there(s3: str) -> None:
    attachment = stored(photograph())
    first = keeping.preview(attachment, 160)
    assert keeping.preview(attachment, 160) == first and first.startswith(b"\xff\xd8")
    assert len(names()) == 2


def test_what_was_lost_there_is_told_and_kept_again_when_it_comes_again(s3: str) -> None:
    attachment = stored(picture())
    evidence().delete(attachment.blob.name)
    with pytest.raises(FileRefused) as lost:
        keeping.original(attachment)
    assert lost.value.code == "file.lost" and not keeping.verify(attachment)
    stored(picture(), owner="2026-L-0002")
    assert keeping.verify(attachment)


def test_what_was_changed_there_shows(s3: str) -> None:
    attachment = stored(picture())
    evidence().save(attachment.blob.name, ContentFile(picture(colour="blue")))
    assert not keeping.verify(attachment)


@pytest.mark.django_db(transaction=True)
def test_erased_bytes_are_gone_when_the_transaction_is_over_and_not_before(s3: str) -> None:
    from django.db import transaction

    attachment = stored(photograph())
    keeping.preview(attachment, 160)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        keeping.erase(attachment)
        raise ZeroDivisionError
    attachment.refresh_from_db()
    assert len(names()) == 2 and keeping.verify(attachment)
    keeping.erase(attachment)
    assert names() == [] and keeping.verify(Attachment.objects.get())


# --- large, and in parts -----------------------------------------------------------------------------------


def test_a_large_file_goes_in_and_out_without_being_in_memory(s3: str) -> None:
    size = 48 * 1024 * 1024
    content = pdf() + b"%" * size
    digest = hashlib.sha256(content).hexdigest()
    attachment = stored(content, "大.pdf", limit=2 * size)
    del content
    tracemalloc.start()
    answer = serving.serve(RequestFactory().get("/"), attachment, "大.pdf")
    reckoned = hashlib.sha256()
    for piece in answer:  # type: ignore[attr-defined]
        reckoned.update(piece)
    answer.close()
    assert keeping.verify(attachment)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reckoned.hexdigest() == digest
    assert peak < 24 * 1024 * 1024, f"{peak} bytes were in memory"


@pytest.mark.parametrize("where", ["folder", "s3"])
@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 20)),
        ("bytes=10-", (10, None)),
        ("bytes=-5", (-5, None)),
        ("bytes=10-99999999", (10, None)),
        ("bytes=-99999999", (0, None)),
    ],
)
def test_a_part_is_given_where_a_part_is_asked_for(
    where: str, asked: str, part: tuple[int, int | None], request: Any
) -> None:
    if where == "s3":
        request.getfixturevalue("s3")
    content = photograph()
    attachment = stored(content)
    answer = serving.serve(RequestFactory().get("/", headers={"Range": asked}), attachment, "照片.jpg")
    wanted = content[slice(*part)]
    assert b"".join(answer) == wanted  # type: ignore[call-overload]
    assert int(answer["Content-Length"]) == len(wanted)
    begins = content.index(wanted) if part != (0, None) else 0
    if part == (0, None):
        assert answer.status_code == 200
    else:
        assert answer.status_code == 206
        assert (
            answer["Content-Range"] == f"bytes {begins}-{begins + len(wanted) - 1}/{len(content)}"
            or part[0] == 0
        )


@pytest.mark.parametrize("asked", ["bytes=5-2", "bytes=-", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b"])
def test_what_is_no_range_is_answered_whole(asked: str) -> None:
    attachment = stored(picture())
    answer = serving.serve(RequestFactory().get("/", headers={"Range": asked}), attachment, "")
    assert answer.status_code == 200 and len(b"".join(answer)) == attachment.blob.size  # type: ignore[call-overload]


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_a_part_beyond_the_end_is_told(asked: str) -> None:
    attachment = stored(picture())
    answer = serving.serve(RequestFactory().get("/", headers={"Range": asked}), attachment, "")
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{attachment.blob.size}")


def test_no_browser_runs_or_keeps_what_it_is_given() -> None:
    answer = serving.serve(RequestFactory().get("/"), stored(picture()), "图.jpg")
    assert (
        answer["Content-Disposition"].startswith("attachment;")
        and answer["X-Content-Type-Options"] == "nosniff"
    )
    assert "sandbox" in answer["Content-Security-Policy"] and answer["Cache-Control"] == "private, no-store"
    answer.close()


# --- what goes wrong -----------------------------------------------------------------------------------------


def test_wrong_credentials_are_told_in_a_sentence(store: Store, use_s3: Any) -> None:
    bucket = options(store.bucket())["bucket_name"]
    for address in (store.url(bucket, secret="wrong"), store.url(bucket, key="nobody")):
        use_s3(address)
        assert trouble() == "S3 不认 ZHONGDU_S3 里的账号和密钥，或者没有给它读写这个存储桶的权限。"


def test_a_bucket_that_is_not_there_is_told(store: Store, use_s3: Any) -> None:
    use_s3(store.url("no-such-bucket", *WRITER))
    assert trouble() == "S3 上没有 ZHONGDU_S3 里写的存储桶，请先建好。"


def test_nobody_there_is_told_to_operators_and_to_people(use_s3: Any) -> None:
    use_s3(f"http://{KEY}:x@127.0.0.1:9/evidence?style=path")
    assert trouble() == "连不上 ZHONGDU_S3 里写的地址，请检查地址和网络。"
    with pytest.raises(FileRefused) as down:
        stored(picture())
    assert down.value.code == "file.down" and "请过一会儿再试" in down.value.message
    assert not Blob.objects.exists(), "nothing is half kept"


def test_a_file_that_cannot_be_fetched_now_is_no_error_page(s3: str, use_s3: Any) -> None:
    attachment = stored(picture())
    use_s3(f"http://{KEY}:x@127.0.0.1:9/evidence?style=path")
    answer = serving.serve(RequestFactory().get("/"), attachment, "")
    assert answer.status_code == 503 and "请过一会儿再试" in answer.content.decode()  # type: ignore[attr-defined]


def test_what_the_address_says() -> None:
    told = options("https://key%2F1:a%2Bb@obs.example.org/files?region=cn-north-1&style=virtual")
    assert (told["endpoint_url"], told["access_key"], told["secret_key"]) == (
        "https://obs.example.org",
        "key/1",
        "a+b",
    )
    assert (told["bucket_name"], told["region_name"]) == ("files", "cn-north-1")
    assert told["client_config"].s3 == {"addressing_style": "virtual"}


# --- looking after them ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["folder", "s3"])
def test_every_content_is_checked(where: str, request: Any) -> None:
    if where == "s3":
        request.getfixturevalue("s3")
    kept, lost, changed, gone = (
        stored(picture(colour=colour)) for colour in ("red", "blue", "green", "black")
    )
    assert list(wrong()) == []
    evidence().delete(lost.blob.name)
    evidence().save(changed.blob.name, ContentFile(b"something else"))
    Blob.objects.filter(pk=gone.blob_id).update(erased_at=kept.added_at)
    assert sorted(wrong()) == sorted(
        [
            f"{lost.blob_id}：文件不见了（{LEAD}）",
            f"{changed.blob_id}：文件和存入时不一样（{LEAD}）",
            f"{gone.blob_id}：已依法清除，文件却还在（{LEAD}）",
        ]
    )


@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_deleted_is_deleted_by_the_sweep(s3: str, use_s3: Any) -> None:
    from zhongdu.calendar import clock
    from zhongdu.duties.sweep import sweep

    attachment = stored(picture())
    use_s3(f"http://{KEY}:x@127.0.0.1:9/evidence?style=path")
    keeping.erase(attachment)  # it is erased all the same
    use_s3(s3)
    assert len(names()) == 1 and len(list(wrong())) == 1
    assert not sweep(clock.today()).failed
    assert names() == [] and list(wrong()) == []


def test_the_command_tells_what_is_wrong(s3: str, capsys: Any, use_s3: Any) -> None:
    from zhongdu.cli.registry import main

    attachment = stored(picture())
    assert main(["files", "check"]) == 0 and "1 个文件都对得上" in capsys.readouterr().out
    evidence().delete(attachment.blob.name)
    assert main(["files", "check"]) == 1
    told = capsys.readouterr()
    assert "文件不见了" in told.out and "共 1 个文件对不上" in told.err
    use_s3(s3.replace("zhongdu:", "nobody:"))
    assert main(["files", "check"]) == 1 and "S3 不认 ZHONGDU_S3" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told(settings: Any, tmp_path: Any) -> None:
    (tmp_path / "a-file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "a-file" / "files"
    settings.STORAGES = dict(settings.STORAGES)
    assert trouble().startswith("文件库写不进去")
