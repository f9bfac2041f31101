"""Who sends a request, by its token: one query, which knows the memberships too."""

from django.db import DEFAULT_DB_ALIAS, connection
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import User
from core.timekeeping.clock import real_now

OF_USER = [field.attname for field in User._meta.concrete_fields]
READ_TOKEN = f"""
    SELECT token.expiry, {", ".join(f"person.{column}" for column in OF_USER)}, live.party_id, party.name, live.role
    FROM knox_authtoken token JOIN accounts_user person ON person.id = token.user_id
    LEFT JOIN accounts_membership live ON live.user_id = person.id AND live.ended_at IS NULL
    LEFT JOIN accounts_party party ON party.id = live.party_id
    WHERE token.digest = %s
"""
"""Written out because every request to the API asks it; a row a live membership, or one without."""


class BearerAuthentication(TokenAuthentication):  # type: ignore[misc]
    """`Authorization: Bearer …`: the token's digest finds it and its user. Ended ones are as unknown (401)."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, AuthToken]:
        digest = hash_token(token.decode(errors="replace"))
        with connection.cursor() as cursor:
            cursor.execute(READ_TOKEN, [digest])
            rows = cursor.fetchall()
        if not rows:
            raise AuthenticationFailed
        expiry, *of_user = rows[0][:-3]
        user = User.from_db(DEFAULT_DB_ALIAS, OF_USER, of_user)
        user.live_memberships = [row[-3:] for row in rows if row[-3] is not None]
        if not user.is_active or (expiry is not None and expiry <= real_now()):
            raise AuthenticationFailed
        return user, AuthToken(digest=digest, user=user, expiry=expiry)


class BearerScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]
    """How the OpenAPI description names it."""

    target_class = "accounts.api.authentication.BearerAuthentication"
