"""Official papers: letters, badges, forms, records and notices as PDF, each from plain data.

A paper is a typst template (``templates/papers/*.typ``) and a mapping shaped as :mod:`.shapes` says. The words of a
place, its numbers and its forms are in the data; templates know only how such a paper looks.
"""

from .pictures import qr_svg
from .press import PaperError, render, render_all

__all__ = ["PaperError", "qr_svg", "render", "render_all"]
