"""Checks of the content of uploaded files, by extension. Runs in a child process (core.files.checker)."""

import io
from collections.abc import Callable
from functools import partial
from zipfile import is_zipfile

import puremagic

from core.files.archives import check_archive
from core.files.markup import SEPARATOR, DoctypeError, MarkupError, local_name, read_markup
from core.files.texts import decode_text
from core.values.errors import DomainError

MEGABYTE = 1024**2
XML_LIMIT = 2 * MEGABYTE
_RENDERED_NAMESPACES = tuple(
    f"http://www.w3.org/{each}{SEPARATOR}" for each in ("1999/xhtml", "2000/svg", "1999/XSL/Transform")
)


def check_content(data: bytes, *, extension: str) -> bytes:
    """Check a file; return the picture to be shown instead of it, empty for other files.

    Raises `file_content` where content and extension differ, `file_damaged`, `file_encrypted`, `file_script`,
    `file_embedded`, `file_expands`, `file_too_large`, `image_too_large`. KeyError for an unknown extension.
    """
    return CHECKS[extension](data) or b""


def _require_magic(data: bytes, extension: str) -> None:
    try:
        found = {match.extension for match in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError):
        found = set()
    if f".{extension}" not in found:
        raise DomainError("file_content", field="file")


def _check_pdf(data: bytes) -> None:
    """Refuse a PDF that does not begin at the first byte, continues after its end mark, or is also a zip file."""
    from core.files.pdf_probe import probe

    _require_magic(data, "pdf")
    end = data.rfind(b"%%EOF")
    if not data.startswith(b"%PDF-") or is_zipfile(io.BytesIO(data)):
        raise DomainError("file_content", field="file")
    if end < 0 or data[end + 5 :].strip(b"\0 \t\r\n"):
        raise DomainError("file_damaged", field="file")
    verdict = probe(data)
    if verdict != "ok":
        raise DomainError(f"file_{verdict}", field="file")


def _check_picture(data: bytes, *, image_format: str, extension: str) -> bytes:
    from core.files.pictures import redraw

    _require_magic(data, extension)
    return redraw(data, image_format=image_format)


def _check_xml(data: bytes) -> None:
    """Refuse an XML document that a browser would render as a page or a drawing, by itself or by a style sheet."""
    if len(data) > XML_LIMIT:
        raise DomainError("file_too_large", field="file", limit=XML_LIMIT // MEGABYTE)
    try:
        read_markup([data], on_start=_refuse_rendered, on_instruction=_refuse_style_sheet)
    except DoctypeError as error:
        raise DomainError("file_expands", field="file") from error
    except MarkupError as error:
        raise DomainError("file_content", field="file") from error


def _refuse_rendered(name: str, attributes: dict[str, str]) -> None:
    """Refuse an element that a browser treats as part of a page or drawing."""
    if name.startswith(_RENDERED_NAMESPACES) or local_name(name).lower() in {"script", "html", "svg"}:
        raise DomainError("file_script", field="file")


def _refuse_style_sheet(target: str, data: str) -> None:
    if target == "xml-stylesheet":
        raise DomainError("file_script", field="file")


def _check_csv(data: bytes) -> None:
    """Refuse a file that is not text in UTF-8, UTF-16 or GB18030, or that has control characters."""
    if decode_text(data) is None:
        raise DomainError("file_content", field="file")


_check_jpeg = partial(_check_picture, image_format="JPEG", extension="jpeg")
CHECKS: dict[str, Callable[[bytes], bytes | None]] = {
    "pdf": _check_pdf,
    "png": partial(_check_picture, image_format="PNG", extension="png"),
    "jpg": _check_jpeg,
    "jpeg": _check_jpeg,
    "xlsx": partial(check_archive, member="xl/workbook.xml"),
    "ofd": partial(check_archive, member="OFD.xml"),
    "xml": _check_xml,
    "csv": _check_csv,
}
"""Extension → check, which returns a picture encoded again for pictures."""
