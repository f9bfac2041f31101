"""The first pages of a PDF drawn as one picture, to be shown instead of it. Runs in a child process (core.files.checker)."""

import io
import json

import pypdfium2
from PIL import Image

from core.values.errors import DomainError

WIDTH, HEIGHT = 900, 1_300
"""The most pixels of a drawn page. An A4 page of 900 pixels across has about 109 dots an inch: small print can be read."""
GAP = 16
_GREY = (205, 211, 218)


def draw_pages(data: bytes, *, most: str) -> bytes:
    """Draw at most `most` pages below each other; return a line of JSON (pages, shown) and after it a JPEG.

    Stamps and other annotations are drawn, forms are not run. Raises `file_damaged` where a page cannot be drawn.
    """
    try:
        with pypdfium2.PdfDocument(data) as document:
            total = len(document)
            pages = [_draw(document, place) for place in range(min(total, int(most)))]
    except pypdfium2.PdfiumError as error:
        raise DomainError("file_damaged", field="file") from error
    drawn = io.BytesIO()
    _below_each_other(pages).save(drawn, format="JPEG", quality=85)
    return json.dumps({"pages": total, "shown": len(pages)}).encode() + b"\n" + drawn.getvalue()


def _draw(document: pypdfium2.PdfDocument, place: int) -> Image.Image:
    page = document[place]
    width, height = page.get_size()
    scale = min(WIDTH / width, HEIGHT / height) * (1 - 1e-9)  # rounded up, 900.0000001 would be 901
    drawn: Image.Image = page.render(scale=scale).to_pil()
    return drawn.convert("RGB")


def _below_each_other(pages: list[Image.Image]) -> Image.Image:
    height = sum(page.height for page in pages) + GAP * (len(pages) - 1)
    sheet = Image.new("RGB", (max(page.width for page in pages), height), _GREY)
    top = 0
    for page in pages:
        sheet.paste(page, ((sheet.width - page.width) // 2, top))
        top += page.height + GAP
    return sheet
