"""Known devices: a signed cookie of a browser or API client in which a user has signed in, so that guesses elsewhere do not
lock it.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from accounts.rules.attempts import Attempt
from accounts.rules.usernames import normal_username
from core.access.addresses import client_address
from core.personal_data.encryption import blind_index

SALT = "known device"
SECONDS = 365 * 24 * 60 * 60


def attempt_from(request: HttpRequest, *, username: str) -> Attempt:
    """Return the attempt of a request to sign in with this name: its address, and its device if the name knows it."""
    text = request.get_signed_cookie(settings.DEVICE_COOKIE_NAME, default="", salt=SALT, max_age=SECONDS) or ""
    device = text if text.startswith(f"{_mark(username)}.") else ""
    return Attempt(username=username, address=client_address(request), device=device)


def remember_device(response: HttpResponseBase, *, username: str) -> None:
    """Set the cookie after a successful sign-in: a keyed digest of the name and a random number."""
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME,
        f"{_mark(username)}.{secrets.token_hex(16)}",
        salt=SALT,
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(username: str) -> str:
    return blind_index(normal_username(username), kind="known_device").hex()[:32]
