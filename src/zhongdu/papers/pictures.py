"""The pictures a paper carries: the code that verifies it, the face of its bearer, a drawn signature."""

import base64
import io
from functools import lru_cache

import segno
from PIL import Image, ImageOps, UnidentifiedImageError

PORTRAIT = (413, 578)  # pixels: 35 mm by 49 mm (二寸) at 300 dots an inch; one-inch prints share the 5:7

MOST_INK, LEAST_INK = 4_000_000, 12  # pixels of a drawing, and of the width of what stands on it


class NotAPicture(ValueError):
    """The bytes given as a photograph are not one."""


class Ink(bytes):
    """A drawn signature: a PNG to be printed as it is, no photograph of anybody."""


def ink(picture: bytes) -> Ink:
    """A signature drawn on a screen, cut to its strokes: dark on white, small. Raises :class:`NotAPicture` where
    nothing was drawn."""
    try:
        with Image.open(io.BytesIO(picture), formats=["PNG"]) as image:
            if image.width * image.height > MOST_INK:
                raise NotAPicture
            paper = Image.new("RGBA", image.size, "white")
            grey = Image.alpha_composite(paper, image.convert("RGBA")).convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    strokes = ImageOps.invert(grey).getbbox()
    if strokes is None or strokes[2] - strokes[0] < LEAST_INK:
        raise NotAPicture
    cut = ImageOps.expand(grey.crop(strokes), border=4, fill="white")
    cut.thumbnail((600, 240))
    out = io.BytesIO()
    cut.save(out, "PNG", optimize=True)
    return Ink(out.getvalue())


@lru_cache(maxsize=1000)  # the same code stands on somebody's letter and badge: half the time of either
def qr_svg(text: str) -> str:
    """``text`` as a QR code: an inline ``<svg>`` in modules, with its quiet zone, for pages and papers alike."""
    code = segno.make(text, error="m", micro=False)  # m: a scuffed badge still scans
    return code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, title="二维码")


def portrait_svg(picture: bytes) -> str:
    """The portrait as a picture that is text: a template takes text at once, and bytes only one by one."""
    width, height = PORTRAIT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><image width="{width}" height="{height}" '
        f'href="data:image/jpeg;base64,{base64.b64encode(portrait(picture)).decode()}"/></svg>'
    )


def portrait(picture: bytes) -> bytes:
    """A photograph upright, cut to 5:7 about the face, at print resolution, as JPEG without its metadata."""
    try:
        with Image.open(io.BytesIO(picture)) as image:
            image.draft("RGB", (2 * PORTRAIT[0], 2 * PORTRAIT[1]))  # no more of a large JPEG than is needed
            upright = ImageOps.exif_transpose(image)
            if upright.mode in {"RGBA", "LA", "P"}:  # a cut-out face stands on white, not on black
                upright = upright.convert("RGBA")
                upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
            fitted = ImageOps.fit(upright.convert("RGB"), PORTRAIT, centering=(0.5, 0.35))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    out = io.BytesIO()
    fitted.save(out, "JPEG", quality=90)
    return out.getvalue()
