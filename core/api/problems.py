"""Errors of the API as problem details (RFC 9457): code, field, params, and a sentence in the reader's language."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_request
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.access.conflicts import record_conflict
from core.access.denials import record_denial
from core.access.limits import Limited
from core.api.throttles import charge_failed_token
from core.messages.catalogue import all_messages, sentence
from core.values.errors import DomainError, Param, Refusal
from core.web.words import readable

STATUS = {"invalid": 400, "refused": 409, "denied": 403, "missing": 404, "busy": 503}
RETRY_SECONDS = 3
CONTENT_TYPE = "application/problem+json"


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Turn an exception into an answer, as DRF's exception handler; None for a defect (logged, 500)."""
    request = context["request"]
    language = get_language_from_request(request)
    if isinstance(error, DomainError):
        record_conflict(request, error)
        return _answer(STATUS[error.kind], error.refusals, request, language)
    if isinstance(error, Http404):
        return _answer(404, (Refusal(code="not_found"),), request, language)
    if isinstance(error, SuspiciousOperation):
        return _answer(400, (Refusal(code="parse_error"),), request, language)
    if isinstance(error, Limited):
        error = exceptions.Throttled(error.wait)
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        error = _unless_limited(error, request)
    if isinstance(error, exceptions.APIException):
        set_rollback()
        refusals = tuple(_from_drf(error))
        response = _answer(error.status_code, refusals, request, language)
        for name, value in _headers(error).items():
            response[name] = value
        return response
    return None


def plain_problem(request: HttpRequest, *, status: int, code: str, **params: Param) -> HttpResponse:
    """Return problem details outside of a DRF view: for unknown addresses, unreadable requests, limits."""
    body = _body(status, (Refusal(code=code, params=params),), get_language_from_request(request))
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)


def _unless_limited(error: exceptions.APIException, request: Request) -> exceptions.APIException:
    """Return the error, or Throttled where the address has tried too many tokens."""
    wait = charge_failed_token(request)
    return exceptions.Throttled(wait) if wait else error


def _answer(status: int, refusals: tuple[Refusal, ...], request: Request, language: str) -> Response:
    if status == 403:
        record_denial(request)
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else None
    return Response(_body(status, refusals, language), status=status, content_type=CONTENT_TYPE, headers=headers)


def _body(status: int, refusals: tuple[Refusal, ...], language: str) -> dict[str, object]:
    errors = [
        {
            "code": refusal.code,
            "field": refusal.field,
            "params": dict(refusal.params),
            "detail": _sentence(refusal, language),
        }
        for refusal in refusals
    ]
    return {
        "type": "about:blank",
        "status": status,
        "code": errors[0]["code"],
        "title": errors[0]["detail"],
        "errors": errors,
    }


def _sentence(refusal: Refusal, language: str) -> str:
    with translation.override(language):
        return sentence(refusal.code, readable(refusal.code, refusal.params), language=language)


def _from_drf(error: exceptions.APIException) -> Iterator[Refusal]:
    if isinstance(error, exceptions.Throttled):
        yield Refusal(code="throttled", params={"wait": _wait(error)})
    elif isinstance(error, exceptions.ValidationError):
        yield from _flatten(error.detail, field="")
    elif isinstance(error, exceptions.PermissionDenied):
        yield Refusal(code="denied", params={"operation": ""})
    else:
        code = str(error.get_codes())
        yield Refusal(code=code if code in all_messages() else "invalid")


def _flatten(detail: Any, *, field: str) -> Iterator[Refusal]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            path = field if name == "non_field_errors" else f"{field}.{name}" if field else str(name)
            yield from _flatten(inner, field=path)
    elif isinstance(detail, list):
        for position, inner in enumerate(detail):
            nested = isinstance(inner, Mapping)
            yield from _flatten(inner, field=f"{field}[{position}]" if nested else field)
    else:
        yield Refusal(code=_known(detail), params={"reason": str(detail)}, field=field or None)


def _known(detail: exceptions.ErrorDetail) -> str:
    return detail.code if detail.code in all_messages() else "invalid"


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers: dict[str, str] = {}
    if isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = str(_wait(error))
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    return headers


def _wait(error: exceptions.Throttled) -> int:
    """Return the wait in whole seconds, at least one. The type stubs do not know the attribute."""
    return int(getattr(error, "wait", None) or 1)
