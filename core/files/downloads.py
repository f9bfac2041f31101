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
    return _answer(attachment, read_checked(attachment, part="original", at=at), as_attachment=True)


def show(attachment: Attachment, *, at: datetime) -> FileResponse:
    """Return the picture that was encoded again at its upload. The caller checks permission.

    Raises `not_found` for a file that is no picture, and the errors of `download`.
    """
    return _answer(attachment, read_checked(attachment, part="shown", at=at), as_attachment=False)


def _answer(attachment: Attachment, data: bytes, *, as_attachment: bool) -> FileResponse:
    response = FileResponse(
        io.BytesIO(data), as_attachment=as_attachment, filename=attachment.name, content_type=attachment.media_type
    )
    response["Content-Length"] = str(len(data))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
