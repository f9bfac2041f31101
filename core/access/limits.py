"""Limits of requests and of what they cost, asked before any transaction by pages, API and sign-in alike.

The table is in config/throttles.py. The counters are in the cache server and, while it is away, in the process.
"""

import math
from collections.abc import Mapping

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from rest_framework.permissions import SAFE_METHODS

from core.access.addresses import client_address
from core.values.limits import Limit

FREE_BODY = 100_000
"""Bytes of a body that cost nothing but the request."""
MOST_DIGITS = 15
"""Digits of a body's length that are read; a longer number is above every limit anyway."""
_CHARGED = "limits_charged"


class Limited(Exception):
    """A limit is reached (429). `wait` is the time until its window ends, in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def charge(costs: Mapping[str, int], *, account: int | None, address: str) -> int:
    """Charge costs (scope → amount) to the limits of an account or an address, all of them or none.

    Returns the seconds to wait, 0 where they were charged. One round trip. KeyError for a scope that is not in the
    table.
    """
    wanted = {}
    for scope, cost in costs.items():
        limit: Limit = settings.THROTTLES[scope]
        key = _key(scope, limit=limit, account=account, address=address)
        wanted[key] = (limit.most, limit.seconds, cost)
    wait: float = cache.charge(wanted)  # type: ignore[attr-defined]  # config.cache.OptionalRedisCache
    return math.ceil(wait)


def charge_request(request: HttpRequest, *, account: int | None, scope: str | None) -> int:
    """Charge a request once: as one of the account or the address, its large body, and `scope` where it writes.

    Returns the seconds to wait, 0 where it may proceed.
    """
    setattr(request, _CHARGED, True)
    costs = {"visitor" if account is None else "account": 1}
    if scope is not None and request.method not in SAFE_METHODS:
        costs[scope] = 1
    if (size := _body_size(request)) > FREE_BODY:
        costs["body"] = size
    return charge(costs, account=account, address=client_address(request))


def charge_cost(request: HttpRequest, *, scope: str, cost: int = 1) -> None:
    """Charge what a request costs beyond itself. Raises `Limited` where that is above the limit."""
    if wait := charge({scope: cost}, account=request.user.pk, address=client_address(request)):
        raise Limited(wait)


def is_charged(request: HttpRequest) -> bool:
    """Whether the request was charged already."""
    return getattr(request, _CHARGED, False)


def _key(scope: str, *, limit: Limit, account: int | None, address: str) -> str:
    whose = f"address:{address}" if account is None or limit.by == "address" else f"account:{account}"
    return f"limit:{scope}:{whose}"


def _body_size(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text[:MOST_DIGITS]) if text.isascii() and text.isdigit() else 0
