"""Middleware of the whole site: outages answer 503, requests are logged without their query strings, and a request with a
token passes by what only browsers need."""

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxMiddleware
from django_structlog.middlewares import RequestMiddleware

from accounts.portal.middleware import SecondFactorMiddleware
from config.outage import is_outage, outage_response


class OutageMiddleware:
    """Answers 503 with Retry-After when a view fails because the database is gone or a lock took too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return outage_response(request=request) if is_outage(error=exception) else None


class RequestLogMiddleware(RequestMiddleware):
    """Logs each request by method and path. A query string may hold a name or a phone number and stays out."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"


def has_token(request: HttpRequest) -> bool:
    """Whether a request to the API brings a token. Then the token alone says who asks: a session beside it is not read."""
    brought: str = request.META.get("HTTP_AUTHORIZATION", "")
    return brought[:7].lower() == "bearer " and request.path_info.startswith("/api/")


class _ForBrowsers:
    """Passed by where a token is brought: sessions, messages, pages and scripts have no part in such a request."""

    get_response: Any

    def __call__(self, request: Any) -> Any:
        answer: Callable[[HttpRequest], Any] = self.get_response if has_token(request) else super().__call__  # type: ignore[misc]
        return answer(request)


class Policies(CSPMiddleware):
    """What a page may load and run; nothing, where a program is answered."""

    def __call__(self, request: Any) -> Any:
        if not has_token(request):
            return super().__call__(request)
        response: Any = self.get_response(request)
        response.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        return response


class Sessions(_ForBrowsers, SessionMiddleware):
    """Who signed in with a browser."""


class Users(AuthenticationMiddleware):
    """The user of the session. Until a token is read, who brings one is nobody."""

    def process_request(self, request: HttpRequest) -> None:
        if has_token(request):
            request.user = AnonymousUser()
        else:
            super().process_request(request)


class SecondFactors(_ForBrowsers, SecondFactorMiddleware):
    """A second factor where the role needs one; no token is given out without."""


class Messages(_ForBrowsers, MessageMiddleware):
    """What the next page tells."""


class Htmx(_ForBrowsers, HtmxMiddleware):
    """Whether a part of a page is asked for."""
