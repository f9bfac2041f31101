"""Selectors of the user of a request, by token or by session, with the live memberships: one query each.

SQL texts, because every request runs one of them; as a queryset it was a third of the web process time of a claim.
"""

from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, connection
from knox.crypto import hash_token
from knox.models import AuthToken

from accounts.models import User

Row: TypeAlias = tuple[Any, ...]
USER_COLUMNS = [field.attname for field in User._meta.concrete_fields]
_USER = f"""{", ".join(f"person.{column}" for column in USER_COLUMNS)}, live.party_id, party.name, live.role"""
_MEMBERSHIPS = """
    LEFT JOIN accounts_membership live ON live.user_id = person.id AND live.ended_at IS NULL
    LEFT JOIN accounts_party party ON party.id = live.party_id
"""
"""Yields one row for each live membership of the user, or one row without any."""
READ_TOKEN = f"""
    SELECT {_USER}, token.expiry
    FROM knox_authtoken token JOIN accounts_user person ON person.id = token.user_id {_MEMBERSHIPS} WHERE token.digest = %s
"""
READ_USER = f"SELECT {_USER} FROM accounts_user person {_MEMBERSHIPS} WHERE person.id = %s"


def find_token(token: str) -> AuthToken | None:
    """Return the token with its user, or None for an unknown one."""
    digest = hash_token(token)
    rows = _rows(READ_TOKEN, digest)
    if not rows:
        return None
    return AuthToken(digest=digest, user=_user(rows), expiry=rows[0][-1])


def find_session_user(user_id: int) -> User | None:
    """Return the user of a session, or None for an unknown id."""
    rows = _rows(READ_USER, user_id)
    return _user(rows) if rows else None


def _rows(text: str, key: str | int) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(text, [key])
        rows: list[Row] = cursor.fetchall()
    return rows


def _user(rows: list[Row]) -> User:
    width = len(USER_COLUMNS)
    user = User.from_db(DEFAULT_DB_ALIAS, USER_COLUMNS, rows[0][:width])
    user.live_memberships = [row[width : width + 3] for row in rows if row[width] is not None]
    return user
