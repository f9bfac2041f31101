"""The first pages of a PDF are drawn below each other, within limits, and never keep a sound file out."""

import io
import json

import pikepdf
import pytest
from PIL import Image

from core.files.pdf_pages import GAP, HEIGHT, WIDTH, draw_pages
from core.values.errors import DomainError
from tests import files


def drawn(data: bytes, most: int = 3) -> tuple[dict[str, int], Image.Image]:
    counts, _, picture = draw_pages(data, most=str(most)).partition(b"\n")
    return json.loads(counts), Image.open(io.BytesIO(picture))


def black_square(document: pikepdf.Pdf) -> None:
    """Draw a black square at the foot of the first page."""
    document.pages[0].Contents = document.make_stream(b"0 0 306 396 re f")


def test_the_first_pages_are_drawn_below_each_other():
    counts, picture = drawn(files.pdf(pages=5))
    assert counts == {"pages": 5, "shown": 3}
    assert (picture.format, picture.width) == ("JPEG", WIDTH)
    assert picture.height == 3 * 1165 + 2 * GAP  # a page of 612 × 792 points, 900 pixels across


def test_what_is_on_a_page_is_drawn():
    _, picture = drawn(files.pdf(change=black_square))
    grey = picture.convert("L")
    assert (grey.getpixel((100, 1000)), grey.getpixel((800, 100))) == (0, 255)


@pytest.mark.parametrize(
    ("size", "expected"), [((14_400, 3), (WIDTH, 1)), ((3, 14_400), (1, HEIGHT)), ((595, 842), (900, 1274))]
)
def test_a_page_of_any_shape_stays_within_the_limits(size, expected):
    document = pikepdf.new()
    document.add_blank_page(page_size=size)
    out = io.BytesIO()
    document.save(out)
    assert drawn(out.getvalue())[1].size == expected


def test_what_cannot_be_drawn_is_damaged():
    with pytest.raises(DomainError, match="file_damaged"):
        draw_pages(b"%PDF-1.4 nothing", most="3")


def test_an_accepted_pdf_has_its_picture_and_pages():
    file = files.accepted("报告.pdf", files.pdf(pages=5))
    assert (file.pages, file.shown_pages, file.shown[:2]) == (5, 3, b"\xff\xd8")


def test_a_pdf_that_takes_too_long_to_draw_is_accepted_without_a_picture():
    squares = b" ".join(b"%d %d 400 400 re f" % (x % 600, x % 700) for x in range(4_000))
    slow = b"q /P gs " + squares * 60 + b" Q"

    def fill(document: pikepdf.Pdf) -> None:
        state = pikepdf.Dictionary(P=pikepdf.Dictionary(ca=0.5, BM=pikepdf.Name.Luminosity))
        document.pages[0].Resources = pikepdf.Dictionary(ExtGState=state)
        document.pages[0].Contents = document.make_stream(slow)

    file = files.accepted("图纸.pdf", files.pdf(change=fill))
    assert (file.shown, file.pages, file.media_type) == (None, 0, "application/pdf")
