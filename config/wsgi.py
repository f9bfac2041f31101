"""WSGI entry. Without DJANGO_SETTINGS_MODULE it is production, which refuses to start when a variable is missing."""

import gc
from wsgiref.types import WSGIEnvironment

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from django.utils.http import parse_header_parameters

from config.env import choose_settings

choose_settings(module="config.settings.production")


class Request(WSGIRequest):
    """A request in UTF-8, whatever charset it claims, with headers that can be read: Django would fail at "base64" or at
    an unknown charset of a parameter before any view or middleware is asked."""

    def __init__(self, environ: WSGIEnvironment) -> None:
        for name, instead in (("CONTENT_TYPE", "application/octet-stream"), ("HTTP_ACCEPT", "*/*")):
            if not _is_readable(environ.get(name, "")):
                environ[name] = instead
        super().__init__(environ)

    def _set_content_type_params(self, meta: WSGIEnvironment) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


def _is_readable(header: str) -> bool:
    try:
        return all(parse_header_parameters(each) for each in header.split(","))
    except ValueError:
        return False


application = get_wsgi_application()
application.request_class = Request
get_resolver().url_patterns  # noqa: B018 - read now, not by the first request of each process
gc.collect()
gc.freeze()  # what is loaded by now is never garbage: the processes forked from here need not look at it again and again
