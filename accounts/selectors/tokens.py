"""API tokens and their users."""

from django.db import DEFAULT_DB_ALIAS, connection
from knox.crypto import hash_token
from knox.models import AuthToken

from accounts.models import User

USER_COLUMNS = [field.attname for field in User._meta.concrete_fields]
READ_TOKEN = f"""
    SELECT token.expiry, {", ".join(f"person.{column}" for column in USER_COLUMNS)},
        live.party_id, party.name, live.role
    FROM knox_authtoken token JOIN accounts_user person ON person.id = token.user_id
    LEFT JOIN accounts_membership live ON live.user_id = person.id AND live.ended_at IS NULL
    LEFT JOIN accounts_party party ON party.id = live.party_id
    WHERE token.digest = %s
"""
"""One row for each live membership of the token's user, or one row without any. SQL, as every API request runs it."""


def find_token(token: str) -> AuthToken | None:
    """Return the token with its user and the user's live memberships, or None. One query."""
    digest = hash_token(token)
    with connection.cursor() as cursor:
        cursor.execute(READ_TOKEN, [digest])
        rows = cursor.fetchall()
    if not rows:
        return None
    expiry, *columns = rows[0][:-3]
    user = User.from_db(DEFAULT_DB_ALIAS, USER_COLUMNS, columns)
    user.live_memberships = [row[-3:] for row in rows if row[-3] is not None]
    return AuthToken(digest=digest, user=user, expiry=expiry)
