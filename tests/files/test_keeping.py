import hashlib
import stat
from datetime import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import connection
from PIL import Image
from PIL.TiffImagePlugin import IFDRational
from sample_files import bomb, box, mp3, package, pdf, photograph, picture, sound, upload, workbook

from zhongdu import vault
from zhongdu.files import keeping, pictures
from zhongdu.files.models import Attachment, Blob
from zhongdu.files.refusals import FileRefused
from zhongdu.files.sniffing import DOCUMENTS, DOCX, EVIDENCE, IMAGES, PICTURES, XLSX

pytestmark = pytest.mark.django_db
LEAD = "2026-L-0001"


def stored(content: bytes, name: str = "照片.jpg", **how) -> Attachment:
    return keeping.store(upload(content, name), **({"owner": LEAD, "kind": "evidence"} | how))


def refusal(content: bytes, **how) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        stored(content, **how)
    assert caught.value.message.endswith("。")
    assert not Attachment.objects.exists() and not Blob.objects.exists()
    return caught.value


def files_in(folder) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# --- taking in ---------------------------------------------------------------------------------------


def test_an_original_is_kept_byte_for_byte_under_its_hash(folder):
    content = photograph()
    attachment = stored(content, added_by=7)
    blob = attachment.blob
    assert blob.sm3 == hashlib.new("sm3", content).hexdigest()
    assert blob.sha256 == hashlib.sha256(content).hexdigest()
    assert (blob.size, blob.media_type, attachment.added_by) == (len(content), "image/jpeg", 7)
    assert files_in(folder) == [f"{blob.sm3[:2]}/{blob.sm3[2:4]}/{blob.sm3}"]
    with keeping.original(attachment) as file:
        assert file.read() == content
    assert keeping.verify(attachment)


def test_files_are_for_the_service_alone(folder):
    stored(picture())
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in files_in(folder)} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_same_content_is_kept_once_however_it_is_called(folder):
    first, second = stored(picture(), "甲.jpg"), stored(picture(), "乙.png", owner="2026-L-0002")
    assert first.blob == second.blob and first.public_id != second.public_id
    assert len(files_in(folder)) == 1
    assert keeping.names([first, second]) == {first.public_id: "甲.jpg", second.public_id: "乙.png"}


def test_a_file_name_lies_only_in_the_vault():
    attachment = stored(picture(), "张示例的身份证.jpg")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM files_attachment JOIN files_blob ON blob_id = sm3")
        assert "张示例" not in str(cursor.fetchall())
    assert vault.read(f"file:{attachment.public_id}") == {"file_name": "张示例的身份证.jpg"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\fakepath\\照片.jpg", "照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\nb\x00.jpg", "ab.jpg"),
        ("长" * 300 + ".jpg", "长" * 190 + "长" * 6 + ".jpg"),
        ("", ""),
    ],
)
def test_names_are_tidied(given, kept):
    file = upload(picture())
    file._name = given  # past Django's own tidying, as another caller of the function might come
    attachment = keeping.store(file, owner=LEAD, kind="evidence")
    assert keeping.names([attachment]) == {attachment.public_id: kept}


def test_a_large_upload_is_streamed():
    content = pdf() + b"%" * (5 * 1024 * 1024)
    with TemporaryUploadedFile("大.pdf", "application/pdf", len(content), None) as file:
        file.write(content)
        file.seek(0)
        attachment = keeping.store(file, owner=LEAD, kind="evidence")
    assert attachment.blob.size == len(content) and keeping.verify(attachment)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (box(b"heic"), "image/heic"),
        (pdf(), "application/pdf"),
        (workbook(), XLSX),
        (package("[Content_Types].xml", "word/document.xml"), DOCX),
        (package("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
        (sound(), "audio/x-wav"),
        (mp3(), "audio/mpeg"),
        (box(b"M4A "), "audio/x-m4a"),
        (box(b"isom"), "video/mp4"),
        (box(b"qt  "), "video/quicktime"),
    ],
)
def test_the_type_is_what_the_bytes_say(content, media_type):
    assert stored(content, "随便.txt").blob.media_type == media_type


# --- refusing ----------------------------------------------------------------------------------------


def test_a_text_called_a_picture_is_refused():
    refused = refusal("这不是照片".encode(), name="照片.jpg", allow=PICTURES)
    assert refused.code == "file.type" and "图片" in refused.message


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b"MZ" + b"\0" * 200,
        b"#!/bin/sh\nrm -rf /\n",
        package("evil.exe"),
        b"PK\x03\x04 not really a package",
        picture("GIF", mode="P", colour=0),
    ],
)
def test_what_could_run_or_is_unknown_is_never_evidence(content, folder):
    assert refusal(content, allow=EVIDENCE).code == "file.type"
    assert not folder.exists() or files_in(folder) == []


