"""Pages of attachments: the download, the picture that is shown, and what is said of a damaged one."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase

from core.files.attachment_selectors import AttachmentRow, get_visible_attachment
from core.files.downloads import download, show
from core.messages.catalogue import advice, sentence
from core.values.errors import DomainError
from core.web.pages import Page


class File(Page):
    """The download of an attachment whose owner's files the actor may see; a damaged one is refused."""

    operation = "attachment.read"
    template = "errors/file.html"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        found = get_visible_attachment(actor=self.actor, attachment_id=ids["pk"])
        try:
            return self.serve(found)
        except DomainError as error:
            if error.kind != "refused":
                raise
            params = {"name": found.name}
            reason = {"text": sentence(error.code, params), "advice": advice(error.code, params)}
            return self.page(HTTPStatus.CONFLICT, **reason)

    def serve(self, attachment: AttachmentRow) -> HttpResponseBase:
        """Return the answer with the file."""
        return download(attachment, at=self.at)


class ShownFile(File):
    """The picture that is shown instead of an uploaded file."""

    def serve(self, attachment: AttachmentRow) -> HttpResponseBase:
        return show(attachment, at=self.at)
