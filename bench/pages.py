"""The same claim through the browser's form: session, CSRF token, redirect to the coupon's page (303)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import cycle, islice
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils.crypto import get_random_string

from accounts.models import User
from bench import claims, load, stock
from bench.ground import Ground, site
from bench.report import alternate, report
from config.embedded.installation import LOOPBACK
from core.timekeeping import clock

BROWSERS = 2_000


def claim_page(ground: Ground, have: stock.Stock) -> None:
    """Measure claims per second through the form against the API; every answer must redirect to a coupon."""
    row = stock.open_round(budget=claims.BUDGET, officer_id=have.officer_id, at=clock.now())
    cookies = cycle(_sign_in())

    def through_the_form() -> float:
        scripts = [_presser(cookies, round_id=row.pk) for _ in range(claims.CLIENTS)]
        result = load.run(port=port, scripts=scripts, seconds=claims.SECONDS)
        claims.check_answers(result, status=303)
        return result.rate

    with site(ground=ground) as port:
        through_the_form()
        value, reference = alternate(
            through_the_form, lambda: claims.claim_for(port=port, firms=have.firms, round_id=row.pk).rate
        )
    report(name="claim_page", value=value, unit="claims/s", reference=reference, ratio=value / reference)


def _presser(cookies: Iterator[str], *, round_id: int) -> load.Script:
    while True:
        yield load.Send(request=_form(next(cookies), round_id=round_id))


def _form(cookie: str, *, round_id: int) -> bytes:
    """Return the form of one claim as a browser sends it, with a new key."""
    forgery = get_random_string(32)
    fields = {"csrfmiddlewaretoken": forgery, "key": uuid4(), "amount": claims.AMOUNT}
    body = urlencode(fields).encode()
    return (
        f"POST {reverse('claim', args=[round_id])} HTTP/1.1\r\nHost: {LOOPBACK}\r\nX-Forwarded-Proto: https\r\n"
        f"Origin: https://{LOOPBACK}\r\nCookie: {cookie}; {settings.CSRF_COOKIE_NAME}={forgery}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def _sign_in() -> Sequence[str]:
    """Create a session for a user of each firm, as signing in does; return the cookies."""
    store, ends = SessionStore(), clock.now() + timedelta(hours=8)
    people = islice(User.objects.filter(username__startswith="firm").order_by("pk").iterator(), BROWSERS)
    sessions = Session.objects.bulk_create(
        Session(
            session_key=get_random_string(32).lower(), session_data=store.encode(_signed_in(user)), expire_date=ends
        )
        for user in people
    )
    return [f"{settings.SESSION_COOKIE_NAME}={session.session_key}" for session in sessions]


def _signed_in(user: User) -> dict[str, str]:
    return {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
