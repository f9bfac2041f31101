"""Middleware of the whole site: 503 during database outages, request logs without query strings."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

from config.outage import is_outage, outage_response


class OutageMiddleware:
    """Answer 503 with Retry-After when a view fails because the database is gone or a lock timed out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return outage_response(request=request) if is_outage(error=exception) else None


class RequestLogMiddleware(RequestMiddleware):
    """Log each request by method and path, without the query string, which may contain personal data."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"
