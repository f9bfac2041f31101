"""Authentication of API requests by their token."""

from django.contrib.auth.base_user import AbstractBaseUser
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed

from accounts.selectors.tokens import find_token
from core.timekeeping.clock import real_now


class BearerAuthentication(TokenAuthentication):  # type: ignore[misc]
    """Authenticate `Authorization: Bearer …`.

    An expired token and a token of an inactive user are refused like an unknown one (401).
    """

    def authenticate_credentials(self, token: bytes) -> tuple[AbstractBaseUser, AuthToken]:
        found = find_token(token.decode(errors="replace"))
        if found is None or not found.user.is_active or (found.expiry is not None and found.expiry <= real_now()):
            raise AuthenticationFailed
        return found.user, found


class BearerScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """The security scheme of `BearerAuthentication` in the OpenAPI description."""

    target_class = "accounts.api.authentication.BearerAuthentication"
