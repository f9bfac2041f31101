"""The answer while PostgreSQL is unavailable or too busy: 503 with Retry-After, as a page or as problem details."""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

RETRY_AFTER_SECONDS = 5


def is_outage(*, error: BaseException | None) -> bool:
    """Whether the error means that the database is gone, or that a lock or a statement timed out.

    Psycopg's LockNotAvailable, QueryCanceled, AdminShutdown, pool time-outs and failed connections are all
    OperationalError.
    """
    return isinstance(error, OperationalError | InterfaceError)


def outage_response(*, request: HttpRequest) -> HttpResponse:
    """Return 503 with Retry-After. Uses no session and no user, as both need the database."""
    response = _problem() if request.path.startswith("/api/") else _page()
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _problem() -> HttpResponse:
    error = {
        "code": "service_unavailable",
        "field": None,
        "params": {"retry_after": RETRY_AFTER_SECONDS},
        "detail": _("系统暂时繁忙，请稍后重试。您的数据未作任何更改。"),
    }
    body = {
        "type": "about:blank",
        "status": 503,
        "code": error["code"],
        "title": _("服务暂时不可用"),
        "errors": [error],
    }
    return JsonResponse(
        body, status=503, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )


def _page() -> HttpResponse:
    return HttpResponse(render_to_string("errors/503.html", {"retry_after": RETRY_AFTER_SECONDS}), status=503)
