"""Middleware of the whole site: database outages, limits, what may be kept, request logs without query strings."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware
from rest_framework.permissions import SAFE_METHODS

from config.errors import too_many_requests
from config.outage import is_outage, outage_response
from config.throttles import SCOPES_OF_PAGES
from core.access.limits import Limited, charge_request

FREE_OF_LIMITS = {"health-live", "health-ready"}
"""Names of addresses that a service manager asks."""


class OutageMiddleware:
    """Answer 503 with Retry-After when a view fails because the database is gone or a lock timed out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return outage_response(request=request) if is_outage(error=exception) else None


class LimitMiddleware:
    """Charge each request to the limits of its account or address before its body is read; answer 429 above them.

    A request with a token is charged by `core.api.throttles.TokenThrottle`, once its account is known. Placed before the
    check of CSRF tokens, which reads the body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        name = _name_of(request)
        if name in FREE_OF_LIMITS or _has_token(request):
            return None
        scope = getattr(_class_of(view), "throttle_scope", None) or SCOPES_OF_PAGES.get(name)
        wait = charge_request(request, account=request.user.pk, scope=scope)
        return too_many_requests(request, wait=wait) if wait else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return too_many_requests(request, wait=exception.wait) if isinstance(exception, Limited) else None


def _has_token(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") and "HTTP_AUTHORIZATION" in request.META


def _class_of(view: object) -> type | None:
    """Return the class of a view made by `as_view`, of Django or of REST framework; None for a function."""
    found: type | None = getattr(view, "view_class", None) or getattr(view, "cls", None)
    return found


PUBLIC_ANSWERS = {
    "api:api-docs",
    "api:api-schema",
    "api:notice-detail",
    "api:notice-list",
    "api:open-unit-detail",
    "api:open-unit-list",
    "api:service-detail",
    "api:service-list",
}
"""Names of addresses whose answers to a visitor without a session are the same for everybody.

No page is among them: each carries a token against forged forms.
"""


class NoStoreMiddleware:
    """Forbid browsers and proxies to keep an answer, except a public one for a visitor; clear the browser at sign-out.

    Static files are answered before this middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _may_be_kept(request, response) and "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "no-store"
        if _name_of(request) == "account_logout" and request.method == "POST":
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is public and neither the request nor the answer has anything of one visitor."""
    has_account = settings.SESSION_COOKIE_NAME in request.COOKIES or "HTTP_AUTHORIZATION" in request.META
    if has_account or response.cookies or request.method not in SAFE_METHODS:
        return False
    return _name_of(request) in PUBLIC_ANSWERS


def _name_of(request: HttpRequest) -> str:
    """Return the name of the address, empty where there is none."""
    return request.resolver_match.view_name if request.resolver_match else ""


class RequestLogMiddleware(RequestMiddleware):
    """Log each request by method and path, without the query string, which may contain personal data."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"
