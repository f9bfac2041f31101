"""Answers with stored files, each compared with its hash first: the original as a download, a picture to be shown."""

import io
from datetime import datetime

from django.http import FileResponse

from core.files.file_checks import read_checked
from core.models import Attachment


def download(attachment: Attachment, *, at: datetime) -> FileResponse:
    """Return the file as it was sent: the browser neither shows, runs nor caches it. The caller checks permission.

    Raises `file_altered`, `file_lost`, `storage_unreadable` (503).
    """
    return _answer(attachment, read_checked(attachment, part="original", at=at), shown=False)


def show(attachment: Attachment, *, at: datetime) -> FileResponse:
    """Return the picture that was made of the file at its upload. The caller checks permission.

    Raises `not_found` for a file without one, and the errors of `download`.
    """
    return _answer(attachment, read_checked(attachment, part="shown", at=at), shown=True)


def as_download(*, name: str, content: bytes) -> FileResponse:
    """Return bytes that the system made as a download: the browser neither shows, runs nor caches them."""
    return _file(name=name, content=content, media_type="application/octet-stream", shown=False)


def _answer(attachment: Attachment, data: bytes, *, shown: bool) -> FileResponse:
    name = f"{attachment.name}.jpg" if shown and attachment.pages else attachment.name
    media_type = attachment.shown_type if shown else attachment.media_type
    return _file(name=name, content=data, media_type=media_type, shown=shown)


def _file(*, name: str, content: bytes, media_type: str, shown: bool) -> FileResponse:
    response = FileResponse(io.BytesIO(content), as_attachment=not shown, filename=name, content_type=media_type)
    response["Content-Length"] = str(len(content))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
