"""Photographs: whether they can be decoded at all, small copies without metadata, and what their EXIF says."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from math import ceil, floor
from typing import IO, Any

from PIL import Image, ImageDraw, ImageOps
from PIL.ExifTags import GPS, IFD, Base
from PIL.JpegImagePlugin import JpegImageFile

from .refusals import FileRefused

FORMATS = ("JPEG", "PNG", "WEBP")  # no other decoder is ever tried on a stranger's bytes
PIXELS = 40_000_000  # decoded whole in memory: about 160 MB
JPEG_PIXELS = 120_000_000  # JPEG is decoded reduced, so the largest phone cameras are welcome
TOO_MANY = "图片的像素过多，无法打开，请换一张较小的图片。"
QUALITY = 82
COPY = 4096  # pixels of a copy's longer side, at most: what is small in the picture can still be read
WHOLE = 10_000  # parts a side has, in which boxes are told
COVER = "#3a3f47"  # one colour: of pixels made coarse, faces and letters have been guessed again
EXIF_TIME = "%Y:%m:%d %H:%M:%S"


def _opened(file: IO[bytes], width: int) -> Image.Image:
    """The picture, decoded no larger than needed for a copy ``width`` pixels wide; nothing is decoded if huge."""
    file.seek(0)
    try:
        image = Image.open(file, formats=FORMATS)
        jpeg = isinstance(image, JpegImageFile)  # also the kind with several pictures that some phones make
        if image.width * image.height > (JPEG_PIXELS if jpeg else PIXELS):
            raise FileRefused("too_many_pixels", TOO_MANY)
        image.draft("RGB", (width, width))
        image.load()
    except (FileRefused, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise FileRefused("too_many_pixels", TOO_MANY) from None
    except Exception:  # a decoder fed with broken bytes can raise anything
        raise FileRefused("not_a_picture", "这张图片已损坏或不完整，无法打开，请重新选择。") from None
    return image


def check(file: IO[bytes], least: int = 0) -> None:
    """Refuse what does not decode to its end, and what is narrower or lower than ``least`` pixels."""
    _opened(file, width=64)
    file.seek(0)
    if least and min(Image.open(file, formats=FORMATS).size) < least:
        raise FileRefused("too_small", "这张照片太小，看不清楚，请换一张大一些的。")


def preview(file: IO[bytes], width: int) -> bytes:
    """A JPEG at most ``width`` pixels wide and high, upright, without any metadata."""
    return _written(_flat(file, width))


def copy(file: IO[bytes], boxes: Iterable[tuple[int, int, int, int]]) -> bytes:
    """A large JPEG made anew from the pixels, upright, without any metadata, covered where ``boxes`` say: each from
    the left, from the top, its width and height, in parts of :data:`WHOLE`. What was under them is in no byte of it."""
    flat = _flat(file, COPY)
    cover = ImageDraw.Draw(flat)
    for left, top, width, height in boxes:
        across, down = flat.width / WHOLE, flat.height / WHOLE
        corner = (ceil((left + width) * across), ceil((top + height) * down))
        cover.rectangle([(floor(left * across), floor(top * down)), corner], fill=COVER)
    return _written(flat)


def _flat(file: IO[bytes], longest: int) -> Image.Image:
    """The pixels alone, upright and on white, no side longer than asked."""
    image = ImageOps.exif_transpose(_opened(file, longest))
    image.thumbnail((longest, longest))
    flat = Image.new("RGB", image.size, "white")
    image = image.convert("RGBA") if "transparency" in image.info else image
    flat.paste(image.convert("RGB"), mask=image.getchannel("A") if "A" in image.getbands() else None)
    return flat


def _written(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def exif(file: IO[bytes]) -> dict[str, Any]:
    """What the camera wrote, as far as it is there; easily forged, so a hint and no proof.

    ``taken_at``: local time without a zone. ``place``: (latitude, longitude) in degrees, WGS 84.
    ``camera``: maker and model.
    """
    file.seek(0)
    try:
        tags = Image.open(file, formats=FORMATS).getexif()
        shot, gps = tags.get_ifd(IFD.Exif), tags.get_ifd(IFD.GPSInfo)
    except Exception:  # broken metadata is as good as none
        return {}
    found = {
        "taken_at": _time(shot.get(Base.DateTimeOriginal) or tags.get(Base.DateTime)),
        "place": _place(gps),
        "camera": " ".join(str(tags[tag]).strip("\0 ") for tag in (Base.Make, Base.Model) if tag in tags),
    }
    return {name: value for name, value in found.items() if value}


def _time(text: Any) -> datetime | None:
    try:
        return datetime.strptime(str(text).strip("\0 "), EXIF_TIME)  # noqa: DTZ007 - cameras know no zone
    except ValueError:
        return None


def _place(gps: dict[int, Any]) -> tuple[float, float] | None:
    try:
        latitude = _degrees(gps[GPS.GPSLatitude], gps[GPS.GPSLatitudeRef] == "S")
        longitude = _degrees(gps[GPS.GPSLongitude], gps[GPS.GPSLongitudeRef] == "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    inside = abs(latitude) <= 90 and abs(longitude) <= 180  # false for the NaN that some phones write
    return (latitude, longitude) if inside else None


def _degrees(parts: tuple[Any, Any, Any], negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return round((degrees + minutes / 60 + seconds / 3600) * (-1 if negative else 1), 6)
