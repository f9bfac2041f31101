"""Downloads of uploaded files: the browser neither shows, runs nor caches them."""

from django.http import FileResponse

from core.files.storage import open_file
from core.models import Attachment


def download(attachment: Attachment) -> FileResponse:
    """Return the file as a download. The caller checks permission. Raises `storage_unreadable` (503)."""
    response = FileResponse(
        open_file(attachment.path),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
    response["Content-Length"] = str(attachment.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