def test_an_allowed_type_depends_on_the_place():
    assert refusal(picture(), allow=DOCUMENTS).message == "不接受这种文件，请上传PDF、OFD、Word、Excel文档。"
    assert "HEIC" in refusal(box(b"heic"), allow=PICTURES).message
    assert stored(box(b"heic"), allow=IMAGES).blob.media_type == "image/heic"


def test_an_empty_file_is_refused():
    assert refusal(b"").code == "file.empty"


def test_too_large_is_too_large_by_one_byte(settings):
    content = picture()
    refused = refusal(content, limit=len(content) - 1)
    assert refused.code == "file.too_large"
    assert stored(content, limit=len(content)).blob.size == len(content)
    Attachment.objects.all().delete()
    Blob.objects.all().delete()
    settings.UPLOAD_LIMIT = 3 * 1024 * 1024
    assert "3MB" in refusal(b"\0" * (3 * 1024 * 1024 + 1)).message


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_truncated_picture_is_refused(form):
    noisy = BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(noisy, form)
    whole = noisy.getvalue()
    assert stored(whole)
    Attachment.objects.all().delete()
    Blob.objects.all().delete()
    for share in (0.1, 0.5, 0.9):
        assert refusal(whole[: int(len(whole) * share)]).code == "file.not_a_picture"


@pytest.mark.parametrize(("width", "height"), [(8000, 8000), (30000, 30000), (2**31 - 1, 1)])
def test_a_bomb_is_refused_before_it_is_decoded(width, height, monkeypatch):
    def decoding(*_):
        raise AssertionError("decoded")

    monkeypatch.setattr(Image.Image, "load", decoding)
    assert refusal(bomb(width, height)).code == "file.too_many_pixels"


def test_a_header_that_lies_within_the_limit_is_found_out():
    assert refusal(bomb(2000, 2000)).code == "file.not_a_picture"


def test_the_photograph_of_a_large_camera_is_taken(monkeypatch):
    monkeypatch.setattr(pictures, "PIXELS", 50_000)  # as if 400 × 200 were too much to decode whole
    assert stored(picture("JPEG"))
    several = picture("MPO", save_all=True, append_images=[Image.new("RGB", (400, 200))])
    assert keeping.preview(stored(several), 160)
    with pytest.raises(FileRefused):
        stored(picture("PNG"))


# --- looking -----------------------------------------------------------------------------------------


def test_a_preview_is_upright_small_and_says_nothing_of_the_camera(folder):
    attachment = stored(photograph(orientation=6))
    shown = keeping.preview(attachment, 100)
    image = Image.open(BytesIO(shown))
    assert (image.format, image.size) == ("JPEG", (80, 160))  # turned, and no wider or higher than 160
    assert dict(image.getexif()) == {} and b"Exif" not in shown and b"P1" not in shown
    top, bottom = image.getpixel((40, 10)), image.getpixel((40, 150))
    assert top[0] > 200 > 60 > top[2] and bottom[2] > 200 > 60 > bottom[0]  # red has come to the top
    with keeping.original(attachment) as file:
        assert file.read() == photograph(orientation=6)


def test_a_preview_is_made_once_for_each_of_a_few_widths(folder, monkeypatch):
    attachment = stored(picture())
    made = [keeping.preview(attachment, width) for width in (1, 100, 160, 161, 480, 5000)]
    assert len(files_in(folder)) == 1 + len(keeping.WIDTHS)
    monkeypatch.setattr(pictures, "preview", lambda *_: pytest.fail("made again"))
    assert [keeping.preview(attachment, width) for width in (1, 100, 160, 161, 480, 5000)] == made


def test_a_preview_is_never_larger_than_the_original():
    assert Image.open(BytesIO(keeping.preview(stored(picture(size=(50, 20))), 480))).size == (50, 20)


@pytest.mark.parametrize(
    ("mode", "colour"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("P", 0), ("I;16", 65535)]
)
def test_what_is_transparent_becomes_white(mode, colour):
    saving = {"transparency": 0} if mode == "P" else {}
    shown = Image.open(
        BytesIO(keeping.preview(stored(picture("PNG", mode=mode, colour=colour, **saving)), 160))
    )
    assert shown.mode == "RGB" and min(shown.getpixel((5, 5))) > 250


