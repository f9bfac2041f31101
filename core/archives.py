"""Zip containers (xlsx, ofd): what is in them, and how large it really is, before anybody unpacks them. Pure."""

import io
import zipfile

from core.errors import DomainError

MEMBERS = 5_000
UNPACKED = 200 * 1024**2
RATIO = 200
"""A container may unpack to 200 MB, and to no more than 200 times its size where that is over one megabyte."""
FREE = 1024**2

ACTIVE = ("vbaproject.bin", ".exe", ".dll", ".js", ".vbs")
EMBEDDED = ("/embeddings/", "/activex/")


def check_archive(data: bytes, *, member: str) -> None:
    """Refuse a container without `member`, or one that could harm who opens it.

    `file_content` where it is none of its kind; `file_damaged`; `file_encrypted`; `file_script`; `file_embedded`;
    `file_expands` for a bomb.
    """
    if not data.startswith(b"PK\x03\x04"):
        raise DomainError("file_content", field="file")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive.infolist(), member=member)
            _unpack(archive, size=len(data))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise DomainError("file_damaged", field="file") from error


def _check_members(members: list[zipfile.ZipInfo], *, member: str) -> None:
    names = {each.filename for each in members}
    if len(members) > MEMBERS:
        raise DomainError("file_expands", field="file")
    if member not in names:
        raise DomainError("file_content", field="file")
    if len(names) != len(members) or any(_leads_out(name) for name in names):
        raise DomainError("file_damaged", field="file")
    if any(each.flag_bits & 0x1 for each in members):
        raise DomainError("file_encrypted", field="file")
    for name in names:
        if name.lower().endswith(ACTIVE):
            raise DomainError("file_script", field="file")
        if any(part in name.lower() for part in EMBEDDED):
            raise DomainError("file_embedded", field="file")


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _unpack(archive: zipfile.ZipFile, *, size: int) -> None:
    """Read everything and count: what a member says of its size is not believed."""
    limit = min(UNPACKED, max(FREE, size * RATIO))
    unpacked = 0
    for each in archive.infolist():
        with archive.open(each) as member:
            while piece := member.read(64 * 1024):
                unpacked += len(piece)
                if unpacked > limit:
                    raise DomainError("file_expands", field="file")
