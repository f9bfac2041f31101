"""Checks of zip containers (xlsx, ofd): their members and their real size, before anything else opens them. Pure."""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from core.values.errors import DomainError

MEMBERS = 5_000
DIRECTORY = MEMBERS * 200
"""Most bytes of the list of members. It is checked first, because zipfile creates an object for each member."""
UNPACKED = 200 * 1024**2
RATIO = 200
RATIO_FROM = 1024**2
"""A container may unpack to 200 MB, and to 200 times its size where that is more than one megabyte."""

RUNNABLE = frozenset(
    {
        "bat",
        "cmd",
        "com",
        "cpl",
        "dll",
        "exe",
        "hta",
        "jar",
        "js",
        "jse",
        "lnk",
        "msi",
        "pif",
        "ps1",
        "scr",
        "sh",
        "vbs",
    }
)
"""Extensions of files that a system may run."""
MACROS = ("vbaproject.bin", "/macrosheets/", "/dialogsheets/", "customui/", "/webextensions/")
EMBEDDED = ("/embeddings/", "/activex/", "/externallinks/", "/connections.xml", "/querytables/")
FOREIGN_STARTS = (b"PK\x03\x04", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-")
"""First bytes of members that are containers or programs themselves."""
_MARKUP = (".xml", ".rels", ".vml")
_PIECE = 64 * 1024
_OVERLAP = 10 * 1024
"""More than the 8,192 characters of the longest formula, so that a pattern across two pieces is still found."""
_HAS_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)|<\0!\0[DE]\0|\0<\0!\0[DE]")
_HAS_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_HAS_DDE = re.compile(rb"""<f\b[^>]*>(?:[^<"]|"[^"]*")*?\|""")
_HAS_EXTERNAL_LINK = re.compile(rb"""<Relationship\b(?![^>]*/hyperlink["'])[^>]*TargetMode\s*=\s*["']External""")
_END = b"PK\x05\x06"
_END_SIZE = 22
_LOCATOR = b"PK\x06\x07"


def check_archive(data: bytes, *, member: str) -> None:
    """Refuse a container without `member`, or one that could harm its reader.

    Raises `file_content` for another kind of file or one that is two kinds at once, `file_damaged`, `file_encrypted`,
    `file_script`, `file_embedded` for embedded or external content, `file_expands` for a zip bomb.
    """
    if not data.startswith(b"PK\x03\x04"):
        raise DomainError("file_content", field="file")
    check_directory(data)
    _require_end(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive.infolist(), member=member)
            _unpack(archive, size=len(data))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise DomainError("file_damaged", field="file") from error


def check_directory(data: bytes) -> None:
    """Raise `file_expands` for a container whose list of members is too long."""
    end = data.rfind(_END)
    if end >= 0 and int.from_bytes(data[end + 12 : end + 16], "little") > DIRECTORY:
        raise DomainError("file_expands", field="file")


def _require_end(data: bytes) -> None:
    """Refuse a container with anything after its end record, with a comment, or with a second list of members (zip64)."""
    end = data.rfind(_END)
    if end < 0 or len(data) < end + _END_SIZE or data[max(end - 20, 0) : end].startswith(_LOCATOR):
        raise DomainError("file_damaged", field="file")
    if data[end + _END_SIZE :]:
        raise DomainError("file_content", field="file")


def _check_members(members: list[zipfile.ZipInfo], *, member: str) -> None:
    names = {each.filename for each in members}
    if len(members) > MEMBERS:
        raise DomainError("file_expands", field="file")
    if member not in names:
        raise DomainError("file_content", field="file")
    if len({name.lower() for name in names}) != len(members) or any(_is_unsafe_name(name) for name in names):
        raise DomainError("file_damaged", field="file")
    if any(each.flag_bits & 0x1 for each in members):
        raise DomainError("file_encrypted", field="file")
    if any(each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in members):
        raise DomainError("file_damaged", field="file")
    for name in names:
        path = f"/{name.lower()}"
        if any(part in path for part in MACROS) or PurePosixPath(path).suffix[1:] in RUNNABLE:
            raise DomainError("file_script", field="file")
        if any(part in path for part in EMBEDDED):
            raise DomainError("file_embedded", field="file")


def _is_unsafe_name(name: str) -> bool:
    hidden = any(unicodedata.category(character)[0] == "C" for character in name)
    return hidden or name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _unpack(archive: zipfile.ZipFile, *, size: int) -> None:
    """Read every member and count its bytes; the sizes in the headers are not trusted."""
    limit = min(UNPACKED, max(RATIO_FROM, size * RATIO))
    unpacked = 0
    for each in archive.infolist():
        with archive.open(each) as member:
            for piece in _pieces(member, each.filename):
                unpacked += len(piece)
                if unpacked > limit:
                    raise DomainError("file_expands", field="file")


def _pieces(member: IO[bytes], name: str) -> Iterator[bytes]:
    """Yield the content of a member in pieces, each checked as it is read."""
    is_markup, before = name.lower().endswith(_MARKUP), b""
    first = True
    while piece := member.read(_PIECE):
        if first and piece.startswith(FOREIGN_STARTS):
            raise DomainError("file_embedded", field="file")
        if is_markup:
            _check_markup(before + piece)
            before = piece[-_OVERLAP:]
        first = False
        yield piece


def _check_markup(text: bytes) -> None:
    if _HAS_DOCTYPE.search(text):
        raise DomainError("file_expands", field="file")
    if _HAS_MACROS.search(text) or _HAS_DDE.search(text):
        raise DomainError("file_script", field="file")
    if _HAS_EXTERNAL_LINK.search(text):
        raise DomainError("file_embedded", field="file")
