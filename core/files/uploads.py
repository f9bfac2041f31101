"""Checks of uploaded files: name, content and size agree, and nothing in them runs. Uses no database and no storage."""

import io
import re
import subprocess
import sys
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Protocol
from xml.etree.ElementTree import ParseError
from zipfile import is_zipfile

import puremagic
from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from PIL import Image, ImageOps, UnidentifiedImageError

from core.files.archives import RUNNABLE, check_archive
from core.values.errors import DomainError

MEGABYTE = 1024**2
SIZE_LIMIT = 20 * MEGABYTE
XML_LIMIT = 2 * MEGABYTE
PIXEL_LIMIT = 40_000_000
PROBE_SECONDS = 20
NAME_LENGTH = 120

_SCANS = ("pdf", "png", "jpg", "jpeg")
KINDS: dict[str, tuple[str, ...]] = {
    "contract": ("pdf",),
    "invoice": (*_SCANS, "ofd", "xml"),
    "payment_proof": (*_SCANS, "ofd", "xml"),
    "result": (*_SCANS, "xlsx", "csv"),
    "service_record": (*_SCANS, "xlsx", "csv"),
}
"""Kind of attachment (附件类型) → allowed extensions."""

_RENDERED = frozenset(["asp", "aspx", "htm", "html", "jsp", "php", "svg"])
"""Extensions of files that a browser or a server may render or run."""
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names of devices on Windows, which cannot be files there."""
_RENDERED_NAMESPACES = tuple(
    f"{{http://www.w3.org/{each}}}" for each in ("1999/xhtml", "2000/svg", "1999/XSL/Transform")
)
_MAX_SCANS = 64
"""Scans of a JPEG. A genuine progressive one has about ten; a malicious one of 1 MB may have thousands."""
_PROBE = Path(__file__).with_name("pdf_probe.py")


class Upload(Protocol):
    """An uploaded file of a request."""

    name: str | None
    size: int

    def open(self, mode: str | None = None) -> IO[bytes]: ...
    def read(self, num_bytes: int | None = None) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An accepted upload: `data` are the bytes to store, `sha256` is the hash of the uploaded bytes."""

    name: str
    media_type: str
    data: bytes
    sha256: str


def accept(*, kind: str, file: Upload) -> Accepted:
    """Check an upload and return what to store. KeyError for a kind that is not in KINDS.

    Raises `file_name`, `file_extension` (with the allowed ones), `file_empty`, `file_too_large` (in megabytes),
    `file_content` where content and extension differ, `file_damaged`, `file_encrypted`, `file_script`, `file_embedded`,
    `file_expands`, `image_too_large` (in megapixels).
    """
    name = display_name(file.name or "")
    extension = _extension(name, allowed=KINDS[kind])
    data = _read(file)
    media_type, check = FORMATS[extension]
    return Accepted(name=name, media_type=media_type, data=check(data), sha256=sha256(data).hexdigest())


def display_name(name: str) -> str:
    """Return the name without path and without control, invisible and direction-changing characters, shortened.

    Raises `file_name` where nothing remains, where an inner extension may run ("报告.exe.pdf"), and for a device name.
    """
    base = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    visible = "".join(character for character in base if unicodedata.category(character)[0] != "C")
    visible = re.sub(r'[\s"<>|:*?]+', " ", visible).strip(" .")
    stem, suffix = PurePosixPath(visible).stem, PurePosixPath(visible).suffix
    inner = {part.strip().lower() for part in re.split(r"[.;]", stem)[1:]}
    if not stem or (RUNNABLE | _RENDERED) & inner or _DEVICES.fullmatch(stem):
        raise DomainError("file_name", field="file")
    return stem[: NAME_LENGTH - len(suffix)] + suffix


def _extension(name: str, *, allowed: tuple[str, ...]) -> str:
    extension = PurePosixPath(name).suffix[1:].lower()
    if extension not in allowed:
        raise DomainError("file_extension", field="file", allowed=", ".join(allowed))
    return extension


