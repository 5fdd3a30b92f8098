"""Pictures for a rehearsal: a portrait of nobody and a photograph of no shop, both saying so."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def portrait(shade: int) -> SimpleUploadedFile:
    """A figure without a face, 5:7, as a badge wants it."""
    picture = Image.new("RGB", (500, 700), (214, 224, 232))
    draw = ImageDraw.Draw(picture)
    coat = (40 + shade * 11 % 90, 78, 110 + shade * 17 % 80)
    draw.ellipse((165, 140, 335, 340), fill=(232, 204, 180))
    draw.pieslice((158, 122, 342, 300), 180, 360, fill=(62, 54, 50))
    draw.rounded_rectangle((80, 380, 420, 760), 120, fill=coat)
    return _upload(picture, "portrait.jpg")


def shelf() -> SimpleUploadedFile:
    """Shelves with boxes."""
    picture = Image.new("RGB", (1200, 900), (244, 242, 236))
    draw = ImageDraw.Draw(picture)
    for row in range(4):
        draw.rectangle((60, 200 + row * 180, 1140, 214 + row * 180), fill=(150, 140, 128))
        for column in range(12):
            left = 80 + column * 88
            fill = (200 - row * 26, 110 + column * 9, 90 + (row * 47 + column * 31) % 140)
            draw.rectangle((left, 90 + row * 180, left + 70, 200 + row * 180), fill=fill)
    return _upload(picture, "shelf.jpg")


def letter() -> SimpleUploadedFile:
    """A page of lines with a round mark below, where a sealed letter would be."""
    picture = Image.new("RGB", (840, 1188), (252, 251, 247))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((220, 120, 620, 150), fill=(164, 38, 29))
    for row in range(14):
        draw.rectangle((120, 240 + row * 48, 720 - row * 37 % 160, 250 + row * 48), fill=(120, 124, 128))
    draw.ellipse((520, 920, 700, 1100), outline=(190, 40, 36), width=8)
    return _upload(picture, "letter.jpg")


def _upload(picture: Image.Image, name: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")
