"""Files, given out to those who may see what they belong to."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from core.downloads import download
from core.portal import Page
from core.selectors.attachments import get_visible_attachment


class File(Page):
    """A file of something the actor may see."""

    operation = "attachment.read"

    def get(self, request: HttpRequest, **ids: Any) -> HttpResponseBase:
        return download(get_visible_attachment(actor=self.actor, attachment_id=ids["pk"]))
