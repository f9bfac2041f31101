"""Who sends a request, by its token: one query, which knows the memberships too."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import FilteredRelation, Q, QuerySet
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import User
from core.sql import Compiled
from core.timekeeping.clock import real_now

OF_USER = [field.attname for field in User._meta.concrete_fields]


class BearerAuthentication(TokenAuthentication):  # type: ignore[misc]
    """`Authorization: Bearer …`: the token's digest finds it and its user. Ended ones are as unknown (401)."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, AuthToken]:
        digest = hash_token(token.decode(errors="replace"))
        rows = _token.rows(digest=digest)
        if not rows:
            raise AuthenticationFailed
        expiry, *of_user = rows[0][:-3]
        user = User.from_db(DEFAULT_DB_ALIAS, OF_USER, of_user)
        user.live_memberships = [row[-3:] for row in rows if row[-3] is not None]
        if not user.is_active or (expiry is not None and expiry <= real_now()):
            raise AuthenticationFailed
        return user, AuthToken(digest=digest, user=user, expiry=expiry)


@Compiled
def _token(digest: str) -> QuerySet[AuthToken, tuple[Any, ...]]:
    live = FilteredRelation("user__memberships", condition=Q(user__memberships__ended_at=None))
    tokens = AuthToken.objects.filter(digest=digest).annotate(live=live)
    columns = ["expiry", *(f"user__{name}" for name in OF_USER), "live__party_id", "live__party__name", "live__role"]
    found: QuerySet[AuthToken, tuple[Any, ...]] = tokens.values_list(*columns)
    return found


class BearerScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """How the OpenAPI description names it."""

    target_class = "accounts.api.authentication.BearerAuthentication"
