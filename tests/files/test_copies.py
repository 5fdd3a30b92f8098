"""Copies to pass on: what is covered is in no byte of them, and the original is as it came."""

from io import BytesIO

import pytest
from PIL import Image
from sample_files import mp3, photograph, picture, upload

from zhongdu.files import copies, keeping, pictures
from zhongdu.files.models import Attachment
from zhongdu.files.refusals import FileRefused

pytestmark = pytest.mark.django_db
LEFT_HALF = [(0, 0, 5_000, pictures.WHOLE)]


def stored(content: bytes, name: str = "张三的病历.jpg") -> Attachment:
    return keeping.store(upload(content, name), owner="2026-L-0001", kind="evidence")


def pixels(attachment: Attachment) -> Image.Image:
    with keeping.original(attachment) as file:
        return Image.open(BytesIO(file.read())).convert("RGB")


def test_what_is_covered_is_gone_and_the_original_is_as_it_came(folder):
    first = Image.new("RGB", (400, 200), "white")
    first.paste("red", (0, 0, 200, 200))  # the face
    told = BytesIO()
    first.save(told, "PNG")
    kept = stored(told.getvalue())
    copy = copies.mask(kept, LEFT_HALF, added_by=7)
    seen = pixels(copy)
    colours = {seen.getpixel((x, y)) for x in range(0, 196, 4) for y in range(0, 200, 4)}
    assert max(max(one) - min(one) for one in colours) < 30  # grey: nothing of the red is left
    assert min(seen.getpixel((300, 100))) > 245  # and nothing else was touched
    assert (copy.copy_of, copy.kind, copy.owner, copy.added_by) == (kept, copies.MASKED, kept.owner, 7)
    assert copy.blob.sm3 != kept.blob.sm3 and keeping.verify(copy) and keeping.verify(kept)
    with keeping.original(kept) as file:
        assert file.read() == told.getvalue()


def test_nothing_of_the_camera_and_no_name_goes_along(folder):
    kept = stored(photograph())
    assert keeping.exif(kept)
    for copy in (
        copies.mask(kept, LEFT_HALF, added_by=1),
        copies.to_pass_on(stored(photograph()), added_by=1),
    ):
        assert keeping.exif(copy) == {}
        with keeping.original(copy) as file:
            written = file.read()
        assert b"Exif" not in written and b"P1" not in written
        assert "张三" not in keeping.names([copy])[copy.public_id]


def test_boxes_are_of_the_picture_as_it_is_seen(folder):
    """It lies on its side in the file: what is covered is what was covered on the screen."""
    kept = stored(photograph(orientation=6))  # upright, the red is on top
    seen = pixels(copies.mask(kept, [(0, 0, 10_000, 2_500)], added_by=1))
    assert seen.size == (200, 400)
    assert max(seen.getpixel((100, 40))) - min(seen.getpixel((100, 40))) < 30
    assert seen.getpixel((100, 300))[2] > 200


def test_what_is_passed_on_is_the_newest_masked_copy(folder):
    kept = stored(photograph())
    plain = copies.to_pass_on(kept, added_by=1)
    assert plain.kind == copies.PLAIN and copies.to_pass_on(kept, added_by=1) == plain  # made once
    copies.mask(kept, LEFT_HALF, added_by=1)
    newer = copies.mask(kept, [(0, 0, 9_000, 9_000)], added_by=1)
    assert copies.to_pass_on(kept, added_by=1) == newer
    assert copies.masked([kept]) == {kept.pk: newer}


def test_sound_goes_as_it_is_and_is_never_said_to_be_masked(folder):
    heard = stored(mp3(), "录音.mp3")
    assert copies.to_pass_on(heard, added_by=1) == heard
    with pytest.raises(FileRefused):
        copies.mask(heard, LEFT_HALF, added_by=1)


def test_where_the_original_must_be_erased_so_must_its_copies(folder, django_capture_on_commit_callbacks):
    kept = stored(photograph())
    copy = copies.mask(kept, LEFT_HALF, added_by=1)
    with django_capture_on_commit_callbacks(execute=True):
        keeping.erase(kept)
    copy.refresh_from_db()
    assert copy.erased_at and not [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "text", ["1,2,3", "a,b,c,d", "0,0,5,5000", "9000,0,2000,500", "-1,0,500,500", "0,0,10001,500", "", ";;"]
)
def test_boxes_that_cannot_be_drawn_get_a_sentence(text: str) -> None:
    with pytest.raises(copies.BadBoxes) as bad:
        copies.boxes_of(text)
    assert str(bad.value).endswith("。")


def test_more_boxes_than_anybody_draws_are_refused() -> None:
    assert len(copies.boxes_of("0,0,500,500;" * copies.MOST)) == copies.MOST
    with pytest.raises(copies.BadBoxes):
        copies.boxes_of("0,0,500,500;" * (copies.MOST + 1))


def test_a_picture_on_white_where_it_was_transparent(folder):
    seen = pixels(
        copies.mask(stored(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)), "a.png"), LEFT_HALF, added_by=1)
    )
    assert seen.getpixel((390, 100)) == (255, 255, 255)
