"""Real files, made on the spot."""

import struct
import wave
import zlib
from io import BytesIO
from zipfile import ZipFile

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from pypdf import PdfWriter

TAKEN = "2026:11:22 09:12:30"


def upload(content: bytes, name: str = "照片.jpg", declared: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, declared)


def picture(form: str = "JPEG", size=(400, 200), mode="RGB", colour="red", **saving) -> bytes:
    written = BytesIO()
    Image.new(mode, size, colour).save(written, form, **saving)
    return written.getvalue()


def photograph(latitude=((30, 0, 36.5), "N"), longitude=((120, 35, 2), "E"), orientation=6) -> bytes:
    """A JPEG lying on its side, red at its left, which says when, where and with what it was taken."""
    image = Image.new("RGB", (400, 200), "blue")
    image.paste("red", (0, 0, 100, 200))
    tags = Image.Exif()
    tags[Base.Make], tags[Base.Model], tags[Base.Orientation] = (
        "示例".encode().decode("latin-1"),
        "P1",
        orientation,
    )
    tags.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = TAKEN
    tags.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitude: latitude[0],
            GPS.GPSLatitudeRef: latitude[1],
            GPS.GPSLongitude: longitude[0],
            GPS.GPSLongitudeRef: longitude[1],
        }
    )
    written = BytesIO()
    image.save(written, "JPEG", exif=tags)
    return written.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that would be enormous if anybody decoded it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf() -> bytes:
    written, document = BytesIO(), PdfWriter()
    document.add_blank_page(200, 200)
    document.write(written)
    return written.getvalue()


def workbook() -> bytes:
    written = BytesIO()
    with xlsxwriter.Workbook(written) as book:
        book.add_worksheet().write(0, 0, "示例")
    return written.getvalue()


def package(*parts: str) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for part in parts:
            archive.writestr(part, "<xml/>")
    return written.getvalue()


def sound() -> bytes:
    written = BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 800)
    return written.getvalue()


def mp3() -> bytes:
    return (b"\xff\xfb\x90d" + b"\0" * 413) * 4


def box(brand: bytes) -> bytes:
    """The first bytes of an ISO media file: HEIC, MP4, M4A, QuickTime, 3GP."""
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0" + brand + b"mif1" + b"\0" * 60
