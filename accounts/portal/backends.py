"""The authentication backend of sessions."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from accounts.rules.usernames import normal_username
from accounts.selectors.tokens import find_session_user


class SessionBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend; it reads the user of a session with the live memberships, as every page needs both."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> AbstractBaseUser | None:
        """Return the user of a name and a password. The name may be typed in any form that a registration takes."""
        named = normal_username(str(credentials.get("username") or ""))
        user: AbstractBaseUser | None = super().authenticate(request, **{**credentials, "username": named})
        return user

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """Return the user if active, else None."""
        user = find_session_user(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
