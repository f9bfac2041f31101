"""How often somebody may ask."""

from django.core.cache import cache
from django.http import HttpRequest
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class RequestThrottle(SimpleRateThrottle):
    """What a person may ask in all (`user`) and of one kind (the view's `throttle_scope`; reading is none), counted in one
    round trip. Who is not signed in is told apart by address. A refused request counts for neither."""

    scope = "user"
    cache_format = "turns_%(scope)s_%(ident)s"
    seconds = 0.0

    def allow_request(self, request: Request | HttpRequest, view: object) -> bool:
        who = request.user.pk or self.get_ident(request)  # type: ignore[arg-type]
        kind = None if request.method in SAFE_METHODS else getattr(view, "throttle_scope", None)
        turns = {
            self.cache_format % {"scope": scope, "ident": who}: self.parse_rate(self.THROTTLE_RATES[scope])
            for scope in filter(None, (self.scope, kind))
        }
        self.seconds = cache.count_request(turns)  # type: ignore[attr-defined]
        return not self.seconds

    def wait(self) -> float:
        return self.seconds