def _read(file: Upload) -> bytes:
    if file.size > SIZE_LIMIT:
        raise DomainError("file_too_large", field="file", limit=SIZE_LIMIT // MEGABYTE)
    file.open()
    data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise DomainError("file_too_large", field="file", limit=SIZE_LIMIT // MEGABYTE)
    if not data:
        raise DomainError("file_empty", field="file")
    return data


def _require_magic(data: bytes, extension: str) -> None:
    try:
        found = {match.extension for match in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError):
        found = set()
    if f".{extension}" not in found:
        raise DomainError("file_content", field="file")


def _check_pdf(data: bytes) -> bytes:
    """Refuse a PDF that does not begin at the first byte, continues after its end mark, or is also a zip file."""
    _require_magic(data, "pdf")
    end = data.rfind(b"%%EOF")
    if not data.startswith(b"%PDF-") or is_zipfile(io.BytesIO(data)):
        raise DomainError("file_content", field="file")
    if end < 0 or data[end + 5 :].strip(b"\0 \t\r\n"):
        raise DomainError("file_damaged", field="file")
    verdict = _probe(data)
    if verdict != "ok":
        raise DomainError(f"file_{verdict}", field="file")
    return data


def _probe(data: bytes) -> str:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_PROBE)], input=data, capture_output=True, timeout=PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return "expands"
    if done.returncode:
        return "expands"
    return done.stdout.decode()


def _check_image(image_format: str, extension: str) -> Callable[[bytes], bytes]:
    def check(data: bytes) -> bytes:
        _require_magic(data, extension)
        if image_format == "JPEG" and data.count(b"\xff\xda") > _MAX_SCANS:
            raise DomainError("file_expands", field="file")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                return _redraw(data, image_format)
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
            raise DomainError("file_damaged", field="file") from error

    return check


def _redraw(data: bytes, image_format: str) -> bytes:
    """Return the picture encoded again, upright, without metadata and without trailing bytes."""
    with Image.open(io.BytesIO(data), formats=[image_format]) as image:
        if image.width * image.height > PIXEL_LIMIT:
            raise DomainError("image_too_large", field="file", limit=PIXEL_LIMIT // 1_000_000)
        upright = ImageOps.exif_transpose(image).convert("RGB" if image_format == "JPEG" else "RGBA")
    upright.info.clear()
    drawn = io.BytesIO()
    upright.save(drawn, format=image_format, **({"quality": 90} if image_format == "JPEG" else {}))
    return drawn.getvalue()


def _check_xlsx(data: bytes) -> bytes:
    check_archive(data, member="xl/workbook.xml")
    return data


def _check_ofd(data: bytes) -> bytes:
    check_archive(data, member="OFD.xml")
    return data


def _check_xml(data: bytes) -> bytes:
    """Refuse an XML document that a browser would render as a page or a drawing, by itself or by a style sheet."""
    if len(data) > XML_LIMIT:
        raise DomainError("file_too_large", field="file", limit=XML_LIMIT // MEGABYTE)
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise DomainError("file_expands", field="file") from error
    except (ParseError, ValueError, LookupError) as error:
        raise DomainError("file_content", field="file") from error
    if b"<?xml-stylesheet" in data or any(_is_rendered(each.tag) for each in root.iter()):
        raise DomainError("file_script", field="file")
    return data


def _is_rendered(tag: str) -> bool:
    """Whether a browser treats an element as part of a page or drawing."""
    name = tag.rpartition("}")[2].lower()
    return tag.startswith(_RENDERED_NAMESPACES) or name in {"script", "html", "svg"}


def _check_csv(data: bytes) -> bytes:
    """Refuse a file that is not text in UTF-8 or GB18030, or that has control characters."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text):
            return data
    raise DomainError("file_content", field="file")


_JPEG = ("image/jpeg", _check_image("JPEG", "jpeg"))
FORMATS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "pdf": ("application/pdf", _check_pdf),
    "png": ("image/png", _check_image("PNG", "png")),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _check_xlsx),
    "ofd": ("application/ofd", _check_ofd),
    "xml": ("application/xml", _check_xml),
    "csv": ("text/csv", _check_csv),
}
"""Extension → media type, and the check that returns the bytes to store."""
