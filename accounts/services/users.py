"""User accounts: signing up, passwords, account events."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import User
from accounts.rules.usernames import normal_username, skeleton, username_problem
from accounts.selectors.locks import lock_user
from accounts.services.revocations import end_sign_ins, revoke_all_tokens
from core.database.transactions import write
from core.events.recording import Change, record
from core.messages.catalogue import all_messages
from core.values.errors import DomainError, Param, Refusal, Refused
from core.values.names import as_identifier, visible_name

R = TypeVar("R")


@write
def open_account(*, username: str, name: str, email: str, password: str | None, at: datetime) -> User:
    """Open an account with a confirmed mail address (开户), for the demonstration and other scripts.

    Without a password the account cannot sign in. Errors as `describe_account`.
    """
    user = User(username=f"~{uuid4().hex}", email=as_identifier(email))
    user.save(force_insert=True)
    return describe_account(user, username=username, name=name, password=password, at=at)


@write
def describe_account(user: User, *, username: str, name: str, password: str | None, at: datetime) -> User:
    """Give a new account its name, password and confirmed mail address (完成注册). It has no rights before it joins a party.

    Raises the errors of `visible_name`, `username_invalid`, `username_script`, `username_taken` also for a name that
    looks like another, and a code for every rule that the password breaks (`password_too_short`, …).
    """
    user.username, user.name = normal_username(username), visible_name(name, field="name", most=50)
    user.skeleton = skeleton(user.username)
    _check_username(user)
    if password is not None:
        check_password(password, user=user)
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(Change(type="user.registered", subject_kind="user", subject_id=user.pk, at=at, actor_id=user.pk))
    return user


@write
def change_password(*, user_id: int, password: str, at: datetime) -> None:
    """Set a new password and revoke every token of the user. Refuses passwords as `sign_up` does."""
    user = User.objects.get(pk=user_id)
    check_password(password, user=user)
    user.set_password(password)
    user.save(update_fields=["password"])
    revoke_all_tokens(user_id=user_id, at=at)
    record(Change(type="user.password_changed", subject_kind="user", subject_id=user_id, at=at, actor_id=user_id))


@write
def record_account_event(event_type: str, *, user_id: int, at: datetime) -> None:
    """Record in the audit what a user did with the account on the sign-in pages.

    A second factor ends the sessions and tokens that began without its code.
    """
    if event_type == "user.second_factor_set":
        end_sign_ins(user_id=user_id, by=user_id, at=at)
    record(Change(type=event_type, subject_kind="user", subject_id=user_id, at=at, actor_id=user_id))


def check_password(password: str, *, user: User) -> None:
    """Refuse a password that breaks the rules of the settings, with a code for each rule."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused([_as_refusal(item) for item in error.error_list]) from error


def _check_username(user: User) -> None:
    problem = username_problem(user.username)
    if problem:
        raise DomainError(problem, field="username")
    alike = User.objects.filter(Q(username=user.username) | Q(skeleton=user.skeleton))
    if alike.exclude(pk=user.pk).exists():
        raise DomainError("username_taken", field="username", kind="refused")


def _as_refusal(error: ValidationError) -> Refusal:
    code = error.code if error.code in all_messages() else "password_weak"
    params: dict[str, Param] = {
        name: value if isinstance(value, int) else str(value) for name, value in (error.params or {}).items()
    }
    return Refusal(code=str(code), params=params, field="password")


@write
def change_own_addresses(*, user_id: int, change: Callable[[], R]) -> R:
    """Return the result of a change of a user's mail addresses, made with the user locked: two at once leave one confirmed."""
    lock_user(user_id)
    return change()
