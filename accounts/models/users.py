"""People who sign in."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from accounts.rules.usernames import skeleton
from core.timekeeping.clock import real_now

_SESSION_SALT = "accounts.User.get_session_auth_hash"


class User(AbstractUser):
    """A person with an account (用户). Permissions come from memberships, never from the account."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=50)
    date_joined = models.DateTimeField("注册时间", default=real_now)
    language = models.CharField(max_length=10, default="zh-hans")
    skeleton = models.CharField(max_length=300, null=True, unique=True)  # noqa: DJ001 - unknown for rows of bulk SQL
    """What the user name looks like (accounts.rules.usernames): no other may look the same."""
    sign_ins_ended = models.PositiveIntegerField(db_default=0)
    """How often all sessions of the account were ended: a session holds the count that it began with."""
    default_party = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, null=True, related_name="+")
    """The party (默认单位) that a request acts for where it names none and the user has several."""

    REQUIRED_FIELDS = ["name", "email"]

    live_memberships: Sequence[tuple[int, str, str]] | None = None
    """Party id, party name and role of each, set where the user was read for a request (accounts.selectors.tokens)."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the account; a new one with the skeleton of its name."""
        if self._state.adding and self.skeleton is None:
            self.skeleton = skeleton(self.username)
        super().save(*args, **kwargs)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must hold to be valid: it changes with the password, and when all sessions are ended."""
        mine = f"{self.password}:{self.sign_ins_ended}" if self.sign_ins_ended else self.password
        return salted_hmac(_SESSION_SALT, mine, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class SignUp(models.Model):
    """An account whose mail address is not confirmed yet (待完成的注册): it has no name and no password.

    The link in the mail opens the choice of both. All times are wall-clock time.
    """

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, primary_key=True, related_name="sign_up")
    email = models.EmailField(unique=True)
    asked_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveIntegerField(default=0)
