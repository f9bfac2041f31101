"""Files that users brought, given out again: always to be saved, never shown or run by the browser, never cached."""

from django.http import FileResponse

from core.files.storage import open_file
from core.models import Attachment


def download(attachment: Attachment) -> FileResponse:
    """The file itself. Who may have it is the caller's to know. `storage_unreadable` (503)."""
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
