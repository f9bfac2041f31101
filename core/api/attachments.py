"""Downloads of attachments."""

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from core.api.views import Acting
from core.files.attachment_selectors import get_visible_attachment
from core.files.downloads import download, show
from core.files.uploads import FORMATS
from core.timekeeping import clock

MEDIA_TYPES = sorted(set(FORMATS.values()))


PICTURES = sorted(media_type for media_type in MEDIA_TYPES if media_type.startswith("image/"))


class AttachmentContent(Acting, APIView):
    """A file as it was sent, as a download: the browser neither shows, runs nor caches it."""

    operation = "attachment.read"

    @extend_schema(responses={(200, *MEDIA_TYPES): OpenApiTypes.BINARY})
    def get(self, request: Request, **ids: int) -> FileResponse:
        found = get_visible_attachment(actor=self.actor, attachment_id=ids["pk"])
        return download(found, at=clock.now())


class AttachmentShown(Acting, APIView):
    """A picture to be shown instead of the original: one encoded again, or the first pages of a PDF. 404 for other files."""

    operation = "attachment.read"

    @extend_schema(responses={(200, *PICTURES): OpenApiTypes.BINARY})
    def get(self, request: Request, **ids: int) -> FileResponse:
        found = get_visible_attachment(actor=self.actor, attachment_id=ids["pk"])
        return show(found, at=clock.now())
