"""People who sign in."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractUser
from django.db import models

from core.timekeeping.clock import real_now


class User(AbstractUser):
    """A person with an account (用户). Permissions come from memberships, never from the account."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=50)
    date_joined = models.DateTimeField("注册时间", default=real_now)
    language = models.CharField(max_length=10, default="zh-hans")
    default_party = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, null=True, related_name="+")
    """The party (默认单位) that a request acts for where it names none and the user has several."""

    REQUIRED_FIELDS = ["name", "email"]

    live_memberships: Sequence[tuple[int, str, str]] | None = None
    """Party id, party name and role of each, set where the user was read for a request (accounts.selectors.tokens)."""

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
