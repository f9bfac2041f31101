"""Tokens of the API. They expire by wall-clock time, never by the moved clock."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.contrib.auth import authenticate
from knox.models import AuthToken

from accounts.models import User
from accounts.rules.attempts import Attempt
from accounts.selectors.users import has_confirmed_mail, has_second_factor
from accounts.services.attempts import close_attempt, open_attempt
from accounts.services.second_factor import spend_code
from core.database.transactions import write
from core.events.recording import Change, record
from core.values.errors import DomainError


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuedToken:
    """A token (令牌), shown once, and the wall-clock moment at which it expires."""

    token: str
    expires_at: datetime
    user_id: int


@write
def issue_token(attempt: Attempt, *, password: str, code: str, at: datetime, moment: datetime) -> IssuedToken | None:
    """Issue a token for a user name, a password and, where a second factor is set up, its code.

    Returns None for a wrong name, password or code alike, and for too many codes. `moment` is wall-clock time, `at`
    business time for the audit. Raises `mail_unconfirmed` for a user without a confirmed mail address, whom the pages
    do not sign in either.
    """
    user = authenticate(None, username=attempt.username, password=password)
    if not isinstance(user, User) or not _is_second_factor_given(attempt, user=user, code=code, at=at, moment=moment):
        return None
    if not has_confirmed_mail(user.pk):
        raise DomainError("mail_unconfirmed", kind="refused")
    close_attempt(attempt)
    _drop_surplus(user, moment=moment)
    row, token = AuthToken.objects.create(user=user)
    record(Change(type="token.issued", subject_kind="user", subject_id=user.pk, at=at, actor_id=user.pk))
    return IssuedToken(token=token, expires_at=row.expiry, user_id=user.pk)


def _is_second_factor_given(attempt: Attempt, *, user: User, code: str, at: datetime, moment: datetime) -> bool:
    if has_second_factor(user.pk):
        of_code = replace(attempt, step="code")
        is_given = not open_attempt(of_code, at=at) and spend_code(user_id=user.pk, code=code, moment=moment)
        if is_given:
            close_attempt(of_code)
        return is_given
    return True


def _drop_surplus(user: User, *, moment: datetime) -> None:
    AuthToken.objects.filter(user=user, expiry__lt=moment).delete()
    limit = int(str(settings.REST_KNOX["TOKEN_LIMIT_PER_USER"])) - 1
    newest = list(AuthToken.objects.filter(user=user).order_by("-created").values_list("digest", flat=True)[:limit])
    AuthToken.objects.filter(user=user).exclude(digest__in=newest).delete()
