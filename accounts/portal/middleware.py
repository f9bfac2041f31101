"""Middleware that makes users set up the second factor that their role requires."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from accounts.rules.roles import MFA_ROLES
from accounts.selectors.members import needs_second_factor
from accounts.selectors.users import has_second_factor
from core.messages.catalogue import sentence

OPEN_PATHS = ("/account/", "/language/", "/health/", "/static/")
"""Paths open to such a user: signing in and out, the account, the second factor itself."""


class SecondFactorMiddleware:
    """Redirect a signed-in user who lacks a required second factor (MFA_ROLES) to its set-up page.

    The API answers 403 `second_factor_missing`. Only sessions are concerned: no token is issued without the factor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PATHS) or not _lacks_second_factor(request):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return _problem()
        return redirect("mfa_activate_totp")


def _lacks_second_factor(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated:
        return False
    known = getattr(user, "live_memberships", None)
    needs = needs_second_factor(user.pk) if known is None else any(role in MFA_ROLES for _, _, role in known)
    return needs and not has_second_factor(user.pk)


def _problem() -> JsonResponse:
    title = sentence("second_factor_missing", {})
    error: dict[str, Any] = {"code": "second_factor_missing", "field": None, "params": {}, "detail": title}
    body = {"type": "about:blank", "status": 403, "code": error["code"], "title": title, "errors": [error]}
    return JsonResponse(body, status=403, content_type="application/problem+json")
