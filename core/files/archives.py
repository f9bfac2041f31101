"""Checks of zip containers (xlsx, ofd): their members and their real size, before anything else opens them. Pure."""

import io
import re
import unicodedata
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import IO

from core.files.markup import DoctypeError, MarkupError, local_name, read_markup
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
_MARKUP = (".xml", ".rels")
_SEARCHED = (*_MARKUP, ".vml")
"""Drawings of old programs (vml) are searched but not read, because some are not well-formed."""
_PIECE = 64 * 1024
_OVERLAP = 16
"""More than the longest word that is looked for, so that one across two pieces is found."""
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)|<\0!\0[DE]\0|\0<\0!\0[DE]")
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_MACRO_WORDS = ("macroenabled", "vbaproject")
_SUSPECT = re.compile(rb"[|\0]|&#|External")
"""What a part must contain to have a formula of DDE or an external relation, also in UTF-16 or by references."""
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedName"})
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
    left = min(UNPACKED, max(RATIO_FROM, size * RATIO))
    for each in archive.infolist():
        name = each.filename.lower()
        with archive.open(each) as member:
            reader = _Reader(member, left=left, is_searched=name.endswith(_SEARCHED))
            if name.endswith(_MARKUP):
                _read(reader)
            else:
                deque(reader, maxlen=0)
        left = reader.left
        if reader.is_suspect and name.endswith(_MARKUP):
            with archive.open(each) as member:
                _Part().read(_Reader(member, left=UNPACKED))


def _read(reader: "_Reader") -> None:
    try:
        read_markup(reader)
    except DoctypeError as error:
        raise DomainError("file_expands", field="file") from error
    except MarkupError as error:
        deque(reader, maxlen=0)  # a bomb is refused as one, whatever it unpacks to
        raise DomainError("file_damaged", field="file") from error


class _Reader:
    """The content of a member in pieces, each counted and searched as it is read."""

    def __init__(self, member: IO[bytes], *, left: int, is_searched: bool = False) -> None:
        self._member = member
        self._is_searched = is_searched
        self._before = b""
        self.left = left
        self.is_suspect = False

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._member.read(_PIECE):
            self.left -= len(piece)
            if self.left < 0:
                raise DomainError("file_expands", field="file")
            if not self._before and piece.startswith(FOREIGN_STARTS):
                raise DomainError("file_embedded", field="file")
            if self._is_searched:
                self._search(self._before + piece)
            self._before = piece[-_OVERLAP:]
            yield piece

    def _search(self, piece: bytes) -> None:
        if _DOCTYPE.search(piece):
            raise DomainError("file_expands", field="file")
        if _MACROS.search(piece):
            raise DomainError("file_script", field="file")
        self.is_suspect = self.is_suspect or _SUSPECT.search(piece) is not None


class _Part:
    """A part of a workbook, read for formulas of DDE and relations to other files."""

    def __init__(self) -> None:
        self._formula: list[str] | None = None

    def read(self, pieces: Iterable[bytes]) -> None:
        read_markup(pieces, on_start=self._start, on_end=self._end, on_text=self._text)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = local_name(name)
        if any(word in value.lower() for value in attributes.values() for word in _MACRO_WORDS):
            raise DomainError("file_script", field="file")
        if local == "Relationship" and _is_external(attributes):
            raise DomainError("file_embedded", field="file")
        if local in _FORMULAS:
            self._formula = []

    def _text(self, text: str) -> None:
        if self._formula is not None:
            self._formula.append(text)

    def _end(self, name: str) -> None:
        if local_name(name) in _FORMULAS and self._formula is not None:
            if any("|" in text for text in "".join(self._formula).split('"')[::2]):
                raise DomainError("file_script", field="file")
            self._formula = None


def _is_external(attributes: dict[str, str]) -> bool:
    is_link = attributes.get("Type", "").endswith("/hyperlink")
    return attributes.get("TargetMode", "").lower() == "external" and not is_link
