"""The page to come back to after signing in, choosing a party or registering: `next` in the query, on this site alone."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

NEXT = "next"
MOST_CHARACTERS = 500
"""The most characters of an address to come back to."""


def next_page(request: HttpRequest) -> str:
    """Return the address to come back to that the query names; empty for none, or one that is not on this site."""
    return own_path(request.GET.get(NEXT, ""))


def own_path(address: str) -> str:
    """Return an address that is a path on this site; empty for any other."""
    is_own = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_own and len(address) <= MOST_CHARACTERS else ""


def with_next(url: str, address: str) -> str:
    """Return the URL of a page that leads on to an address; the URL as it is where the address is empty."""
    return f"{url}?{urlencode({NEXT: address}, safe='/')}" if address else url
