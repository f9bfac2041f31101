"""Files on disk, below MEDIA_ROOT, under random names."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.conf import settings

from core.values.errors import DomainError

FOLDER = "attachments"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


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
        if error.errno in _FULL:
            raise DomainError("storage_full", kind="busy") from error
        raise
    return path


def open_file(path: str) -> IO[bytes]:
    """Open a file for reading. Raises `storage_unreadable` (503)."""
    try:
        return _place(path).open("rb")
    except OSError as error:
        raise DomainError("storage_unreadable", kind="busy") from error


def remove_file(path: str) -> None:
    """Remove the file if it exists."""
    _place(path).unlink(missing_ok=True)


def old_files(*, before: float) -> Iterator[str]:
    """Yield the paths of the files last written before a moment, in seconds of the wall clock."""
    root = Path(settings.MEDIA_ROOT)
    for file in (root / FOLDER).glob("*/*"):
        if file.stat().st_mtime < before:
            yield file.relative_to(root).as_posix()


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
