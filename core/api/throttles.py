"""Throttling of requests by the table in config/throttles.py."""

from django.core.cache import cache
from django.http import HttpRequest
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class RequestThrottle(SimpleRateThrottle):
    """Limit the requests of a user in all (`user`) and, for writes, in the view's `throttle_scope`.

    Anonymous users are counted by address. Both limits are checked in one round trip; a refused request counts for
    neither.
    """

    scope = "user"
    cache_format = "requests_%(scope)s_%(ident)s"
    seconds = 0.0

    def allow_request(self, request: Request | HttpRequest, view: object) -> bool:
        ident = request.user.pk or self.get_ident(request)  # type: ignore[arg-type]
        own_scope = None if request.method in SAFE_METHODS else getattr(view, "throttle_scope", None)
        limits = {
            self.cache_format % {"scope": scope, "ident": ident}: self.parse_rate(self.THROTTLE_RATES[scope])
            for scope in filter(None, (self.scope, own_scope))
        }
        self.seconds = cache.count_request(limits)  # type: ignore[attr-defined]
        return not self.seconds

    def wait(self) -> float:
        return self.seconds
