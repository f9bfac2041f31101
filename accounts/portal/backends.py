"""The authentication backend of sessions."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from accounts.selectors.tokens import find_session_user


class SessionBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend; it reads the user of a session with the live memberships, as every page needs both."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """Return the user if active, else None."""
        user = find_session_user(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
