"""Limits of API requests by the table in config/throttles.py, where the account is known only from the token."""

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from core.access.limits import charge_request, is_charged


class TokenThrottle(BaseThrottle):
    """Charge a request with a token; all others were charged by the middleware, before their body was read."""

    seconds = 0

    def allow_request(self, request: Request | HttpRequest, view: object) -> bool:
        if not is_charged(plain(request)):
            self.seconds = charge_request(
                plain(request), account=request.user.pk, scope=getattr(view, "throttle_scope", None)
            )
        return not self.seconds

    def wait(self) -> float:
        return self.seconds


def charge_failed_token(request: Request) -> int:
    """Charge the address for a request whose token was refused; return the seconds to wait, or 0."""
    return 0 if is_charged(plain(request)) else charge_request(plain(request), account=None, scope=None)


def plain(request: Request | HttpRequest) -> HttpRequest:
    """Return Django's own request."""
    return request._request if isinstance(request, Request) else request
