"""Downloads of attachments."""

from django.http import HttpRequest, HttpResponseBase

from core.files.attachment_selectors import get_visible_attachment
from core.files.downloads import download
from core.web.pages import Page


class File(Page):
    """The download of an attachment whose owner's files the actor may see."""

    operation = "attachment.read"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        return download(get_visible_attachment(actor=self.actor, attachment_id=ids["pk"]))
