"""Checks of uploaded files: name, content and size agree, and nothing in them runs. Opens no transaction."""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import IO, Protocol, Required, TypedDict

from core.files.archives import RUNNABLE
from core.files.child_process import checker_turn
from core.values.errors import DomainError

MEGABYTE = 1024**2
SIZE_LIMIT = 20 * MEGABYTE
NAME_LENGTH = 120
SHOWN_PAGES = 3
"""How many pages of a PDF are drawn to be shown; the rest is a download."""

_SCANS = ("pdf", "png", "jpg", "jpeg")
KINDS: dict[str, tuple[str, ...]] = {
    "licence": _SCANS,
    "authorisation": _SCANS,
    "contract": ("pdf",),
    "invoice": (*_SCANS, "ofd", "xml"),
    "payment_proof": (*_SCANS, "ofd", "xml"),
    "result": (*_SCANS, "xlsx", "csv"),
    "service_record": (*_SCANS, "xlsx", "csv"),
    "appeal": (*_SCANS, "xlsx", "csv"),
    "bank_paper": _SCANS,
    "repayment": _SCANS,
}
"""Kind of attachment (附件类型) → allowed extensions."""

_RENDERED = frozenset(["asp", "aspx", "htm", "html", "jsp", "php", "svg"])
"""Extensions of files that a browser or a server may render or run."""
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names of devices on Windows, which cannot be files there."""
FORMATS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "xml": "application/xml",
    "csv": "text/csv",
}
"""Extension → media type. What is checked of each is in core.files.contents."""


class Upload(Protocol):
    """An uploaded file of a request."""

    name: str | None

    @property
    def size(self) -> int | None: ...

    def open(self, mode: str | None = None) -> IO[bytes]: ...
    def read(self, num_bytes: int | None = None) -> bytes: ...


class Shown(TypedDict, total=False):
    """The picture of an accepted upload, and the pages of a PDF."""

    shown: Required[bytes | None]
    pages: int
    shown_pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An accepted upload: `data` as it was sent, and `shown`, a picture to be shown instead of it, if there is one.

    A picture is encoded again; of a PDF with `pages` pages the first `shown_pages` are drawn.
    """

    name: str
    media_type: str
    data: bytes
    shown: bytes | None
    pages: int = 0
    shown_pages: int = 0

    @property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()


def accept(*, kind: str, file: Upload) -> Accepted:
    """Check an upload in a child process and return what to store. KeyError for a kind that is not in KINDS.

    Call it before the transaction. Raises `file_name`, `file_extension` (with the allowed ones), `file_empty`,
    `file_too_large` (in megabytes), `file_content` where content and extension differ, `file_damaged`, `file_encrypted`,
    `file_script`, `file_embedded`, `file_expands`, `image_too_large` (in megapixels), `file_too_costly`; `busy` and
    `storage_full` (503).
    """
    name = display_name(file.name or "")
    extension = _extension(name, allowed=KINDS[kind])
    data = _read(file)
    with checker_turn() as run:
        picture = run("content", data, extension)
        shown = _draw_pages(run, data) if extension == "pdf" else Shown(shown=picture or None)
    return Accepted(name=name, media_type=FORMATS[extension], data=data, **shown)


def _draw_pages(run: Callable[[str, bytes, str], bytes], data: bytes) -> Shown:
    """Return the picture of the first pages. A PDF that cannot be drawn within the limits is accepted without one."""
    try:
        answer = run("pages", data, str(SHOWN_PAGES))
    except DomainError as error:
        if error.kind == "busy":
            raise
        return Shown(shown=None)
    counts, _, picture = answer.partition(b"\n")
    drawn = json.loads(counts)
    return Shown(shown=picture, pages=drawn["pages"], shown_pages=drawn["shown"])


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
    if (file.size or 0) > SIZE_LIMIT:
        raise DomainError("file_too_large", field="file", limit=SIZE_LIMIT // MEGABYTE)
    file.open()
    data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise DomainError("file_too_large", field="file", limit=SIZE_LIMIT // MEGABYTE)
    if not data:
        raise DomainError("file_empty", field="file")
    return data
