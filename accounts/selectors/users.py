"""User accounts."""

from collections.abc import Collection
from typing import TypeAlias

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from accounts.models import SecondFactorReset, User
from accounts.rules.states import ResetState
from accounts.rules.usernames import normal_username
from core.database.searching import contains
from core.values.errors import DomainError
from core.values.names import as_identifier

ResetRow: TypeAlias = SecondFactorReset
UserRow: TypeAlias = User
"""The type of a row for views and pages, which do not import models."""


def get_user(user_id: int) -> User:
    """Return the user. Raises `not_found` (404)."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise DomainError("not_found", kind="missing")
    return user


TO_RESET = "to_reset"
"""A filter value of accounts: those whose second factor awaits the reader's confirmation to be reset."""


def search_users(text: str = "", *, to_reset_by: int | None = None) -> QuerySet[User]:
    """Return the accounts for an administrator, filtered by user name, name or mail address. Not the incomplete ones.

    `to_reset_by` leaves the accounts whose reset this administrator may confirm.
    """
    rows = User.objects.filter(sign_up=None)
    if to_reset_by is not None:
        rows = rows.filter(pk__in=_resets_to_decide(to_reset_by).values("user_id"))
    if not text:
        return rows
    identifier = as_identifier(text)
    named = Q(username__contains=identifier) | Q(email=identifier) if identifier else Q(pk__in=[])
    return rows.filter(contains(text, "name") | named)


def pending_resets() -> QuerySet[SecondFactorReset]:
    """Return the resets of second factors that await another administrator."""
    rows = SecondFactorReset.objects.filter(state=ResetState.REQUESTED)
    return rows.select_related("user", "requested_by")


def count_resets_to_decide(user_id: int) -> int:
    """Count the resets that this administrator may confirm: neither requested by them nor of their own account."""
    return _resets_to_decide(user_id).count()


def _resets_to_decide(user_id: int) -> QuerySet[SecondFactorReset]:
    return pending_resets().exclude(requested_by=user_id).exclude(user=user_id)


def get_user_by_username(username: str) -> User:
    """Return the active user with this name. Raises `user_unknown`."""
    user = User.objects.filter(username=normal_username(username), is_active=True).first()
    if user is None:
        raise DomainError("user_unknown", field="username", kind="refused")
    return user


def has_second_factor(user_id: int) -> bool:
    """Whether an authenticator app is set up for the user."""
    return bool(Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists())


def list_resettable(user_ids: Collection[int]) -> set[int]:
    """Return those of the users who have a second factor whose reset is not requested yet. One query."""
    rows = Authenticator.objects.filter(user_id__in=user_ids, type=Authenticator.Type.TOTP)
    return set(rows.exclude(user_id__in=pending_resets().values("user_id")).values_list("user_id", flat=True))


def has_confirmed_mail(user_id: int, *, besides: int | None = None) -> bool:
    """Whether the user has confirmed a mail address, other than the one with the id `besides`."""
    confirmed = EmailAddress.objects.filter(user_id=user_id, verified=True)
    return bool(confirmed.exclude(pk=besides).exists())


def list_users_by_mail(email: str) -> list[User]:
    """Return the active users who have confirmed this mail address."""
    confirmed = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True)
    return list(User.objects.filter(pk__in=confirmed.values("user_id")).order_by("pk"))
