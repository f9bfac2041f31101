"""Files on disk, below MEDIA_ROOT, under random names."""

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from core.values.errors import DomainError

FOLDER = "attachments"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


def write_file(data: bytes) -> str:
    """Write a new file and flush it to the disk; return its path below MEDIA_ROOT.

    Raises `storage_full` (503) and leaves no file where the disk is full or read-only.
    """
    name = uuid4().hex
    path = f"{FOLDER}/{name[:2]}/{name}"
    place = _place(path)
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS)
        _write_through(place, data)
    except OSError as error:
        place.unlink(missing_ok=True)
        if error.errno in FULL:
            raise DomainError("storage_full", kind="busy") from error
        raise
    return path


def has_files() -> bool:
    """Whether the folder of files is there. It is absent before the first upload and while its disk is not mounted."""
    return (Path(settings.MEDIA_ROOT) / FOLDER).is_dir()


def read_file(path: str) -> bytes | None:
    """Return the content of a file, None where it is lost. Raises `storage_unreadable` (503)."""
    try:
        return _place(path).read_bytes()
    except OSError as error:
        _require_lost(error)
        return None


def hash_file(path: str) -> str | None:
    """Return the SHA-256 of a file, None where it is lost. Raises `storage_unreadable` (503)."""
    try:
        with _place(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        _require_lost(error)
        return None


def remove_file(path: str) -> None:
    """Remove the file if it exists."""
    _place(path).unlink(missing_ok=True)


def old_files(*, before: float) -> Iterator[str]:
    """Yield the paths of the files last written before a moment, in seconds of the wall clock."""
    root = Path(settings.MEDIA_ROOT)
    for file in (root / FOLDER).glob("*/*"):
        if file.stat().st_mtime < before:
            yield file.relative_to(root).as_posix()


def _require_lost(error: OSError) -> None:
    """Raise `storage_unreadable` unless the file is gone from a folder that is there."""
    if not (isinstance(error, FileNotFoundError) and has_files()):
        raise DomainError("storage_unreadable", kind="busy") from error


def _write_through(place: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(place, flags, settings.FILE_UPLOAD_PERMISSIONS), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _place(path: str) -> Path:
    return Path(settings.MEDIA_ROOT) / path
