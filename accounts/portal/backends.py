"""Sign-in of browsers."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from accounts.selectors.tokens import find_session_user


class SessionBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, which reads the user of a session with the live memberships, because every page needs both."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """The active user, or None."""
        user = find_session_user(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
