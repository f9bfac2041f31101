"""Pictures encoded again, to be shown instead of the uploaded ones. Runs in a child process (core.files.checker)."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from core.values.errors import DomainError

PIXEL_LIMIT = 40_000_000
_MAX_SCANS = 64
"""Scans of a JPEG. A genuine progressive one has about ten; a malicious one of 1 MB may have thousands."""


def redraw(data: bytes, *, image_format: str) -> bytes:
    """Return the picture encoded again, upright, in 8 bits, without metadata and without trailing bytes.

    `image_format` is "PNG" or "JPEG". Raises `file_expands`, `file_damaged`, `image_too_large` (in megapixels).
    """
    if image_format == "JPEG" and data.count(b"\xff\xda") > _MAX_SCANS:
        raise DomainError("file_expands", field="file")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _redraw(data, image_format)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise DomainError("file_damaged", field="file") from error


def _redraw(data: bytes, image_format: str) -> bytes:
    with Image.open(io.BytesIO(data), formats=[image_format]) as image:
        if image.width * image.height > PIXEL_LIMIT:
            raise DomainError("image_too_large", field="file", limit=PIXEL_LIMIT // 1_000_000)
        upright = _in_eight_bits(ImageOps.exif_transpose(image), image_format)
    upright.info.clear()
    drawn = io.BytesIO()
    upright.save(drawn, format=image_format, **({"quality": 90} if image_format == "JPEG" else {}))
    return drawn.getvalue()


def _in_eight_bits(image: Image.Image, image_format: str) -> Image.Image:
    """Return the picture in 8 bits a channel. Of 16-bit grey Pillow would cut off all that is brighter than 255."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    return image.convert("RGB" if image_format == "JPEG" else "RGBA")
