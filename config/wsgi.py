"""WSGI entry point. Uses the production settings unless DJANGO_SETTINGS_MODULE names others."""

import gc
from wsgiref.types import WSGIEnvironment

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from django.utils.http import parse_header_parameters

from config.env import choose_settings

choose_settings(module="config.settings.production")


class Request(WSGIRequest):
    """A request that is read as UTF-8 and has only headers that Django can parse.

    A charset such as "base64", or an unknown one in a header parameter, would raise in Django before any middleware
    runs.
    """

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
get_resolver().url_patterns  # noqa: B018 - loads the URLs now, not at the first request of each process
gc.collect()
gc.freeze()  # exempts what is loaded by now from collection, so that forked processes keep sharing its memory
