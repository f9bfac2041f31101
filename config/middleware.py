"""Middleware of the whole site: outages answer 503, requests are logged without their query strings."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

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