@pytest.mark.parametrize("content", [pdf(), box(b"heic"), sound()])
def test_what_cannot_be_shown_says_so(content):
    attachment = stored(content)
    with pytest.raises(FileRefused) as refused:
        keeping.preview(attachment, 160)
    assert refused.value.code == "file.no_preview"
    assert keeping.exif(attachment) == {}


def test_exif_is_read_for_officers():
    found = keeping.exif(stored(photograph()))
    assert found["taken_at"] == datetime(2026, 11, 22, 9, 12, 30)  # noqa: DTZ001
    assert found["place"] == pytest.approx((30.010139, 120.583889), abs=1e-6)
    assert found["camera"].endswith("P1")
    south = keeping.exif(stored(photograph(latitude=((30, 0, 0), "S"), longitude=((70, 0, 0), "W"))))
    assert south["place"] == (-30.0, -70.0)


@pytest.mark.parametrize("latitude", [((91, 0, 0), "N"), ((IFDRational(0, 0), 0, 0), "N")])
def test_an_impossible_place_is_no_place(latitude):
    assert "place" not in keeping.exif(stored(photograph(latitude=latitude)))
    assert keeping.exif(stored(picture())) == {}


# --- checking and erasing ----------------------------------------------------------------------------


def test_verify_finds_a_changed_byte_and_a_missing_file(folder):
    attachment = stored(picture())
    path = folder / attachment.blob.name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert not keeping.verify(attachment)
    path.unlink()
    assert not keeping.verify(attachment)
    with pytest.raises(FileRefused) as refused:
        keeping.original(attachment)
    assert refused.value.code == "file.lost"
    stored(picture())  # whoever brings it again mends it
    assert keeping.verify(attachment)


def test_what_is_attached_is_listed_in_order_until_erased():
    second = stored(picture(colour="blue"), sort=2)
    first = stored(picture(colour="red"), sort=1)
    stored(pdf(), kind="letter")
    assert list(keeping.attached(LEAD, "evidence")) == [first, second]
    assert keeping.attached(LEAD).count() == 3
    keeping.erase(first)
    assert list(keeping.attached(LEAD, "evidence")) == [second]


def test_erasing_removes_bytes_previews_and_name_and_keeps_the_hash(
    folder, django_capture_on_commit_callbacks
):
    attachment = stored(picture())
    keeping.preview(attachment, 160)
    with django_capture_on_commit_callbacks(execute=True):
        keeping.erase(attachment)
    assert files_in(folder) == []
    attachment = Attachment.objects.get(pk=attachment.pk)
    assert attachment.blob.sm3 and attachment.erased_at and attachment.blob.erased_at
    assert keeping.names([attachment]) == {attachment.public_id: ""}
    assert keeping.verify(attachment)
    for look in (keeping.original, lambda erased: keeping.preview(erased, 160)):
        with pytest.raises(FileRefused) as refused:
            look(attachment)
        assert refused.value.code == "file.erased"


def test_content_attached_elsewhere_survives(folder, django_capture_on_commit_callbacks):
    mine, other = stored(picture()), stored(picture(), owner="2026-L-0002")
    with django_capture_on_commit_callbacks(execute=True):
        keeping.erase(mine)
    assert keeping.verify(other) and len(files_in(folder)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        keeping.erase(other)
        stored(picture(), owner="2026-L-0003")  # brought again between the decision and the deletion
    assert len(files_in(folder)) == 1


def test_erasing_that_is_rolled_back_erases_nothing(folder, django_capture_on_commit_callbacks):
    attachment = stored(picture())
    with django_capture_on_commit_callbacks() as callbacks:
        keeping.erase(attachment)
    assert len(callbacks) == 1 and len(files_in(folder)) == 1


# --- one content, several owners ---------------------------------------------------------------------


def test_what_is_shared_is_kept_once_under_its_name_and_outlives_the_first(
    folder, django_capture_on_commit_callbacks
):
    first = stored(picture())
    shared = keeping.share(first, owner="another")
    assert len(files_in(folder)) == 1 and shared.blob == first.blob and shared.kind == first.kind
    assert keeping.names([shared]) == {shared.public_id: "照片.jpg"}
    with django_capture_on_commit_callbacks(execute=True):
        keeping.erase(first)
    assert keeping.original(shared).read() == picture()
    assert list(keeping.attached_to([LEAD, "another"], "evidence")) == [shared]


def test_what_was_erased_is_not_shared(django_capture_on_commit_callbacks):
    attachment = stored(picture())
    with django_capture_on_commit_callbacks(execute=True):
        keeping.erase(attachment)
    with pytest.raises(FileRefused, match="已依法清除"):
        keeping.share(attachment, owner="another")
