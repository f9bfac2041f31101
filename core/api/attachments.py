"""Downloads of attachments."""

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from core.api.views import Acting
from core.files.attachment_selectors import get_visible_attachment
from core.files.downloads import download
from core.files.uploads import FORMATS

MEDIA_TYPES = sorted({media_type for media_type, _ in FORMATS.values()})


class AttachmentContent(Acting, APIView):
    """The content of a file as a download: the browser neither shows, runs nor caches it."""

    operation = "attachment.read"

    @extend_schema(responses={(200, *MEDIA_TYPES): OpenApiTypes.BINARY})
    def get(self, request: Request, **ids: int) -> FileResponse:
        found = get_visible_attachment(actor=self.actor, attachment_id=ids["pk"])
        return download(found)
